import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { resetInMs } from '../../src/http/rate-limit.ts'
import { isTransientResponse, retryWaitMs } from '../../src/http/retry.ts'
import type { HttpResponse } from '../../src/http/transport.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { clientOf } from '../support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

test('retries back off with full jitter, from 1 s up to 20 s', async () => {
  sandbox.everyRequest = () => faults.badGateway
  const clock = new FakeClock()
  await expect(clientOf(sandbox, '@parent', { maxRetries: 7 }, { clock }).read()).rejects.toThrow()
  expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000])
  const half = { clock: new FakeClock(), random: () => 0.5 }
  await expect(clientOf(sandbox, '@parent', { maxRetries: 2 }, half).read()).rejects.toThrow()
  expect(half.clock.sleeps).toEqual([500, 1000])
})

const now = Date.UTC(2026, 10, 22, 12)
test.each<[string, Record<string, string>, number]>([
  ['Retry-After in seconds', { 'retry-after': '7' }, 7000],
  ['Retry-After as a date', { 'retry-after': new Date(now + 9000).toUTCString() }, 9000],
  ['the longer of Retry-After and the reset', { 'retry-after': '3', 'x-ratelimit-reset': '40' }, 40_000],
  [
    'a Retry-After without meaning, then the reset',
    { 'retry-after': 'soon', 'x-ratelimit-reset': '40' },
    40_000
  ],
  ['the reset in epoch seconds', { 'X-Ratelimit-Reset': String(now / 1000 + 12) }, 12_000],
  ['the reset in seconds left', { 'X-RateLimit-Reset': '12' }, 12_000],
  ['a reset in the past', { 'x-ratelimit-reset': String(now / 1000 - 50) }, 1000],
  ['a reset of 0', { 'x-ratelimit-reset': '0' }, 1000],
  ['a reset far away', { 'x-ratelimit-reset': String(now / 1000 + 3600) }, 65_000],
  ['Retry-After that is neither', { 'retry-after': '4.5', 'x-ratelimit-reset': '40' }, 40_000],
  ['a huge Retry-After', { 'retry-after': '999999999999' }, 65_000],
  ['a reset without meaning', { 'x-ratelimit-reset': 'tomorrow' }, 1000],
  ['no header at all', {}, 1000]
])('the wait after a 429 by %s', async (_, headers, waitMs) => {
  const clock = new FakeClock(now)
  sandbox.faults.push(faults.rateLimited({ date: new Date(now).toUTCString(), ...headers }))
  await clientOf(sandbox, '@parent', {}, { clock }).read()
  expect(clock.sleeps).toEqual([waitMs])
})

test.each<[string, number, Record<string, string>, number]>([
  ['Retry-After of a 503', 503, { 'retry-after': '7' }, 7000],
  ['a date of a 503', 503, { 'retry-after': new Date(now + 9000).toUTCString() }, 9000],
  ['a long one of a 503', 503, { 'retry-after': '600' }, 65_000],
  ['a short one of a 503', 503, { 'retry-after': '0' }, 1000],
  ['a date of a 503 that is past', 503, { 'retry-after': new Date(now - 9000).toUTCString() }, 1000],
  ['a 503 without a meaning', 503, { 'retry-after': 'soon' }, 500],
  ['a 503 with the reset alone, which every answer may have', 503, { 'x-ratelimit-reset': '40' }, 500],
  ['Retry-After of a 503 beside the reset', 503, { 'retry-after': '7', 'x-ratelimit-reset': '40' }, 7000],
  ['a 503 alone', 503, {}, 500],
  ['Retry-After of a 500', 500, { 'retry-after': '7' }, 500],
  ['Retry-After of a 408', 408, { 'retry-after': '7' }, 500],
  ['a 425 alone', 425, {}, 500],
  [
    'the longer one of a 429, where that is Retry-After',
    429,
    { 'retry-after': '50', 'x-ratelimit-reset': '12' },
    50_000
  ],
  [
    'a date of a 429 beside a longer reset',
    429,
    { 'retry-after': new Date(now + 9000).toUTCString(), 'x-ratelimit-reset': String(now / 1000 + 30) },
    30_000
  ],
  [
    'a 429 whose Retry-After is over and whose reset is not',
    429,
    { 'retry-after': '0', 'x-ratelimit-reset': '5' },
    5000
  ]
])('the wait by %s', async (_, status, headers, waitMs) => {
  const clock = new FakeClock(now)
  sandbox.faults.push(faults.errors(status, 'no', { date: new Date(now).toUTCString(), ...headers }))
  await clientOf(sandbox, '@parent', {}, { clock, random: () => 0.5 }).read()
  expect(clock.sleeps).toEqual([waitMs])
})

describe('what an answer says of the wait', () => {
  const dateMs = Date.UTC(2026, 5, 15, 12)
  const answered = (status: number, headers: Record<string, string>): HttpResponse => ({
    status,
    headers,
    body: '',
    complete: true
  })
  const options = { clock: new FakeClock(dateMs), random: () => 1 }
  const backoffMs = 1_000

  test.each<[string, number]>([
    ['7', 7_000],
    [' 12 ', 12_000],
    ['a7', backoffMs],
    ['7a', backoffMs],
    ['7 a', backoffMs],
    ['1 7', backoffMs],
    // A date that HTTP does not write.
    [new Date(dateMs + 9_000).toISOString(), backoffMs],
    ['', backoffMs],
    [new Date(dateMs + 9_000).toUTCString(), 9_000]
  ])('Retry-After: %j', (value, waitMs) => {
    expect(retryWaitMs(answered(503, { 'retry-after': value }), 0, options)).toBe(waitMs)
  })

  const dateOf = (seconds: number) => new Date(dateMs + seconds * 1000).toUTCString()

  test.each<[string, number, Record<string, string>, number]>([
    ['Retry-After of a 503', 503, { 'retry-after': dateOf(3_609) }, 9_000],
    ['Retry-After of a 429', 429, { 'retry-after': dateOf(3_609) }, 9_000],
    ['the reset of a 429', 429, { 'x-ratelimit-reset': String(dateMs / 1_000 + 3_609) }, 9_000],
    ['a Retry-After that is over there', 503, { 'retry-after': dateOf(3_599) }, 1_000],
    ['a wait in seconds', 503, { 'retry-after': '9' }, 9_000]
  ])(
    'a date counts from the Date of the response, an hour ahead of ours: %s',
    (_, status, headers, waitMs) => {
      expect(retryWaitMs(answered(status, { date: dateOf(3_600), ...headers }), 0, options)).toBe(waitMs)
    }
  )

  test.each<[string, number]>([
    [dateOf(-3_600), 3_609_000],
    [dateOf(-1), 10_000],
    [dateOf(1), 8_000],
    ['', 9_000],
    ['soon', 9_000]
  ])('a date counts from the Date %j, from ours where there is none', (date, waitMs) => {
    const response = answered(429, { date, 'retry-after': dateOf(9) })
    const unbounded = { ...options, maxStatedWaitMs: Number.POSITIVE_INFINITY }
    expect(retryWaitMs(response, 0, unbounded)).toBe(waitMs)
  })

  test('within the second of the Date ours is the more exact one', () => {
    const clock = new FakeClock(dateMs + 999)
    const response = answered(429, { date: dateOf(0), 'x-ratelimit-reset': String(dateMs / 1_000 + 9) })
    expect(retryWaitMs(response, 0, { ...options, clock })).toBe(8_001)
  })

  test.each<[string, number, Record<string, string>, number]>([
    ['a 429 without headers', 429, {}, 40_000],
    ['a 429 whose headers mean nothing', 429, { 'retry-after': 'soon', 'x-ratelimit-reset': '' }, 40_000],
    ['not a 429 that states a wait', 429, { 'retry-after': '2' }, 2_000],
    ['not a 503', 503, {}, backoffMs]
  ])('the window that is known is waited for by %s', (_, status, headers, waitMs) => {
    expect(retryWaitMs(answered(status, headers), 0, { ...options, knownWaitMs: 40_000 })).toBe(waitMs)
  })

  test('a 429 that states no wait backs off where no window is known', () => {
    expect(retryWaitMs(answered(429, {}), 2, options)).toBe(4 * backoffMs)
  })

  test('no answer says nothing', () => expect(retryWaitMs(undefined, 1, options)).toBe(2 * backoffMs))

  test('a stated wait is cut where the caller says', () => {
    const hour = answered(429, { 'retry-after': '3600' })
    expect(retryWaitMs(hour, 0, options)).toBe(65_000)
    expect(retryWaitMs(hour, 0, { ...options, maxStatedWaitMs: Number.POSITIVE_INFINITY })).toBe(3_600_000)
  })

  test.each([
    [undefined, true],
    [200, false],
    [301, false],
    [401, false],
    [403, false],
    [404, false],
    [408, true],
    [422, false],
    [425, true],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
    [599, true]
  ])('the status %s may be another one a moment later: %s', (status, expected) => {
    expect(isTransientResponse(status === undefined ? undefined : { status })).toBe(expected)
  })

  test.each<[string | undefined, number | undefined]>([
    ['30', 30_000],
    [' 30 ', 30_000],
    ['2.25', 2_250],
    ['x30', undefined],
    ['30x', undefined],
    ['2.x', undefined],
    ['-1', undefined],
    ['', undefined],
    [undefined, undefined],
    ['999999999', 999_999_999_000],
    [String(1e9), 1e12 - dateMs],
    [String(dateMs / 1_000 + 5), 5_000]
  ])('X-RateLimit-Reset: %j', (value, resetMs) => {
    const headers = value === undefined ? {} : { 'x-ratelimit-reset': value }
    expect(resetInMs(headers, dateMs)).toBe(resetMs)
  })
})

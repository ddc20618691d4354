import { beforeEach, describe, expect, test } from '@jest/globals'
import { Window } from '../../src/sendgrid/window.ts'
import { FakeClock } from '../support/fake-clock.ts'

let clock: FakeClock
let window: Window

beforeEach(() => {
  clock = new FakeClock(Date.UTC(2026, 0, 1))
  window = new Window()
})

/** Headers with the reset in seconds left. */
const headersOf = (remaining: number | string, reset: number | string = 60) => ({
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(reset)
})

/** A request that goes alone and is answered. */
const sendOne = (headers: Record<string, string>, isProbe = false): void => {
  window.take()
  window.release(true)
  window.learn(headers, isProbe, clock)
}

/** How many requests may start now, none of which is answered. */
const startAll = (): number => {
  let started = 0
  for (; !window.isSpent && started < 100; started++) window.take()
  return started
}

test('nothing is known at first: nothing is spent, and no end is known', () => {
  expect(startAll()).toBe(100)
  expect(window.endsAtMs).toBeUndefined()
  expect(window.underWay).toBe(100)
})

test('what its first response shows is what is left, less what is under way', () => {
  for (let request = 0; request < 8; request++) window.take()
  window.release(true)
  window.learn(headersOf(10), false, clock)
  expect(window.endsAtMs).toBe(60_000)
  expect(startAll()).toBe(3)
})

test('is exact once nothing is under way: what was lost had not been counted', () => {
  sendOne(headersOf(2))
  window.take()
  window.release(true)
  sendOne(headersOf(1))
  expect(startAll()).toBe(1)
})

test('does not grow while others are under way, which may not have been counted yet', () => {
  sendOne(headersOf(3))
  expect(startAll()).toBe(3)
  for (const [remaining, isSpent] of [
    [2, true],
    [2, true],
    [1, false]
  ] as const) {
    window.release(true)
    window.learn(headersOf(remaining), false, clock)
    expect({ remaining, isSpent: window.isSpent }).toEqual({ remaining, isSpent })
  }
})

test('the lowest number counts: a higher one is of a response that was overtaken', () => {
  for (const remaining of [3, 1, 2]) sendOne(headersOf(remaining))
  expect(startAll()).toBe(1)
})

test('what a probe shows counts, also where it is more', () => {
  sendOne(headersOf(3))
  sendOne(headersOf(50), true)
  expect(startAll()).toBe(50)
})

test('a request that was not sent after all is left for another', () => {
  sendOne(headersOf(1))
  window.take()
  window.release(false)
  expect(window).toMatchObject({ isSpent: false, underWay: 0 })
})

test('once forgotten nothing is known but what is under way', () => {
  sendOne(headersOf(1))
  window.take()
  window.forget()
  expect(window).toMatchObject({ isSpent: false, endsAtMs: undefined, underWay: 1 })
  window.release(true)
  window.learn(headersOf(7), false, clock)
  expect(startAll()).toBe(7)
})

test.each([
  ['the same window, where its reset is 1.5 s later, as whole seconds may have it', 500, 60_000],
  ['another window, where its reset is later than that', 501, 61_501]
])('a response is of %s', async (_, laterMs, endsAtMs) => {
  sendOne(headersOf(5))
  await clock.sleep(laterMs)
  sendOne(headersOf(0, 61))
  expect(window).toMatchObject({ isSpent: true, endsAtMs })
})

describe('the end of a window', () => {
  const epochIn = (seconds: number) => clock.date() / 1000 + seconds

  test.each<[string, () => Record<string, string>, number]>([
    ['as a date', () => headersOf(0, epochIn(30)), 30_000],
    ['as seconds left', () => headersOf(0, 30), 30_000],
    ['far away', () => headersOf(0, 3_600), 65_000],
    ['already over, as clocks differ', () => headersOf(0, epochIn(-30)), 1_000],
    ['by a server that is an hour ahead', () => dated(3_600, headersOf(0, epochIn(3_630))), 30_000],
    ['by a server that is an hour behind', () => dated(-3_600, headersOf(0, epochIn(-3_570))), 30_000]
  ])('%s', (_, headers, endsAtMs) => {
    sendOne(headers(), true)
    expect(window.endsAtMs).toBe(endsAtMs)
  })

  const dated = (seconds: number, headers: Record<string, string>) => ({
    ...headers,
    date: new Date(clock.date() + seconds * 1000).toUTCString()
  })

  test.each([0, -1])('a late response of the window before (%i s) says nothing of this one', (seconds) => {
    sendOne(headersOf(9))
    sendOne(headersOf(0, epochIn(seconds)))
    expect(window).toMatchObject({ isSpent: false, endsAtMs: 60_000 })
  })
})

test.each<[string, Record<string, string>]>([
  ...['', '-0', '0.0', '0x0', 'undefined'].map((remaining): [string, Record<string, string>] => [
    `a remaining of "${remaining}"`,
    headersOf(remaining)
  ]),
  ['a remaining without a reset', { 'x-ratelimit-remaining': '0' }],
  ['a reset without a remaining', { 'x-ratelimit-reset': '60' }],
  ['a reset without meaning', headersOf(0, 'soon')]
])('%s says nothing', (_, headers) => {
  sendOne(headers, true)
  expect(window).toMatchObject({ isSpent: false, endsAtMs: undefined })
})

test('a remaining with several digits is one number', () => {
  sendOne(headersOf('00'))
  expect(window.isSpent).toBe(true)
})

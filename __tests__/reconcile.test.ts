import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { newAccount, SendGridSandbox } from '../sandbox/sendgrid.ts'
import { type Rules, reconcile } from '../src/judge/reconcile.ts'
import type { Outcome, Policy } from '../src/judge/types.ts'
import { FakeClock } from './support/fake-clock.ts'
import { clientOf } from './support/session.ts'
import { secure } from './support/step.ts'

let sandbox: SendGridSandbox
let clock: FakeClock

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  clock = new FakeClock()
})
afterEach(() => sandbox.stop())

const strict: Policy = {
  requireTls: true,
  requireValidCert: true,
  tlsVersion: { match: 'minimum', version: 1.2 }
}

function judge(rules: Partial<Rules> = {}, account = '@parent'): Promise<Outcome> {
  return reconcile(
    clientOf(sandbox, account, { maxRetries: 1 }, { clock }),
    { mode: 'apply', policy: strict, allowLoosening: false, verifyTimeoutMs: 30_000, ...rules },
    clock
  )
}

const methods = (): string => sandbox.requests.map(({ method }) => method).join(' ')

describe('check', () => {
  test('a compliant account costs one GET', async () => {
    sandbox.parent.settings = secure
    expect(await judge({ mode: 'check' })).toMatchObject({ result: 'compliant' })
    expect(methods()).toBe('GET')
  })

  test('never writes, whatever deviates', async () => {
    const outcome = await judge({ mode: 'check', allowLoosening: true })
    expect(outcome).toMatchObject({ result: 'deviating', reason: 'deviation' })
    expect(methods()).toBe('GET')
  })

  test('judges what is stated and nothing else', async () => {
    const policy = { requireTls: false, requireValidCert: undefined, tlsVersion: undefined }
    expect(await judge({ mode: 'check', policy })).toMatchObject({ result: 'compliant' })
  })

  test('judges the account it names, not the parent', async () => {
    sandbox.parent.settings = secure
    sandbox.accounts.set('child', newAccount())
    expect(await judge({ mode: 'check' }, 'child')).toMatchObject({ result: 'deviating' })
  })
})

describe('apply', () => {
  test('costs one GET when nothing deviates', async () => {
    sandbox.parent.settings = secure
    expect(await judge()).toMatchObject({ result: 'compliant' })
    expect(methods()).toBe('GET')
  })

  test('writes only what deviates, then reads twice', async () => {
    sandbox.parent.settings = { ...secure, require_valid_cert: false }
    expect(await judge()).toMatchObject({ result: 'applied', after: { requireValidCert: true } })
    expect(methods()).toBe('GET PATCH GET GET')
    expect(sandbox.requests[1]?.body).toBe('{"require_valid_cert":true}')
  })

  test('sends the version as a number', async () => {
    sandbox.parent.settings = { ...secure, version: 1.1 }
    sandbox.versionAsString = true
    expect(await judge()).toMatchObject({ result: 'applied' })
    expect(sandbox.requests[1]?.body).toBe('{"version":1.2}')
  })

  test('reads on while the old values are shown, at pauses of at most 2 s', async () => {
    sandbox.staleReads = 5
    expect(await judge()).toMatchObject({ result: 'applied', before: { requireTls: false } })
    expect(methods()).toBe('GET PATCH GET GET GET GET GET GET GET')
    expect(clock.sleeps).toEqual([250, 500, 1000, 2000, 2000, 2000])
  })

  test('one good read is no proof: a stale one after it starts the count again', async () => {
    const shown = (settings: object) => faults.answer(200, JSON.stringify(settings))
    sandbox.faults.push(undefined, undefined, shown(secure), shown({ ...secure, require_tls: false }))
    expect(await judge()).toMatchObject({ result: 'applied' })
    expect(methods()).toBe('GET PATCH GET GET GET GET')
  })

  test('a good read gets its second when waits have taken the time', async () => {
    // The second read waits a minute for the rate limit.
    sandbox.staleReads = 1
    sandbox.faults.push(undefined, undefined, undefined, faults.rateLimited({ 'retry-after': '60' }))
    expect(await judge()).toMatchObject({ result: 'applied' })
  })

  test('is not confirmed when the time is over', async () => {
    sandbox.staleReads = 1000
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      changed: true,
      after: { requireTls: false }
    })
    expect(clock.sleeps.reduce((sum, pause) => sum + pause)).toBe(30_000)
  })

  test.each([
    { staleReads: 0, result: 'applied' },
    { staleReads: 1, result: 'unverified' }
  ])('verify-timeout-seconds 0 means two reads: $result', async ({ staleReads, result }) => {
    sandbox.staleReads = staleReads
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({ result })
    expect(methods()).toBe('GET PATCH GET GET')
  })

  const exactly12: Policy = { ...strict, tlsVersion: { match: 'exact', version: 1.2 } }
  test.each([
    ['require-tls off', { ...strict, requireTls: false }, secure, ['requireTls']],
    ['require-valid-cert off', { ...strict, requireValidCert: false }, secure, ['requireValidCert']],
    ['a lower version', exactly12, { ...secure, version: 1.3 }, ['tlsVersion']],
    [
      'one loosening among tightenings',
      exactly12,
      { require_tls: false, require_valid_cert: false, version: 1.3 },
      ['tlsVersion']
    ]
  ])('writes nothing at all for %s without consent', async (_, policy, settings, refused) => {
    sandbox.parent.settings = settings
    const outcome = await judge({ policy })
    expect(outcome.reason === 'loosening-refused' && outcome.refused.map(({ setting }) => setting)).toEqual(
      refused
    )
    expect(methods()).toBe('GET')
  })

  test('loosens with consent', async () => {
    sandbox.parent.settings = { ...secure, version: 1.3 }
    expect(await judge({ policy: exactly12, allowLoosening: true })).toMatchObject({ result: 'applied' })
    expect(sandbox.parent.settings.version).toBe(1.2)
  })
})

describe('a change without a verdict', () => {
  test.each([
    ['forbidden', 403],
    ['not-found', 404],
    ['rejected', 400],
    ['unauthorized', 401]
  ])('a PATCH that is refused leaves a known deviation: %s', async (reason, status) => {
    const refused = faults.errors(status, 'no')
    // A 401 is asked about once more, after another read.
    sandbox.faults.push(undefined, refused, ...(status === 401 ? [undefined, refused] : []))
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason,
      message: expect.stringContaining(`was answered ${status} ("no")`),
      changed: false,
      after: { requireTls: false },
      deviations: [{}, {}, {}]
    })
  })

  test('a PATCH that is answered 429 and then refused leaves a known deviation too', async () => {
    sandbox.faults.push(undefined, faults.rateLimited(), undefined, faults.errors(403, 'access forbidden'))
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason: 'forbidden',
      after: { requireTls: false }
    })
  })

  test('a lost PATCH whose next read complies is applied, with that read as the first that confirms it', async () => {
    sandbox.faults.push(undefined, (response) => {
      sandbox.parent.settings = secure
      faults.reset(response)
    })
    expect(await judge()).toMatchObject({ result: 'applied', changed: true, before: { requireTls: false } })
    expect(methods()).toBe('GET PATCH GET GET')
  })

  test('a PATCH that is refused after a lost attempt leaves nothing known: the lost one may have changed it', async () => {
    sandbox.faults.push(undefined, faults.reset, undefined, faults.errors(403, 'access forbidden'))
    expect(await judge()).toMatchObject({
      result: 'unverified',
      reason: 'forbidden',
      before: { requireTls: false },
      after: undefined
    })
  })

  test('a PATCH without an answer leaves nothing known', async () => {
    sandbox.faults.push(undefined, faults.reset, undefined, faults.reset)
    expect(await judge()).toMatchObject({
      reason: 'unavailable',
      changed: false,
      after: undefined
    })
  })

  test('a read that fails after an accepted PATCH keeps its own reason', async () => {
    const refused = faults.errors(401, 'authorization required')
    sandbox.faults.push(undefined, undefined, refused, refused)
    expect(await judge()).toMatchObject({
      reason: 'unauthorized',
      changed: true,
      after: undefined
    })
  })

  test('errors in the 200 of a PATCH mean that it was not accepted', async () => {
    sandbox.faults.push(undefined, faults.errors(200, 'try again'))
    expect(await judge()).toMatchObject({ reason: 'unexpected-response', changed: false })
  })

  test('any other body of a 200 to PATCH is left to the reads', async () => {
    sandbox.faults.push(undefined, faults.answer(200, '<html>'))
    sandbox.staleReads = 0
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({
      reason: 'not-confirmed',
      changed: true
    })
  })
})

describe('a write on an old read', () => {
  const onlyTls: Policy = {
    requireTls: true,
    requireValidCert: undefined,
    tlsVersion: { match: 'minimum', version: 1.2 }
  }

  test('reads again when its turn came late, and does not lower what somebody raised meanwhile', async () => {
    // The rate limit is spent by the first read, so the PATCH waits for a minute.
    const reset = String((clock.date() + 60_000) / 1000)
    const first = JSON.stringify({ require_tls: false, require_valid_cert: false, version: 1.1 })
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': reset,
      'content-type': 'application/json'
    }
    sandbox.faults.push((response) => {
      sandbox.parent.settings = { require_tls: false, require_valid_cert: false, version: 1.3 }
      faults.answer(200, first, headers)(response)
    })
    expect(await judge({ policy: onlyTls })).toMatchObject({ result: 'applied', after: { tlsVersion: 1.3 } })
    expect(methods()).toBe('GET GET PATCH GET GET')
    expect(sandbox.requests[2]?.body).toBe('{"require_tls":true}')
  })

  test('reads again before each repeated one, and refuses to loosen then', async () => {
    const exactly12: Policy = { ...onlyTls, tlsVersion: { match: 'exact', version: 1.2 } }
    sandbox.faults.push(undefined, (response) => {
      sandbox.parent.settings = { ...secure, version: 1.3 }
      faults.badGateway(response)
    })
    expect(await judge({ policy: exactly12 })).toMatchObject({
      result: 'deviating',
      reason: 'loosening-refused'
    })
    expect(methods()).toBe('GET PATCH GET')
    expect(sandbox.parent.settings.version).toBe(1.3)
  })

  test('costs nothing on the usual path', async () => {
    expect(await judge()).toMatchObject({ result: 'applied' })
    expect(methods()).toBe('GET PATCH GET GET')
  })
})

describe('a write that weakens what it does not name', () => {
  const onlyTls: Policy = { requireTls: true, requireValidCert: undefined, tlsVersion: undefined }

  test.each<[string, object]>([
    ['the version', { version: 1.1 }],
    ['valid certificates', { require_valid_cert: false }],
    ['both', { version: 1.1, require_valid_cert: false }]
  ])('is followed by one that puts it back: %s', async (_what, unnamed) => {
    sandbox.parent.settings = { require_tls: false, require_valid_cert: true, version: 1.3 }
    sandbox.unnamedBecome = unnamed
    const outcome = await judge({ policy: onlyTls })
    expect(outcome).toMatchObject({
      result: 'applied',
      after: { requireTls: true, requireValidCert: true, tlsVersion: 1.3 }
    })
    expect(outcome.result === 'applied' && outcome.restored.length).toBe(Object.keys(unnamed).length)
    expect(methods()).toBe('GET PATCH GET PATCH GET GET')
    expect(sandbox.parent.settings).toEqual({ require_tls: true, require_valid_cert: true, version: 1.3 })
  })

  test('also below a stated minimum that it would still meet', async () => {
    sandbox.parent.settings = { require_tls: false, require_valid_cert: true, version: 1.3 }
    sandbox.unnamedBecome = { version: 1.2 }
    const policy: Policy = { ...onlyTls, tlsVersion: { match: 'minimum', version: 1.2 } }
    expect(await judge({ policy })).toMatchObject({
      result: 'applied',
      restored: ['tlsVersion'],
      after: { tlsVersion: 1.3 }
    })
  })

  test('is red and names the setting where putting it back is refused', async () => {
    sandbox.parent.settings = { require_tls: false, require_valid_cert: true, version: 1.3 }
    sandbox.unnamedBecome = { version: 1.1 }
    sandbox.faults.push(undefined, undefined, undefined, faults.errors(403, 'access forbidden'))
    expect(await judge({ policy: onlyTls })).toMatchObject({
      result: 'unverified',
      reason: 'not-confirmed',
      message: expect.stringContaining('tls-version'),
      changed: true
    })
  })

  test('is red and names the setting where putting it back does not hold', async () => {
    sandbox.parent.settings = { require_tls: false, require_valid_cert: true, version: 1.3 }
    const shown = faults.answer(
      200,
      JSON.stringify({ require_tls: true, require_valid_cert: true, version: 1.1 })
    )
    sandbox.everyRequest = ({ method }) =>
      method === 'GET' && sandbox.requests.length > 1 ? shown : undefined
    expect(await judge({ policy: onlyTls })).toMatchObject({
      result: 'unverified',
      reason: 'not-confirmed',
      message: expect.stringMatching(/weakened tls-version .*does not show/)
    })
    expect(sandbox.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(2)
  })
})

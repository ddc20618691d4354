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
      result: 'unverified',
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
  test('a refused PATCH leaves what was read before as known', async () => {
    sandbox.faults.push(undefined, faults.errors(403, 'access forbidden'))
    expect(await judge()).toMatchObject({
      result: 'unverified',
      reason: 'forbidden',
      changed: false,
      after: { requireTls: false }
    })
  })

  test('a PATCH that is refused after a lost attempt leaves nothing known: the lost one may have changed it', async () => {
    sandbox.faults.push(undefined, faults.reset, faults.errors(403, 'access forbidden'))
    expect(await judge()).toMatchObject({
      reason: 'forbidden',
      before: { requireTls: false },
      after: undefined
    })
  })

  test('a PATCH without an answer leaves nothing known', async () => {
    sandbox.faults.push(undefined, faults.reset, faults.reset)
    expect(await judge()).toMatchObject({
      reason: 'unavailable',
      changed: false,
      after: undefined
    })
  })

  test('a read that fails after an accepted PATCH keeps its own reason', async () => {
    sandbox.faults.push(undefined, undefined, faults.errors(401, 'authorization required'))
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

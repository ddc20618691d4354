import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { ChangeBudget } from '../../src/judge/change-budget.ts'
import { type Rules, reconcile } from '../../src/judge/reconcile.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Policy } from '../../src/model/settings.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { clientOf } from '../support/session.ts'
import { secure } from '../support/step.ts'

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

function judge(
  rules: Partial<Rules> = {},
  account = '@parent',
  budget = new ChangeBudget(undefined)
): Promise<Outcome> {
  return reconcile(
    clientOf(sandbox, account, { maxRetries: 1 }, { clock }),
    { mode: 'apply', policy: strict, allowLoosening: false, verifyTimeoutMs: 30_000, ...rules },
    clock,
    budget
  )
}

/** A fault for the PATCH of this number, from 1; the others pass. */
function onPatch(number: number, fault: faults.Fault): void {
  sandbox.everyRequest = ({ method }) =>
    method === 'PATCH' && patches().length === number ? fault : undefined
}

/** The sandbox carries the change out, as another person or a lost request does. */
const change = (settings: object): void => {
  sandbox.parent.settings = { ...sandbox.parent.settings, ...settings }
}

const patches = (): string[] =>
  sandbox.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)

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

  test('calls a deviation one also where the stated value is the weaker one: nobody asks to write it', async () => {
    sandbox.parent.settings = secure
    const policy = { ...strict, requireTls: false }
    expect(await judge({ mode: 'check', policy })).toMatchObject({
      result: 'deviating',
      reason: 'deviation',
      deviations: [{ setting: 'requireTls', expected: false, actual: true }]
    })
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

  test('of valid certificates alone writes them alone, and counts no other setting', async () => {
    const policy: Policy = { requireTls: undefined, requireValidCert: true, tlsVersion: undefined }
    expect(await judge({ policy, mode: 'check' })).toMatchObject({
      result: 'deviating',
      deviations: [{ setting: 'requireValidCert', expected: true, actual: false }]
    })
    expect(await judge({ policy })).toMatchObject({
      result: 'applied',
      after: { requireTls: false, requireValidCert: true, tlsVersion: 1.1 }
    })
    expect(patches()).toEqual(['{"require_valid_cert":true}'])
  })

  test('is at the limit of changes only where it would write', async () => {
    const spent = new ChangeBudget(0)
    expect(await judge({}, '@parent', spent)).toMatchObject({ result: 'deviating', reason: 'change-limit' })
    sandbox.parent.settings = secure
    expect(await judge({}, '@parent', spent)).toMatchObject({ result: 'compliant', reason: '' })
    expect(methods()).toBe('GET GET')
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

  test('is a deviation with what was before and what is after where a change holds in part', async () => {
    onPatch(1, (response) => {
      change({ version: 1.3 })
      faults.answer(200, JSON.stringify(secure))(response)
    })
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      before: { tlsVersion: 1.1 },
      after: { requireTls: false, tlsVersion: 1.3 }
    })
  })

  test('says how long it has waited for what is not confirmed', async () => {
    sandbox.staleReads = 1000
    expect(await judge({ verifyTimeoutMs: 7_000 })).toMatchObject({
      message:
        'No two reads in a row showed every stated value (verify-timeout-seconds is 7). ' +
        'Run a check later to see whether the change has taken effect.'
    })
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

describe('a read without a version', () => {
  const policy: Policy = {
    requireTls: undefined,
    requireValidCert: undefined,
    tlsVersion: { match: 'minimum', version: 1.2 }
  }
  const withoutVersion = faults.answer(200, '{"require_tls":true,"require_valid_cert":true}')

  test('counts as 1.1 in check', async () => {
    sandbox.parent.settings = { ...secure, version: 1.3 }
    sandbox.faults.push(withoutVersion)
    expect(await judge({ policy, mode: 'check' })).toMatchObject({
      result: 'deviating',
      after: { tlsVersion: 1.1 }
    })
    expect(methods()).toBe('GET')
  })

  test('is repeated in apply, and what the second read shows is not lowered', async () => {
    sandbox.parent.settings = { ...secure, version: 1.3 }
    sandbox.faults.push(withoutVersion)
    expect(await judge({ policy })).toMatchObject({ result: 'compliant', after: { tlsVersion: 1.3 } })
    expect(methods()).toBe('GET GET')
  })

  test('is repeated where an old read is read again before the write too', async () => {
    const waits = faults.rateLimited({ 'retry-after': '30' })
    sandbox.faults.push(undefined, waits, withoutVersion)
    sandbox.everyRequest = () => {
      change({ version: 1.3 })
      return undefined
    }
    expect(await judge({ policy })).toMatchObject({ result: 'compliant', after: { tlsVersion: 1.3 } })
    expect(methods()).toBe('GET PATCH GET GET')
  })

  test('is 1.1 in apply once it is missing again', async () => {
    sandbox.parent.settings = { ...secure, version: 1.1 }
    sandbox.faults.push(withoutVersion, withoutVersion)
    expect(await judge({ policy })).toMatchObject({ result: 'applied', before: { tlsVersion: 1.1 } })
    expect(methods()).toBe('GET GET PATCH GET GET')
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
    // Nothing is to be read back.
    const after = sandbox.requests.slice(
      sandbox.requests.findLastIndex(({ method }) => method === 'PATCH') + 1
    )
    expect(after.map(({ path }) => path).filter((path) => path !== '/v3/scopes')).toEqual([])
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

  test('a PATCH that is refused after a lost attempt is read back: the lost one may have changed it', async () => {
    sandbox.faults.push(undefined, faults.reset, undefined, faults.errors(403, 'access forbidden'))
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason: 'forbidden',
      before: { requireTls: false },
      after: { requireTls: false },
      changed: true,
      inDoubt: true
    })
  })

  test.each<[string, faults.Fault]>([
    ['no answer', faults.reset],
    ['another 2xx', faults.answer(202, '')],
    ['a redirect', faults.answer(302, '', { location: '/' })],
    ['HTML in a 200', faults.answer(200, '<html></html>')],
    ['nothing in a 200', faults.answer(200, '')],
    ['an array', faults.answer(200, '[]')],
    ['errors in a 200', faults.errors(200, 'try again')],
    ['more than 64 KiB', faults.answer(200, ' '.repeat(70_000))],
    ['a setting from a cache', faults.answer(200, JSON.stringify(secure), { age: '5' })],
    ['a refusal from a cache', faults.errors(403, 'no', { age: '5' })]
  ])('a PATCH with %s is in doubt: the reads decide', async (_, fault) => {
    sandbox.everyRequest = ({ method }) => (method === 'PATCH' ? faults.afterwards(fault) : undefined)
    expect(await judge()).toMatchObject({ result: 'applied', changed: true, inDoubt: false })
    change(newAccount().settings)
    sandbox.everyRequest = ({ method }) => (method === 'PATCH' ? fault : undefined)
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({
      result: 'deviating',
      changed: true,
      inDoubt: true,
      after: { requireTls: false }
    })
    sandbox.requests.length = 0
    sandbox.everyRequest = ({ method }) =>
      method === 'PATCH' ? fault : patches().length > 0 ? faults.errors(403, 'no') : undefined
    expect(await judge()).toMatchObject({
      result: 'unverified',
      changed: true,
      inDoubt: true,
      after: undefined
    })
  })

  test('a read that fails after an accepted PATCH keeps its own reason', async () => {
    const refused = faults.errors(401, 'authorization required')
    sandbox.faults.push(undefined, undefined, refused, refused)
    expect(await judge()).toMatchObject({
      reason: 'unauthorized',
      changed: true,
      after: undefined,
      deviations: []
    })
  })

  test('a read that fails after a stale one leaves no verdict: the write may be in force', async () => {
    sandbox.staleReads = 1
    sandbox.faults.push(undefined, undefined, undefined, faults.errors(403, 'no'))
    expect(await judge()).toMatchObject({ result: 'unverified', reason: 'forbidden', changed: true })
    expect(methods()).toBe('GET PATCH GET GET GET')
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
    const first = JSON.stringify({ require_tls: false, require_valid_cert: false, version: 1.1 })
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '60',
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

  test.each([
    [5, 'GET PATCH GET GET'],
    [6, 'GET GET PATCH GET GET']
  ])('is one whose read ended more than five seconds ago: %i s', async (seconds, expected) => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds) }
    sandbox.faults.push(faults.answer(200, JSON.stringify(sandbox.parent.settings), headers))
    expect(await judge({ policy: onlyTls })).toMatchObject({ result: 'applied' })
    expect(methods()).toBe(expected)
  })

  test.each<[string, faults.Fault]>([
    ['429', faults.rateLimited({ 'retry-after': '30' })],
    ['401', faults.errors(401, 'authorization required')],
    ['408', faults.errors(408, 'timeout')],
    ['425', faults.errors(425, 'too early')],
    ['500', faults.errors(500, 'no')],
    ['503', faults.errors(503, 'no', { 'retry-after': '30' })],
    ['a lost answer', faults.reset],
    ['half an answer', faults.cutBody]
  ])('is not what a repeated PATCH stands on, after %s: a raised version stays', async (_, fault) => {
    onPatch(1, (response) => {
      change({ version: 1.3 })
      fault(response)
    })
    expect(await judge({ policy: onlyTls })).toMatchObject({
      result: 'applied',
      after: { requireTls: true, tlsVersion: 1.3 }
    })
    expect(methods()).toBe('GET PATCH GET PATCH GET GET')
    expect(patches()).toEqual(['{"require_tls":true,"version":1.2}', '{"require_tls":true}'])
  })

  test('is not sent where somebody has done it meanwhile: compliant, and not by us', async () => {
    onPatch(1, (response) => {
      change(secure)
      faults.rateLimited()(response)
    })
    expect(await judge()).toMatchObject({
      result: 'compliant',
      changed: false,
      before: { requireTls: false },
      after: { requireTls: true }
    })
    expect(methods()).toBe('GET PATCH GET')
  })

  test('is not sent either where somebody has raised it beyond an exact version', async () => {
    const exactly12: Policy = { ...onlyTls, tlsVersion: { match: 'exact', version: 1.2 } }
    onPatch(1, (response) => {
      change({ version: 1.3 })
      faults.rateLimited()(response)
    })
    expect(await judge({ policy: exactly12 })).toMatchObject({ reason: 'loosening-refused', changed: false })
    expect(sandbox.parent.writes).toBe(0)
  })

  test.each([
    ['forbidden', 403],
    ['not-found', 404]
  ])('whose new read fails leaves the deviation that was read: %s', async (reason, status) => {
    sandbox.faults.push(undefined, faults.rateLimited(), faults.errors(status, 'no'))
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason,
      changed: false,
      after: { requireTls: false },
      deviations: [{}, {}, {}]
    })
    expect(methods().replaceAll(' ', '-')).toMatch(/^GET-PATCH-GET/)
    expect(sandbox.parent.writes).toBe(0)
  })

  test('whose new read fails after a lost answer leaves nothing known', async () => {
    sandbox.faults.push(undefined, faults.reset, faults.errors(403, 'no'))
    expect(await judge()).toMatchObject({ result: 'unverified', reason: 'forbidden', after: undefined })
  })

  test('whose new read is not understood leaves nothing that counts', async () => {
    sandbox.faults.push(undefined, faults.rateLimited(), faults.answer(200, '{}'))
    expect(await judge()).toMatchObject({ result: 'unverified', reason: 'unexpected-response' })
  })

  test('costs nothing on the usual path', async () => {
    expect(await judge()).toMatchObject({ result: 'applied' })
    expect(methods()).toBe('GET PATCH GET GET')
  })
})

describe('a write after which something is weaker', () => {
  const onlyTls: Policy = { requireTls: true, requireValidCert: undefined, tlsVersion: undefined }
  const before = { require_tls: false, require_valid_cert: true, version: 1.3 }
  const minimum12: Policy = { ...onlyTls, tlsVersion: { match: 'minimum', version: 1.2 } }
  const weakened = (setting: string, was: unknown, is: unknown): string =>
    `${setting} is ${is} after the write, and was ${was} before it.`
  const remedyOf = 'Set it back, or state it in the policy.'

  test.each<[string, Policy, object, string]>([
    ['the version', onlyTls, { version: 1.1 }, weakened('tls-version', 1.3, 1.1)],
    [
      'valid certificates',
      onlyTls,
      { require_valid_cert: false },
      weakened('require-valid-cert', true, false)
    ],
    [
      'both',
      onlyTls,
      { version: 1.1, require_valid_cert: false },
      `${weakened('require-valid-cert', true, false)} ${weakened('tls-version', 1.3, 1.1)}`
    ],
    ['a version that still complies', minimum12, { version: 1.2 }, weakened('tls-version', 1.3, 1.2)]
  ])(
    'is red, names old and new value, and is followed by no other: %s',
    async (_, policy, unnamed, words) => {
      change(before)
      sandbox.unnamedBecome = unnamed
      expect(await judge({ policy })).toMatchObject({
        result: 'unverified',
        reason: 'not-confirmed',
        message: `${words} ${remedyOf}`,
        changed: true,
        inDoubt: false
      })
      expect(patches()).toEqual(['{"require_tls":true}'])
    }
  )

  test('is a deviation that is known where the setting is stated', async () => {
    change(before)
    sandbox.unnamedBecome = { version: 1.1 }
    expect(await judge({ policy: minimum12 })).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      message: `${weakened('tls-version', 1.3, 1.1)} ${remedyOf}`,
      deviations: [{ setting: 'tlsVersion', actual: 1.1 }]
    })
    expect(patches()).toHaveLength(1)
  })

  test.each([0, 30_000])('is red with %i ms to read back', async (ms) => {
    change(before)
    sandbox.unnamedBecome = { version: 1.1 }
    expect(await judge({ policy: onlyTls, verifyTimeoutMs: ms })).toMatchObject({ reason: 'not-confirmed' })
  })

  test('is none where the weaker value passes: two reads in a row decide', async () => {
    change(before)
    const shown = (version: number) =>
      faults.answer(200, JSON.stringify({ require_tls: true, require_valid_cert: true, version }))
    sandbox.faults.push(undefined, undefined, shown(1.3), shown(1.1), shown(1.3))
    expect(await judge({ policy: onlyTls })).toMatchObject({ result: 'applied' })
    expect(methods()).toBe('GET PATCH GET GET GET GET')
  })

  test('may show something stronger: that is left as it is', async () => {
    sandbox.unnamedBecome = { require_valid_cert: true, version: 1.2 }
    expect(await judge({ policy: onlyTls })).toMatchObject({ result: 'applied' })
    expect(patches()).toHaveLength(1)
  })

  test('has loosened with consent what it names, and nothing else', async () => {
    change(secure)
    const policy: Policy = { ...onlyTls, requireTls: false }
    expect(await judge({ policy, allowLoosening: true })).toMatchObject({ result: 'applied' })
    change(secure)
    sandbox.unnamedBecome = { version: 1.1 }
    expect(await judge({ policy, allowLoosening: true })).toMatchObject({
      reason: 'not-confirmed',
      message: `${weakened('tls-version', 1.2, 1.1)} ${remedyOf}`
    })
  })

  test.each<[string, faults.Fault]>([
    ['lost', faults.reset],
    ['answered 502', faults.badGateway],
    ['answered with HTML', faults.answer(200, '<html></html>')]
  ])('counts where it was %s, and what was read before it is what counts', async (_, fault) => {
    change(before)
    onPatch(1, (response) => {
      change({ version: 1.1 })
      fault(response)
    })
    expect(await judge({ policy: minimum12 })).toMatchObject({ reason: 'not-confirmed', changed: true })
    expect(sandbox.parent.settings.version).not.toBe(1.3)
  })

  test.each<[string, faults.Fault, string]>([
    ['the rate limit', faults.rateLimited(), 'deviating'],
    ['a 401', faults.errors(401, 'no'), 'deviating']
  ])('does not count where it was refused for %s: somebody else lowered it', async (_, fault) => {
    change(before)
    onPatch(1, (response) => {
      change({ version: 1.2 })
      fault(response)
    })
    expect(await judge({ policy: minimum12 })).toMatchObject({
      result: 'applied',
      after: { tlsVersion: 1.2 }
    })
  })

  test.each<[string, faults.Fault]>([
    ['refused for the rate limit', faults.rateLimited()],
    ['lost', faults.reset]
  ])('is seen in what somebody has raised while the first attempt was %s', async (_, fault) => {
    change({ ...before, version: 1.1 })
    onPatch(1, (response) => {
      change({ version: 1.3 })
      fault(response)
    })
    sandbox.unnamedBecome = { version: 1.2 }
    expect(await judge({ policy: minimum12 })).toMatchObject({
      reason: 'not-confirmed',
      message: expect.stringContaining(weakened('tls-version', 1.3, 1.2))
    })
  })

  test('names what a read shows by then, and a read that fails keeps its own reason', async () => {
    change(before)
    sandbox.unnamedBecome = { version: 1.1 }
    sandbox.everyRequest = ({ method }) =>
      method === 'GET' && patches().length > 0 ? faults.errors(403, 'no') : undefined
    expect(await judge({ policy: onlyTls })).toMatchObject({
      result: 'unverified',
      reason: 'forbidden',
      changed: true
    })
  })
})

describe('a deviation that is known', () => {
  test.each<[string, string, faults.Fault]>([
    ['rate-limited', '429 to the end', faults.rateLimited()],
    ['unavailable', '408 to the end', faults.errors(408, 'no')],
    ['unavailable', '425 to the end', faults.errors(425, 'no')],
    ['rejected', '400', faults.errors(400, 'no')],
    ['not-found', '404', faults.errors(404, 'no')],
    ['rejected', '405', faults.errors(405, 'no')],
    ['rejected', '409', faults.errors(409, 'no')],
    ['rejected', '415', faults.errors(415, 'no')],
    ['rejected', '422', faults.errors(422, 'no')]
  ])('stays one, %s, where every PATCH is answered %s', async (reason, _, fault) => {
    sandbox.everyRequest = ({ method }) => (method === 'PATCH' ? fault : undefined)
    expect(await judge()).toMatchObject({
      result: 'deviating',
      reason,
      changed: false,
      after: { requireTls: false, requireValidCert: false, tlsVersion: 1.1 },
      deviations: [{}, {}, {}]
    })
  })

  test.each<[string, faults.Fault]>([
    ['500', faults.answer(500, '')],
    ['502', faults.badGateway],
    ['no answer', faults.reset],
    ['half an answer', faults.cutBody]
  ])(
    'is in doubt after %s until it is read back, whatever the next attempt is answered',
    async (_, fault) => {
      for (const refused of [401, 403, 404, 400, 429]) {
        sandbox.requests.length = 0
        const last = faults.errors(refused, 'no')
        sandbox.everyRequest = ({ method }) =>
          method !== 'PATCH' ? undefined : patches().length === 1 ? fault : last
        expect({ refused, ...(await judge()) }).toMatchObject({
          refused,
          result: 'deviating',
          inDoubt: true,
          message: expect.stringContaining(`was answered ${refused}`),
          deviations: [{}, {}, {}]
        })
      }
    }
  )

  test.each([401, 429, 408, 425])('is not made doubtful by a %i before the 403', async (status) => {
    sandbox.everyRequest = ({ method }) =>
      method === 'PATCH' ? faults.errors(patches().length === 1 ? status : 403, 'no') : undefined
    expect(await judge()).toMatchObject({ result: 'deviating', reason: 'forbidden', changed: false })
    expect(patches()).toHaveLength(2)
  })

  test('is one where the last read of a change that is not confirmed deviates', async () => {
    sandbox.staleReads = 1000
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      deviations: [{}, {}, {}]
    })
  })

  test('is none where the last of them complies', async () => {
    const shown = faults.answer(200, JSON.stringify(secure))
    sandbox.faults.push(
      undefined,
      undefined,
      faults.answer(200, JSON.stringify(newAccount().settings)),
      shown
    )
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({
      result: 'unverified',
      reason: 'not-confirmed',
      deviations: []
    })
  })
})

describe('a read after a lost PATCH that complies', () => {
  test.each<[string, faults.Fault]>([
    ['reset', faults.reset],
    ['half a body', faults.cutBody],
    ['500', faults.answer(500, '')],
    ['502', faults.badGateway],
    ['503', faults.errors(503, 'no')]
  ])('is the first that confirms it: %s', async (_, fault) => {
    onPatch(1, (response) => {
      change(secure)
      fault(response)
    })
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({ result: 'applied', changed: true })
    expect(methods()).toBe('GET PATCH GET GET')
  })

  test('needs a second one', async () => {
    sandbox.faults.push(undefined, faults.reset, faults.answer(200, JSON.stringify(secure)))
    expect(await judge({ verifyTimeoutMs: 0 })).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      after: { requireTls: false }
    })
    expect(methods()).toBe('GET PATCH GET GET')
  })
})

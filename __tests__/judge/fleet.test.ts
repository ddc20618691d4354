import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import {
  newAccount,
  type RecordedRequest,
  SendGridSandbox,
  type StoredSettings,
  sandboxKey
} from '../../sandbox/sendgrid.ts'
import { type FleetOptions, type JudgedFleet, judgeFleet } from '../../src/judge/fleet.ts'
import type { Account } from '../../src/model/account.ts'
import type { Waiver } from '../../src/model/job.ts'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { job } from '../support/outcomes.ts'
import { named, sessionWith } from '../support/session.ts'
import { secure } from '../support/step.ts'

const settingsPath = '/v3/user/settings/enforced_tls'
let sandbox: SendGridSandbox
let clock: FakeClock

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
  clock = new FakeClock(Date.UTC(2026, 5, 15, 12))
})
afterEach(() => sandbox.stop())

function subuser(name: string, settings: Partial<StoredSettings> = secure) {
  const account = newAccount(settings)
  sandbox.accounts.set(name, account)
  return account
}

async function judge(
  accounts: readonly (string | Account)[],
  rules: Partial<FleetOptions['rules']> = {}
): Promise<readonly JudgedAccount[]> {
  return (await judgeWith(accounts, rules)).accounts
}

/** The fleet, with what came of it as it went. */
async function judgeWith(
  accounts: readonly (string | Account)[],
  rules: Partial<FleetOptions['rules']> = {},
  hosts?: FleetOptions['hosts']
): Promise<JudgedFleet & { readonly judged: readonly JudgedAccount[]; readonly mostUnderWay: number }> {
  const session = sessionWith(sandbox, { maxRetries: 1 }, { clock })
  const judged: JudgedAccount[] = []
  let started = 0
  let mostUnderWay = 0
  const all = accounts.map((account) => (typeof account === 'string' ? named(account) : account))
  const clientOf = (account: Account) => {
    started++
    mostUnderWay = Math.max(mostUnderWay, started - judged.length)
    return accountClient(session, account)
  }
  const fleet = await judgeFleet(all, {
    rules: { ...job, mode: 'check', ...rules },
    clock,
    dateMs: clock.date(),
    clientOf,
    hosts: hosts ?? session.connection.apiUrls,
    onJudged: (one) => judged.push(one)
  })
  return { ...fleet, judged, mostUnderWay }
}

const resultsOf = (accounts: readonly JudgedAccount[]) => accounts.map(({ outcome }) => outcome.result)
const reasonsOf = (accounts: readonly JudgedAccount[]) => accounts.map(({ outcome }) => outcome.reason)
const reads = (name?: string): number =>
  sandbox.requests.filter(({ method, onBehalfOf }) => method === 'GET' && onBehalfOf === name).length

describe('every account gets its own verdict', () => {
  test('whatever happens to the others, in the order stated', async () => {
    subuser('good')
    subuser('bad', {})
    subuser('off').disabled = true
    const accounts = await judge(['good', 'bad', 'off', 'nobody', '@parent'])
    expect(accounts.map(({ account }) => account.name)).toEqual(['good', 'bad', 'off', 'nobody', '@parent'])
    expect(resultsOf(accounts)).toEqual(['compliant', 'deviating', 'unverified', 'unverified', 'compliant'])
    expect(reasonsOf(accounts)).toEqual(['', 'deviation', 'forbidden', 'unauthorized', ''])
  })

  test('and each is passed on as it comes, once', async () => {
    for (const name of ['one', 'two', 'three']) subuser(name)
    const { accounts, judged } = await judgeWith(['one', 'two', 'three'])
    expect(judged).toHaveLength(3)
    expect(new Set(judged)).toEqual(new Set(accounts))
  })

  test('eight at a time, once the first has an answer', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `account-${index}`)
    for (const name of names) subuser(name)
    expect((await judgeWith(names)).mostUnderWay).toBe(8)
  })

  test('also where there is none: nothing is asked', async () => {
    expect(await judgeWith([])).toEqual({
      accounts: [],
      stops: [],
      owner: undefined,
      judged: [],
      mostUnderWay: 0
    })
    expect(sandbox.requests).toEqual([])
  })

  test('by its own header, under concurrency', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `account-${index}`)
    for (const [index, name] of names.entries()) subuser(name, { ...secure, require_tls: index % 3 === 0 })
    sandbox.latencyMs = 1
    const accounts = await judge(names)
    expect(resultsOf(accounts)).toEqual(
      names.map((_, index) => (index % 3 === 0 ? 'compliant' : 'deviating'))
    )
    expect(names.filter((name) => reads(name) !== 1)).toEqual([])
    expect(reads(undefined)).toBe(0)
    // One connection a request: what comes on one is nobody else's answer.
    expect(sandbox.connections).toBe(sandbox.requests.length)
  })

  test('apply loosens none and raises the others', async () => {
    const tight = subuser('tight', { ...secure, version: 1.3 })
    const loose = subuser('loose', { version: 1.1 })
    const policy = {
      requireTls: undefined,
      requireValidCert: undefined,
      tlsVersion: { match: 'exact', version: 1.2 }
    } as const
    const accounts = await judge(['tight', 'loose'], { mode: 'apply', policy })
    expect(resultsOf(accounts)).toEqual(['deviating', 'applied'])
    expect([tight.writes, loose.writes, loose.settings.version]).toEqual([0, 1, 1.2])
    expect(reasonsOf(accounts)).toEqual(['loosening-refused', ''])
  })
})

describe('a dead key', () => {
  test('costs two requests and a look at the scopes when the own account is first', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const accounts = await judge(['@parent', 'a', 'b', 'c'])
    expect(reasonsOf(accounts)).toEqual(Array(4).fill('unauthorized'))
    expect(sandbox.requests.map(({ path }) => path)).toEqual([settingsPath, settingsPath, '/v3/scopes'])
    expect(clock.sleeps).toEqual([1_000])
  })

  test('is said once of all accounts, the first among them, and of one account by itself', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const { stops } = await judgeWith(['@parent', 'a', 'b'])
    expect(stops.map(({ accounts }) => accounts.map(({ name }) => name))).toEqual([['@parent', 'a', 'b']])
    expect(stops[0]?.failure).toMatchObject({ reason: 'unauthorized', about: 'key' })
    const alone = await judgeWith(['@parent'])
    expect(alone.stops).toEqual([])
    expect(resultsOf(alone.accounts)).toEqual(['unverified'])
  })

  test('costs two when a subuser is first, as its name might be the fault', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    expect(resultsOf(await judge(['a', 'b', 'c']))).toEqual(Array(3).fill('unverified'))
    expect(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf)).toEqual(['a', undefined, undefined])
  })

  test('costs one request more when the first answer was a 429', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    sandbox.faults.push(faults.rateLimited(), faults.rateLimited())
    const accounts = await judge(['@parent', 'a', 'b', 'c'])
    expect(reasonsOf(accounts)).toEqual(['rate-limited', ...Array(3).fill('unauthorized')])
    expect(sandbox.requests).toHaveLength(5)
  })

  test('is not what one 401 in passing means: it is asked about once more', async () => {
    for (const name of ['a', 'b']) subuser(name)
    sandbox.faults.push(faults.errors(401, 'authorization required'))
    expect(resultsOf(await judge(['a', 'b']))).toEqual(['compliant', 'compliant'])
    expect(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf)).toEqual(['a', undefined, 'a', 'b'])
  })

  test.each(['PATCH', 'read-back'])('is not what a 401 to the first %s means: it has read', async (what) => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    subuser('good')
    const before = what === 'PATCH' ? [undefined] : [undefined, undefined]
    const refused = faults.errors(401, 'authorization required')
    sandbox.faults.push(...before, refused, ...(what === 'PATCH' ? [undefined, refused] : [refused]))
    const [first, good] = await judge(['@parent', 'good'], { mode: 'apply', verifyTimeoutMs: 0 })
    const result = what === 'PATCH' ? 'deviating' : 'unverified'
    expect(first?.outcome).toMatchObject({ result, reason: 'unauthorized' })
    expect(good?.outcome).toMatchObject({ result: 'compliant', after: { requireTls: true } })
  })

  test('is not what a wrong name means: the rest go on', async () => {
    subuser('good')
    expect(resultsOf(await judge(['nobody', 'good', '@parent']))).toEqual([
      'unverified',
      'compliant',
      'compliant'
    ])
  })

  test.each([
    ['403', faults.errors(403, 'access forbidden')],
    ['404', faults.errors(404, 'not found')],
    ['500', faults.answer(500, '')]
  ])('is not what a first %s means: it belongs to the account', async (_, fault) => {
    subuser('good')
    sandbox.faults.push(fault, ...(_ === '500' ? [fault] : []))
    expect(resultsOf(await judge(['@parent', 'good']))).toEqual(['unverified', 'compliant'])
  })
})

describe('a dead key, found out late', () => {
  const disabled: Account = { name: 'off', region: 'global', disabled: true, isListed: true }

  test('costs no more where a disabled subuser is refused before an account was answered', async () => {
    sandbox.faults.push(faults.badGateway, faults.badGateway)
    sandbox.keys.set(sandboxKey, 'revoked')
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
    const accounts = await judge(['@parent', disabled, ...names])
    expect(resultsOf(accounts).slice(0, 2)).toEqual(['unverified', 'unverified'])
    expect(reasonsOf(accounts).slice(1)).toEqual(Array(21).fill('unauthorized'))
    expect(sandbox.requests.map(({ path, onBehalfOf }) => [path, onBehalfOf])).toEqual([
      [settingsPath, undefined],
      [settingsPath, undefined],
      [settingsPath, 'off'],
      [settingsPath, undefined],
      ['/v3/scopes', undefined]
    ])
  })

  test('costs the same with any number of accounts, in apply too', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const accounts = await judge(['@parent', ...Array.from({ length: 1000 }, (_, index) => `s${index}`)], {
      mode: 'apply'
    })
    expect(accounts).toHaveLength(1001)
    expect(accounts.filter(({ outcome }) => outcome.reason !== 'unauthorized')).toEqual([])
    expect(accounts.filter(({ outcome }) => outcome.changed)).toEqual([])
    expect(sandbox.requests.map(({ path }) => path)).toEqual([settingsPath, settingsPath, '/v3/scopes'])
  })
})

describe('after three accounts in a row without a verdict', () => {
  const names = Array.from({ length: 40 }, (_, index) => `s${index}`)
  const path = ({ path, onBehalfOf }: RecordedRequest): string =>
    `${path.split('/').at(-1)} ${onBehalfOf ?? '@parent'}`
  beforeEach(() => {
    for (const name of names) subuser(name)
  })

  test('a key that dies in the middle is found by one request, and the rest is not asked', async () => {
    sandbox.everyRequest = () => {
      if (sandbox.requests.length > 5) sandbox.keys.set(sandboxKey, 'revoked')
      return undefined
    }
    const { accounts, stops } = await judgeWith(['@parent', ...names])
    expect(resultsOf(accounts).filter((result) => result === 'compliant')).toHaveLength(5)
    expect(stops).toEqual([
      {
        failure: {
          reason: 'unauthorized',
          message: expect.stringMatching(
            /^Not asked: GET .* own account was answered 401.*revoked or suspended/
          ),
          about: undefined
        },
        accounts: expect.any(Array)
      }
    ])
    // Eight are under way when the third is refused.
    expect(stops[0]?.accounts.length).toBeGreaterThanOrEqual(40 - 4 - 2 * 8)
    // The first one, the probe twice, and the lookup of the scopes. No name is asked where none is to be confirmed.
    expect(sandbox.requests.filter(({ onBehalfOf }) => onBehalfOf === undefined).map(path)).toEqual(
      ['enforced_tls', 'enforced_tls', 'enforced_tls', 'scopes'].map((asked) => `${asked} @parent`)
    )
    for (const { account, outcome } of accounts)
      if (stops[0]?.accounts.includes(account))
        expect({ account, ...outcome }).toMatchObject({ account, reason: 'unauthorized' })
  })

  test('a key without the scope is found by the same, and says which scope', async () => {
    sandbox.keys.set(sandboxKey, ['mail.send'])
    const { accounts, stops } = await judgeWith(names)
    expect(new Set(reasonsOf(accounts))).toEqual(new Set(['forbidden']))
    expect(stops[0]?.failure.message).toContain('without the scope user.settings.enforced_tls.read')
    expect(sandbox.requests.length).toBeLessThanOrEqual(20)
  })

  test('a refusal of accounts alone ends nothing: the own account is answered, and the count starts anew', async () => {
    sandbox.accounts.clear()
    for (const name of names.slice(20)) subuser(name)
    const { accounts, stops } = await judgeWith(['@parent', ...names])
    expect(stops).toEqual([])
    expect(resultsOf(accounts).slice(21)).toEqual(Array(20).fill('compliant'))
    expect(reads()).toBeGreaterThan(1)
    expect(reads()).toBeLessThanOrEqual(8)
  })

  test('a 403 of the own account ends nothing where the scope is there', async () => {
    sandbox.everyRequest = ({ path }) =>
      path === settingsPath ? faults.errors(403, 'access forbidden') : undefined
    const { stops } = await judgeWith(names)
    expect(stops).toEqual([])
    for (const name of names) expect({ name, reads: reads(name) }).toEqual({ name, reads: 1 })
  })

  test('a host that never answers is given up after a fourth, with its retries', async () => {
    sandbox.everyRequest = () => faults.reset
    const { accounts, stops } = await judgeWith(names)
    expect(resultsOf(accounts)).toEqual(Array(40).fill('unverified'))
    expect(stops.map((stop) => stop.accounts.length)).toEqual([36])
    expect(sandbox.requests.map(path)).toEqual(
      names.slice(0, 4).flatMap((name) => [`enforced_tls ${name}`, `enforced_tls ${name}`])
    )
  })

  test('trouble of seconds is ridden out: the fourth is answered, and all the others', async () => {
    sandbox.everyRequest = () => (sandbox.requests.length <= 6 ? faults.badGateway : undefined)
    const { accounts, stops } = await judgeWith(names)
    expect({ stops, results: resultsOf(accounts) }).toEqual({
      stops: [],
      results: [...Array(3).fill('unverified'), ...Array(37).fill('compliant')]
    })
  })

  test('a host is given up by itself, and the other one is asked on', async () => {
    const european = await SendGridSandbox.start()
    try {
      european.everyRequest = () => faults.reset
      const session = sessionWith(sandbox, {
        maxRetries: 0,
        apiUrls: { global: sandbox.url, eu: european.url }
      })
      const clientOf = (account: Account) => accountClient(session, account)
      const all = names.map((name, index) => ({
        ...named(name),
        region: index % 2 ? ('eu' as const) : ('global' as const)
      }))
      const { accounts, stops } = await judgeFleet(all, {
        rules: { ...job, mode: 'check' },
        clock,
        dateMs: clock.date(),
        clientOf,
        hosts: session.connection.apiUrls,
        onJudged: () => {}
      })
      expect(resultsOf(accounts).filter((result) => result === 'compliant')).toHaveLength(20)
      expect(stops).toHaveLength(1)
      expect(european.requests.length).toBeLessThanOrEqual(4 + 8)
    } finally {
      await european.stop()
    }
  })
})

describe('an entry that can be named and not judged', () => {
  const odd = (name: string, disabled = false): Account => ({
    name,
    region: 'global',
    disabled,
    isListed: true,
    unusable: { reason: 'unexpected-response', message: 'It has a region that is not known (id 7).' }
  })

  test('is one unverified account, is not asked, and the others are judged', async () => {
    subuser('good')
    const accounts = await judge(['@parent', odd('mars'), 'good', odd('venus')])
    expect(resultsOf(accounts)).toEqual(['compliant', 'unverified', 'compliant', 'unverified'])
    expect(accounts[1]).toMatchObject({
      outcome: { reason: 'unexpected-response', message: expect.stringContaining('id 7') },
      requestCounts: { requests: 0, retries: 0 }
    })
    expect([reads('mars'), reads('venus'), sandbox.requests.length]).toEqual([0, 0, 2])
  })

  test('is not skipped for being disabled, and excused by no waiver', async () => {
    const waivers = [{ account: 'mars', until: '2026-12-31', reason: 'moving' }]
    expect(resultsOf(await judge(['@parent', odd('mars', true)], { waivers }))).toEqual([
      'compliant',
      'unverified'
    ])
  })

  test('says nothing of the key where it comes first', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const accounts = await judge([odd('mars'), '@parent', 'a', 'b'])
    expect(reasonsOf(accounts)).toEqual(['unexpected-response', ...Array(3).fill('unauthorized')])
    expect(sandbox.requests).toHaveLength(3)
  })
})

describe('a disabled subuser', () => {
  const disabled: Account = { name: 'off', region: 'global', disabled: true, isListed: true }

  const always = (fault: faults.Fault): void => {
    sandbox.everyRequest = ({ onBehalfOf }) => (onBehalfOf === 'off' ? fault : undefined)
  }

  test.each([401, 403, 404])(
    'is skipped when SendGrid answers %i, and again where it is asked again',
    async (status) => {
      always(faults.errors(status, 'no'))
      const accounts = await judge(['@parent', disabled])
      expect(resultsOf(accounts)).toEqual(['compliant', 'skipped'])
      expect(reasonsOf(accounts)).toEqual(['', ''])
      expect(reads('off')).toBe(status === 401 ? 2 : 1)
    }
  )

  test('is judged where its 401 passes', async () => {
    subuser('off', {})
    sandbox.faults.push(undefined, faults.errors(401, 'authorization required'))
    expect(resultsOf(await judge(['@parent', disabled]))).toEqual(['compliant', 'deviating'])
  })

  const html = { 'content-type': 'text/html' }
  test.each([
    ['an HTML 401', faults.answer(401, '<html>log in</html>', html)],
    ['an HTML 403', faults.answer(403, '<html>blocked</html>', html)],
    ['an HTML 404', faults.answer(404, '<!doctype html>', html)],
    ['an empty 403', faults.answer(403, '')],
    ['a 403 in words', faults.answer(403, 'Forbidden', { 'content-type': 'text/plain' })],
    ['the JSON of a gateway', faults.answer(404, '{"message":"no Route matched"}')],
    ['errors without a word', faults.answer(403, '{"errors":[]}')],
    ['a refusal from a cache', faults.errors(403, 'access forbidden', { age: '30' })],
    ['a refusal of another kind', faults.errors(400, 'bad request')]
  ])('is unverified after %s, which SendGrid has not said of its setting', async (_, fault) => {
    always(fault)
    expect(resultsOf(await judge(['@parent', disabled]))).toEqual(['compliant', 'unverified'])
  })

  test('is unverified where the key lacks the scope, whatever the account', async () => {
    sandbox.keys.set(sandboxKey, ['mail.send'])
    expect(resultsOf(await judge([disabled, '@parent']))).toEqual(['unverified', 'unverified'])
  })

  test('is judged as any other when SendGrid answers', async () => {
    subuser('off', {})
    expect(resultsOf(await judge(['@parent', disabled]))).toEqual(['compliant', 'deviating'])
  })

  test('is unverified when a write was lost and then refused: it did answer before', async () => {
    subuser('off', {})
    sandbox.faults.push(undefined, undefined, faults.reset, faults.errors(403, 'access forbidden'))
    expect(resultsOf(await judge(['@parent', disabled], { mode: 'apply' }))).toEqual([
      'compliant',
      'unverified'
    ])
  })

  test('is unverified for any other trouble, and deviates when a write is refused', async () => {
    subuser('off', {})
    sandbox.faults.push(undefined, faults.answer(200, '{}'))
    expect(resultsOf(await judge(['@parent', disabled]))).toEqual(['compliant', 'unverified'])
    sandbox.faults.push(undefined, undefined, faults.errors(403, 'access forbidden'))
    expect(resultsOf(await judge(['@parent', disabled], { mode: 'apply' }))).toEqual([
      'compliant',
      'deviating'
    ])
  })
})

describe('max-changes', () => {
  const names = Array.from({ length: 100 }, (_, index) => `s${index}`)
  const apply = { mode: 'apply', maxChanges: 3, verifyTimeoutMs: 0 } as const
  const patched = (): Set<string | undefined> =>
    new Set(sandbox.requests.flatMap(({ method, onBehalfOf }) => (method === 'PATCH' ? [onBehalfOf] : [])))
  beforeEach(() => {
    for (const name of names) subuser(name, {})
  })

  test('is how many of 100 accounts are written, side by side; the others deviate', async () => {
    sandbox.latencyMs = 1
    const accounts = await judge(['@parent', ...names], apply)
    expect(patched().size).toBe(3)
    expect(resultsOf(accounts).filter((result) => result === 'applied')).toHaveLength(3)
    expect(reasonsOf(accounts).filter((reason) => reason === 'change-limit')).toHaveLength(97)
  })

  test.each<[string, faults.Fault]>([
    ['fails', faults.answer(500, '')],
    ['is refused', faults.errors(400, 'no')],
    ['is lost', faults.reset],
    ['says nothing', faults.answer(200, '<html></html>')]
  ])('counts a write that %s', async (_, fault) => {
    sandbox.everyRequest = ({ method }) => (method === 'PATCH' ? fault : undefined)
    await judge(names, apply)
    expect(patched().size).toBe(3)
  })

  test('gives back the turn of an account to which nothing was sent', async () => {
    // The first write is refused for its scope, and the scopes are known by then: no other one is sent.
    sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    const accounts = await judge(names.slice(0, 20), apply)
    expect(patched().size).toBeLessThanOrEqual(3)
    expect(reasonsOf(accounts).filter((reason) => reason === 'forbidden').length).toBeGreaterThan(3)
  })

  test('counts no account that has nothing to write, and none in check', async () => {
    for (const name of names.slice(0, 50)) subuser(name)
    expect(resultsOf(await judge(names.slice(0, 53), apply)).filter((one) => one === 'applied')).toHaveLength(
      3
    )
    expect(new Set(reasonsOf(await judge(names.slice(53), { ...apply, mode: 'check' })))).toEqual(
      new Set(['deviation'])
    )
  })
})

test('a gateway that drops the header of a PATCH is named where a subuser is not confirmed, and nowhere else', async () => {
  const bad = subuser('bad', {})
  sandbox.everyRequest = ({ method }) =>
    method === 'PATCH' ? faults.answer(200, JSON.stringify(secure)) : undefined
  sandbox.parent.settings = { ...secure, require_tls: false }
  const [own, other] = await judge(['@parent', 'bad'], { mode: 'apply', verifyTimeoutMs: 0 })
  expect(own?.outcome).toMatchObject({
    reason: 'not-confirmed',
    message: expect.not.stringContaining('api-url')
  })
  expect(other?.outcome).toMatchObject({
    reason: 'not-confirmed',
    message: expect.stringMatching(
      /drops On-Behalf-Of from a PATCH, the key's own account was written instead/
    )
  })
  expect(bad.writes).toBe(0)
})

test("SendGrid's own hosts are no gateway, so none is named", async () => {
  subuser('bad', {})
  sandbox.everyRequest = ({ method }) =>
    method === 'PATCH' ? faults.answer(200, JSON.stringify(secure)) : undefined
  const hosts = { global: sandbox.url, eu: 'http://127.0.0.1:9' }
  const { accounts } = await judgeWith(['bad'], { mode: 'apply', verifyTimeoutMs: 0 }, hosts)
  expect(accounts[0]?.outcome).toMatchObject({
    reason: 'not-confirmed',
    message: expect.not.stringContaining('api-url')
  })
})

describe('a waived account', () => {
  const waiver = (account: string, until: string): Waiver => ({ account, until, reason: 'migration' })

  test.each([
    ['2026-06-16', 'waived'],
    ['2026-06-15', 'waived'],
    ['2026-06-14', 'deviating']
  ])('until %s: %s on 15 June', async (until, result) => {
    subuser('bad', {})
    expect(resultsOf(await judge(['@parent', 'bad'], { waivers: [waiver('bad', until)] }))).toEqual([
      'compliant',
      result
    ])
  })

  test('the day ends at midnight UTC', async () => {
    subuser('bad', {})
    clock = new FakeClock(Date.UTC(2026, 5, 15, 23, 59, 59, 999))
    expect(resultsOf(await judge(['bad'], { waivers: [waiver('bad', '2026-06-15')] }))).toEqual(['waived'])
    await clock.sleep(1)
    expect(resultsOf(await judge(['bad'], { waivers: [waiver('bad', '2026-06-15')] }))).toEqual(['deviating'])
  })

  test('is read and never written; an expired waiver lets apply write', async () => {
    const account = subuser('bad', {})
    const accounts = await judge(['bad'], { mode: 'apply', waivers: [waiver('bad', '2026-07-01')] })
    expect([resultsOf(accounts), reasonsOf(accounts), account.writes]).toEqual([['waived'], [''], 0])
    await judge(['bad'], { mode: 'apply', waivers: [waiver('bad', '2026-06-01')] })
    expect(account.writes).toBe(1)
  })

  test('may be the own account or a customer account', async () => {
    sandbox.parent.settings = newAccount().settings
    subuser('account-id sg2a', {})
    const waivers = [waiver('@parent', '2026-07-01'), waiver('account-id sg2a', '2026-07-01')]
    expect(resultsOf(await judge(['@parent', 'account-id sg2a'], { waivers }))).toEqual(['waived', 'waived'])
  })

  test('is unverified when the check is broken: a waiver excuses deviations only', async () => {
    expect(
      resultsOf(await judge(['@parent', 'nobody'], { waivers: [waiver('nobody', '2026-07-01')] }))
    ).toEqual(['compliant', 'unverified'])
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import {
  allScopes,
  newAccount,
  SendGridSandbox,
  type StoredSettings,
  sandboxKey
} from '../sandbox/sendgrid.ts'
import type { Account } from '../src/judge/account.ts'
import { type AccountOutcome, type FleetOrder, judgeFleet } from '../src/judge/fleet.ts'
import { accountReason, passes, reasonOf, resultOf } from '../src/judge/run.ts'
import { reviewWaivers, type Waiver } from '../src/judge/waivers.ts'
import { accountSettings } from '../src/sendgrid/settings.ts'
import { listSubusers } from '../src/sendgrid/subusers.ts'
import { connect, named } from './support/connect.ts'
import { FakeClock } from './support/fake-clock.ts'

let sandbox: SendGridSandbox
let clock: FakeClock
const today = Date.UTC(2026, 5, 15, 12)
const secure = { require_tls: true, require_valid_cert: true, version: 1.3 }

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
  clock = new FakeClock(today)
})
afterEach(() => sandbox.stop())

function subuser(name: string, settings: Partial<StoredSettings> = secure) {
  const account = newAccount(settings)
  sandbox.accounts.set(name, account)
  return account
}

function judge(
  accounts: readonly (string | Account)[],
  order: Partial<FleetOrder> = {}
): Promise<AccountOutcome[]> {
  const connection = connect(sandbox, { clock, maxRetries: 1 })
  return judgeFleet(
    accounts.map((account) => (typeof account === 'string' ? named(account) : account)),
    (account) => accountSettings(connection, account),
    {
      mode: 'check',
      policy: { requireTls: true, requireValidCert: undefined, tlsVersion: undefined },
      allowLoosening: false,
      verifyTimeoutMs: 30_000,
      waivers: [],
      ...order
    },
    clock,
    () => {}
  )
}

const resultsOf = (outcomes: readonly AccountOutcome[]) => outcomes.map(({ outcome }) => outcome.result)
const reads = (name?: string): number =>
  sandbox.requests.filter(({ method, onBehalfOf }) => method === 'GET' && onBehalfOf === name).length

describe('every account gets its own verdict', () => {
  test('whatever happens to the others, in the order stated', async () => {
    subuser('good')
    subuser('bad', {})
    subuser('off').disabled = true
    const outcomes = await judge(['good', 'bad', 'off', 'nobody', '@parent'])
    expect(outcomes.map(({ account }) => account.name)).toEqual(['good', 'bad', 'off', 'nobody', '@parent'])
    expect(resultsOf(outcomes)).toEqual(['compliant', 'deviating', 'unverified', 'unverified', 'compliant'])
    expect(outcomes.map(accountReason)).toEqual(['', 'deviation', 'forbidden', 'unauthorized', ''])
  })

  test('by its own header, under concurrency', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `account-${index}`)
    for (const [index, name] of names.entries()) subuser(name, { require_tls: index % 3 === 0 })
    sandbox.latencyMs = 1
    const outcomes = await judge(names)
    expect(resultsOf(outcomes)).toEqual(
      names.map((_, index) => (index % 3 === 0 ? 'compliant' : 'deviating'))
    )
    for (const name of names) expect(reads(name)).toBe(1)
    expect(reads(undefined)).toBe(0)
    expect(sandbox.connections).toBeLessThanOrEqual(8)
  })

  test('apply loosens none and raises the others', async () => {
    const tight = subuser('tight')
    const loose = subuser('loose', { version: 1.1 })
    const policy = {
      requireTls: undefined,
      requireValidCert: undefined,
      tlsVersion: { match: 'exact', version: 1.2 }
    } as const
    const outcomes = await judge(['tight', 'loose'], { mode: 'apply', policy })
    expect(resultsOf(outcomes)).toEqual(['deviating', 'applied'])
    expect([tight.writes, loose.writes, loose.settings.version]).toEqual([0, 1, 1.2])
    expect(reasonOf({ accounts: outcomes })).toBe('loosening-refused')
  })
})

describe('a dead key', () => {
  test('costs one request when the own account is first', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const outcomes = await judge(['@parent', 'a', 'b', 'c'])
    expect(outcomes.map(accountReason)).toEqual(Array(4).fill('unauthorized'))
    expect(sandbox.requests).toHaveLength(1)
  })

  test('costs two when a subuser is first, as its name might be the fault', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    expect(resultsOf(await judge(['a', 'b', 'c']))).toEqual(Array(3).fill('unverified'))
    expect(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf)).toEqual(['a', undefined])
  })

  test('costs one request more when the first answer was a 429', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    sandbox.faults.push(faults.rateLimited(), faults.rateLimited())
    const outcomes = await judge(['@parent', 'a', 'b', 'c'])
    expect(outcomes.map(accountReason)).toEqual(['rate-limited', ...Array(3).fill('unauthorized')])
    expect(sandbox.requests).toHaveLength(4)
  })

  test.each(['PATCH', 'read-back'])('is not what a 401 to the first %s means: it has read', async (what) => {
    sandbox.parent.settings = { ...sandbox.parent.settings, require_tls: false }
    subuser('good')
    const before = what === 'PATCH' ? [undefined] : [undefined, undefined]
    sandbox.faults.push(...before, faults.errors(401, 'authorization required'))
    const [first, good] = await judge(['@parent', 'good'], { mode: 'apply', verifyTimeoutMs: 0 })
    expect(first?.outcome).toMatchObject({ result: 'unverified', failure: { reason: 'unauthorized' } })
    expect(good?.outcome).toMatchObject({ result: 'compliant', settings: { requireTls: true } })
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

describe('a disabled subuser', () => {
  const disabled: Account = { name: 'off', region: 'global', disabled: true }

  test.each([401, 403, 404])('is skipped when SendGrid answers %i', async (status) => {
    sandbox.faults.push(undefined, faults.errors(status, 'no'))
    const accounts = await judge(['@parent', disabled])
    expect(resultsOf(accounts)).toEqual(['compliant', 'skipped'])
    expect(resultOf({ accounts })).toBe('compliant')
    expect(passes({ accounts }, true)).toBe(true)
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

  test('is unverified for any other trouble, and for a refused write', async () => {
    subuser('off', {})
    sandbox.faults.push(undefined, faults.answer(200, '{}'))
    expect(resultsOf(await judge(['@parent', disabled]))).toEqual(['compliant', 'unverified'])
    sandbox.faults.push(undefined, undefined, faults.errors(403, 'access forbidden'))
    expect(resultsOf(await judge(['@parent', disabled], { mode: 'apply' }))).toEqual([
      'compliant',
      'unverified'
    ])
  })
})

describe('the result of a run', () => {
  test('is the worst, and its reason is that of the first account that has it', async () => {
    subuser('bad', {})
    subuser('broken')
    sandbox.faults.push(undefined)
    const accounts = await judge(['@parent', 'bad', 'nobody'])
    expect([resultOf({ accounts }), reasonOf({ accounts })]).toEqual(['unverified', 'unauthorized'])
    expect([
      resultOf({ accounts: accounts.slice(0, 2) }),
      reasonOf({ accounts: accounts.slice(0, 2) })
    ]).toEqual(['deviating', 'deviation'])
    expect([
      resultOf({ accounts: accounts.slice(0, 1) }),
      reasonOf({ accounts: accounts.slice(0, 1) })
    ]).toEqual(['compliant', ''])
  })

  test('is applied when the others comply', async () => {
    subuser('bad', {})
    const accounts = await judge(['@parent', 'bad'], { mode: 'apply' })
    expect(resultOf({ accounts })).toBe('applied')
    expect(passes({ accounts }, true)).toBe(true)
  })

  test('passes with deviations only where they are softened, and never with an account unverified', async () => {
    subuser('bad', {})
    const deviating = await judge(['@parent', 'bad'])
    expect([passes({ accounts: deviating }, true), passes({ accounts: deviating }, false)]).toEqual([
      false,
      true
    ])
    const unverified = await judge(['@parent', 'bad', 'nobody'])
    expect(passes({ accounts: unverified }, false)).toBe(false)
    expect(passes({ accounts: [], failure: { reason: 'forbidden', message: '' } }, false)).toBe(false)
  })
})

describe('waivers', () => {
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

  test('a waived account is read and never written; an expired waiver lets apply write', async () => {
    const account = subuser('bad', {})
    const accounts = await judge(['bad'], { mode: 'apply', waivers: [waiver('bad', '2026-07-01')] })
    expect(account.writes).toBe(0)
    expect(resultOf({ accounts })).toBe('compliant')
    expect(passes({ accounts }, true)).toBe(true)
    await judge(['bad'], { mode: 'apply', waivers: [waiver('bad', '2026-06-01')] })
    expect(account.writes).toBe(1)
  })

  test('the own account and customer accounts can be waived', async () => {
    sandbox.parent.settings = newAccount().settings
    subuser('account-id sg2a', {})
    const waivers = [waiver('@parent', '2026-07-01'), waiver('account-id sg2a', '2026-07-01')]
    expect(resultsOf(await judge(['@parent', 'account-id sg2a'], { waivers }))).toEqual(['waived', 'waived'])
  })

  test('a waiver excuses a deviation and not a broken check', async () => {
    expect(
      resultsOf(await judge(['@parent', 'nobody'], { waivers: [waiver('nobody', '2026-07-01')] }))
    ).toEqual(['compliant', 'unverified'])
  })

  test.each([
    ['bad', '2026-06-14', 'expired'],
    ['bad', '2026-06-15', 'expires-soon'],
    ['bad', '2026-06-29', 'expires-soon'],
    ['bad', '2026-06-30', undefined],
    ['@parent', '2026-06-14', 'expired'],
    ['@parent', '2026-12-31', 'not-needed'],
    ['@parent', '2026-06-20', 'not-needed'],
    ['other', '2026-12-31', 'not-judged']
  ])('of %s until %s is remarked on as %s', async (account, until, kind) => {
    subuser('bad', {})
    const waivers = [waiver(account, until)]
    const outcomes = await judge(['@parent', 'bad'], { waivers })
    expect(reviewWaivers(waivers, outcomes, today).map((remark) => remark.kind)).toEqual(kind ? [kind] : [])
  })
})

describe('the list of subusers', () => {
  const list = (overrides = {}) =>
    listSubusers(connect(sandbox, { clock, maxRetries: 0, ...overrides }), 'global')

  test('is read on until an empty page, by items received, and sorted by name', async () => {
    for (let index = 0; index < 1203; index++) subuser(`s${String(1202 - index).padStart(4, '0')}`)
    const accounts = await list()
    expect(accounts).toHaveLength(1203)
    expect(accounts.map(({ name }) => name)).toEqual([...accounts.map(({ name }) => name)].sort())
    expect(sandbox.requests.map(({ query }) => query)).toEqual(
      [0, 500, 1000, 1203].map((offset) => `?limit=500&offset=${offset}&include_region=true`)
    )
  })

  test('loses nothing to a server that sends fewer than asked for', async () => {
    sandbox.largestPage = 200
    for (let index = 0; index < 501; index++) subuser(`s${index}`)
    expect(await list()).toHaveLength(501)
    expect(sandbox.requests).toHaveLength(4)
  })

  test('has each subuser once, by id', async () => {
    const entry = (id: number) => ({ id, username: `s${id}`, disabled: false, region: 'global' })
    const page = (...ids: number[]) => faults.answer(200, JSON.stringify(ids.map(entry)))
    sandbox.faults.push(page(1, 2), page(2, 3), page())
    expect((await list()).map(({ name }) => name)).toEqual(['s1', 's2', 's3'])
  })

  test('tells region and disabled, and takes the stated region where none is told', async () => {
    const entries = [
      { id: 1, username: 'a', disabled: true, region: 'eu' },
      { id: 2, username: 'b' }
    ]
    sandbox.faults.push(faults.answer(200, JSON.stringify(entries)))
    expect(await list()).toEqual([
      { name: 'a', disabled: true, region: 'eu' },
      { name: 'b', disabled: false, region: 'global' }
    ])
  })

  test('is empty for an account without subusers', async () => expect(await list()).toEqual([]))

  const good = { id: 1, username: 'a', disabled: false, region: 'global' }
  test.each<[string, unknown]>([
    ['an object', { result: [] }],
    ['null', null],
    ['a text', 'none'],
    ['an entry that is none', [null]],
    ['no id', [{ ...good, id: undefined }]],
    ['a text for an id', [{ ...good, id: '1' }]],
    ['no username', [{ ...good, username: undefined }]],
    ['an empty username', [{ ...good, username: '' }]],
    ['a blank username', [{ ...good, username: ' ' }]],
    ['a username that a header would trim', [{ ...good, username: ' a' }]],
    ['a username no header can carry', [{ ...good, username: 'a\nb' }]],
    ["the parent's name", [{ ...good, username: '@parent' }]],
    ["a customer account's name", [{ ...good, username: 'account-id a' }]],
    ['a text for disabled', [{ ...good, disabled: 'no' }]],
    ['an unknown region', [{ ...good, region: 'mars' }]],
    ['a good entry beside a bad one', [good, {}]]
  ])('is not understood with %s', async (_, page) => {
    sandbox.faults.push(faults.answer(200, JSON.stringify(page)))
    await expect(list()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })

  test('does not go on for ever where the same page comes again', async () => {
    sandbox.everyRequest = () => faults.answer(200, JSON.stringify([good]))
    await expect(list()).rejects.toThrow(/no subuser that was not listed before/)
    expect(sandbox.requests).toHaveLength(3)
  })

  test('goes on past a page of known ones, as when a subuser is added under way', async () => {
    const page = (...names: string[]) =>
      faults.answer(200, JSON.stringify(names.map((name) => ({ id: name.charCodeAt(0), username: name }))))
    sandbox.faults.push(page('a', 'b'), page('b'), page('c'), page())
    expect((await list()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  test('has a name once, whatever the ids', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([good, { ...good, id: 2 }])))
    expect(await list()).toHaveLength(1)
  })

  test('is no list when a later page fails', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([good])), faults.errors(500, 'no'))
    await expect(list()).rejects.toMatchObject({ reason: 'unavailable' })
  })

  test('names the scope that it takes', async () => {
    sandbox.keys.set(
      sandboxKey,
      allScopes.filter((scope) => scope !== 'subusers.read')
    )
    await expect(list()).rejects.toThrow(/scope subusers\.read/)
  })
})

test("each account is asked at its region's host", async () => {
  const european = await SendGridSandbox.start()
  try {
    european.accounts.set('eu-one', newAccount(secure))
    subuser('us-one')
    const connection = connect(sandbox, { clock, apiUrls: { global: sandbox.url, eu: european.url } })
    const accounts = [named('us-one'), { ...named('eu-one'), region: 'eu' as const }]
    const order = {
      mode: 'check',
      policy: { requireTls: true, requireValidCert: undefined, tlsVersion: undefined },
      allowLoosening: false,
      verifyTimeoutMs: 0,
      waivers: []
    } as const
    const outcomes = await judgeFleet(
      accounts,
      (account) => accountSettings(connection, account),
      order,
      clock,
      () => {}
    )
    expect(resultsOf(outcomes)).toEqual(['compliant', 'compliant'])
    expect([sandbox.requests.length, european.requests.length]).toEqual([1, 1])
  } finally {
    await european.stop()
  }
})

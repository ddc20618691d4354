import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import {
  allScopes,
  newAccount,
  SendGridSandbox,
  type StoredSettings,
  sandboxKey
} from '../../sandbox/sendgrid.ts'
import { judgeFleet } from '../../src/judge/fleet.ts'
import { IdentityCheck } from '../../src/judge/identity-check.ts'
import type { Account } from '../../src/model/account.ts'
import type { Connection } from '../../src/model/connection.ts'
import type { Job } from '../../src/model/job.ts'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { job } from '../support/outcomes.ts'
import { named, sessionWith } from '../support/session.ts'
import { secure } from '../support/step.ts'

let sandbox: SendGridSandbox
let euSandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  euSandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
})
afterEach(async () => {
  await sandbox.stop()
  await euSandbox.stop()
})

const usernamePath = '/v3/user/username'
const inEu = (name: string): Account => ({ ...named(name), region: 'eu' })
const off = (name: string): Account => ({ ...named(name), disabled: true })

function subuser(name: string, settings: Partial<StoredSettings> = {}, at = sandbox) {
  const account = newAccount(settings)
  at.accounts.set(name, account)
  return account
}

/** Judges with eu accounts at a host of their own; each name as the account of that name. */
async function judge(
  accounts: readonly (string | Account)[],
  confirmIdentity: Job['confirmIdentity'],
  rules: Partial<Job> = {},
  connection: Partial<Connection> = {}
): Promise<readonly JudgedAccount[]> {
  const clock = new FakeClock(Date.UTC(2026, 5, 15, 12))
  const apiUrls = { global: sandbox.url, eu: euSandbox.url }
  const session = sessionWith(sandbox, { maxRetries: 1, apiUrls, ...connection }, { clock })
  const all = accounts.map((account) => (typeof account === 'string' ? named(account) : account))
  const clientOf = (account: Account) => accountClient(session, account)
  const hostOf = ({ region }: Account) => session.connection.apiUrls[region]
  const judged = await judgeFleet(all, {
    rules: { ...job, ...rules },
    clock,
    dateMs: clock.date(),
    clientOf,
    hostOf,
    isGateway: false,
    identity: new IdentityCheck(all, { confirmIdentity, hostOf, clientOf }),
    onJudged: () => {}
  })
  return judged.accounts
}

/** For whom a name was asked, in order. */
const askedFor = (at = sandbox) =>
  at.requests.filter(({ path }) => path === usernamePath).map(({ onBehalfOf }) => onBehalfOf ?? '@parent')
const settingsRequests = (at = sandbox) =>
  at.requests.filter(({ path }) => path.endsWith('/enforced_tls')).map(({ onBehalfOf }) => onBehalfOf)
const writes = (at = sandbox) => at.requests.filter(({ method }) => method === 'PATCH').length
const inShort = (accounts: readonly JudgedAccount[]) =>
  accounts.map(({ account, outcome, identity }) => [account.name, outcome.reason || outcome.result, identity])
const messageOf = (judged: JudgedAccount | undefined): string =>
  judged !== undefined && 'message' in judged.outcome ? judged.outcome.message : ''

describe('none', () => {
  test('asks for no name, at no host', async () => {
    subuser('a')
    subuser('b', {}, euSandbox)
    const accounts = await judge(['@parent', 'a', inEu('b')], 'none')
    expect(inShort(accounts)).toEqual([
      ['@parent', 'compliant', 'not-asked'],
      ['a', 'applied', 'not-asked'],
      ['b', 'applied', 'not-asked']
    ])
    expect([askedFor(), askedFor(euSandbox)]).toEqual([[], []])
  })
})

describe('the parent', () => {
  test.each(['first', 'all'] as const)('is asked nothing about itself: %s', async (which) => {
    sandbox.parent.settings = newAccount().settings
    expect(inShort(await judge(['@parent'], which))).toEqual([['@parent', 'applied', 'not-asked']])
    expect(askedFor()).toEqual([])
  })
})

describe('all', () => {
  test('asks of each, before the settings of each, with the same header at the same host', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
    for (const name of names) subuser(name)
    subuser('eu', {}, euSandbox)
    const accounts = await judge(['@parent', ...names, inEu('eu')], 'all')
    expect(inShort(accounts).slice(1)).toEqual([...names, 'eu'].map((name) => [name, 'applied', 'confirmed']))
    for (const name of names) {
      const paths = sandbox.requests.filter(({ onBehalfOf }) => onBehalfOf === name).map(({ path }) => path)
      expect({ name, first: paths.indexOf(usernamePath), last: paths.lastIndexOf(usernamePath) }).toEqual({
        name,
        first: 0,
        last: 0
      })
    }
    expect(askedFor(euSandbox)).toEqual(['eu'])
  })

  test('stops the one that is answered by another name, and no other', async () => {
    const [a, b] = [subuser('a'), subuser('b')]
    sandbox.usernames.set('a', 'somebody')
    const accounts = await judge(['@parent', 'a', 'b'], 'all')
    expect(inShort(accounts).slice(1)).toEqual([
      ['a', 'wrong-account', 'not-asked'],
      ['b', 'applied', 'confirmed']
    ])
    expect([a.writes, b.writes]).toEqual([0, 1])
    expect(settingsRequests()).not.toContain('a')
    expect(messageOf(accounts[1])).toContain('"somebody"')
    expect(accounts[1]?.outcome).toMatchObject({ result: 'unverified', before: undefined, changed: false })
  })

  test.each([
    ['another letter case', 'Billing'],
    ['a space', 'billing '],
    ['a no-break space', 'billing\u00a0'],
    ['a letter more', 'billing2'],
    ['a letter that looks the same', 'b\u0456lling'],
    ["the parent's name", 'the-parent'],
    ['@parent', '@parent']
  ])('compares exactly: %s', async (_, answered) => {
    const account = subuser('billing')
    sandbox.usernames.set('billing', answered)
    expect(inShort(await judge(['billing'], 'all'))).toEqual([['billing', 'wrong-account', 'not-asked']])
    expect([account.writes, settingsRequests()]).toEqual([0, []])
  })

  test.each<[string, string]>([
    ['no name', '{"user_id":1}'],
    ['an empty name', '{"username":""}'],
    ['a name that is no text', '{"username":5}'],
    ['a list', '["a"]'],
    ['text', 'a'],
    ['HTML', '<html>a</html>'],
    ['errors', '{"errors":[{"message":"a"}]}']
  ])('takes an answer with %s for none', async (_, body) => {
    subuser('a')
    sandbox.faults.push(undefined, faults.answer(200, body))
    const accounts = await judge(['@parent', 'a'], 'all')
    expect(inShort(accounts)[1]).toEqual(['a', 'unexpected-response', 'not-asked'])
    expect([writes(), settingsRequests()]).toEqual([0, [undefined]])
  })

  test('judges after a name that came with a retry, which counts as one', async () => {
    subuser('a', secure)
    sandbox.faults.push(undefined, faults.badGateway)
    const accounts = await judge(['@parent', 'a'], 'all')
    expect(accounts[1]).toMatchObject({
      identity: 'confirmed',
      outcome: { result: 'compliant' },
      requestCounts: { requests: 3, retries: 1 }
    })
  })

  test.each<[string, faults.Fault]>([
    ['not-found', faults.errors(404, 'not found')],
    ['unauthorized', faults.errors(401, 'authorization required')],
    ['unavailable', faults.answer(500, '')],
    ['rate-limited', faults.rateLimited()],
    ['rejected', faults.errors(400, 'no')]
  ])('is not green where a name cannot be asked: %s', async (reason, fault) => {
    subuser('a')
    subuser('b')
    sandbox.everyRequest = ({ path, onBehalfOf }) =>
      path === usernamePath && onBehalfOf === 'a' ? fault : undefined
    const accounts = await judge(['@parent', 'a', 'b'], 'all')
    expect(inShort(accounts).slice(1)).toEqual([
      ['a', reason, 'not-asked'],
      ['b', 'applied', 'confirmed']
    ])
    expect(settingsRequests()).not.toContain('a')
  })

  test('ends with max-minutes', async () => {
    subuser('a')
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' }
    sandbox.faults.push(faults.answer(200, JSON.stringify(secure), headers))
    const accounts = await judge(['@parent', 'a'], 'all', {}, { maxRunMs: 30_000 })
    expect(inShort(accounts)[1]).toEqual(['a', 'rate-limited', 'not-asked'])
    expect(askedFor()).toEqual([])
  })

  test('a waiver excuses deviations, and nobody else who answers', async () => {
    const waivers = ['a', 'b'].map((account) => ({ account, until: '2026-12-31', reason: 'moving' }))
    subuser('a')
    subuser('b')
    sandbox.usernames.set('a', 'the-parent')
    expect(inShort(await judge(['@parent', 'a', 'b'], 'all', { waivers })).slice(1)).toEqual([
      ['a', 'wrong-account', 'not-asked'],
      ['b', 'waived', 'confirmed']
    ])
    expect(writes()).toBe(0)
  })
})

describe('first', () => {
  test('counts the question as a request of the one for which it was asked', async () => {
    for (const name of ['b', 'c']) subuser(name, secure)
    const accounts = await judge(['@parent', 'b', 'c'], 'first')
    expect(accounts.map(({ requestCounts }) => requestCounts.requests)).toEqual([1, 2, 1])
  })

  test('asks of the first enabled subuser of each host, wherever it stands', async () => {
    for (const name of ['b', 'c']) subuser(name, secure)
    for (const name of ['x', 'y']) subuser(name, secure, euSandbox)
    subuser('off', secure).disabled = true
    const accounts = await judge(['@parent', off('off'), 'b', inEu('x'), 'c', inEu('y')], 'first')
    expect([askedFor(), askedFor(euSandbox)]).toEqual([['b'], ['x']])
    expect(inShort(accounts)).toEqual([
      ['@parent', 'compliant', 'not-asked'],
      ['off', 'skipped', 'not-asked'],
      ['b', 'compliant', 'confirmed'],
      ['x', 'compliant', 'confirmed'],
      ['c', 'compliant', 'not-asked'],
      ['y', 'compliant', 'not-asked']
    ])
  })

  test('asks once where both regions have one host', async () => {
    for (const name of ['a', 'b']) subuser(name, secure)
    const apiUrls = { global: sandbox.url, eu: sandbox.url }
    await judge(['@parent', 'a', inEu('b')], 'first', {}, { apiUrls })
    expect(askedFor()).toEqual(['a'])
  })

  test('passes over one that cannot be asked', async () => {
    subuser('b', secure)
    const odd = { ...named('a'), unusable: { reason: 'unexpected-response', message: 'Odd.' } } as const
    expect(inShort(await judge(['@parent', odd, 'b'], 'first')).slice(1)).toEqual([
      ['a', 'unexpected-response', 'not-asked'],
      ['b', 'compliant', 'confirmed']
    ])
    expect(askedFor()).toEqual(['b'])
  })

  test('another name stops all at that host and none at another, and writes nothing there', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
    for (const name of names) subuser(name)
    for (const name of ['x', 'y']) subuser(name, {}, euSandbox)
    sandbox.ignoreOnBehalfOf = true
    sandbox.parent.settings = newAccount().settings
    const accounts = await judge([...names, inEu('x'), inEu('y')], 'first')
    expect(inShort(accounts)).toEqual([
      ...names.map((name) => [name, 'wrong-account', 'not-asked']),
      ['x', 'applied', 'confirmed'],
      ['y', 'applied', 'not-asked']
    ])
    expect(sandbox.requests.map(({ path }) => path)).toEqual([usernamePath])
    expect(sandbox.parent.writes).toBe(0)
    expect(messageOf(accounts[5])).toMatch(new RegExp(`any account at ${sandbox.url}.*s0.*wrong-account`))
  })

  test('still judges the parent, which is asked with no header', async () => {
    subuser('a')
    sandbox.ignoreOnBehalfOf = true
    sandbox.parent.settings = newAccount().settings
    expect(inShort(await judge(['a', '@parent'], 'first'))).toEqual([
      ['a', 'wrong-account', 'not-asked'],
      ['@parent', 'applied', 'not-asked']
    ])
  })

  test('a disabled one at a host that answers for another is not taken for refused', async () => {
    for (const name of ['a', 'z']) subuser(name)
    sandbox.keys.set(sandboxKey, allScopes.slice(0, 3))
    expect(inShort(await judge(['@parent', 'a', off('z')], 'first')).slice(1)).toEqual([
      ['a', 'forbidden', 'not-asked'],
      ['z', 'forbidden', 'not-asked']
    ])
    expect(settingsRequests()).toEqual([undefined])
  })

  test('where all of a host are disabled each is asked itself', async () => {
    for (const name of ['y', 'z']) subuser(name)
    sandbox.usernames.set('z', 'the-parent')
    expect(inShort(await judge(['@parent', off('y'), off('z')], 'first')).slice(1)).toEqual([
      ['y', 'applied', 'confirmed'],
      ['z', 'wrong-account', 'not-asked']
    ])
    expect(askedFor()).toEqual(['y', 'z'])
  })

  test('takes one with a name before one with an ID alone', async () => {
    subuser('account-id sg2a', secure)
    subuser('b', secure)
    expect(inShort(await judge(['account-id sg2a', 'b'], 'first'))).toEqual([
      ['account-id sg2a', 'compliant', 'not-asked'],
      ['b', 'compliant', 'confirmed']
    ])
    expect(askedFor()).toEqual(['b'])
  })

  test('a dead key is one, whoever was asked first, and costs two requests and the look', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const accounts = await judge(['account-id sg2a', 'b', 'c'], 'first')
    expect(inShort(accounts).map(([, reason]) => reason)).toEqual(Array(3).fill('unauthorized'))
    expect(sandbox.requests.map(({ path, onBehalfOf }) => [path, onBehalfOf])).toEqual([
      [usernamePath, 'b'],
      ['/v3/user/settings/enforced_tls', undefined],
      ['/v3/scopes', undefined]
    ])
    expect(accounts.every(({ outcome }) => 'about' in outcome && outcome.about === 'key')).toBe(true)
  })
})

describe('an account that has an ID', () => {
  const ids = ['account-id sg2a', 'account-id sg2b', 'account-id sg2c']

  test("must not answer by the parent's name, which is asked once", async () => {
    for (const id of ids) subuser(id, secure)
    sandbox.usernames.set('account-id sg2a', 'one').set('account-id sg2b', 'the-parent')
    const accounts = await judge(ids, 'all')
    expect(inShort(accounts)).toEqual([
      ['account-id sg2a', 'compliant', 'not-parent'],
      ['account-id sg2b', 'wrong-account', 'not-asked'],
      ['account-id sg2c', 'compliant', 'not-parent']
    ])
    expect(askedFor().filter((name) => name === '@parent')).toHaveLength(1)
    expect(messageOf(accounts[1])).toContain("the name of the key's own account")
  })

  test('is the first where there is no other, and the rest rest on it', async () => {
    for (const id of ids) subuser(id)
    sandbox.ignoreOnBehalfOf = true
    const accounts = await judge(ids, 'first')
    expect(inShort(accounts).map(([, reason]) => reason)).toEqual(Array(3).fill('wrong-account'))
    expect([writes(), askedFor()]).toEqual([0, ['@parent', '@parent']])
  })

  test("is unverified where the parent's own name cannot be known", async () => {
    for (const id of ids) subuser(id, secure)
    sandbox.everyRequest = ({ path, onBehalfOf }) =>
      path === usernamePath && onBehalfOf === undefined ? faults.answer(200, '{}') : undefined
    expect(inShort(await judge(ids, 'all'))).toEqual(
      ids.map((id) => [id, 'unexpected-response', 'not-asked'])
    )
  })

  test('of the EU is held against the parent at the global host', async () => {
    subuser('account-id sg2a', secure, euSandbox)
    euSandbox.usernames.set('account-id sg2a', 'the-parent')
    expect(inShort(await judge([inEu('account-id sg2a')], 'all'))).toEqual([
      ['account-id sg2a', 'wrong-account', 'not-asked']
    ])
    expect([askedFor(), askedFor(euSandbox)]).toEqual([['@parent'], ['account-id sg2a']])
  })
})

describe('a key that may not ask', () => {
  test.each(['first', 'all'] as const)(
    'is not green, names the scope and has the cure: %s',
    async (which) => {
      sandbox.keys.set(sandboxKey, allScopes.slice(0, 3))
      for (const name of ['a', 'b']) subuser(name, secure)
      const accounts = await judge(['@parent', 'a', 'b'], which)
      expect(inShort(accounts)).toEqual([
        ['@parent', 'compliant', 'not-asked'],
        ['a', 'forbidden', 'not-asked'],
        ['b', 'forbidden', 'not-asked']
      ])
      expect(messageOf(accounts[1])).toMatch(/user\.username\.read.*create the key by SendGrid's API/)
      expect(settingsRequests()).toEqual([undefined])
    }
  )
})

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
  rules: Partial<Job> = {},
  connection: Partial<Connection> = {}
): Promise<readonly JudgedAccount[]> {
  return (await judgeWith(accounts, rules, connection)).judged
}

/** The same, with the name of the key's own account. */
async function judgeWith(
  accounts: readonly (string | Account)[],
  rules: Partial<Job> = {},
  connection: Partial<Connection> = {}
): Promise<{ readonly judged: readonly JudgedAccount[]; readonly owner: string | undefined }> {
  const clock = new FakeClock(Date.UTC(2026, 5, 15, 12))
  const apiUrls = { global: sandbox.url, eu: euSandbox.url }
  const session = sessionWith(sandbox, { maxRetries: 1, apiUrls, ...connection }, { clock })
  const all = accounts.map((account) => (typeof account === 'string' ? named(account) : account))
  const clientOf = (account: Account) => accountClient(session, account)
  const { accounts: judged, owner } = await judgeFleet(all, {
    rules: { ...job, confirmIdentity: true, ...rules },
    clock,
    dateMs: clock.date(),
    clientOf,
    hosts: session.connection.apiUrls,
    onJudged: () => {}
  })
  return { judged, owner }
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

const forbidden = faults.errors(403, 'access forbidden')
/** A fault for whoever asks for the name of the key's own account at a server. */
const onParentName = (server: SendGridSandbox, fault: faults.Fault): void => {
  server.everyRequest = ({ path, onBehalfOf }) =>
    path === usernamePath && onBehalfOf === undefined ? fault : undefined
}

test("asks for the own account's name once at each host, then for each subuser's before anything else", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
  for (const name of names) subuser(name)
  subuser('eu', {}, euSandbox)
  const { judged, owner } = await judgeWith(['@parent', ...names, inEu('eu')])
  expect(owner).toBe('the-parent')
  expect(inShort(judged)).toEqual([
    ['@parent', 'compliant', 'not-asked'],
    ...[...names, 'eu'].map((name) => [name, 'applied', 'confirmed'])
  ])
  expect(askedFor().filter((name) => name === '@parent')).toHaveLength(1)
  expect(askedFor(euSandbox)).toEqual(['@parent', 'eu'])
  for (const name of names) {
    const paths = sandbox.requests.filter(({ onBehalfOf }) => onBehalfOf === name).map(({ path }) => path)
    expect({ name, first: paths.indexOf(usernamePath), last: paths.lastIndexOf(usernamePath) }).toEqual({
      name,
      first: 0,
      last: 0
    })
  }
})

test('asks once where both regions have one host, and for nobody else where there is the own account alone', async () => {
  subuser('a')
  await judge(['@parent', 'a'], {}, { apiUrls: { global: sandbox.url, eu: sandbox.url } })
  expect(askedFor()).toEqual(['@parent', 'a'])
  sandbox.requests.splice(0)
  expect((await judgeWith(['@parent'])).owner).toBe('the-parent')
  expect(askedFor()).toEqual(['@parent'])
})

test('a name is counted for its account, and that of the own account for nobody', async () => {
  sandbox.accounts.set('a', newAccount(secure))
  const judged = await judge(['@parent', 'a'])
  expect(judged.map(({ requestCounts }) => requestCounts.requests)).toEqual([1, 2])
})

describe('where On-Behalf-Of is not followed', () => {
  test("the parent's own username first confirms nothing, and nothing is written", async () => {
    sandbox.ignoreOnBehalfOf = true
    sandbox.parent.settings = newAccount().settings
    for (const name of ['the-parent', 'a', 'b']) subuser(name)
    const judged = await judge(['the-parent', 'a', 'b'])
    expect(inShort(judged).map(([, reason]) => reason)).toEqual(Array(3).fill('wrong-account'))
    expect(messageOf(judged[0])).toBe(
      "the-parent is the username of the key's own account: state @parent for it. Nothing was asked on its behalf."
    )
    expect(messageOf(judged[1])).toContain("was answered by the name of the key's own account")
    expect({ writes: writes(), settings: settingsRequests() }).toEqual({ writes: 0, settings: [] })
  })

  test('stops the one that is answered by another name, and no other', async () => {
    const [a, b] = [subuser('a'), subuser('b')]
    sandbox.usernames.set('a', 'somebody')
    const judged = await judge(['@parent', 'a', 'b'])
    expect(inShort(judged).slice(1)).toEqual([
      ['a', 'wrong-account', 'not-asked'],
      ['b', 'applied', 'confirmed']
    ])
    expect({ a: a.writes, b: b.writes }).toEqual({ a: 0, b: 1 })
    expect(settingsRequests()).not.toContain('a')
    expect(messageOf(judged[1])).toContain('"somebody"')
  })

  test.each([
    ['another letter case', 'Billing'],
    ['a space', 'billing '],
    ['a no-break space', 'billing\u00a0'],
    ['a letter more', 'billing2'],
    ['@parent', '@parent']
  ])('compares exactly: %s', async (_, answered) => {
    subuser('billing')
    sandbox.usernames.set('billing', answered)
    expect(inShort(await judge(['billing']))).toEqual([['billing', 'wrong-account', 'not-asked']])
    expect(settingsRequests()).toEqual([])
  })

  test.each<[string, string]>([
    ['no name', '{"user_id":1}'],
    ['an empty name', '{"username":""}'],
    ['a name that is no text', '{"username":5}'],
    ['a list', '["a"]'],
    ['HTML', '<html>a</html>'],
    ['errors beside the name', '{"username":"a","errors":[{"message":"a"}]}']
  ])('a response with %s confirms nothing', async (_, body) => {
    subuser('a')
    sandbox.everyRequest = ({ path, onBehalfOf }) =>
      path === usernamePath && onBehalfOf === 'a' ? faults.answer(200, body) : undefined
    expect(inShort(await judge(['@parent', 'a']))[1]).toEqual(['a', 'unexpected-response', 'not-asked'])
    expect(settingsRequests()).toEqual([undefined])
  })
})

describe('an account that has an ID', () => {
  const id = 'account-id sg2a'

  test("must not answer by the parent's name", async () => {
    subuser(id)
    sandbox.usernames.set(id, 'customer')
    expect(inShort(await judge([id]))).toEqual([[id, 'applied', 'not-parent']])
    sandbox.usernames.set(id, 'the-parent')
    expect(inShort(await judge([id]))).toEqual([[id, 'wrong-account', 'not-asked']])
  })

  test("is unverified where no host gives the parent's name, and a name is compared alone", async () => {
    for (const server of [sandbox, euSandbox]) onParentName(server, forbidden)
    subuser(id)
    subuser('a')
    sandbox.usernames.set(id, 'customer')
    const { judged, owner } = await judgeWith([id, 'a'])
    expect(inShort(judged)).toEqual([
      [id, 'forbidden', 'not-asked'],
      ['a', 'applied', 'confirmed']
    ])
    expect({ owner, writes: writes() }).toEqual({ owner: undefined, writes: 1 })
    // The refusals are known by then.
    expect(askedFor().filter((name) => name === '@parent')).toHaveLength(1)
  })

  test('is unverified for the reason that its own host gives', async () => {
    onParentName(sandbox, forbidden)
    onParentName(euSandbox, faults.errors(404, 'not found'))
    subuser(id)
    expect(inShort(await judge([id]))).toEqual([[id, 'forbidden', 'not-asked']])
  })

  test.each([
    ['eu', 'global'],
    ['global', 'eu']
  ] as const)(
    'at the %s host that refuses the parent is held against the name at the %s one',
    async (region, _other) => {
      const [here, there] = region === 'eu' ? [euSandbox, sandbox] : [sandbox, euSandbox]
      onParentName(here, forbidden)
      there.usernames.set(undefined, 'the-owner')
      subuser(id, {}, here)
      here.usernames.set(id, 'the-owner')
      const { judged, owner } = await judgeWith([{ ...named(id), region }])
      expect(inShort(judged)).toEqual([[id, 'wrong-account', 'not-asked']])
      expect(owner).toBe('the-owner')
    }
  )
})

describe("the own account's name", () => {
  test.each([
    ['unauthorized', faults.errors(401, 'authorization required')],
    ['forbidden', forbidden],
    ['not-found', faults.errors(404, 'not found')],
    ['rejected', faults.errors(400, 'no')]
  ] as const)('that a host refuses says nothing of the others: %s', async (reason, fault) => {
    for (const server of [sandbox, euSandbox]) onParentName(server, fault)
    for (const name of ['a', 'b', 'account-id sg2a']) subuser(name)
    sandbox.usernames.set('b', 'somebody').set('account-id sg2a', 'customer')
    expect(inShort(await judge(['a', 'b', '@parent', 'account-id sg2a']))).toEqual([
      ['a', 'applied', 'confirmed'],
      ['b', 'wrong-account', 'not-asked'],
      ['@parent', 'compliant', 'not-asked'],
      ['account-id sg2a', reason, 'not-asked']
    ])
  })

  test.each([
    ['unavailable', faults.badGateway],
    ['rate-limited', faults.rateLimited()],
    ['unexpected-response', faults.answer(200, '{}')]
  ] as const)('that does not come keeps no verdict from the own account: %s', async (_, fault) => {
    for (const server of [sandbox, euSandbox]) onParentName(server, fault)
    expect(inShort(await judge(['@parent']))).toEqual([['@parent', 'compliant', 'not-asked']])
  })
})

test('the owner is the name at the global host, where both give one', async () => {
  euSandbox.usernames.set(undefined, 'the-other')
  subuser('b', {}, euSandbox)
  subuser('a')
  expect((await judgeWith([inEu('b'), 'a'])).owner).toBe('the-parent')
  expect((await judgeWith([inEu('b')])).owner).toBe('the-other')
})

describe('a question that is not answered', () => {
  test('is of the account alone, and the others go on', async () => {
    for (const name of ['a', 'b']) subuser(name)
    sandbox.everyRequest = ({ path, onBehalfOf }) =>
      path === usernamePath && onBehalfOf === 'a' ? faults.badGateway : undefined
    expect(inShort(await judge(['@parent', 'a', 'b'])).slice(1)).toEqual([
      ['a', 'unavailable', 'not-asked'],
      ['b', 'applied', 'confirmed']
    ])
  })

  test('about the own account is asked anew for the next one, and confirms nobody meanwhile', async () => {
    for (const name of ['a', 'b']) subuser(name)
    let left = 2
    sandbox.everyRequest = ({ path, onBehalfOf }) =>
      path === usernamePath && onBehalfOf === undefined && left-- > 0 ? faults.badGateway : undefined
    expect(inShort(await judge(['a', 'b']))).toEqual([
      ['a', 'unavailable', 'not-asked'],
      ['b', 'applied', 'confirmed']
    ])
  })

  test('of a disabled subuser is unverified, and not skipped', async () => {
    subuser('off').disabled = true
    expect(inShort(await judge(['@parent', { ...off('off'), isListed: true }]))[1]).toEqual([
      'off',
      'forbidden',
      'not-asked'
    ])
  })

  test('since the key is dead ends the run after two requests and the lookup', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const judged = await judge(['a', 'b', 'c'])
    expect(inShort(judged).map(([, reason]) => reason)).toEqual(Array(3).fill('unauthorized'))
    expect(sandbox.requests.map(({ path }) => path.split('/').at(-1))).toEqual([
      'username',
      'enforced_tls',
      'scopes'
    ])
  })

  test('for want of the scope says which, and a waiver excuses nobody', async () => {
    sandbox.keys.set(
      sandboxKey,
      allScopes.filter((scope) => scope !== 'user.username.read')
    )
    subuser('a')
    const waivers = [{ account: 'a', until: '2026-12-31', reason: 'moving' }]
    const [a] = await judge(['a'], { waivers })
    expect(a?.outcome).toMatchObject({ result: 'unverified', reason: 'forbidden' })
    expect(messageOf(a)).toMatch(/without the scope user\.username\.read.*#create-a-key-by-its-scopes/)
  })

  test('for want of the scope ends the run after three, since the own account is refused its name too', async () => {
    sandbox.keys.set(
      sandboxKey,
      allScopes.filter((scope) => scope !== 'user.username.read')
    )
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`)
    for (const name of names) subuser(name)
    const judged = await judge(names, { mode: 'check' })
    expect(inShort(judged)).toEqual(names.map((name) => [name, 'forbidden', 'not-asked']))
    expect(messageOf(judged.at(-1))).toMatch(/^Not asked: GET \/v3\/user\/username for the key's own account/)
    // The first alone, then eight side by side, and some whose turn comes before the third is refused.
    expect(askedFor().filter((name) => name !== '@parent').length).toBeLessThan(20)
    expect(settingsRequests()).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import type { HttpRequest } from '../src/http/transport.ts'
import type { Connection } from '../src/model/connection.ts'
import { Failure, failureValue } from '../src/model/failure.ts'
import type { Job } from '../src/model/job.ts'
import { resultOf } from '../src/model/result.ts'
import type { Run } from '../src/model/run.ts'
import { JobRun, type RunOptions } from '../src/run.ts'
import { FakeClock } from './support/fake-clock.ts'
import { job as usualJob } from './support/outcomes.ts'
import { named, sessionWith } from './support/session.ts'

let sandbox: SendGridSandbox
let european: SendGridSandbox
let clock: FakeClock
let lines: string[]
let cancelled: AbortController

const secure = { require_tls: true, require_valid_cert: true, version: 1.3 }

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  european = await SendGridSandbox.start()
  clock = new FakeClock()
  lines = []
  cancelled = new AbortController()
  sandbox.parent.settings = secure
  for (const name of ['a', 'b']) sandbox.accounts.set(name, newAccount(secure))
})
afterEach(async () => {
  await sandbox.stop()
  await european.stop()
})

const check: Job = { ...usualJob, mode: 'check', selection: ['a'] }

const run = (...given: Parameters<typeof runWith>): Promise<Run> => runWith(...given).finish()

function runWith(
  changes: Partial<Job> = {},
  options: Partial<RunOptions> = {},
  limits: Partial<Connection> = {}
): JobRun {
  const apiUrls = { global: sandbox.url, eu: european.url }
  const { connection, redact, transport } = sessionWith(sandbox, { apiUrls, maxRunMs: 60_000, ...limits })
  const { signal } = cancelled
  const log = (line: string) => lines.push(line)
  const usual = { clock, startMs: clock.date(), cancelled: signal, redact, transport, random: () => 1, log }
  return new JobRun({ connection, job: { ...check, ...changes } }, { ...usual, ...options })
}

const accountsIn = (ended: Run) =>
  ended.kind === 'judged' ? ended.accounts.map(({ account }) => account) : []
const judgedNames = (ended: Run): string[] => accountsIn(ended).map(({ name }) => name)

describe('the accounts', () => {
  test('are those that are named, in their order and in the region that is stated', async () => {
    for (const name of ['x', 'y']) european.accounts.set(name, newAccount(secure))
    const ended = await run({ selection: ['y', 'x'], region: 'eu' })
    expect(accountsIn(ended)).toEqual(
      ['y', 'x'].map((name) => ({ name, region: 'eu', disabled: false, isListed: false }))
    )
    expect([sandbox.requests.length, european.requests.length]).toEqual([0, 2])
  })

  test('are the parent and every subuser for all-subusers', async () => {
    const ended = await run({ selection: 'all-subusers' })
    expect(judgedNames(ended)).toEqual(['@parent', 'a', 'b'])
  })

  test('of all-subusers are listed in the region that is stated, where the parent is asked too', async () => {
    european.accounts.set('x', { ...newAccount(secure), region: 'eu' })
    const ended = await run({ selection: 'all-subusers', region: 'eu' })
    expect(accountsIn(ended).map(({ name, region }) => [name, region])).toEqual([
      ['@parent', 'eu'],
      ['x', 'eu']
    ])
    expect(sandbox.requests).toHaveLength(0)
  })

  test('are not known where their list fails, and the run says why and where it asked', async () => {
    sandbox.everyRequest = ({ path }) =>
      path === '/v3/subusers' ? faults.errors(403, 'access forbidden') : undefined
    expect(await run({ selection: 'all-subusers' })).toMatchObject({
      kind: 'no-accounts',
      failure: { reason: 'forbidden' },
      job: { selection: 'all-subusers' },
      hosts: { global: sandbox.url, eu: european.url },
      keyScopes: { needed: ['user.settings.enforced_tls.read', 'subusers.read'] }
    })
  })
})

describe('excluded accounts', () => {
  const all: Partial<Job> = { selection: 'all-subusers' }
  const settingsAsked = () =>
    sandbox.requests.filter(({ path }) => path.includes('enforced_tls')).map(({ onBehalfOf }) => onBehalfOf)

  test('are not asked, and stand after the others', async () => {
    sandbox.accounts.set('bad', newAccount())
    const ended = await run({
      ...all,
      mode: 'apply',
      exclude: ['@parent', 'ba*', 'gone'],
      confirmIdentity: true
    })
    expect(judgedNames(ended)).toEqual(['a', 'b', '@parent', 'bad'])
    expect(ended).toMatchObject({
      kind: 'judged',
      accounts: [
        { outcome: { result: 'compliant' } },
        { outcome: { result: 'compliant' } },
        { outcome: { result: 'excluded', line: '@parent' }, requestCounts: { requests: 0 } },
        { outcome: { result: 'excluded', line: 'ba*' }, requestCounts: { requests: 0 } }
      ],
      unmatchedLines: ['gone']
    })
    expect(settingsAsked()).toEqual(['a', 'b'])
  })

  test('of which none is left end the run before a setting is read', async () => {
    const ended = await run({ ...all, exclude: ['@parent', '*a*', 'b'] })
    expect(ended).toMatchObject({
      kind: 'no-accounts',
      failure: { reason: 'invalid-input', message: expect.stringMatching(/^exclude leaves no account\b/) }
    })
    expect(new Set(sandbox.requests.map(({ path }) => path))).toEqual(new Set(['/v3/subusers']))
  })

  test('with none left but skipped ones make the run red in the same words', async () => {
    for (const account of sandbox.accounts.values()) account.disabled = true
    const ended = await run({ ...all, exclude: ['@parent'] })
    expect(settingsAsked().length).toBeGreaterThan(0)
    expect(ended).toMatchObject({
      kind: 'no-accounts',
      failure: { reason: 'invalid-input', message: expect.stringMatching(/^exclude leaves no account\b/) }
    })
  })

  test('that a waiver almost names end no apply', async () => {
    sandbox.accounts.set('bad', newAccount())
    const waivers = [
      { account: '"bad"', until: '2999-12-31', reason: 'x' },
      { account: 'bad', until: '2999-12-31', reason: 'x' }
    ]
    expect(await run({ ...all, mode: 'apply', exclude: ['bad'], waivers })).toMatchObject({
      kind: 'judged',
      waiverNotices: [
        { kind: 'not-judged', waiver: waivers[0] },
        { kind: 'not-judged', waiver: waivers[1], isExcluded: true }
      ]
    })
  })

  test('have no list of blocks read', async () => {
    await run({ ...all, exclude: ['@parent', 'a'], blockedRecipientsDays: 7 })
    const blocks = sandbox.requests.filter(({ path }) => path.includes('blocks'))
    expect(new Set(blocks.map(({ onBehalfOf }) => onBehalfOf))).toEqual(new Set(['b']))
  })

  test('keep the key known: its own account is not asked where the list is refused once at another host', async () => {
    european.accounts.set('x', { ...newAccount(secure), region: 'eu' })
    european.faults.push(faults.errors(401, 'no'))
    const ended = await run({ ...all, region: 'eu', exclude: ['@parent'] })
    expect(judgedNames(ended)).toEqual(['x', '@parent'])
    expect(sandbox.requests).toEqual([])
  })

  test('leave a key that dies to be found by its scopes', async () => {
    for (let index = 0; index < 20; index++) sandbox.accounts.set(`c-${index}`, newAccount(secure))
    let isDead = false
    sandbox.everyRequest = ({ path }) => {
      if (isDead) return faults.errors(401, 'authorization required')
      isDead = path.includes('enforced_tls')
      return undefined
    }
    const ended = await run({ ...all, exclude: ['@parent'] })
    expect(ended).toMatchObject({ kind: 'judged', stops: [{ failure: { reason: 'unauthorized' } }] })
    const asked = settingsAsked()
    expect(asked).not.toContain(undefined)
    expect(new Set(asked).size).toBeLessThan(22)
  })

  test('leave the missing scope of a key to be found by its scopes, after four accounts', async () => {
    for (let index = 0; index < 20; index++) sandbox.accounts.set(`c-${index}`, newAccount(secure))
    sandbox.everyRequest = ({ path }) =>
      path.includes('enforced_tls')
        ? faults.errors(403, 'access forbidden')
        : path === '/v3/scopes'
          ? faults.answer(200, JSON.stringify({ scopes: ['subusers.read'] }))
          : undefined
    const ended = await run({ ...all, exclude: ['@parent'] })
    expect(ended).toMatchObject({
      kind: 'judged',
      stops: [{ failure: { reason: 'forbidden', about: 'scope' } }]
    })
    const asked = settingsAsked()
    expect(asked).not.toContain(undefined)
    expect(asked.length).toBeLessThan(22)
    expect(sandbox.requests.filter(({ path }) => path === '/v3/scopes')).toHaveLength(1)
  })
})

test('a run has all that its reporters need', async () => {
  const waivers = [{ account: 'b', until: '2025-12-31', reason: 'moving' }]
  const ended = await run({ waivers })
  expect(ended).toMatchObject({
    kind: 'judged',
    job: { ...check, waivers },
    hosts: { global: sandbox.url, eu: european.url },
    accounts: [{ account: named('a'), outcome: { result: 'compliant' }, identity: 'not-asked' }],
    stops: [],
    waiverNotices: [{ kind: 'expired', waiver: waivers[0] }],
    keyScopes: undefined,
    blockedRecipients: undefined
  })
})

describe('a waiver that almost names an account', () => {
  const waivers = [{ account: '"A"', until: '2999-12-31', reason: 'moving' }]
  beforeEach(() => {
    sandbox.accounts.set('a', newAccount({ require_tls: false }))
  })

  test.each([[['a', 'b']], ['all-subusers']] as const)(
    'ends an apply to %j before the first write',
    async (selection) => {
      const ended = await run({ mode: 'apply', selection, waivers })
      expect(ended).toMatchObject({
        kind: 'no-accounts',
        failure: {
          reason: 'invalid-input',
          message: expect.stringMatching(
            /^The waiver of "A" until 2999-12-31 does not cover a: .+\nNothing was written\.$/
          )
        }
      })
      const asked = new Set(sandbox.requests.map(({ path }) => path))
      expect([...asked]).toEqual(selection === 'all-subusers' ? ['/v3/subusers'] : [])
    }
  )

  test('is a notice of a check', async () => {
    expect(await run({ waivers })).toMatchObject({
      kind: 'judged',
      waiverNotices: [{ kind: 'almost-named', waiver: waivers[0], account: 'a' }]
    })
  })

  test('ten of many are named', async () => {
    const selection = Array.from({ length: 12 }, (_, index) => `name-${index}`)
    const many = selection.map((name) => ({ account: name.toUpperCase(), until: '2999-12-31', reason: 'x' }))
    const ended = await run({ mode: 'apply', selection, waivers: many })
    expect(ended.kind === 'no-accounts' && ended.failure.message.split('\n').slice(9)).toEqual([
      expect.stringContaining('NAME-9'),
      'And 2 more waivers.',
      'Nothing was written.'
    ])
  })
})

test('a run that passes midnight has one date: a waiver counts for all of it', async () => {
  const start = Date.UTC(2026, 5, 15, 23, 59, 59)
  clock = new FakeClock(start)
  for (const name of ['a', 'b']) sandbox.accounts.set(name, newAccount({ require_tls: false }))
  const until = '2026-06-15'
  const waivers = ['a', 'b'].map((account) => ({ account, until, reason: 'moving' }))
  const slow = async (request: Parameters<RunOptions['transport']>[0]) => {
    await clock.sleep(5_000)
    return await sessionWith(sandbox).transport(request)
  }
  const ended = await run({ mode: 'apply', selection: ['a', 'b'], waivers }, { transport: slow })
  expect(new Date(clock.date()).getUTCDate()).toBe(16)
  expect(ended).toMatchObject({
    accounts: [{ outcome: { result: 'waived' } }, { outcome: { result: 'waived' } }],
    waiverNotices: [{ kind: 'expires-soon' }, { kind: 'expires-soon' }]
  })
  expect(sandbox.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(0)
})

test('SendGrid confirms who an account is where the job says so', async () => {
  const ended = await run({ selection: ['a', 'b'], confirmIdentity: true })
  expect(ended).toMatchObject({
    owner: 'the-parent',
    accounts: [{ identity: 'confirmed' }, { identity: 'confirmed' }]
  })
})

test.each([
  [15, 60_000],
  [300, 30_000]
])(
  'with %i s for a request, blocked recipients are counted for two minutes at most',
  async (timeout, atLeastMs) => {
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`)
    for (const name of names) sandbox.accounts.set(name, newAccount(secure))
    sandbox.everyRequest = ({ path }) =>
      path.endsWith('/blocks')
        ? (response) => void clock.sleep(10_000).then(() => faults.answer(200, '[]')(response))
        : undefined
    const limits = { maxRunMs: 30 * 60_000, requestTimeoutMs: timeout * 1_000 }
    const ended = await run({ selection: names, blockedRecipientsDays: 1 }, {}, limits)
    // Eight lists are asked for side by side, and each answer takes ten seconds of this clock.
    expect(clock.now()).toBeLessThanOrEqual(120_000 + 8 * 10_000)
    expect(clock.now()).toBeGreaterThan(atLeastMs)
    expect(ended).toMatchObject({
      blockedRecipients: {
        warning: expect.stringContaining('the two minutes for blocked recipients are over')
      }
    })
    expect(resultOf(ended)).toBe('compliant')
    expect(lines.join()).not.toContain('The run stops early')
  }
)

test.each<[string, Partial<Job>, string[]]>([
  ['a check', {}, []],
  ['an apply', { mode: 'apply' }, ['user.settings.enforced_tls.update']],
  ['names to confirm', { confirmIdentity: true }, ['user.username.read']],
  ['blocked recipients', { blockedRecipientsDays: 1 }, ['suppression.blocks.read']]
])('what the key needs for %s', async (_, changes, more) => {
  sandbox.keys.set(sandboxKey, ['mail.send'])
  expect(await run(changes)).toMatchObject({
    keyScopes: { needed: ['user.settings.enforced_tls.read', ...more], excess: ['mail.send'] }
  })
})

describe('blocked recipients', () => {
  const blocks = () => sandbox.requests.filter(({ path }) => path === '/v3/suppression/blocks')

  test('are counted back from the end of the verdicts, by days', async () => {
    await clock.sleep(1_999)
    const ended = await run({ blockedRecipientsDays: 7 })
    const endTime = Date.UTC(2026, 0, 1) / 1000 + 1
    const query = new URLSearchParams(blocks()[0]?.query)
    expect([query.get('start_time'), query.get('end_time')].map(Number)).toEqual([
      endTime - 7 * 86_400,
      endTime
    ])
    expect(ended).toMatchObject({ blockedRecipients: { days: 7, warning: undefined } })
  })

  test('are not asked for where they are not to be counted', async () => {
    await run()
    expect(blocks()).toHaveLength(0)
  })
})

describe('a run under way', () => {
  test('says that it goes on, and its lines never hold a part of the key', async () => {
    const part = sandboxKey.slice(20, 40)
    sandbox.faults.push(faults.badGateway)
    await run({ selection: [part] })
    expect(lines[0]).toMatch(/^Retry 1 of 4 in 1\.0 s: GET \S+ for \*\*\* was answered 502 /)
    expect(lines.join()).not.toContain(part.slice(0, 8))
  })

  test('counts what it has judged', async () => {
    const slow = async (request: Parameters<RunOptions['transport']>[0]) => {
      await clock.sleep(10_000)
      return await sessionWith(sandbox).transport(request)
    }
    await run({ selection: ['a', 'b'] }, { transport: slow })
    expect(lines[0]).toMatch(/^1 of 2 accounts judged, 0 deviating so far/)
  })

  test('ends by max-minutes, from its start', async () => {
    await clock.sleep(50_000)
    sandbox.everyRequest = () => faults.rateLimited({ 'retry-after': '50' })
    const ended = await run()
    expect(clock.now()).toBe(100_000)
    expect(ended).toMatchObject({
      accounts: [{ outcome: { result: 'unverified', reason: 'rate-limited' } }]
    })
  })

  test('does not wait with the settings for the window of the list, which is spent', async () => {
    sandbox.accounts.set('c', newAccount(secure))
    // Two readings of two pages, and four settings.
    sandbox.rateLimit = { requests: 4, windowMs: 24 * 60 * 60_000, reset: 'seconds-left' }
    const ended = await run({ selection: 'all-subusers' })
    expect(judgedNames(ended)).toEqual(['@parent', 'a', 'b', 'c'])
    expect(ended).toMatchObject({ accounts: Array(4).fill({ outcome: { result: 'compliant' } }) })
    expect([sandbox.requests.length, sandbox.refused, clock.sleeps]).toEqual([8, 0, []])
  })

  test('that is canceled asks nobody any more', async () => {
    cancelled.abort(new Failure('cancelled', 'The run was canceled.'))
    expect(await run()).toMatchObject({ accounts: [{ outcome: { reason: 'cancelled' } }] })
    expect(sandbox.requests).toHaveLength(0)
  })
})

describe('a run that never settles', () => {
  const failure = failureValue(new Error('something never settled'))
  const hosts = () => ({ global: sandbox.url, eu: european.url })

  /** How far a run has come when a request never gets an answer. */
  async function soFar(changes: Partial<Job>, isLost: (request: HttpRequest) => boolean): Promise<Run> {
    const lost = Promise.withResolvers<void>()
    const { transport } = sessionWith(sandbox)
    const started = runWith(changes, {
      transport: async (request) => {
        if (!isLost(request)) return await transport(request)
        lost.resolve()
        return await new Promise<never>(() => {})
      }
    })
    void started.finish()
    await lost.promise
    return started.soFar(failure)
  }

  test('before its accounts are known has none', async () => {
    expect(await soFar({ selection: 'all-subusers' }, () => true)).toEqual({
      kind: 'no-accounts',
      job: { ...check, selection: 'all-subusers' },
      hosts: hosts(),
      failure,
      keyScopes: undefined
    })
  })

  test('keeps the verdicts that it has, and no other account has one', async () => {
    const selection = 'all-subusers'
    const ended = await soFar(
      { selection, exclude: ['@parent'] },
      ({ headers }) => headers['On-Behalf-Of'] === 'b'
    )
    expect(ended).toEqual({
      kind: 'judged',
      job: { ...check, selection, exclude: ['@parent'] },
      hosts: hosts(),
      accounts: [
        expect.objectContaining({ outcome: expect.objectContaining({ result: 'excluded' }) }),
        expect.objectContaining({ outcome: expect.objectContaining({ result: 'compliant' }) }),
        expect.objectContaining({
          outcome: expect.objectContaining({ result: 'unverified', ...failure })
        })
      ],
      stops: [],
      owner: undefined,
      waiverNotices: [],
      unmatchedLines: [],
      keyScopes: undefined,
      blockedRecipients: undefined
    })
    expect(judgedNames(ended)).toEqual(['@parent', 'a', 'b'])
  })

  test('has counted no blocked recipients, and says so', async () => {
    expect(await soFar({ blockedRecipientsDays: 7 }, ({ url }) => url.includes('blocks'))).toMatchObject({
      accounts: [{ outcome: { result: 'compliant' } }],
      blockedRecipients: {
        days: 7,
        byAccount: new Map(),
        warning: 'The blocked recipients were not counted: the run ended before.'
      }
    })
  })
})

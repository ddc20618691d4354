import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import type { Step } from '../../sandbox/runner.ts'
import { newAccount, oddAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { actionVersion } from '../../src/about.ts'
import { formatReport } from '../../src/report/report-file.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { githubRun, readJson } from '../support/github-run.ts'
import { type InProcessStep, inProcessSteps } from '../support/in-process-step.ts'
import { deviating, job, judgedRun } from '../support/outcomes.ts'
import { schemaErrors } from '../support/report-schema.ts'
import { secure, stepOf } from '../support/step.ts'
import { testWorkspace } from '../support/workspace.ts'

const schema = (await readJson('schema/report.schema.json')) as { $id: string }

let sandbox: SendGridSandbox
const workspace = testWorkspace()

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const inProcess = inProcessSteps()
const step = (inputs: Record<string, string> = {}): Promise<InProcessStep> =>
  inProcess(sandbox, { 'verify-timeout-seconds': '0', ...inputs })
const spawnedStep = (inputs: Record<string, string> = {}): Promise<Step> =>
  stepOf(sandbox, inputs, { env: { ...githubRun(), GITHUB_WORKSPACE: workspace.path } })

const span = { startMs: 0, endMs: 1 }
const check = { job: { ...job, mode: 'check' } } as const

/** The report, after it has passed the schema and the search for the key. */
function validReport({ report }: Pick<Step, 'report'>) {
  const value = JSON.parse(report)
  const counted: { requests: number; retries: number }[] = value.accounts
  expect(counted.filter(({ requests, retries }) => !(retries <= requests))).toEqual([])
  expect(schemaErrors(value)).toEqual([])
  for (const part of [sandboxKey, sandboxKey.slice(3), 'sandbox-key']) expect(report).not.toContain(part)
  return value
}

describe('the report fits its schema and describes', () => {
  test('a compliant run', async () => {
    sandbox.parent.settings = secure
    const before = Date.now()
    const report = validReport(await spawnedStep({ 'tls-version': '1.2' }))
    const settings = { 'require-tls': true, 'require-valid-cert': true, 'tls-version': 1.2 }
    expect(report).toMatchObject({
      schemaVersion: 1,
      action: { name: 'sendgrid-enforced-tls-action', version: actionVersion },
      run: {
        repository: 'octocat/hello',
        workflow: 'Enforced TLS',
        workflowFile: '.github/workflows/tls.yml',
        runUrl: 'https://github.com/octocat/hello/actions/runs/42',
        event: 'schedule',
        actor: 'octocat',
        commit: '0123456789abcdef0123456789abcdef01234567'
      },
      mode: 'check',
      policy: {
        'require-tls': true,
        'require-valid-cert': null,
        'tls-version': 1.2,
        'tls-version-match': 'minimum',
        'allow-loosening': false,
        'fail-on-deviation': true
      },
      hosts: [sandbox.url],
      result: 'compliant',
      reason: null,
      failure: null,
      accounts: [
        {
          account: '@parent',
          region: 'global',
          result: 'compliant',
          reason: null,
          message: null,
          before: settings,
          after: settings,
          changed: false,
          inDoubt: false,
          deviations: [],
          waiver: null,
          requests: 1,
          retries: 0
        }
      ]
    })
    expect(Date.parse(report.startedAt)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(report.endedAt)).toBeGreaterThanOrEqual(Date.parse(report.startedAt))
  })

  test('an applied run, with what was before and what came after', async () => {
    const report = validReport(await step({ mode: 'apply' }))
    expect(report).toMatchObject({ result: 'applied', mode: 'apply' })
    expect(report.accounts[0]).toMatchObject({
      before: { 'require-tls': false },
      after: { 'require-tls': true },
      changed: true,
      requests: 4
    })
  })

  test('deviating, refused, waived, skipped and unverified accounts, with their retries', async () => {
    sandbox.parent.settings = secure
    sandbox.accounts.set('bad', newAccount())
    sandbox.accounts.set('tight', newAccount({ ...secure, version: 1.3 }))
    sandbox.accounts.set('waived', newAccount())
    const off = newAccount()
    off.disabled = true
    sandbox.accounts.set('off', off)
    sandbox.accounts.set('odd', oddAccount())
    const report = validReport(
      await step({
        'all-subusers': 'true',
        waivers: 'waived until 2999-12-31: moving to a new host',
        mode: 'check'
      })
    )
    expect(report.result).toBe('unverified')
    const byName = Object.fromEntries(
      report.accounts.map((account: { account: string }) => [account.account, account])
    )
    expect(byName['bad']).toMatchObject({
      result: 'deviating',
      reason: 'deviation',
      deviations: [{ setting: 'require-tls', expected: true, actual: false }]
    })
    expect(byName['waived']).toMatchObject({
      result: 'waived',
      waiver: { until: '2999-12-31', reason: 'moving to a new host' },
      deviations: [{}]
    })
    expect(byName['off']).toMatchObject({ result: 'skipped', after: null, requests: 1 })
    expect(byName['odd']).toMatchObject({
      result: 'unverified',
      reason: 'unexpected-response',
      message: expect.stringContaining('version')
    })
    const refused = validReport(
      await step({
        mode: 'apply',
        'on-behalf-of': 'tight',
        'tls-version': '1.2',
        'tls-version-match': 'exact'
      })
    )
    expect(refused.accounts[0]).toMatchObject({
      result: 'deviating',
      reason: 'loosening-refused',
      changed: false
    })
  })

  test('a run whose change did not show, and one with retries', async () => {
    sandbox.staleReads = 1000
    const report = validReport(await step({ mode: 'apply' }))
    expect(report.accounts[0]).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      changed: true,
      before: { 'require-tls': false }
    })
    sandbox.faults.push(faults.reset)
    const retried = validReport(await step({ 'max-retries': '1' }))
    expect(retried.accounts[0]).toMatchObject({ requests: 2, retries: 1 })
  })

  test("a subuser that is named as the key's own account, by its id in every channel", async () => {
    sandbox.accounts.set('@Parent', newAccount(secure))
    const result = await step({ 'all-subusers': 'true' })
    const { accounts } = validReport(result)
    expect(accounts.map(({ account }: { account: string }) => account)).toEqual(['@parent', 'id 1000'])
    expect([result.summary, result.log].join('\n')).not.toContain('@Parent')
    expect(result.summary).toContain('id 1000')
    expect(result.log).toContain('id 1000')
  })

  test('a list that failed', async () => {
    sandbox.keys.set(sandboxKey, [])
    const report = validReport(await step({ 'all-subusers': 'true' }))
    expect(report).toMatchObject({
      result: 'unverified',
      reason: 'forbidden',
      accounts: [],
      failure: expect.stringContaining('subusers.read')
    })
  })

  test('hosts and regions, of accounts in two', async () => {
    sandbox.accounts.set('eu', newAccount())
    const eu = sandbox.accounts.get('eu')
    if (eu) eu.region = 'eu'
    const report = validReport(await step({ 'all-subusers': 'true' }))
    expect(report.accounts.map(({ region }: { region: string }) => region)).toEqual(['global', 'eu'])
    expect(report.hosts).toEqual([sandbox.url])
  })

  test('the hosts of accounts in two regions, each once and in order', () => {
    const regions = ['eu', 'global', 'eu'] as const
    const accounts = regions.map((region, index) => {
      const one = deviating(`subuser-${index}`)
      return { ...one, account: { ...one.account, region } }
    })
    const reported = JSON.parse(formatReport(judgedRun(accounts, check), readWorkflowRun(githubRun()), span))
    expect(reported.hosts).toEqual(['https://api.eu.sendgrid.com', 'https://api.sendgrid.com'])
    expect(reported.accounts.map(({ region }: { region: string }) => region)).toEqual(regions)
    expect(schemaErrors(reported)).toEqual([])
  })

  test('300 accounts, in more than 64 KiB, to the last one', async () => {
    for (let index = 0; index < 300; index++) sandbox.accounts.set(`subuser-${index}`, newAccount())
    const result = await spawnedStep({ 'all-subusers': 'true' })
    expect(Buffer.byteLength(result.report)).toBeGreaterThan(2 * 65_536)
    const names = validReport(result).accounts.map(({ account }: { account: string }) => account)
    expect(new Set(names)).toEqual(new Set(['@parent', ...sandbox.accounts.keys()]))
  })

  test('excluded accounts, last', async () => {
    sandbox.accounts.set('test', newAccount())
    const report = validReport(await step({ 'all-subusers': 'true', exclude: '@parent\ntes*' }))
    expect(report).toMatchObject({ result: 'unverified', reason: 'invalid-input', accounts: [] })
    sandbox.accounts.set('live', newAccount(secure))
    const { accounts, result } = validReport(await step({ 'all-subusers': 'true', exclude: '@parent\ntes*' }))
    expect(result).toBe('compliant')
    expect(accounts.map((one: Record<string, string>) => [one['account'], one['excludedBy']])).toEqual([
      ['live', null],
      ['@parent', '@parent'],
      ['test', 'tes*']
    ])
  })

  test('wrong inputs', async () => {
    const report = validReport(await step({ mode: 'x' }))
    expect(report).toMatchObject({
      result: 'unverified',
      reason: 'invalid-input',
      mode: null,
      policy: null,
      hosts: [],
      accounts: []
    })
  })
})

describe('the schema', () => {
  const settings = { 'require-tls': false, 'require-valid-cert': false, 'tls-version': 1.2 }
  const deviation = { setting: 'require-tls', expected: true, actual: false }
  const account = {
    account: 'a',
    region: 'global',
    result: 'deviating',
    reason: 'deviation',
    message: null,
    before: settings,
    after: settings,
    changed: false,
    inDoubt: false,
    deviations: [deviation],
    waiver: null,
    excludedBy: null,
    identity: 'not-asked',
    blockedRecipients: null,
    requests: 1,
    retries: 0
  }
  const unverified = {
    ...account,
    result: 'unverified',
    reason: 'wrong-account',
    message: 'x',
    before: null,
    after: null,
    deviations: []
  }
  const waived = { ...account, result: 'waived', reason: null, waiver: { until: '2028-02-29', reason: 'x' } }
  const excluded = {
    ...account,
    ...{ result: 'excluded', reason: null, before: null, after: null, deviations: [] },
    ...{ excludedBy: 'te*', requests: 0 }
  }
  const blocked = { days: 7, count: 0, domains: [], otherBlocks: 0, isComplete: true }
  const text = formatReport(
    judgedRun([deviating('a')], check),
    readWorkflowRun({ ...githubRun(), GITHUB_RUN_ATTEMPT: '2' }),
    span
  )
  const accepts = (changes: object, ofAccount: object = account): boolean =>
    schemaErrors({ ...JSON.parse(text), accounts: [ofAccount], ...changes }).length === 0

  type One = Readonly<{ result: string; reason: string | null } & Record<string, unknown>>
  /** Whether any run can have this account as its only one. */
  const acceptsOne = (one: One): boolean => {
    const result = ['waived', 'skipped'].includes(one.result) ? 'compliant' : one.result
    const reports = ['check', 'apply'].map((mode) => ({ mode, result, reason: one.reason }))
    return reports.some((report) => accepts(report, one))
  }

  test('has its version in its name', () => {
    expect(schema.$id).toMatch(/\/v1\/report\.schema\.json$/)
  })

  test('accepts what a later version adds, in every object', () => {
    const more = { added: true }
    expect(accepts({})).toBe(true)
    expect(accepts({ ...more, run: { ...JSON.parse(text).run, ...more } })).toBe(true)
    expect(accepts({ policy: { ...JSON.parse(text).policy, ...more } })).toBe(true)
    expect(accepts({ keyScopes: { needed: [], excess: [], ...more } })).toBe(true)
    expect(accepts({}, { ...account, ...more, deviations: [{ ...deviation, ...more }] })).toBe(true)
    expect(accepts({}, { ...account, before: { ...settings, ...more } })).toBe(true)
    expect(acceptsOne({ ...waived, waiver: { ...waived.waiver, ...more } })).toBe(true)
    expect(accepts({}, { ...account, blockedRecipients: { ...blocked, ...more } })).toBe(true)
  })

  test('knows an excluded account', () => {
    expect(accepts({ result: 'compliant', reason: null }, excluded)).toBe(true)
  })

  test.each(['cancelled', 'wrong-account'])('knows the reason %s', (reason) => {
    expect(accepts({ result: 'unverified', reason }, { ...unverified, reason })).toBe(true)
  })

  test.each([
    '2026-99-99',
    '2026-13-01',
    '2026-00-10',
    '2026-01-32',
    '2026-02-30',
    '2027-02-29',
    '2026-04-31'
  ])('refuses the date %s', (until) => {
    expect(acceptsOne({ ...waived, waiver: { until, reason: 'x' } })).toBe(false)
    expect(accepts({ startedAt: `${until}T00:00:00.000Z` })).toBe(false)
  })

  test.each([
    { setting: 'require-tls', expected: 1.2, actual: false },
    { setting: 'require-tls', expected: true, actual: 1.2 },
    { setting: 'require-valid-cert', expected: 1.1, actual: 1.2 },
    { setting: 'tls-version', expected: true, actual: false },
    { setting: 'tls-version', expected: 1.2, actual: 1.2 },
    { setting: 'require-tls', expected: true, actual: true }
  ])('refuses the deviation %j', (odd) => {
    expect(accepts({}, { ...account, deviations: [odd] })).toBe(false)
  })

  const applied = {
    ...account,
    result: 'applied',
    reason: null,
    before: settings,
    after: { ...settings, 'require-tls': true },
    changed: true,
    deviations: []
  }
  const refused = { ...account, reason: 'loosening-refused' }
  const limited = { ...account, reason: 'change-limit' }
  const notConfirmed = { ...account, reason: 'not-confirmed', message: 'x', changed: true }
  const compliant = { ...account, result: 'compliant', reason: null, deviations: [] }
  const cancelled = { ...unverified, reason: 'cancelled' }
  const skipped = { ...unverified, result: 'skipped', reason: null, message: null, account: 'off' }
  const none = { result: 'unverified', reason: 'forbidden', failure: 'x', accounts: [] }
  const notStarted = { ...none, reason: 'invalid-input', mode: null, policy: null, hosts: [] }
  const { policy } = JSON.parse(text)
  const stated = { 'require-tls': null, 'require-valid-cert': null, 'tls-version': null }
  const ofResult = (result: string, reason: string | null, ...accounts: object[]) => ({
    result,
    reason,
    accounts
  })

  test.each<One>([
    compliant,
    skipped,
    waived,
    account,
    refused,
    notConfirmed,
    applied,
    unverified,
    cancelled
  ])('accepts the account %#', (one) => expect(acceptsOne(one)).toBe(true))

  test.each<[string, object]>([
    ['a compliant run', ofResult('compliant', null, compliant, skipped, waived)],
    ['an applied one', { mode: 'apply', ...ofResult('applied', null, compliant, applied) }],
    ['a refused one', { mode: 'apply', ...ofResult('deviating', 'loosening-refused', applied, refused) }],
    [
      'a limited one',
      {
        mode: 'apply',
        policy: { ...policy, 'max-changes': 1 },
        ...ofResult('deviating', 'change-limit', applied, limited)
      }
    ],
    ['one in doubt', { mode: 'apply', ...ofResult('deviating', 'not-confirmed', notConfirmed) }],
    ['a cancelled one', ofResult('unverified', 'cancelled', account, unverified, cancelled)],
    ['one without accounts', none],
    ['one that has not started', notStarted]
  ])('accepts %s', (_, report) => {
    expect(accepts(report)).toBe(true)
  })

  test.each<[string, object]>([
    ['an unknown result', { result: 'fine' }],
    ['no reason', { reason: null }],
    ['a policy without a mode', { mode: null }],
    ['accounts beside a failure', { failure: 'x' }],
    ['neither accounts nor a failure', { accounts: [] }],
    ['scopes of nothing', { keyScopes: {} }],
    ['an owner without a name', { owner: '' }],
    ['another version', { schemaVersion: 2 }],
    ['a compliant run with a deviating account', ofResult('compliant', null, account)],
    ['a compliant run with an unverified account', ofResult('compliant', null, unverified)],
    ['a compliant run with an applied account', { mode: 'apply', ...ofResult('compliant', null, applied) }],
    ['an applied run without an applied account', { mode: 'apply', ...ofResult('applied', null, compliant) }],
    [
      'an applied run with a deviating account',
      { mode: 'apply', ...ofResult('applied', null, applied, refused) }
    ],
    ['a deviating run without a deviating account', ofResult('deviating', 'deviation', compliant)],
    ['a deviating run whose account is waived', ofResult('deviating', 'deviation', waived)],
    ['a deviating run with an unverified account', ofResult('deviating', 'deviation', account, unverified)],
    ['an unverified run without an unverified account', ofResult('unverified', 'forbidden', account)],
    ['an unverified run for a deviation', ofResult('unverified', 'deviation', account, unverified)],
    ['a reason that no account has', ofResult('unverified', 'forbidden', unverified)],
    ['another reason than cancelled', ofResult('unverified', 'wrong-account', unverified, cancelled)],
    ['cancelled without a cancelled account', ofResult('unverified', 'cancelled', unverified)],
    ['a failure with the reason of a verdict', { ...none, reason: 'deviation' }],
    ['a change in check mode', ofResult('unverified', 'wrong-account', { ...unverified, changed: true })],
    ['an applied account in check mode', ofResult('applied', null, applied)],
    ['a loosening refused in check mode', ofResult('deviating', 'loosening-refused', refused)],
    [
      'one that could not be changed in check mode',
      ofResult('deviating', 'forbidden', { ...account, reason: 'forbidden', message: 'x' })
    ],
    [
      'an unverified account with a read in check mode',
      ofResult('unverified', 'forbidden', { ...unverified, reason: 'forbidden', before: settings })
    ],
    ['a deviation alone in apply mode', { mode: 'apply' }],
    [
      'a loosening refused that is allowed',
      {
        mode: 'apply',
        policy: { ...policy, 'allow-loosening': true },
        ...ofResult('deviating', 'loosening-refused', refused)
      }
    ],
    ['a limit that is not stated', { mode: 'apply', ...ofResult('deviating', 'change-limit', limited) }],
    [
      'a limit of changes in check mode',
      { policy: { ...policy, 'max-changes': 1 }, ...ofResult('deviating', 'change-limit', limited) }
    ],
    [
      'no setting judged',
      {
        policy: { ...policy, ...stated, 'tls-version-match': null },
        ...ofResult('compliant', null, compliant)
      }
    ],
    ['a deviation of what is not judged', { policy: { ...policy, 'require-tls': null } }],
    ['an account without a host', { hosts: [] }],
    ['a host twice', { hosts: ['https://api.sendgrid.com', 'https://api.sendgrid.com'] }],
    ['a failed list without a host', { ...none, hosts: [] }],
    ['a host although nothing started', { ...notStarted, hosts: ['https://api.sendgrid.com'] }],
    ['scopes although nothing started', { ...notStarted, keyScopes: { needed: ['a'], excess: [] } }],
    ['a key refused although nothing started', { ...notStarted, reason: 'unauthorized' }],
    ['a policy although nothing started', { ...notStarted, policy }]
  ])('refuses %s', (_, changes) => {
    expect(accepts(changes)).toBe(false)
  })

  test.each<[string, One]>([
    ['unverified without a message', { ...unverified, message: null }],
    ['unverified with an empty one', { ...unverified, message: '' }],
    ['unverified without a reason', { ...unverified, reason: null }],
    ['waived without a waiver', { ...waived, waiver: null }],
    ['waived without a deviation', { ...waived, deviations: [] }],
    ['a waiver of one that is not waived', { ...account, waiver: waived.waiver }],
    ['deviating without a deviation', { ...account, deviations: [] }],
    ['compliant with a deviation', { ...account, result: 'compliant', reason: null }],
    ['applied without a change', { ...account, result: 'applied', reason: null, deviations: [] }],
    ['in doubt although nothing may have been written', { ...account, inDoubt: true }],
    ['excluded by no line', { ...excluded, excludedBy: null }],
    ['excluded and asked', { ...excluded, requests: 1 }],
    ['excluded and read', { ...excluded, before: settings }],
    ['a line of exclude for one that is not excluded', { ...account, excludedBy: 'te*' }],
    ['blocked for no days', { ...account, blockedRecipients: { ...blocked, days: 0 } }],
    ['an address', { ...account, blockedRecipients: { ...blocked, domains: [{ domain: 'a@b', count: 1 }] } }],
    ['a waived account that was changed', { ...waived, changed: true }],
    ['a skipped account that was read', { ...skipped, before: settings, after: settings }],
    ['a skipped account that was changed', { ...skipped, changed: true }],
    ["the key's own account, skipped", { ...skipped, account: '@parent' }],
    ['an account ID, skipped', { ...skipped, account: 'account-id 1' }],
    ['the own account confirmed', { ...compliant, account: '@parent', identity: 'confirmed' }],
    ['a name that is only not the parent', { ...compliant, identity: 'not-parent' }],
    ['an ID confirmed', { ...compliant, account: 'account-id 1', identity: 'confirmed' }],
    ['a read that took no request', { ...compliant, requests: 0 }],
    ['a retry without a request', { ...unverified, requests: 0, retries: 1 }],
    ['a change without a read', { ...unverified, reason: 'bug', changed: true }],
    ['deviations of nothing', { ...unverified, reason: 'bug', deviations: [deviation] }],
    ['a write to the wrong account', { ...unverified, before: settings, changed: true }],
    ['the own account as the wrong one', { ...unverified, account: '@parent' }],
    ['one of the wrong account confirmed', { ...unverified, identity: 'confirmed' }],
    ['a setting that deviates twice', { ...notConfirmed, deviations: [deviation, deviation] }],
    ['a plain deviation that was changed', { ...account, changed: true }],
    ['blocked addresses of no domain', { ...compliant, blockedRecipients: { ...blocked, count: 1 } }],
    [
      'domains of no address',
      { ...compliant, blockedRecipients: { ...blocked, domains: [{ domain: 'b', count: 1 }] } }
    ]
  ])('refuses the account %s', (_, one) => {
    expect(acceptsOne(one)).toBe(false)
  })
})

test('a report holds no field that the schema does not name', async () => {
  const report = validReport(await step({ 'blocked-recipients-days': '1' }))
  const named = new Set(JSON.stringify(schema).match(/"[\w-]+"(?=:)/g))
  for (const field of JSON.stringify(report).match(/"[\w-]+"(?=:)/g) ?? []) expect(named).toContain(field)
})

test('a repeated run names its attempt and who triggered it', async () => {
  const repeated = { GITHUB_RUN_ATTEMPT: '3', GITHUB_TRIGGERING_ACTOR: 'hubot' }
  const report = validReport(await inProcess(sandbox, {}, repeated))
  expect(report.run).toMatchObject({
    actor: 'octocat',
    triggeringActor: 'hubot',
    attempt: '3',
    runUrl: 'https://github.com/octocat/hello/actions/runs/42/attempts/3'
  })
})

test('identities that were confirmed and those that were not are in the report', async () => {
  sandbox.accounts.set('one', newAccount())
  const report = validReport(await step({ 'on-behalf-of': '@parent\none', 'confirm-identity': 'true' }))
  expect(report.owner).toBe('the-parent')
  expect(report.accounts.map(({ identity }: { identity: string }) => identity)).toEqual([
    'not-asked',
    'confirmed'
  ])
})

describe('the report file', () => {
  test('goes where the workflow says, relative to the workspace, and its folders are made', async () => {
    const { outputs } = await spawnedStep({ 'report-file': 'out/tls/report.json' })
    expect(outputs['report-file']).toBe(join(workspace.path, 'out/tls/report.json'))
    expect(
      JSON.parse(await readFile(join(workspace.path, 'out/tls/report.json'), 'utf8')).schemaVersion
    ).toBe(1)
    expect(await readdir(join(workspace.path, 'out/tls'))).toEqual(['report.json'])
  })

  test('goes there for wrong inputs too', async () => {
    const { outputs } = await spawnedStep({ mode: 'x', 'report-file': 'report.json' })
    expect(outputs['report-file']).toBe(join(workspace.path, 'report.json'))
  })

  test('replaces an older one', async () => {
    await writeFile(join(workspace.path, 'report.json'), 'old')
    await spawnedStep({ 'report-file': 'report.json' })
    expect(JSON.parse(await readFile(join(workspace.path, 'report.json'), 'utf8')).result).toBe('deviating')
  })

  test('does not go to a path with the key in it', async () => {
    const { outputs, report } = await spawnedStep({ 'report-file': `${sandboxKey}.json` })
    expect(outputs['reason']).toBe('invalid-input')
    expect(Object.values(outputs).join('\n')).not.toContain(sandboxKey)
    expect(JSON.parse(report).failure).toBe(
      'report-file contains the API key or a part of it. Only api-key may hold it.'
    )
    expect(await readdir(workspace.path)).toEqual([])
  })

  test('is in RUNNER_TEMP by default, with an absolute path, and one of its own for each step', async () => {
    const paths = [await spawnedStep(), await spawnedStep()].map(({ outputs }) => outputs['report-file'])
    expect(new Set(paths).size).toBe(2)
    for (const path of paths)
      expect(path).toMatch(/^(\/|[A-Z]:\\).*[\\/]step-[^\\/]+[\\/]enforced-tls-report-[\da-f-]{36}\.json$/)
  })

  test('that cannot be written is a warning, and leaves nothing behind', async () => {
    sandbox.parent.settings = secure
    await writeFile(join(workspace.path, 'file'), '')
    const { exitCode, outputs, log } = await spawnedStep({ 'report-file': 'file/report.json' })
    expect([exitCode, outputs['result'], outputs['report-file']]).toEqual([0, 'compliant', ''])
    expect(log).toMatch(/::warning::The report could not be written/)
    expect(await readdir(workspace.path)).toEqual(['file'])
  })
})

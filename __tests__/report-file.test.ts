import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as faults from '../sandbox/faults.ts'
import type { Step } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { actionVersion } from '../src/identity.ts'
import { githubRun, readJson } from './support/github-run.ts'
import { secure, stepOf } from './support/step.ts'
import { testWorkspace } from './support/workspace.ts'

const ajv = new Ajv2020({ allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(await readJson('schema/report.schema.json'))

let sandbox: SendGridSandbox
const workspace = testWorkspace()

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const step = (inputs: Record<string, string> = {}): Promise<Step> =>
  stepOf(
    sandbox,
    { 'verify-timeout-seconds': '0', ...inputs },
    { env: { ...githubRun(), GITHUB_WORKSPACE: workspace.path } }
  )

/** The report, after it has passed the schema and the search for the key. */
function validReport({ report }: Step) {
  const value = JSON.parse(report)
  expect(validate(value) || validate.errors).toBe(true)
  for (const part of [sandboxKey, sandboxKey.slice(3), 'sandbox-key']) expect(report).not.toContain(part)
  return value
}

describe('the report fits its schema and describes', () => {
  test('a compliant run', async () => {
    sandbox.parent.settings = secure
    const before = Date.now()
    const report = validReport(await step({ 'tls-version': '1.2' }))
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
    sandbox.accounts.set('odd', newAccount({ version: 9 }))
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

  test('an unverified run after a change, and one with retries', async () => {
    sandbox.staleReads = 1000
    const report = validReport(await step({ mode: 'apply' }))
    expect(report.accounts[0]).toMatchObject({
      result: 'unverified',
      reason: 'not-confirmed',
      changed: true,
      before: { 'require-tls': false }
    })
    sandbox.faults.push(faults.reset)
    const retried = validReport(await step({ 'max-retries': '1' }))
    expect(retried.accounts[0]).toMatchObject({ requests: 2, retries: 1 })
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

test('the schema refuses a report with anything else in it', async () => {
  const report = validReport(await step())
  expect(validate({ ...report, key: 'x' })).toBe(false)
  expect(validate({ ...report, accounts: [{ ...report.accounts[0], header: 'x' }] })).toBe(false)
  expect(validate({ ...report, result: 'fine' })).toBe(false)
})

describe('the report file', () => {
  test('goes where the workflow says, relative to the workspace, and its folders are made', async () => {
    const { outputs } = await step({ 'report-file': 'out/tls/report.json' })
    expect(outputs['report-file']).toBe(join(workspace.path, 'out/tls/report.json'))
    expect(
      JSON.parse(await readFile(join(workspace.path, 'out/tls/report.json'), 'utf8')).schemaVersion
    ).toBe(1)
    expect(await readdir(join(workspace.path, 'out/tls'))).toEqual(['report.json'])
  })

  test('goes there for wrong inputs too', async () => {
    const { outputs } = await step({ mode: 'x', 'report-file': 'report.json' })
    expect(outputs['report-file']).toBe(join(workspace.path, 'report.json'))
  })

  test('replaces an older one', async () => {
    await writeFile(join(workspace.path, 'report.json'), 'old')
    await step({ 'report-file': 'report.json' })
    expect(JSON.parse(await readFile(join(workspace.path, 'report.json'), 'utf8')).result).toBe('deviating')
  })

  test('does not go to a path with the key in it', async () => {
    const { outputs, report } = await step({ 'report-file': `${sandboxKey}.json` })
    expect(outputs['reason']).toBe('invalid-input')
    expect(Object.values(outputs).join('\n')).not.toContain(sandboxKey)
    expect(JSON.parse(report).failure).toBe('report-file contains the API key. Only api-key may hold it.')
    expect(await readdir(workspace.path)).toEqual([])
  })

  test('is one of its own for each step by default', async () => {
    const [one, other] = [await step(), await step()]
    expect(one.outputs['report-file']).not.toBe(other.outputs['report-file'])
  })

  test('is in RUNNER_TEMP by default, with an absolute path', async () => {
    const { outputs } = await step()
    expect(outputs['report-file']).toMatch(/^\/.*\/step-[^/]+\/enforced-tls-report-[\da-f-]{36}\.json$/)
  })

  test('is written to what a link names', async () => {
    await symlink(join(workspace.path, 'target.json'), join(workspace.path, 'link.json'))
    await writeFile(join(workspace.path, 'target.json'), 'old')
    await step({ 'report-file': 'link.json' })
    expect((await lstat(join(workspace.path, 'link.json'))).isSymbolicLink()).toBe(true)
    expect(JSON.parse(await readFile(join(workspace.path, 'target.json'), 'utf8')).schemaVersion).toBe(1)
  })

  test('that cannot be written is a warning, and leaves nothing behind', async () => {
    sandbox.parent.settings = secure
    await mkdir(join(workspace.path, 'report.json'))
    const { exitCode, outputs, log } = await step({ 'report-file': 'report.json' })
    expect([exitCode, outputs['result'], outputs['report-file']]).toEqual([0, 'compliant', ''])
    expect(log).toMatch(/::warning::The report could not be written/)
    expect(await readdir(workspace.path)).toEqual(['report.json'])
  })
})

import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { formatSarif } from '../../src/report/sarif.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { githubRun, readJson } from '../support/github-run.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { deviations, fleetOf, judged, judgedRun, loose } from '../support/outcomes.ts'
import { secure, stepOf } from '../support/step.ts'
import { testWorkspace } from '../support/workspace.ts'

const ajv = new Ajv.default({ strict: false, unicodeRegExp: false })
addFormats.default(ajv)
const validate = ajv.compile(
  await readJson('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
)

let sandbox: SendGridSandbox
const workspace = testWorkspace()

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const inProcess = inProcessSteps()
async function step(inputs: Record<string, string> = {}, env: Record<string, string> = {}) {
  const result = await inProcess(sandbox, { 'tls-version': '1.2', ...inputs }, env)
  return { ...result, sarif: parsedSarif(result.sarif) }
}

/** A step in a process of its own, which keeps its file in the workspace. */
async function spawnedStep(inputs: Record<string, string> = {}) {
  const result = await stepOf(
    sandbox,
    { 'tls-version': '1.2', 'sarif-file': 'out/tls.sarif', ...inputs },
    { env: { ...githubRun(), GITHUB_WORKSPACE: workspace.path } }
  )
  const text = await readFile(join(workspace.path, 'out/tls.sarif'), 'utf8').catch(() => '')
  return { ...result, sarif: parsedSarif(text) }
}

function parsedSarif(text: string) {
  if (text === '') return undefined
  const sarif = JSON.parse(text)
  expect(validate(sarif) || validate.errors).toBe(true)
  return sarif
}

test('one result for each deviating account and setting, located at the workflow file', async () => {
  sandbox.accounts.set('child', newAccount({ version: 1.2 }))
  const env = { GITHUB_ACTION_REPOSITORY: 'team/tls', GITHUB_ACTION_REF: 'v1' }
  const { sarif } = await step({ 'all-subusers': 'true' }, env)
  const [{ tool, results }] = sarif.runs
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
    'enforced-tls/require-tls',
    'enforced-tls/require-valid-cert',
    'enforced-tls/tls-version'
  ])
  const page = 'https://github.com/team/tls/blob/v1/docs/troubleshooting.md#deviation'
  for (const { id, help, helpUri, properties } of tool.driver.rules) {
    expect({ id, helpUri, help }).toEqual({
      id,
      helpUri: page,
      help: { text: expect.stringMatching(/.{51}/s), markdown: expect.stringContaining(`(${page})`) }
    })
    const severity = Number(properties['security-severity'])
    expect({ id, severity, isRated: severity > 0 }).toEqual({ id, severity, isRated: true })
  }
  expect(
    results.map(({ ruleId, message }: { ruleId: string; message: { text: string } }) => [
      ruleId,
      message.text
    ])
  ).toEqual([
    ['enforced-tls/require-tls', 'Account @parent: require-tls is false, and the policy states true.'],
    ['enforced-tls/tls-version', 'Account @parent: tls-version is 1.1, and the policy states at least 1.2.'],
    ['enforced-tls/require-tls', 'Account child: require-tls is false, and the policy states true.']
  ])
  for (const { ruleId, ruleIndex, locations } of results)
    expect({
      ruleId: tool.driver.rules[ruleIndex].id,
      uri: locations[0].physicalLocation.artifactLocation.uri
    }).toEqual({ ruleId, uri: '.github/workflows/tls.yml' })
})

test('fingerprints are the same from run to run, and differ by account and setting', async () => {
  sandbox.accounts.set('child', newAccount())
  const fingerprints = async () =>
    (await step({ 'all-subusers': 'true' })).sarif.runs[0].results.map(
      ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
        partialFingerprints['primaryLocationLineHash']
    )
  const first = await fingerprints()
  sandbox.parent.settings = { ...sandbox.parent.settings, version: 1.1, require_valid_cert: true }
  expect(await fingerprints()).toEqual(first)
  expect(new Set(first).size).toBe(4)
})

test('another host is another fingerprint', async () => {
  const fingerprintAt = async (url: string) =>
    (await step({ 'api-url': url })).sarif.runs[0].results[0].partialFingerprints.primaryLocationLineHash
  expect(await fingerprintAt(sandbox.url.replace('127.0.0.1', 'localhost'))).not.toBe(
    await fingerprintAt(sandbox.url)
  )
})

test('a result is an error, and past 25,000 they are counted and left out', () => {
  const accounts = fleetOf(25_003, (name) =>
    judged(name, {
      result: 'deviating',
      reason: 'deviation',
      before: loose,
      after: loose,
      changed: false,
      inDoubt: false,
      deviations: deviations.slice(0, 1)
    })
  )
  const sarif = formatSarif(judgedRun(accounts), readWorkflowRun(githubRun()))
  const { results } = JSON.parse(sarif?.text ?? '').runs[0]
  expect([results.length, sarif?.omitted, results[0].level]).toEqual([25_000, 3, 'error'])
  // As in the release before, or every alert would be closed and opened anew.
  expect(results[0].partialFingerprints.primaryLocationLineHash).toBe('28c3c31f88f362d677a2046a797bf2d0')
})

test('no result when nothing deviates, and none for what is waived', async () => {
  sandbox.parent.settings = secure
  sandbox.accounts.set('child', newAccount())
  const { sarif } = await step({ 'all-subusers': 'true', waivers: 'child until 2999-01-01: moving' })
  expect(sarif.runs[0].results).toEqual([])
})

test('no file for an unverified run, as it would close alerts', async () => {
  sandbox.accounts.set('child', newAccount())
  sandbox.everyRequest = ({ path, onBehalfOf }) =>
    path.endsWith('/enforced_tls') && onBehalfOf === undefined ? faults.errors(500, 'no') : undefined
  const { outputs, sarif } = await step({ 'all-subusers': 'true' })
  expect(outputs['result']).toBe('unverified')
  expect(Number(outputs['deviating-count'])).toBe(1)
  expect(sarif).toBeUndefined()
  expect((await step({ mode: 'x' })).sarif).toBeUndefined()
})

test('a file of an earlier run does not outlive one that is unverified', async () => {
  expect((await spawnedStep()).sarif.runs).toHaveLength(1)
  sandbox.faults.push(faults.errors(500, 'no'))
  expect((await spawnedStep()).sarif).toBeUndefined()
})

test('an account that could not be changed has its results', async () => {
  sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
  const { outputs, sarif } = await step({ mode: 'apply' })
  expect([outputs['result'], outputs['reason'], sarif.runs[0].results.length]).toEqual([
    'deviating',
    'forbidden',
    2
  ])
})

test('none by default', async () => {
  await spawnedStep({ 'sarif-file': '' })
  await expect(access(join(workspace.path, 'out'))).rejects.toThrow()
})

test('located at a file whose name has to be encoded', async () => {
  const { sarif } = await step(
    {},
    { GITHUB_WORKFLOW_REF: 'octocat/hello/.github/workflows/a@b 100%.yml@refs/heads/x@y' }
  )
  expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
    '.github/workflows/a%40b%20100%25.yml'
  )
})

test('located at action.yml where GitHub names no workflow', async () => {
  const { sarif } = await step({}, { GITHUB_WORKFLOW_REF: '' })
  expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('action.yml')
})

test('a name cannot become a link', async () => {
  sandbox.accounts.set('[click](https://example.com)', newAccount())
  const { sarif } = await step({ 'on-behalf-of': '[click](https://example.com)' })
  expect(sarif.runs[0].results[0].message.text).toContain('Account \\[click\\](https://example.com):')
})

test('never takes the place of the report, however it is spelled', async () => {
  const { log, report } = await spawnedStep({
    'report-file': join(workspace.path, 'report.json'),
    'sarif-file': 'report.json'
  })
  expect(JSON.parse(report)).toMatchObject({ schemaVersion: 1, reason: 'invalid-input' })
  expect(log).toContain('are one file.')
})

test('a file that cannot be written is a warning', async () => {
  await writeFile(join(workspace.path, 'file'), '')
  const { exitCode, outputs, log } = await spawnedStep({ 'sarif-file': 'file/tls.sarif' })
  expect([exitCode, outputs['result']]).toEqual([1, 'deviating'])
  expect(log).toMatch(/::warning::The SARIF file could not be written/)
})

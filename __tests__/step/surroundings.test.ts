import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GitHubSandbox } from '../../sandbox/github.ts'
import { passedInputs, type Step, type StepOptions, stepEnvironment } from '../../sandbox/runner.ts'
import { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { githubRun } from '../support/github-run.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { secure, stepInputs, stepOf } from '../support/step.ts'
import { olderNode, posixFiles, withOlderNode } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

// Where a step may run, and what a runner may not have given it. The verdict is the same everywhere.

let sandbox: SendGridSandbox
const workspace = testWorkspace()

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const step = (inputs: Record<string, string> = {}, options: StepOptions = {}): Promise<Step> =>
  stepOf(sandbox, inputs, options)
const inProcess = inProcessSteps()
const verdictOf = ({ exitCode, outputs }: Step) => [exitCode, outputs['result'], outputs['reason']]
const saidOf = ({ annotations }: Step) => annotations.map(({ level, title }) => [level, title])
const deviates = ['error', 'Enforced TLS deviates from the policy']

/** Variables that a runner sets and that name folders of its own. */
const without = (...names: string[]): Record<string, undefined> =>
  Object.fromEntries(names.map((name) => [name, undefined]))

test('dist/ in a folder with spaces, signs of URLs and letters beyond ASCII loads both bundles', async () => {
  const odd = join(workspace.path, 'Prüfung #1, 100% größer – 日々 😀')
  const actionFolder = join(odd, 'action')
  await cp(fileURLToPath(new URL('../../dist', import.meta.url)), join(actionFolder, 'dist'), {
    recursive: true
  })
  const github = await GitHubSandbox.start()
  try {
    const env = { ...githubRun(github), GITHUB_WORKSPACE: odd, RUNNER_TEMP: odd }
    const inputs = { 'tracking-issue': 'true', 'sarif-file': 'tls.sarif' }
    const result = await step(inputs, { actionFolder, cwd: odd, env })
    expect(verdictOf(result)).toEqual([1, 'deviating', 'deviation'])
    expect([saidOf(result), result.errorOutput]).toEqual([[deviates], ''])
    expect(result.outputs['issue-number']).toBe('1')
    expect(github.issues).toHaveLength(1)
    expect(dirname(result.outputs['report-file'] ?? '')).toBe(odd)
    expect(JSON.parse(result.report)).toMatchObject({ result: 'deviating' })
    expect(await readdir(odd)).toContain('tls.sarif')
  } finally {
    await github.stop()
  }
})

/**
 * A folder in which nobody can make a file. Permissions do not stop root, so on Linux it is a file system that has
 * no files of its own.
 */
const readOnlyFolder = async (): Promise<string> => {
  if (process.platform === 'linux') return '/proc'
  const folder = join(workspace.path, 'read-only')
  await mkdir(folder)
  await chmod(folder, 0o555)
  return folder
}

describe('a working directory that is read-only', () => {
  posixFiles.test('is not written to, so nothing is said of it', async () => {
    const cwd = await readOnlyFolder()
    const deviating = await step({}, { cwd })
    expect(verdictOf(deviating)).toEqual([1, 'deviating', 'deviation'])
    expect([saidOf(deviating), deviating.errorOutput]).toEqual([[deviates], ''])
    sandbox.parent.settings = secure
    const compliant = await step({}, { cwd })
    expect(verdictOf(compliant)).toEqual([0, 'compliant', ''])
    expect([saidOf(compliant), compliant.errorOutput]).toEqual([[], ''])
    expect(JSON.parse(compliant.report)).toMatchObject({ result: 'compliant' })
  })

  posixFiles.test('keeps a report out that is wanted there, which is a warning', async () => {
    sandbox.parent.settings = secure
    const result = await step({ 'report-file': 'report.json' }, { cwd: await readOnlyFolder() })
    expect(verdictOf(result)).toEqual([0, 'compliant', ''])
    expect(result.annotations).toEqual([
      {
        level: 'warning',
        title: undefined,
        message: expect.stringMatching(/^The report could not be written: E/)
      }
    ])
    expect(result.outputs['report-file']).toBe('')
    expect(result.summary).toContain('complies')
  })
})

// The sandbox gives none to any step; here it is stated, so that it stays so.
test('a home directory is not needed', async () => {
  const env = without('HOME', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'XDG_CONFIG_HOME')
  const deviating = await step({}, { env })
  expect(verdictOf(deviating)).toEqual([1, 'deviating', 'deviation'])
  expect([saidOf(deviating), deviating.errorOutput]).toEqual([[deviates], ''])
  sandbox.parent.settings = secure
  const compliant = await step({}, { env: { ...env, HOME: join(workspace.path, 'missing') } })
  expect(verdictOf(compliant)).toEqual([0, 'compliant', ''])
  expect([saidOf(compliant), compliant.errorOutput]).toEqual([[], ''])
})

describe('an older runner, without the files of commands', () => {
  const env = without('GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE')
  const noSummary = ['warning', undefined]

  test('gets the same outputs by commands, and a warning that it has no job summary', async () => {
    const [newer, older] = [await inProcess(sandbox), await step({}, { env })]
    const { 'report-file': _, ...expected } = newer.outputs
    expect(older.outputs).toMatchObject(expected)
    expect(Object.keys(older.outputs)).toEqual(Object.keys(newer.outputs))
    expect(verdictOf(older)).toEqual([1, 'deviating', 'deviation'])
    expect([saidOf(older), older.errorOutput, older.summary]).toEqual([[deviates, noSummary], '', ''])
    expect(older.annotations[1]?.message).toMatch(
      /^The job summary could not be written: .*GITHUB_STEP_SUMMARY/
    )
    expect(JSON.parse(older.report)).toMatchObject({ result: 'deviating' })
  })

  test('gets a green verdict too, and one that is none', async () => {
    sandbox.parent.settings = secure
    const compliant = await step({}, { env })
    expect([verdictOf(compliant), saidOf(compliant)]).toEqual([[0, 'compliant', ''], [noSummary]])
    const wrong = await step({ mode: 'x' }, { env })
    expect(verdictOf(wrong)).toEqual([1, 'unverified', 'invalid-input'])
    expect(saidOf(wrong)).toEqual([
      ['error', 'Enforced TLS was not checked: the action cannot start'],
      noSummary
    ])
  })
})

describe('without folders of the runner', () => {
  test('the report is in the temporary folder of the system', async () => {
    const temporary = { TMPDIR: workspace.path, TEMP: workspace.path, TMP: workspace.path }
    const env = { ...temporary, ...without('RUNNER_TEMP', 'GITHUB_WORKSPACE') }
    const result = await step({}, { env })
    expect(verdictOf(result)).toEqual([1, 'deviating', 'deviation'])
    expect([saidOf(result), result.errorOutput]).toEqual([[deviates], ''])
    expect(dirname(result.outputs['report-file'] ?? '')).toBe(workspace.path)
    expect(JSON.parse(result.report)).toMatchObject({ result: 'deviating' })
  })

  test('a relative path is one in the working directory', async () => {
    sandbox.parent.settings = secure
    const env = without('RUNNER_TEMP', 'GITHUB_WORKSPACE')
    const result = await step({ 'report-file': 'report.json' }, { env, cwd: workspace.path })
    expect(verdictOf(result)).toEqual([0, 'compliant', ''])
    expect([saidOf(result), result.errorOutput]).toEqual([[], ''])
    expect(await readdir(workspace.path)).toEqual(['report.json'])
    expect(JSON.parse(result.report)).toMatchObject({ result: 'compliant' })
  })
})

withOlderNode.test('a Node that is too old is named before anything that it lacks', async () => {
  const env = await stepEnvironment(await passedInputs(stepInputs(sandbox)), workspace.path)
  const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
  const { status, stdout, stderr } = spawnSync(olderNode ?? '', [entry], { env, encoding: 'utf8' })
  expect(stdout).toMatch(
    /^::error title=[^:]+ the action cannot start::The action needs Node 24, .* with Node \d+\..*32-bit ARM.*\n$/
  )
  expect([status, stderr, sandbox.requests]).toEqual([1, '', []])
})

test.each([
  ['an address is tried for two seconds before the next one', '', '2000'],
  ['unless NODE_OPTIONS says for how long', '--network-family-autoselection-attempt-timeout=700', '700'],
  ['also with underscores', '--network_family_autoselection_attempt_timeout=700', '700']
])('%s', async (_what, option, milliseconds) => {
  const preload = fileURLToPath(new URL('../support/address-timeout.cjs', import.meta.url))
  const NODE_OPTIONS = `--require ${JSON.stringify(preload)} ${option}`
  expect((await step({}, { env: { NODE_OPTIONS } })).errorOutput).toBe(milliseconds)
})

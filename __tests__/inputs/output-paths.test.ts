import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { passedInputs, type StepOptions } from '../../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { actionName } from '../../src/about.ts'
import { readInputs } from '../../src/inputs/inputs.ts'
import { createRedaction } from '../../src/redaction.ts'
import { ownReportIn } from '../support/own-report.ts'
import { secure, stepOf } from '../support/step.ts'
import { links, posixFiles, withoutRoot } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

const defaults = await passedInputs({ 'api-key': sandboxKey })
const workspace = testWorkspace()
const at = (...parts: string[]): string => join(workspace.path, ...parts)
const environmentWith = (more: Record<string, string> = {}) => ({
  GITHUB_WORKSPACE: workspace.path,
  RUNNER_TEMP: '/temp',
  ...more
})
const own = ownReportIn('/temp')
const makeFifo = (path: string): void => void execFileSync('mkfifo', [path])

function read(stated: Record<string, string>, more?: Record<string, string>) {
  const input = (name: string): string => ({ ...defaults, ...stated })[name] ?? ''
  const redact = createRedaction(sandboxKey)
  const { reportFile, sarifFile } = readInputs(input, environmentWith(more), redact).publishing
  return { reportFile, sarifFile }
}

/** What is wrong with the files, and where a run reports that all the same. */
function refused(stated: Record<string, string>, more?: Record<string, string>) {
  const input = (name: string): string => ({ ...defaults, ...stated })[name] ?? ''
  const redact = createRedaction(sandboxKey)
  const inputs = readInputs(input, environmentWith(more), redact)
  if (!('failure' in inputs)) throw new Error(`accepted: ${JSON.stringify(stated)}`)
  const { failure, publishing } = inputs
  expect([failure.reason, publishing.tracking]).toEqual(['invalid-input', undefined])
  const { reportFile, sarifFile } = publishing
  return { message: failure.message, files: { reportFile, sarifFile } }
}

describe('report and SARIF file are one', () => {
  test.each([
    ['by the same path', 'tls.json', 'tls.json'],
    ['by another spelling', 'out/tls.json', './out//x/../tls.json'],
    ['by an absolute path', 'tls.json', '$/tls.json']
  ])('%s', (_what, report, sarif) => {
    const [reportFile = '', sarifFile = ''] = [report, sarif].map((path) => path.replace('$', workspace.path))
    const { message, files } = refused({ 'report-file': reportFile, 'sarif-file': sarifFile })
    expect(message).toBe(
      `report-file ("${reportFile}") and sarif-file ("${sarifFile}") are one file. They accept two paths.`
    )
    // The report says so, and nothing is written as SARIF.
    expect(files).toEqual({ reportFile: at(report), sarifFile: undefined })
  })

  links.test(
    'but two paths are two, also where a link may make them one: that is seen when SARIF is written',
    () => {
      writeFileSync(at('a'), '')
      symlinkSync('a', at('link'))
      symlinkSync('nowhere', at('dangling'))
      for (const [report, sarif] of [
        ['a', 'b'],
        ['a', 'link'],
        ['nowhere', 'dangling'],
        ['tls.json', 'TLS.json'],
        ['out/tls', 'tls/out']
      ] as const)
        expect(read({ 'report-file': report, 'sarif-file': sarif })).toEqual({
          reportFile: at(report),
          sarifFile: at(sarif)
        })
    }
  )
})

const reportBy = (name: string): string =>
  JSON.stringify({ schemaVersion: 1, action: { name, version: '1.0.0' } })
const sarifBy = (...names: string[]): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: names.map((name) => ({ tool: { driver: { name } }, results: [] }))
  })

describe.each(['report-file', 'sarif-file'])('what is at %s', (name) => {
  test.each([
    ['a report', reportBy(actionName)],
    ['a report with other white space', `\n${JSON.stringify(JSON.parse(reportBy(actionName)), null, 7)}\n\n`],
    ['a SARIF file', sarifBy(actionName)],
    ['a SARIF file of two jobs', sarifBy(actionName, actionName)]
  ])('is removed: %s of an earlier run', (_what, text) => {
    writeFileSync(at('file'), text)
    read({ [name]: 'file' })
    expect(readdirSync(workspace.path)).toEqual([])
  })

  test('is removed also when another input is wrong', () => {
    writeFileSync(at('file'), reportBy(actionName))
    refused({ [name]: 'file', mode: 'x' })
    expect(readdirSync(workspace.path)).toEqual([])
  })

  test.each([
    ['of another tool', sarifBy('CodeQL')],
    ['of this action and another tool', sarifBy(actionName, 'CodeQL')],
    ['that names the action elsewhere', JSON.stringify({ name: actionName })],
    ['without a run', sarifBy()],
    ['with runs that are none', JSON.stringify({ runs: actionName })],
    ['of another action', reportBy('other')],
    ['that is cut', reportBy(actionName).slice(0, -1)],
    ['that is no JSON', actionName],
    ['that is empty', ''],
    ['that is JSON of another kind', 'null']
  ])('stays as it is until it is replaced: a file %s', (_what, text) => {
    writeFileSync(at('file'), text)
    expect(read({ [name]: 'file' })).toMatchObject({
      [name === 'report-file' ? 'reportFile' : 'sarifFile']: at('file')
    })
    expect(readFileSync(at('file'), 'utf8')).toBe(text)
  })

  test('stays where it is too large to be looked through', () => {
    writeFileSync(at('file'), reportBy(actionName).padEnd(64 * 2 ** 20 + 1))
    read({ [name]: 'file' })
    expect(readdirSync(workspace.path)).toEqual(['file'])
  })

  links.test('is a link: the link goes, and what it leads to stays', () => {
    writeFileSync(at('there'), reportBy(actionName))
    symlinkSync('there', at('file'))
    read({ [name]: 'file' })
    expect(readdirSync(workspace.path)).toEqual(['there'])
  })

  const isNoFile = (): void => {
    const before = readdirSync(workspace.path)
    const { message, files } = refused({ [name]: 'odd' })
    expect(message).toBe(`${name} is "odd", which is a folder or a device. It accepts another path.`)
    expect(files).toEqual({ reportFile: own, sarifFile: undefined })
    expect(readdirSync(workspace.path)).toEqual(before)
  }
  test('is refused when it is a folder', () => {
    mkdirSync(at('odd'))
    isNoFile()
  })
  posixFiles.test.each<[string, () => void]>([
    ['a FIFO, of which nobody would ever read the end', () => makeFifo(at('odd'))],
    [
      'a link to a FIFO',
      () => {
        makeFifo(at('fifo'))
        symlinkSync('fifo', at('odd'))
      }
    ],
    ['a link to a folder', () => symlinkSync('.', at('odd'))],
    // Only looked at, by a link: root could remove a device.
    ['a link to a device', () => symlinkSync('/dev/full', at('odd'))]
  ])('is refused when it is %s', (_what, make) => {
    make()
    isNoFile()
  })

  const isOutOfReach = (path: string, code: string): void => {
    const { message, files } = refused({ [name]: path })
    expect(message).toContain(`", where this run could not remove the file of an earlier one (${code}). `)
    expect(files).toEqual({ reportFile: own, sarifFile: undefined })
  }
  links.test('is refused when it is a link to itself', () => {
    symlinkSync('loop', at('loop'))
    isOutOfReach('loop', 'ELOOP')
  })
  posixFiles.test('is refused when no system has such a name', () =>
    isOutOfReach('a'.repeat(300), 'ENAMETOOLONG')
  )
  withoutRoot.test('is refused when it cannot be removed', () => {
    mkdirSync(at('closed'))
    writeFileSync(at('closed', 'file'), reportBy(actionName))
    chmodSync(at('closed'), 0o555)
    isOutOfReach('closed/file', 'EACCES')
    chmodSync(at('closed'), 0o755)
  })
  withoutRoot.test('is refused when it cannot be read', () => {
    writeFileSync(at('file'), reportBy(actionName), { mode: 0o200 })
    isOutOfReach('file', 'EACCES')
  })
})

describe('a file of the runner', () => {
  const variables = [
    'GITHUB_OUTPUT',
    'GITHUB_ENV',
    'GITHUB_PATH',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'GITHUB_EVENT_PATH'
  ]
  const inputs = ['report-file', 'sarif-file']

  test.each(variables.flatMap((variable) => inputs.map((name) => [variable, name] as const)))(
    '%s is refused for %s',
    (variable, name) => {
      const path = at('runner', 'file')
      const { message, files } = refused({ [name]: path }, { [variable]: path })
      expect(message).toBe(
        `${name} is "${path}", the file of ${variable}, which the runner reads. It accepts another path.`
      )
      expect(files).toEqual({ reportFile: own, sarifFile: undefined })
    }
  )

  const isRefused = (stated: string, prepare: () => void): void => {
    mkdirSync(at('runner'))
    writeFileSync(at('runner', 'file'), '')
    prepare()
    for (const name of inputs) {
      const { message } = refused({ [name]: stated }, { GITHUB_ENV: at('runner', 'file') })
      expect({ name, message }).toEqual({ name, message: expect.stringContaining('the file of GITHUB_ENV') })
    }
  }
  test.each<[string, string, () => void]>([
    ['as a relative path', './runner/../runner/file', () => {}],
    ['by a hard link', 'hard', () => linkSync(at('runner', 'file'), at('hard'))]
  ])('is refused %s', (_what, ...given) => isRefused(...given))
  links.test.each<[string, string, () => void]>([
    ['by a link', 'link', () => symlinkSync(at('runner', 'file'), at('link'))],
    ['by a link to its folder', 'folder/file', () => symlinkSync('runner', at('folder'))]
  ])('is refused %s', (_what, ...given) => isRefused(...given))

  test('is one problem beside another', () => {
    const environment = { GITHUB_OUTPUT: at('output'), GITHUB_ENV: at('env') }
    const { message } = refused({ 'report-file': 'output', 'sarif-file': 'env' }, environment)
    expect(message.split('\n')).toHaveLength(2)
  })

  test('that is not named by the environment is no file of it', () => {
    expect(read({ 'report-file': 'output' }, { GITHUB_OUTPUT: '' })).toMatchObject({
      reportFile: at('output')
    })
  })
})

test('a path is relative to the workspace, and an absolute one stays', () => {
  expect(read({})).toEqual({ reportFile: own, sarifFile: undefined })
  expect(read({ 'report-file': 'a/../b', 'sarif-file': '/c' })).toEqual({
    reportFile: at('b'),
    sarifFile: resolve('/c')
  })
})

describe('a step', () => {
  let sandbox: SendGridSandbox
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
  })
  afterEach(() => sandbox.stop())
  const both = { 'report-file': 'out/report.json', 'sarif-file': 'out/tls.sarif' }
  const step = (inputs: Record<string, string> = both, options: StepOptions = {}) =>
    stepOf(sandbox, inputs, { ...options, env: { GITHUB_WORKSPACE: workspace.path, ...options.env } })
  const json = (...parts: string[]) => JSON.parse(readFileSync(at(...parts), 'utf8'))

  /** The texts of the files that a green run leaves. */
  let green: Readonly<Record<string, string>> | undefined
  const leaveGreen = async (): Promise<void> => {
    if (green !== undefined) {
      mkdirSync(at('out'))
      for (const [file, text] of Object.entries(green)) writeFileSync(at('out', file), text)
      return
    }
    expect((await step()).outputs['result']).toBe('compliant')
    const files = readdirSync(at('out'))
    expect(files).toEqual(['report.json', 'tls.sarif'])
    green = Object.fromEntries(files.map((file) => [file, readFileSync(at('out', file), 'utf8')]))
  }

  /** A green run has left its files. The next one is asked at each request what of them is there still. */
  const yesterday = async (answer: () => faults.Fault | undefined): Promise<string[][]> => {
    sandbox.parent.settings = secure
    await leaveGreen()
    const seen: string[][] = []
    sandbox.everyRequest = () => {
      seen.push(readdirSync(at('out')))
      return answer()
    }
    return seen
  }

  test("that is killed leaves no evidence of yesterday's run", async () => {
    const { promise: killed, resolve: kill } = Promise.withResolvers<NodeJS.Signals>()
    const seen = await yesterday(() => {
      kill('SIGKILL')
      return faults.silence
    })
    await expect(step(both, { signalWhen: killed })).rejects.toThrow('was killed')
    expect([seen, readdirSync(at('out'))]).toEqual([[[]], []])
  })

  test("that cannot write leaves no evidence of yesterday's run, and keeps its verdict", async () => {
    // As on a disk that is full: nothing can be made there any more.
    const seen = await yesterday(() => {
      rmSync(at('out'), { recursive: true })
      writeFileSync(at('out'), '')
      return undefined
    })
    const { exitCode, outputs, log } = await step()
    expect([exitCode, outputs['result'], outputs['report-file']]).toEqual([0, 'compliant', ''])
    expect(log).toMatch(/^::warning::The report could not be written: /m)
    expect(log).toMatch(/^::warning::The SARIF file could not be written: /m)
    expect(seen).toEqual([[]])
  })

  /** Runs that have no verdict at all. */
  const withoutVerdict: [string, Record<string, string>, () => void][] = [
    ['wrong inputs', { mode: 'x' }, () => {}],
    ['a wrong policy', { 'require-tls': 'any' }, () => {}],
    ['a key in another input', { 'issue-labels': sandboxKey }, () => {}],
    ['a key that is too short', { 'api-key': 'short' }, () => {}],
    ['a dead key', {}, () => void sandbox.keys.set(sandboxKey, 'revoked')],
    [
      'a list that cannot be read',
      { 'all-subusers': 'true' },
      () => {
        sandbox.everyRequest = ({ path }) => (path === '/v3/subusers' ? faults.answer(200, '{}') : undefined)
      }
    ]
  ]
  test.each(withoutVerdict)(
    'without a verdict leaves its report alone: %s',
    async (_what, inputs, prepare) => {
      await yesterday(() => undefined)
      prepare()
      const { exitCode, outputs } = await step({ ...both, ...inputs })
      expect([exitCode, outputs['result'], readdirSync(at('out'))]).toEqual([
        1,
        'unverified',
        ['report.json']
      ])
      expect(json('out', 'report.json')).toMatchObject({ result: 'unverified' })
    }
  )

  test('without a verdict leaves a SARIF file of another tool as it is', async () => {
    writeFileSync(at('tls.sarif'), sarifBy('CodeQL'))
    const { exitCode, log } = await step({ 'sarif-file': 'tls.sarif', mode: 'x' })
    expect([exitCode, readFileSync(at('tls.sarif'), 'utf8')]).toEqual([1, sarifBy('CodeQL')])
    expect(log).not.toContain('::warning::')
  })

  test('with a verdict replaces what is there', async () => {
    for (const file of ['report.json', 'tls.sarif']) writeFileSync(at(file), sarifBy('CodeQL'))
    await step({ 'report-file': 'report.json', 'sarif-file': 'tls.sarif' })
    expect([json('report.json').action.name, json('tls.sarif').runs[0].tool.driver.name]).toEqual([
      actionName,
      actionName
    ])
  })

  const warning = '::warning::sarif-file leads to the report, so no SARIF file was written.'
  links.test.each<[string, string, string, () => void]>([
    ['a dangling link to it', 'report.json', 'tls.sarif', () => symlinkSync('report.json', at('tls.sarif'))],
    [
      'a link to a dangling link to it',
      'report.json',
      'tls.sarif',
      () => {
        symlinkSync('second', at('tls.sarif'))
        symlinkSync(at('report.json'), at('second'))
      }
    ],
    [
      'a link to a file that it replaces',
      'report.json',
      'tls.sarif',
      () => {
        writeFileSync(at('report.json'), '{}')
        symlinkSync('report.json', at('tls.sarif'))
      }
    ],
    [
      'in a folder that is a link to its own',
      'here/new/report.json',
      'there/new/report.json',
      () => {
        mkdirSync(at('here'))
        symlinkSync('here', at('there'))
      }
    ]
  ])('never replaces its report by a SARIF file that is %s', async (_what, report, sarif, prepare) => {
    prepare()
    const { exitCode, outputs, log } = await step({ 'report-file': report, 'sarif-file': sarif })
    expect([exitCode, outputs['result'], outputs['report-file']]).toEqual([1, 'deviating', at(report)])
    expect(json(report)).toMatchObject({ schemaVersion: 1, result: 'deviating' })
    expect(log.split('\n')).toContain(warning)
  })

  links.test.each([
    ['two links to one file', ['third']],
    ['two dangling links', []]
  ])('replaces %s by two files, and follows neither', async (_what, there) => {
    for (const file of there) writeFileSync(at(file), 'kept')
    for (const link of ['report.json', 'tls.sarif']) symlinkSync('third', at(link))
    await step({ 'report-file': 'report.json', 'sarif-file': 'tls.sarif' })
    const files = ['report.json', 'tls.sarif']
    expect(files.filter((file) => lstatSync(at(file)).isFile())).toEqual(files)
    expect([json('report.json').schemaVersion, json('tls.sarif').version]).toEqual([1, '2.1.0'])
    expect(readdirSync(workspace.path)).toEqual(['report.json', ...there, 'tls.sarif'])
    expect(there.filter((file) => readFileSync(at(file), 'utf8') !== 'kept')).toEqual([])
  })

  posixFiles.test('ends before any request when a path is a FIFO, and reports elsewhere', async () => {
    makeFifo(at('report.json'))
    makeFifo(at('tls.sarif'))
    const { exitCode, outputs, report } = await step({
      'report-file': 'report.json',
      'sarif-file': 'tls.sarif'
    })
    expect([exitCode, outputs['reason'], sandbox.requests.length]).toEqual([1, 'invalid-input', 0])
    expect(JSON.parse(report).failure.split('\n')).toHaveLength(2)
    const paths = ['report.json', 'tls.sarif']
    expect(paths.filter((path) => lstatSync(at(path)).isFIFO())).toEqual(paths)
  })

  test('leaves the file of the runner as it is, and its report is elsewhere', async () => {
    writeFileSync(at('env'), 'A=1\n')
    const { exitCode, outputs, report } = await step(
      { 'sarif-file': 'env', 'report-file': './env' },
      { env: { GITHUB_ENV: at('env') } }
    )
    expect([exitCode, outputs['reason']]).toEqual([1, 'invalid-input'])
    expect(readFileSync(at('env'), 'utf8')).toBe('A=1\n')
    expect(readdirSync(workspace.path)).toEqual(['env'])
    expect(JSON.parse(report)).toMatchObject({ reason: 'invalid-input' })
    expect(outputs['report-file']).toContain('enforced-tls-report-')
  })
})

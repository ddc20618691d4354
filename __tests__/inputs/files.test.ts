import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { passedInputs } from '../../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Failure } from '../../src/failure.ts'
import { readFilesAlone, readInputs } from '../../src/inputs/inputs.ts'
import { redactionOf } from '../../src/redaction.ts'
import { ownReportIn } from '../support/own-report.ts'
import { secure, stepOf } from '../support/step.ts'
import { links, posixFiles } from '../support/systems.ts'
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

function read(stated: Record<string, string>, more?: Record<string, string>) {
  const input = (name: string): string => ({ ...defaults, ...stated })[name] ?? ''
  const redact = redactionOf(sandboxKey)
  const { reportFile, sarifFile } = readInputs(input, environmentWith(more), redact).publishing
  return { reportFile, sarifFile }
}

/** What is wrong with the files, and where a run reports that all the same. */
function refused(stated: Record<string, string>, more?: Record<string, string>) {
  const input = (name: string): string => ({ ...defaults, ...stated })[name] ?? ''
  const redact = redactionOf(sandboxKey)
  try {
    readInputs(input, environmentWith(more), redact)
  } catch (thrown) {
    const { reason, message } = thrown as Failure
    expect(reason).toBe('invalid-input')
    return { message, files: readFilesAlone(input, environmentWith(more), redact) }
  }
  throw new Error(`accepted: ${JSON.stringify(stated)}`)
}

describe('report and SARIF file are one', () => {
  const cases: [string, string, string, () => void][] = [
    ['by the same path', 'tls.json', 'tls.json', () => {}],
    ['by another spelling', 'out/tls.json', './out//x/../tls.json', () => {}],
    ['by an absolute path', 'tls.json', '$/tls.json', () => {}],
    ['by another letter case', 'tls.json', 'TLS.json', () => {}],
    ['by another letter case of a folder', 'out/tls.json', 'Out/tls.json', () => mkdirSync(at('out'))],
    ['by an accent that is composed', 'caf\u00e9.json', 'cafe\u0301.json', () => {}],
    [
      'by a hard link',
      'tls.json',
      'tls.sarif',
      () => {
        writeFileSync(at('tls.json'), '')
        linkSync(at('tls.json'), at('tls.sarif'))
      }
    ]
  ]
  const linked: typeof cases = [
    [
      'by a link to the report',
      'tls.json',
      'link.sarif',
      () => {
        writeFileSync(at('tls.json'), '')
        symlinkSync('tls.json', at('link.sarif'))
      }
    ],
    [
      'by a link to a link to the SARIF file',
      'link.json',
      'tls.sarif',
      () => {
        writeFileSync(at('tls.sarif'), '')
        symlinkSync(at('tls.sarif'), at('second'))
        symlinkSync('second', at('link.json'))
      }
    ],
    [
      'by two links to a third file',
      'link.json',
      'link.sarif',
      () => {
        writeFileSync(at('third'), '')
        symlinkSync('third', at('link.json'))
        symlinkSync('third', at('link.sarif'))
      }
    ],
    [
      'by a link to the folder, although neither is there yet',
      'out/tls.json',
      'other/tls.json',
      () => {
        mkdirSync(at('out'))
        symlinkSync('out', at('other'))
      }
    ],
    [
      'by a link to the folder, and new folders in it',
      'out/a/b/tls.json',
      'other/a/B/tls.json',
      () => {
        mkdirSync(at('out'))
        symlinkSync('out', at('other'))
      }
    ],
    ['by a link to the workspace', 'tls.json', 'self/tls.json', () => symlinkSync(workspace.path, at('self'))]
  ]
  const isSeen = (report: string, sarif: string, prepare: () => void): void => {
    prepare()
    const [reportFile, sarifFile] = [report, sarif].map((path) => path.replace('$', workspace.path))
    const { message, files } = refused({ 'report-file': reportFile ?? '', 'sarif-file': sarifFile ?? '' })
    expect(message).toBe(
      `report-file ("${reportFile}") and sarif-file ("${sarifFile}") are one file. They accept two paths that differ in more than their case.`
    )
    // The report says so, and nothing is written or removed as SARIF.
    expect(files).toEqual({ reportFile: at(report), sarifFile: undefined })
  }
  test.each(cases)('%s', (_what, ...given) => isSeen(...given))
  links.test.each(linked)('%s', (_what, ...given) => isSeen(...given))

  links.test('but two files are two', () => {
    writeFileSync(at('a'), '')
    writeFileSync(at('b'), '')
    symlinkSync('a', at('link'))
    symlinkSync('nowhere', at('dangling'))
    symlinkSync('loop', at('loop'))
    const pairs = [
      ['a', 'b'],
      ['link', 'b'],
      ['dangling', 'a'],
      ['loop', 'a'],
      ['out/tls', 'tls/out'],
      ['tls', 'tls.sarif']
    ] as const
    for (const [report, sarif] of pairs)
      expect(read({ 'report-file': report, 'sarif-file': sarif })).toEqual({
        reportFile: at(report),
        sarifFile: at(sarif)
      })
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
    for (const name of inputs)
      expect(refused({ [name]: stated }, { GITHUB_ENV: at('runner', 'file') }).message).toContain(
        'the file of GITHUB_ENV'
      )
  }
  test.each<[string, string, () => void]>([
    ['in another letter case', 'Runner/FILE', () => {}],
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

describe('a path that is too long', () => {
  const deep = 'folder/'.repeat(16_000)

  test.each(['report-file', 'sarif-file'])('is refused for %s, before its folders are followed', (name) => {
    const { message, files } = refused({ [name]: deep })
    expect(message).toMatch(
      new RegExp(`^${name} is "folder/.{92}…", a path of \\d{6} characters\\. It accepts up to 4096\\.$`)
    )
    expect(files).toEqual({ reportFile: own, sarifFile: undefined })
  })

  test('is one beside another problem', () => {
    const { message } = refused({ 'report-file': deep, 'sarif-file': 'x'.repeat(5_000), mode: 'x' })
    expect(message.split('\n')).toHaveLength(3)
  })

  test('and what is long only until it is resolved is none', () => {
    expect(read({ 'report-file': `${'a/../'.repeat(10_000)}b` })).toMatchObject({ reportFile: at('b') })
    const most = at('x'.repeat(4_096 - at('x').length + 1))
    expect(read({ 'report-file': most })).toMatchObject({ reportFile: most })
    expect(refused({ 'report-file': `${most}x` }).message).toContain('4097 characters')
  })

  test('is followed up to the bound: two thousand folders that are not there', () => {
    const path = at(...Array.from({ length: 1_900 }, () => 'a'), 'tls')
    expect(read({ 'report-file': path, 'sarif-file': `${path}.sarif` })).toMatchObject({ reportFile: path })
  })
})

test('a path with a zero byte, which no system has, is left to the one who writes it', () => {
  expect(read({ 'report-file': 'a\0b', 'sarif-file': 'c' })).toMatchObject({ sarifFile: at('c') })
})

// A pipe has no path of its own, although /dev/stdin and /dev/stdout lead to it.
posixFiles.test('a file of the runner that is a pipe is compared by its name', () => {
  const script = `
    const { readInputs } = await import('./src/inputs/inputs.ts')
    const read = (name) => JSON.parse(process.env.STATED)[name] ?? ''
    const environment = { GITHUB_STEP_SUMMARY: '/dev/stdin', GITHUB_WORKSPACE: '/' }
    try { readInputs(read, environment, (text) => text) } catch (thrown) { console.error(thrown.message) }`
  const messageOf = (reportFile: string): string => {
    const env = { ...process.env, STATED: JSON.stringify({ ...defaults, 'report-file': reportFile }) }
    const node = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
    return spawnSync(process.execPath, node, { env, input: 'piped', encoding: 'utf8' }).stderr
  }
  expect(messageOf('dev/../report.json')).toBe('')
  expect(messageOf('dev/stdin')).toContain('the file of GITHUB_STEP_SUMMARY')
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
    sandbox.parent.settings = secure
  })
  afterEach(() => sandbox.stop())
  const step = (inputs: Record<string, string>, env: Record<string, string> = {}) =>
    stepOf(sandbox, inputs, { env: { GITHUB_WORKSPACE: workspace.path, ...env } })

  test('leaves the file of the runner as it is, and its report is elsewhere', async () => {
    writeFileSync(at('env'), 'A=1\n')
    const { exitCode, outputs, report } = await step(
      { 'sarif-file': 'env', 'report-file': 'ENV' },
      { GITHUB_ENV: at('env') }
    )
    expect([exitCode, outputs['reason']]).toEqual([1, 'invalid-input'])
    expect(readFileSync(at('env'), 'utf8')).toBe('A=1\n')
    // By its entries: for macOS and Windows ENV is there too, as env.
    expect(readdirSync(workspace.path)).toEqual(['env'])
    expect(JSON.parse(report)).toMatchObject({ reason: 'invalid-input' })
    expect(outputs['report-file']).toContain('enforced-tls-report-')
  })

  test('with a report file of 30,000 folders ends in every channel, and its report is elsewhere', async () => {
    const { exitCode, outputs, annotations, summary, report, errorOutput } = await step({
      'report-file': 'a/'.repeat(30_000)
    })
    expect([exitCode, outputs['reason'], errorOutput]).toEqual([1, 'invalid-input', ''])
    expect(annotations).toMatchObject([
      { level: 'error', message: expect.stringContaining('report-file is') }
    ])
    expect(summary).toContain('cannot start')
    expect(JSON.parse(report)).toMatchObject({ reason: 'invalid-input' })
    expect([readdirSync(workspace.path), sandbox.requests]).toEqual([[], []])
  })

  // What throws is nothing that anybody has foreseen, and stands for the rest: a runner has no such file.
  test.each([
    ['a variable of the runner', { 'report-file': 'report.json' }],
    ['a variable of the runner, and a wrong input', { 'report-file': 'report.json', mode: 'x' }]
  ])('whose reading throws ends in every channel: %s', async (_what, inputs) => {
    const { exitCode, outputs, annotations, summary, report, errorOutput } = await step(inputs, {
      GITHUB_EVENT_PATH: 'a/'.repeat(30_000)
    })
    expect([exitCode, outputs['reason'], errorOutput]).toEqual([1, 'bug', ''])
    expect(annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('RangeError') }])
    expect(summary).toContain('cannot start')
    expect(JSON.parse(report)).toMatchObject({ result: 'unverified', reason: 'bug', accounts: [] })
    expect(outputs['report-file']).toContain('enforced-tls-report-')
    expect(sandbox.requests).toEqual([])
  })

  posixFiles.test('whose working directory is gone, and a path is relative to it', async () => {
    const gone = join(workspace.path, 'gone')
    mkdirSync(gone)
    const code = `process.chdir(${JSON.stringify(gone)}); (await import('node:fs')).rmdirSync(${JSON.stringify(gone)})`
    const env = {
      GITHUB_WORKSPACE: undefined,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}`
    }
    const result = await stepOf(sandbox, { 'report-file': 'report.json' }, { env })
    expect([result.exitCode, result.outputs['reason'], result.errorOutput]).toEqual([1, 'bug', ''])
    expect(JSON.parse(result.report)).toMatchObject({ reason: 'bug' })
  })

  links.test('whose SARIF file is a link to the report ends before any request', async () => {
    appendFileSync(at('report.json'), '{}')
    symlinkSync('report.json', at('tls.sarif'))
    const { exitCode, outputs } = await step({ 'sarif-file': 'tls.sarif', 'report-file': 'report.json' })
    expect([exitCode, outputs['reason'], sandbox.requests.length]).toEqual([1, 'invalid-input', 0])
    expect(JSON.parse(readFileSync(at('report.json'), 'utf8'))).toMatchObject({ reason: 'invalid-input' })
  })
})

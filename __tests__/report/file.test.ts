import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { removeFile, writeWholeFile } from '../../src/report/file.ts'
import { secure, stepOf } from '../support/step.ts'
import { links, posixFiles } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
const at = (...parts: string[]): string => join(workspace.path, ...parts)
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const makeFifo = (path: string): void => void execFileSync('mkfifo', [path])

describe('a file is written', () => {
  test('whole, with the folders it needs, and nothing is left beside it', () => {
    writeWholeFile(at('a', 'b', 'c.json'), 'text')
    expect(readFileSync(at('a', 'b', 'c.json'), 'utf8')).toBe('text')
    expect(readdirSync(at('a', 'b'))).toEqual(['c.json'])
  })

  posixFiles.test.each([0o600, 0o640, 0o644, 0o666, 0o400, 0o444, 0o755])(
    'with the mode of the one it replaces: %i',
    (mode) => {
      writeFileSync(at('c.json'), 'old')
      chmodSync(at('c.json'), mode)
      writeWholeFile(at('c.json'), 'new')
      expect([modeOf(at('c.json')), readFileSync(at('c.json'), 'utf8')]).toEqual([mode.toString(8), 'new'])
    }
  )

  test('with the usual mode where there was none', () => {
    writeFileSync(at('usual'), '')
    writeWholeFile(at('c.json'), 'new')
    expect(modeOf(at('c.json'))).toBe(modeOf(at('usual')))
  })

  posixFiles.test('where a link leads, with the mode of that file, and the link stays', () => {
    mkdirSync(at('there'))
    writeFileSync(at('there', 'c.json'), 'old')
    chmodSync(at('there', 'c.json'), 0o600)
    symlinkSync(join('there', 'c.json'), at('link'))
    writeWholeFile(at('link'), 'new')
    expect(readlinkSync(at('link'))).toBe(join('there', 'c.json'))
    expect([modeOf(at('there', 'c.json')), readFileSync(at('link'), 'utf8')]).toEqual(['600', 'new'])
    expect(readdirSync(at('there'))).toEqual(['c.json'])
  })

  test('never over a folder, which stays', () => {
    mkdirSync(at('odd', 'below'), { recursive: true })
    expect(() => writeWholeFile(at('odd'), 'text')).toThrow('is not a regular file')
    expect([readdirSync(workspace.path), readdirSync(at('odd'))]).toEqual([['odd'], ['below']])
  })

  posixFiles.test.each<[string, (path: string) => void]>([
    ['a FIFO', makeFifo],
    [
      'a link to a FIFO',
      (path) => {
        makeFifo(`${path}.fifo`)
        symlinkSync(`${path}.fifo`, path)
      }
    ],
    ['a link to a folder', (path) => symlinkSync(dirname(path), path)]
  ])('never over %s, which stays', (_what, make) => {
    make(at('odd'))
    const before = [lstatSync(at('odd')).ino, readdirSync(workspace.path)]
    expect(() => writeWholeFile(at('odd'), 'text')).toThrow('is not a regular file')
    expect([lstatSync(at('odd')).ino, readdirSync(workspace.path)]).toEqual(before)
  })

  // Of what is no regular file only such that are in the workspace: a test that goes wrong as root would replace a device.
  posixFiles.test('never over a socket, and it is never removed', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve))
    try {
      expect(() => writeWholeFile(at('socket'), 'text')).toThrow('is not a regular file')
      expect(() => removeFile(at('socket'), () => true)).toThrow('is not a regular file')
      expect(lstatSync(at('socket')).isSocket()).toBe(true)
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })

  test('not at all where a file stands in the place of a folder', () => {
    writeFileSync(at('file'), 'kept')
    expect(() => writeWholeFile(at('file', 'c.json'), 'text')).toThrow()
    expect(() => writeWholeFile(at('file', 'folder', 'c.json'), 'text')).toThrow(/mkdir/)
    expect(readFileSync(at('file'), 'utf8')).toBe('kept')
  })
})

describe('a file is removed', () => {
  const isOurs = (text: string): boolean => text === 'ours'

  test('if it is ours', () => {
    writeFileSync(at('a'), 'ours')
    expect(removeFile(at('a'), isOurs)).toBe(true)
    expect(existsSync(at('a'))).toBe(false)
  })

  test("not if it is somebody else's", () => {
    writeFileSync(at('a'), 'theirs')
    expect(removeFile(at('a'), isOurs)).toBe(false)
    expect(readFileSync(at('a'), 'utf8')).toBe('theirs')
  })

  links.test("not by a link to what is somebody else's", () => {
    writeFileSync(at('a'), 'theirs')
    symlinkSync('a', at('link'))
    expect(removeFile(at('link'), isOurs)).toBe(false)
    expect(readFileSync(at('link'), 'utf8')).toBe('theirs')
  })

  links.test('where a link leads', () => {
    writeFileSync(at('a'), 'ours')
    symlinkSync('a', at('link'))
    expect(removeFile(at('link'), isOurs)).toBe(true)
    expect(existsSync(at('a'))).toBe(false)
  })

  test('although it is not there, which is as it should be', () => {
    expect(removeFile(at('none', 'a'), isOurs)).toBe(true)
    expect(existsSync(at('none'))).toBe(false)
  })

  test('never a folder', () => {
    mkdirSync(at('odd'))
    expect(() => removeFile(at('odd'), () => true)).toThrow('is not a regular file')
    expect(readdirSync(workspace.path)).toEqual(['odd'])
  })

  posixFiles.test('never a FIFO, of which nobody would ever read the end', () => {
    makeFifo(at('odd'))
    expect(() => removeFile(at('odd'), () => true)).toThrow('is not a regular file')
    expect(lstatSync(at('odd')).ino).toBeGreaterThan(0)
  })
})

describe('a step', () => {
  let sandbox: SendGridSandbox
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
  })
  afterEach(() => sandbox.stop())
  const step = (inputs: Record<string, string> = {}) =>
    stepOf(sandbox, { 'sarif-file': 'tls.sarif', ...inputs }, { env: { GITHUB_WORKSPACE: workspace.path } })
  const sarifOf = (name: string): string =>
    JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name, rules: [] } }, results: [] }] })

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

  test.each(withoutVerdict)('removes a stale SARIF file of its own: %s', async (_what, inputs, prepare) => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    await step()
    expect(JSON.parse(readFileSync(at('tls.sarif'), 'utf8')).runs[0].results).toHaveLength(1)
    prepare()
    const { exitCode, outputs } = await step(inputs)
    expect([exitCode, outputs['result']]).toEqual([1, 'unverified'])
    expect(existsSync(at('tls.sarif'))).toBe(false)
  })

  test.each<[string, string]>([
    ['of another tool', sarifOf('CodeQL')],
    [
      'of this action and another tool',
      JSON.stringify({
        runs: ['sendgrid-enforced-tls-action', 'CodeQL'].map((name) => ({ tool: { driver: { name } } }))
      })
    ],
    ['that names the action elsewhere', JSON.stringify({ name: 'sendgrid-enforced-tls-action' })],
    ['without a run', JSON.stringify({ runs: [] })],
    ['that is no JSON', 'sendgrid-enforced-tls-action'],
    ['that is empty', ''],
    ['that is JSON of another kind', 'null']
  ])('leaves a file %s, with a warning', async (_what, text) => {
    writeFileSync(at('tls.sarif'), text)
    const { exitCode, log } = await step({ mode: 'x' })
    expect(exitCode).toBe(1)
    expect(readFileSync(at('tls.sarif'), 'utf8')).toBe(text)
    expect(log).toMatch(/^::warning::.*sarif-file.*left/m)
  })

  test('says nothing of a SARIF file that is not there', async () => {
    expect((await step({ mode: 'x' })).log).not.toContain('sarif')
  })

  posixFiles.test('keeps the mode of the report and of the SARIF file that it replaces', async () => {
    for (const name of ['report.json', 'tls.sarif']) {
      writeFileSync(at(name), '')
      chmodSync(at(name), 0o600)
    }
    const { outputs } = await step({ 'report-file': 'report.json' })
    expect(outputs['report-file']).toBe(at('report.json'))
    expect(JSON.parse(readFileSync(at('report.json'), 'utf8'))).toMatchObject({ result: 'deviating' })
    expect([modeOf(at('report.json')), modeOf(at('tls.sarif'))]).toEqual(['600', '600'])
  })

  posixFiles.test.each([{}, { mode: 'x' }])(
    'ends at once although report and SARIF file are FIFOs: %j',
    async (inputs) => {
      sandbox.accounts.set('child', newAccount())
      makeFifo(at('report.json'))
      makeFifo(at('tls.sarif'))
      const { exitCode, outputs, log, summary } = await step({ 'report-file': 'report.json', ...inputs })
      expect([exitCode, outputs['report-file']]).toEqual([1, ''])
      expect(log).toMatch(/^::warning::The report could not be written: .*is not a regular file/m)
      expect(log).toMatch(/^::warning::The SARIF file could not be written: .*is not a regular file/m)
      expect(summary).toContain('Enforced TLS')
      for (const name of ['report.json', 'tls.sarif']) expect(lstatSync(at(name)).isFIFO()).toBe(true)
    }
  )
})

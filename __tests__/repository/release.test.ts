import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { git } from '../../scripts/git.ts'
import {
  type Candidate,
  candidateAt,
  isVersion,
  notesOf,
  pinFiles,
  pinned,
  problemsOf
} from '../../scripts/release.ts'
import { root } from '../support/copy.ts'
import { clonePathOf, commit, makeRepository, write } from '../support/repository.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
const repository = 'example-org/gate'
const sha = '0123456789abcdef0123456789abcdef01234567'
let template: string
let clone: string

const packageAt = (version: string): string =>
  JSON.stringify({
    version,
    repository: { url: `git+https://github.com/${repository}.git` },
    // Stands for the bundler: it copies the one source.
    scripts: { build: `node -e "require('fs').copyFileSync('src/about.ts', 'dist/index.js')"` }
  })
const lockAt = (version: string, license = 'MIT'): string =>
  JSON.stringify({ version, packages: { '': {}, 'node_modules/core': { version: '1.0.0', license } } })
const identityAt = (version: string): string => `export const actionVersion = '${version}'\n`
const changelog = `# Changelog

## 1.2.3 - 2026-11-25

- New.

### Fixed

- Mended.

## 1.2.2 - 2026-10-01

- Old.
`

const note = `<!-- until the first release -->
> Nothing is released yet: use ${repository}@<full SHA>.

<!-- released -->
`

const inOrder: Candidate = {
  version: '1.2.3',
  named: {},
  changelog,
  onMain: true,
  tagged: false,
  sameWorkflows: true,
  uncommitted: [],
  staleDist: [],
  licenseProblems: []
}

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'release-'))
  makeRepository(template, {
    'package.json': packageAt('1.2.3'),
    'package-lock.json': lockAt('1.2.3'),
    'src/about.ts': identityAt('1.2.3'),
    'dist/index.js': identityAt('1.2.3'),
    'CHANGELOG.md': changelog,
    'README.md': `# Gate\n\n${note}## Start\n\n- uses: ${repository}@v1\n`,
    'docs/more.md': `      - uses: ${repository}@${'f'.repeat(40)} # v1.2.2\n`,
    'examples/one.yml': `uses: ${repository}@v1\nuses: actions/checkout@${'e'.repeat(40)} # v7.0.1\n`,
    'SECURITY.md': `${repository}@v1\n`
  })
})
afterAll(() => rm(template, { recursive: true }))

/** The tests below it work on a repository that is in order, each on its own. */
function withRepository(): void {
  beforeEach(async () => {
    clone = clonePathOf(workspace.path)
    await cp(template, workspace.path, { recursive: true })
  })
}

const release = (...given: string[]): { status: number | null; stdout: string; stderr: string } => {
  const script = join(root, 'scripts/release.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...given], {
    cwd: clone,
    encoding: 'utf8'
  })
  return { status, stdout, stderr }
}
const buildsTheSame = (): void => {}
const problems = (version = '1.2.3', build = buildsTheSame): string[] =>
  problemsOf(candidateAt(clone, version, build))

/** Changes files on main, and pushes them as a merged pull request would. */
function merge(files: Record<string, string>): void {
  write(clone, files)
  commit(clone, 'Merge')
  git(clone, 'push', '--quiet', 'origin', 'main')
}

describe('a commit', () => {
  withRepository()

  test('that is in order can be released', () => {
    expect(problems()).toEqual([])
    expect(release('check', '1.2.3')).toEqual({
      status: 0,
      stdout: 'This commit can be v1.2.3.\n',
      stderr: ''
    })
  })

  test('that main has left behind can be released: a later merge changes nothing about it', () => {
    const released = git(clone, 'rev-parse', 'HEAD').trim()
    merge({ 'later.txt': 'later' })
    git(clone, 'checkout', '--quiet', '--detach', released)
    expect(problems()).toEqual([])
  })

  test('that is not on main cannot', () => {
    write(clone, { 'more.txt': 'not merged' })
    commit(clone, 'Not merged')
    expect(problems()).toEqual(['The commit is not on main.'])
    expect(release('check', '1.2.3')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'This commit cannot be v1.2.3:\n- The commit is not on main.\n'
    })
  })

  test('cannot once main has other workflows', () => {
    const released = git(clone, 'rev-parse', 'HEAD').trim()
    merge({ '.github/workflows/ci.yml': 'name: CI\n' })
    git(clone, 'checkout', '--quiet', '--detach', released)
    expect(problems()).toEqual(['The workflows of main are not those of the commit. Release its head.'])
  })

  test('cannot be judged without the branch main of origin', () => {
    git(clone, 'remote', 'remove', 'origin')
    expect(() => problems()).toThrow('merge-base')
  })

  test('cannot when its tag is there, also on another commit', () => {
    git(clone, 'tag', 'v1.2.3', 'HEAD')
    merge({ 'later.txt': 'later' })
    expect(problems()).toEqual(['The tag v1.2.3 is there already.'])
  })

  test('can when only a longer tag is there', () => {
    for (const tag of ['v1.2.30', 'v1', 'v1.2', 'xv1.2.3']) git(clone, 'tag', tag)
    expect(problems()).toEqual([])
  })

  test.each([
    ['package.json', packageAt('1.2.2')],
    ['package-lock.json', lockAt('1.2.2')],
    ['src/about.ts', identityAt('1.2.2')]
  ])('cannot when %s names another version', (file, content) => {
    merge({ [file]: content })
    expect(problems()).toEqual([`${file} names the version 1.2.2, not 1.2.3.`])
  })

  test('cannot when about.ts names none', () => {
    merge({ 'src/about.ts': '' })
    expect(problems()).toEqual(['src/about.ts names the version (none), not 1.2.3.'])
  })

  test('cannot when dist/ is not what the sources build', () => {
    merge({ 'dist/index.js': 'something else' })
    expect(release('check', '1.2.3')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('- dist/ is not what the sources build:  M dist/index.js.')
    })
  })

  test('cannot when the build leaves a file that is not in git', () => {
    const build = (): void => write(clone, { 'dist/7.index.js': 'a chunk' })
    expect(problems('1.2.3', build)).toEqual(['dist/ is not what the sources build: ?? dist/7.index.js.'])
  })

  test('cannot with changes that are not committed', () => {
    write(clone, { 'new.txt': 'new' })
    expect(problems()).toEqual(['There are changes that are not committed: ?? new.txt.'])
  })

  test('cannot with a bundled package whose license is not on the list', () => {
    merge({ 'package-lock.json': lockAt('1.2.3', 'GPL-3.0-only') })
    expect(problems()).toEqual([
      'A bundled package has a license that is not on the list: core 1.0.0 has the license GPL-3.0-only.'
    ])
  })

  test('is shown everything at once', () => {
    merge({ 'package.json': packageAt('1.2.2'), 'CHANGELOG.md': '# Changelog\n' })
    git(clone, 'tag', 'v1.2.3')
    expect(problems()).toHaveLength(3)
  })
})

test.each([
  ['has another version only', changelog.replace('1.2.3', '1.2.4')],
  ['says unreleased', changelog.replace('2026-11-25', 'unreleased')],
  ['has a version that only begins like it', changelog.replace('1.2.3', '1.2.30')],
  ['has nothing below the heading', changelog.replace(/- New.*Mended\.\n\n/s, '')]
])('a commit cannot be released when the changelog %s', (_what, text) => {
  expect(problemsOf(inOrder)).toEqual([])
  expect(text).not.toBe(changelog)
  expect(problemsOf({ ...inOrder, changelog: text })).toEqual([
    'CHANGELOG.md has no heading "## 1.2.3 - YYYY-MM-DD" with text below it.'
  ])
})

describe('a version', () => {
  test.each([
    '',
    '1',
    '1.2',
    'v1.2.3',
    '1.2.3-rc.1',
    '01.2.3',
    '1.2.3.4',
    '1.2.3 ',
    '1.2.3\n',
    '$(id)',
    '-f'
  ])('%j is none', (version) => {
    expect(isVersion(version)).toBe(false)
  })

  test.each(['0.0.1', '1.2.3', '10.20.30'])('%s is one', (version) => {
    expect(isVersion(version)).toBe(true)
  })
})

describe('a command', () => {
  beforeEach(() => {
    clone = workspace.path
  })

  test.each([[['1.2.3']], [['check']], [['check', 'v1.2.3']], [['notes', '']]])(
    'without a version is refused: %j',
    (given) => {
      expect(release(...given)).toEqual({
        status: 1,
        stdout: '',
        stderr: 'State a version of three numbers, such as 1.2.3.\n'
      })
    }
  )

  test.each([[['publish', '1.2.3']], [['check', 'more', '1.2.3']]])(
    'that is none is refused: %j',
    (given) => {
      expect(release(...given)).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/^State "check/)
      })
    }
  )
})

describe('the notes of a release', () => {
  withRepository()

  test('are the section of the changelog', () => {
    expect(notesOf(changelog, '1.2.3')).toBe('- New.\n\n### Fixed\n\n- Mended.')
    expect(notesOf(changelog, '1.2.2')).toBe('- Old.')
    expect(release('notes', '1.2.2')).toEqual({ status: 0, stdout: '- Old.\n', stderr: '' })
  })

  test('are refused when there are none', () => {
    expect(release('notes', '9.9.9')).toMatchObject({
      status: 1,
      stderr: 'CHANGELOG.md says nothing of 9.9.9.\n'
    })
  })
})

const reference = `${repository}@${sha} # v1.2.3`

describe('the pin', () => {
  test.each([
    ['a major tag', `uses: ${repository}@v1`, `uses: ${reference}`],
    ['an exact tag', `uses: ${repository}@v1.0.0`, `uses: ${reference}`],
    [
      'the commit of an earlier release',
      `uses: ${repository}@${'a'.repeat(40)} # v1.0.0`,
      `uses: ${reference}`
    ],
    ['a commit without its version', `uses: ${repository}@${'a'.repeat(40)}`, `uses: ${reference}`],
    ['a place for a commit', `\`${repository}@<full SHA> # v1.0.0\``, `\`${reference}\``],
    ['itself', reference, reference],
    ['the end of a sentence', `${repository}@v1.0.0.`, `${reference}.`],
    [
      'the command that prints the commit',
      `gh api repos/${repository}/commits/v1.0.0 --jq .sha`,
      `gh api repos/${repository}/commits/v1.2.3 --jq .sha`
    ]
  ])('takes the place of %s', (_what, before, after) => {
    expect(pinned(before, repository, sha, '1.2.3')).toBe(after)
  })

  test.each([
    'uses: actions/checkout@v7',
    `uses: other-${repository}@v1`,
    `uses: ${repository}-2@v1`,
    `uses: ${repository}@main`,
    'uses: example-org/gateX@v1',
    'the tag v1 moves'
  ])('leaves "%s"', (text) => {
    expect(pinned(text, repository, sha, '1.2.3')).toBe(text)
  })
})

test('the pin takes out each note that nothing is released, and nothing between two of them', () => {
  expect(pinned(`a\n${note}b\n${note}c\n`, repository, sha, '1.2.3')).toBe('a\nb\nc\n')
})

describe('the pin of a repository', () => {
  withRepository()

  test('is put into README, docs and examples, and nowhere else', () => {
    expect(release('pin', sha, '1.2.3')).toEqual({
      status: 0,
      stdout: 'README.md\ndocs/more.md\nexamples/one.yml\n',
      stderr: ''
    })
    expect(git(clone, 'diff', '--name-only')).toBe('README.md\ndocs/more.md\nexamples/one.yml\n')
    expect(readFileSync(join(clone, 'README.md'), 'utf8')).toBe(
      `# Gate\n\n## Start\n\n- uses: ${reference}\n`
    )
    expect(readFileSync(join(clone, 'examples/one.yml'), 'utf8')).toBe(
      `uses: ${reference}\nuses: actions/checkout@${'e'.repeat(40)} # v7.0.1\n`
    )
    expect(pinFiles(clone, sha, '1.2.3')).toEqual([])
  })

  test.each([['main'], ['0123456'], [sha.toUpperCase()], [`${sha}0`]])('is refused for %s', (commitish) => {
    expect(release('pin', commitish, '1.2.3')).toMatchObject({ status: 1, stdout: '' })
    expect(git(clone, 'status', '--porcelain')).toBe('')
  })
})

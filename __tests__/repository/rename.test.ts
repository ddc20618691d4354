import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { filesOf } from '../../scripts/git.ts'
import { isRepository, renamed, renameFiles, repositoryOf } from '../../scripts/rename.ts'
import { actionName, actionRepository } from '../../src/about.ts'
import { copyProject, root } from '../support/copy.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
// In parts: this file is renamed too, and back.
const target = ['Example-Org', 'tls.gate'].join('/')
const another = ['another', 'name'].join('/')
const owners = '.github/CODEOWNERS'

describe('a rename', () => {
  let before: Map<string, string>

  const contents = (): Map<string, string> =>
    new Map(filesOf(workspace.path).map((file) => [file, readFileSync(join(workspace.path, file), 'latin1')]))
  const read = (file: string): string => readFileSync(join(workspace.path, file), 'utf8')

  beforeEach(() => {
    copyProject(workspace.path)
    before = contents()
  })

  test('puts the new name everywhere the old one stands, and changes nothing else', () => {
    const changed = renameFiles(workspace.path, target)
    const after = contents()
    expect([...after.keys()]).toEqual([...before.keys()])
    const files = [...after].map(([file, text]) => ({ file, text, old: before.get(file) ?? '' }))
    const namesOf = (those: typeof files): string[] => those.map(({ file }) => file)
    expect(namesOf(files.filter(({ text }) => text.includes(actionRepository)))).toEqual([])
    const renamedBack = files.filter(({ file }) => file !== owners)
    expect(
      namesOf(renamedBack.filter(({ text, old }) => text.replaceAll(target, actionRepository) !== old))
    ).toEqual([])
    expect(changed).toEqual(namesOf(files.filter(({ text, old }) => text !== old)))
    expect(changed).toEqual(
      expect.arrayContaining([
        owners,
        'README.md',
        'SECURITY.md',
        'dist/index.js',
        'examples/scheduled-check.yml',
        'package.json',
        'schema/report.schema.json',
        'src/about.ts'
      ])
    )
  })

  test("leaves the action's own name and its rules", () => {
    renameFiles(workspace.path, target)
    expect(JSON.parse(read('package.json'))).toMatchObject({
      name: actionName,
      repository: { url: `git+https://github.com/${target}.git` }
    })
    expect(read('src/about.ts')).toContain(`actionName = '${actionName}'`)
    expect(read('src/about.ts')).toContain(`actionRepository = '${target}'`)
    expect(JSON.parse(read('schema/report.schema.json'))).toMatchObject({
      $id: `https://github.com/${target}/schema/v1/report.schema.json`
    })
    expect(read('schema/report.schema.json')).toContain(`"const": "${actionName}"`)
    expect(read('dist/index.js')).toContain(`actionName = '${actionName}'`)
    expect(read(owners)).toContain('@Example-Org\n')
    expect(read('action.yml')).toBe(before.get('action.yml'))
    expect(read('package-lock.json')).toBe(before.get('package-lock.json'))
  })

  test('can be done again, and undone', () => {
    renameFiles(workspace.path, target)
    renameFiles(workspace.path, another)
    expect(repositoryOf(read('package.json'))).toBe(another)
    renameFiles(workspace.path, actionRepository)
    expect(contents()).toEqual(before)
    expect(renameFiles(workspace.path, actionRepository)).toEqual([])
  })

  test('says which files it has changed', () => {
    const { status, stdout } = run(target)
    expect(status).toBe(0)
    expect(stdout).toContain('package.json\n')
    expect(stdout).toMatch(/^\d+ files name Example-Org\/tls\.gate now\.$/m)
    expect(stdout).toContain('CODEOWNERS names @Example-Org. An organization is no owner there: ')
  })
})

describe('a rename is refused', () => {
  test.each(['nobody', 'a/b/c', 'https://github.com/a/b', '', 'a/b c'])(
    'to "%s", before a file is read',
    (name) => {
      const nowhere = join(workspace.path, 'nowhere')
      expect(() => renameFiles(nowhere, name)).toThrow(
        `"${name}" is no repository on GitHub. State OWNER/NAME.`
      )
    }
  )

  test('with one line that says why', () => {
    expect(run('nobody')).toEqual({
      status: 1,
      stdout: '',
      stderr: '"nobody" is no repository on GitHub. State OWNER/NAME.\n'
    })
  })

  test('to two names', () => {
    expect(run('a/b', 'c/d')).toMatchObject({ status: 1, stderr: 'State one OWNER/NAME.\n' })
  })
})

function run(...given: string[]): { status: number | null; stdout: string; stderr: string } {
  const script = join(root, 'scripts/rename.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...given], {
    cwd: workspace.path,
    encoding: 'utf8'
  })
  return { status, stdout, stderr }
}

describe('the name of a repository', () => {
  test.each(['a/b', 'Example-1/b.c', 'o1/_-.x', `${'o'.repeat(39)}/${'n'.repeat(100)}`])(
    '%s is one',
    (name) => {
      expect(isRepository(name)).toBe(true)
    }
  )

  test.each([
    'a',
    'a/',
    '/b',
    '-a/b',
    'a-/b',
    'a--b/c',
    'a_b/c',
    'a.b/c',
    'a/b.git',
    'a/.',
    'a/..',
    'a/b#c',
    "a/b'",
    'a/b\n',
    'ä/b',
    `${'o'.repeat(40)}/n`,
    `o/${'n'.repeat(101)}`
  ])('%j is none', (name) => {
    expect(isRepository(name)).toBe(false)
  })

  test('with characters that a replacement could read is put in as it is', () => {
    expect(renamed('a/b a/b', 'a/b', "$&/$'")).toBe("$&/$' $&/$'")
  })

  test('a longer name that contains the old one stays', () => {
    const text = 'a/b a/b.git x/a/b?c a/b-2 a/bc my-a/b a/b_ a/b@v1'
    expect(renamed(text, 'a/b', 'N/N')).toBe('N/N N/N.git x/N/N?c a/b-2 a/bc my-a/b a/b_ N/N@v1')
  })
})

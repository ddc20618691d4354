import { readdirSync, readFileSync } from 'node:fs'
import { posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = new Map(
  readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll(sep, '/'))
    .sort()
    .map((file) => [file, readFileSync(`${root}src/${file}`, 'utf8')])
)
const contributing = readFileSync(`${root}CONTRIBUTING.md`, 'utf8')
const dependencies = readFileSync(`${root}docs/dependencies.md`, 'utf8')
const filesWith = (pattern: RegExp): string[] =>
  [...sources].filter(([, text]) => pattern.test(text)).map(([file]) => file)

describe('who imports whom', () => {
  const rules = rulesOf(contributing)

  test.each([...sources])('%s imports what the table in CONTRIBUTING.md says', (file, text) => {
    const rule = ruleFor(file, rules)
    expect(rule).toBeDefined()
    expect(importsOf(file, text).filter((found) => !isAllowed(found, rule))).toEqual([])
  })

  test('the table permits nothing that no file does', () => {
    const idle = rules.flatMap((rule) => {
      const governed = [...sources].filter(([file]) => ruleFor(file, rules) === rule)
      const imports = governed.flatMap(([file, text]) => importsOf(file, text))
      const values = imports.filter(({ isType }) => !isType)
      return [
        ...rule.files.filter((entry) => !governed.some(([file]) => matches(entry, file))),
        ...rule.values.filter((entry) => !imports.some(({ target }) => matches(entry, target))),
        ...rule.types.filter((entry) => !imports.some(({ target }) => matches(entry, target))),
        ...rule.types.filter((entry) => values.some(({ target }) => matches(entry, target)))
      ].map((entry) => `${rule.files.join()}: ${entry}`)
    })
    expect(idle).toEqual([])
  })

  // The table could be changed to permit it.
  test('no wing imports another, and the ground imports nothing else', () => {
    const wings = ['inputs', 'judge', 'sendgrid', 'report']
    const folderOf = (path: string): string => path.split('/')[0] ?? ''
    const crossing = [...sources].flatMap(([file, text]) => {
      const folder = folderOf(file)
      const isCrossing = (target: string): boolean =>
        folder === 'model' ? folderOf(target) !== 'model' : wings.includes(folderOf(target))
      if (folder !== 'model' && folder !== 'http' && !wings.includes(folder)) return []
      return importsOf(file, text)
        .filter(({ target }) => folderOf(target) !== folder && isCrossing(target))
        .map(({ target }) => `${file}: ${target}`)
    })
    expect(crossing).toEqual([])
  })

  test('no file imports itself by way of others, not even for a type', () => {
    expect(cycleOf(sources)).toEqual([])
  })
})

// A check that cannot fail says nothing of the sources that pass it.
describe('the checks of imports', () => {
  const rules = rulesOf(
    '| Files | May import | And types of |\n| --- | --- | --- |\n| `a/` | `a/`, `p` | `b.ts` |\n| `a/c.ts` | | |\n'
  )
  const wrong = (file: string, text: string): string[] =>
    importsOf(file, text)
      .filter((found) => !isAllowed(found, ruleFor(file, rules)))
      .map(({ target }) => target)

  test.each([
    ['a/x.ts', "import { y } from './y.ts'\nimport type { B } from '../b.ts'\nimport p from 'p'", []],
    ['a/x.ts', "import { type B, b } from '../b.ts'", ['b.ts']],
    ['a/x.ts', "import {\n  c\n} from '../c.ts'\nexport * from 'q'", ['c.ts', 'q']],
    ['a/x.ts', "export function f(): void {}\nimport type { b } from '../b.ts'", []],
    ['a/x.ts', "import 'q'\nawait import(/* webpackIgnore: true */ '../d.ts')", ['q', 'd.ts']],
    ['a/c.ts', "import { x } from './x.ts'", ['a/x.ts']],
    ['b.ts', "import p from 'p'", ['p']]
  ])('see in %s what is not in its row: %j', (file, text, targets) => {
    expect(wrong(file, text)).toEqual(targets)
  })

  test('see a cycle of three files', () => {
    const files = new Map([
      ['a/x.ts', "import { z } from '../z.ts'"],
      ['z.ts', "import type { y } from './a/y.ts'"],
      ['a/y.ts', "import './x.ts'"]
    ])
    expect(cycleOf(files)).toEqual(['a/x.ts', 'z.ts', 'a/y.ts', 'a/x.ts'])
    expect(cycleOf(new Map([...files].slice(0, 2)))).toEqual([])
  })
})

describe('main.ts', () => {
  const text = sources.get('main.ts') ?? ''

  test('alone touches the process and its environment', () => {
    const touching = [...sources].filter(([, source]) =>
      /\bprocess\s*[.[;,})]|\bprocess$|node:process/m.test(withoutComments(source))
    )
    expect(touching.map(([file]) => file)).toEqual(['main.ts'])
  })

  test('is red before anything else, and one line clears it', () => {
    const statements = text.replace(/^(import\s[^']*'[^']*'|\/\/.*)$/gm, '').trim()
    expect(statements.split('\n')[0]).toBe('process.exitCode = core.ExitCode.Failure')
    expect(text.match(/exitCode\s*=.*/g)).toEqual([
      'exitCode = core.ExitCode.Failure',
      'exitCode = core.ExitCode.Success'
    ])
  })

  test('never ends the process', () => {
    expect(text).not.toMatch(/\bexit\b|\babort\b|\bkill\b/)
  })
})

test("SendGrid's wire names are in one file", () => {
  expect(filesWith(/require_tls|require_valid_cert/)).toEqual(['sendgrid/settings.ts'])
})

test('what judges and what reports knows no secret, but for the files that carry the token to GitHub', () => {
  const naming = filesWith(/api-?_?key|token/i).filter((file) => /^(judge|report)\//.test(file))
  const ofGitHub = ['github-client.ts', 'github-error.ts', 'github.ts']
  expect(naming).toEqual(ofGitHub.map((file) => `report/tracking-issue/${file}`))
})

test('CONTRIBUTING.md names every file of the sources in its map', () => {
  const [, map = ''] = /```text\n(.*?)```/s.exec(contributing) ?? []
  const names = [...sources.keys()].map((file) => posix.basename(file))
  const named = [...map.matchAll(/[\w-]+\.ts\b/g)].map(([name]) => name)
  // Two files of one name stand there twice.
  expect(named.sort()).toEqual(names.sort())
})

test('docs/dependencies.md has a sentence for each package that is in a bundle, and for no other', () => {
  const rows = [...dependencies.matchAll(/^\| (`[^|]+`) \| (`index\.js`|`track\.js`|both) \| \S.+\. \|$/gm)]
  const listed = (bundle: string): string[] =>
    rows
      .filter(([, , where]) => where === 'both' || where === `\`${bundle}\``)
      .flatMap(([, packages = '']) => [...packages.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
  const bundled = (licenses: string): string[] =>
    [
      ...readFileSync(`${root}dist/${licenses}`, 'utf8').matchAll(
        /^(@?[\w./-]+)\n(?:MIT|ISC|Apache-2\.0|BSD\S*)$/gm
      )
    ].map(([, name = '']) => name)
  expect(listed('index.js').sort()).toEqual(bundled('licenses.txt').sort())
  expect(listed('track.js').sort()).toEqual(bundled('tracking-issue/licenses.txt').sort())
  const locked = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { dependencies: object }
  expect([...listed('index.js'), ...listed('track.js')]).toEqual(
    expect.arrayContaining(Object.keys(locked.dependencies))
  )
})

describe('the documents', () => {
  const documents = [
    ...readdirSync(root, 'utf8').filter((file) => /\.md$/.test(file)),
    ...readdirSync(`${root}docs`, 'utf8').flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
    ...readdirSync(`${root}examples`, 'utf8').map((file) => `examples/${file}`),
    'action.yml'
  ]
  // Words that mean two things here, or that a reader has to learn.
  const avoided =
    /\b(well|tells?|told|scouts?|pace|doors?|rooms?|utils|one a line|waivers to look after|colour|behaviour|cancelled)\b/gi

  test.each(['one a line', 'Nobody told you.', 'all is well', 'the behaviour'])(
    '%j would be found',
    (text) => {
      expect(text.match(avoided)).toHaveLength(1)
    }
  )

  test.each(documents)('%s has none of the words that are avoided', (file) => {
    // What stands in code is a name.
    const text = readFileSync(`${root}${file}`, 'utf8')
      .replace(/`[^`\n]+`/g, '')
      .replace(/cancelled\(\)/g, '')
    expect(text.replace(/#cancelled\b/g, '').match(avoided) ?? []).toEqual([])
  })
})

/** A row of the table in CONTRIBUTING.md. An entry is a file, a folder with a slash at its end, or a package. */
interface Rule {
  readonly files: readonly string[]
  readonly values: readonly string[]
  readonly types: readonly string[]
}

interface Import {
  readonly target: string
  readonly isType: boolean
}

/** A word of a comment is no code. */
function withoutComments(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '')
}

/** The rows of the table that begins with the column `Files`. */
function rulesOf(text: string): Rule[] {
  const [, table = ''] =
    /^\| Files \| May import \| And types of \|\n\|[- |]+\n((?:\|.*\n)+)/m.exec(text) ?? []
  const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
  return table
    .trimEnd()
    .split('\n')
    .map((row) => row.split('|'))
    .map(([, files, values, types]) => ({
      files: namesIn(files),
      values: namesIn(values),
      types: namesIn(types)
    }))
}

/** The row that names the file most closely. */
function ruleFor(file: string, rules: readonly Rule[]): Rule | undefined {
  const closeness = (rule: Rule): number =>
    Math.max(0, ...rule.files.filter((entry) => matches(entry, file)).map((entry) => entry.length))
  const [closest] = rules.toSorted((one, other) => closeness(other) - closeness(one))
  return closest && closeness(closest) > 0 ? closest : undefined
}

function isAllowed({ target, isType }: Import, rule: Rule | undefined): boolean {
  const entries = isType ? [...(rule?.values ?? []), ...(rule?.types ?? [])] : (rule?.values ?? [])
  return entries.some((entry) => matches(entry, target))
}

function matches(entry: string, name: string): boolean {
  return entry.endsWith('/') ? name.startsWith(entry) : name === entry
}

/** What a file imports or exports again: files by their path in src/, packages by their name. */
function importsOf(file: string, text: string): Import[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w\s{},*]*?\sfrom\s+)?'([^']+)'/gm),
    ...text.matchAll(/\bimport\((?:\/\*.*?\*\/\s*)?()'([^']+)'\)/g)
  ]
  return found.map(([, type, specifier = '']) => ({
    target: specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier,
    isType: Boolean(type)
  }))
}

/** The first cycle of files, from one to itself; empty when there is none. */
function cycleOf(files: ReadonlyMap<string, string>): string[] {
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    const cycle = importsOf(file, files.get(file) ?? '')
      .map(({ target }) => visit(target, [...path, file]))
      .find((found) => found.length > 0)
    done.add(file)
    return cycle ?? []
  }
  return [...files.keys()].map((file) => visit(file, [])).find((found) => found.length > 0) ?? []
}

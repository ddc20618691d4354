import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8')

/** What a promise names: a file of tests, and the titles in it that show the promise best. */
interface Named {
  readonly file: string
  readonly titles: readonly string[]
}

const promises = promisesIn(page)

describe('what SECURITY.md promises', () => {
  test('is about what it has to be about', () => {
    expect(promises.map(({ what }) => what)).toEqual([
      'The API key',
      'The verdict',
      'The policy',
      'The accounts',
      'The setting',
      'The token',
      'Other issues',
      'The evidence',
      'The readers',
      'The build'
    ])
  })

  test.each(promises)('is shown by the tests that it names: $what', ({ text }) => {
    expect(problemsOf(text)).toEqual([])
  })

  test('stays one page', () => {
    const words = page.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word))
    expect(words.length).toBeLessThanOrEqual(950)
  })
})

describe('the check of a promise', () => {
  const known = '[plan](__tests__/report/tracking-issue/plan.test.ts)'
  test.each([
    ['without tests', 'Nothing leaks.', ['no tests']],
    ['before its tests alone', `As ${known} shows. Tests:`, ['no tests']],
    ['with a file that is not there', 'Tests: [gone](__tests__/gone.test.ts).', ['__tests__/gone.test.ts']],
    ['with a file that has no tests', 'Tests: [step](__tests__/support/step.ts).', ['no tests']],
    [
      'with a title that is not there',
      `Tests: ${known} "the marker", "no such title".`,
      ['__tests__/report/tracking-issue/plan.test.ts: no such title']
    ],
    // The end of a title is none.
    [
      'with a part of a title',
      `Tests: ${known} "accounts".`,
      ['__tests__/report/tracking-issue/plan.test.ts: accounts']
    ],
    ['with a file and a title of it', `Tests: ${known} "names of accounts".`, []]
  ])('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems))
})

function promisesIn(text: string): { readonly what: string; readonly text: string }[] {
  const section = /^## What is protected\n([\s\S]*?)^## /m.exec(text)?.[1] ?? ''
  return [...section.matchAll(/^- (?:\*\*(.+?)\.?\*\*)?(.*)$/gm)].map(([, what = '', promise = '']) => ({
    what,
    text: promise
  }))
}

/** What is wrong with the tests that a promise names. */
function problemsOf(promise: string): string[] {
  const named = namedIn(promise)
  if (named.length === 0) return ['no tests']
  return named.flatMap(({ file, titles }) => {
    const known = titlesIn(file)
    if (known === undefined) return [file]
    return titles.filter((title) => !known.has(title)).map((title) => `${file}: ${title}`)
  })
}

function namedIn(promise: string): Named[] {
  const tests = promise.split('Tests: ')[1] ?? ''
  return [...tests.matchAll(/\]\((__tests__\/[\w/-]+\.test\.ts)\)([^[]*)/g)].map(
    ([, file = '', after = '']) => ({
      file,
      titles: [...after.matchAll(/"(.+?)"/g)].map(([, title = '']) => title)
    })
  )
}

/** The titles of a file's tests and of their groups, as they are written; undefined when it is not there. */
function titlesIn(file: string): ReadonlySet<string> | undefined {
  let text: string
  try {
    text = readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
  const calls = /^ *(?:test|describe|scenario|spawnedScenario)\b.*?\(\s*(['"])(.+?)\1,/gm
  return new Set([...text.matchAll(calls)].map(([, , title = '']) => title))
}

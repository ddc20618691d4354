import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { excludeAccounts, matcherOf, refuseNoVerdict } from '../../src/judge/exclude.ts'
import { compliant, deviating, excluded, skipped, unverified } from '../support/outcomes.ts'
import { runs } from '../support/properties.ts'
import { named } from '../support/session.ts'

const accounts = ['@parent', 'test-1', 'test-2', 'live'].map(named)
const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)

describe('a line', () => {
  test.each([
    ['test-1', 'test-1', true],
    ['test-1', 'Test-1', false],
    ['test-1', 'test-10', false],
    ['test', 'test-1', false],
    ['test-*', 'test-1', true],
    ['test-*', 'test-', true],
    ['test-*', 'Test-1', false],
    ['test-*', 'my-test-1', false],
    ['*-test', 'my-test', true],
    ['*-test', 'my-test-1', false],
    ['*test*', 'my-test-1', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*bc*c', 'abc', false],
    ['a**b', 'a-b', true],
    ['a.c*', 'abc', false],
    ['(a+)+*', '(a+)+b', true],
    ['a*c', 'a\u2028c', true],
    ['*é', 'café', true],
    ['@parent', '@parent', true],
    ['*parent', '@parent', false],
    ['*a*', '@parent', false]
  ])('%j matches %j: %s', (line, name, isMatch) => {
    expect(matcherOf(line)(name)).toBe(isMatch)
  })

  test('means the same as a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 })
    fc.assert(
      fc.property(text, name, (line, account) => {
        const expected = new RegExp(`^${line.replaceAll('*', '.*')}$`).test(account)
        expect(matcherOf(line)(account)).toBe(expected)
      }),
      runs
    )
  })

  // A regular expression that goes back would not end here.
  test('of any length is one pass over the name', () => {
    const line = `${'a*'.repeat(499)}b`
    const names = Array.from({ length: 1_000 }, (_, index) => 'a'.repeat(256 - (index % 2)))
    expect(names.filter(matcherOf(line))).toEqual([])
    expect(matcherOf(`${'*a'.repeat(200)}*`)('a'.repeat(256))).toBe(true)
  })
})

describe('accounts', () => {
  test('are left out by the first line that matches, and the others keep their order', () => {
    const { kept, excluded, unmatchedLines } = excludeAccounts(['test-2', 'test-*', 'gone'], accounts)
    expect(namesOf(kept)).toEqual(['@parent', 'live'])
    expect(excluded.map(({ account, outcome }) => [account.name, outcome])).toMatchObject([
      ['test-1', { result: 'excluded', reason: '', line: 'test-*', changed: false }],
      ['test-2', { result: 'excluded', reason: '', line: 'test-2', changed: false }]
    ])
    expect(unmatchedLines).toEqual(['gone'])
  })

  test('are all kept without a line', () => {
    expect(excludeAccounts([], accounts)).toEqual({ kept: accounts, excluded: [], unmatchedLines: [] })
  })

  test('of which none is left are a mistake', () => {
    expect(() => excludeAccounts(['@parent', 'test-*', 'l*'], accounts)).toThrow(
      expect.objectContaining({
        reason: 'invalid-input',
        message: expect.stringMatching(/^exclude leaves no account\b/)
      })
    )
  })
})

describe('a run in which nobody has a verdict', () => {
  test.each([
    ['skipped', [skipped('a'), skipped('b')]],
    ['excluded', [excluded('a')]],
    ['both', [skipped('a'), excluded('b')]]
  ])('is refused: %s', (_, accounts) => {
    expect(() => refuseNoVerdict(accounts)).toThrow('exclude leaves no account that can be judged')
  })

  test.each([
    ['compliant', compliant('a')],
    ['deviating', deviating('a')],
    ['unverified', unverified('a')]
  ])('is not one with an account that is %s', (_, one) => {
    expect(() => refuseNoVerdict([skipped('b'), one, excluded('c')])).not.toThrow()
  })
})

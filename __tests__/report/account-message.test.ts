import { describe, expect, test } from '@jest/globals'
import type { FailureValue } from '../../src/model/failure.ts'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import {
  describeAccount,
  formatChangeLimit,
  formatNoSubusers,
  formatStop,
  iconOf,
  icons
} from '../../src/report/account-message.ts'
import {
  applied,
  compliant,
  deviating,
  excluded,
  fleetOf,
  job,
  judgedRun,
  looseningRefused,
  skipped,
  unverified,
  waived
} from '../support/outcomes.ts'

const softened = { ...job, failOnDeviation: false }

test.each<[string, object, string[]]>([
  ['nothing', { changed: false, inDoubt: false }, []],
  ['accepted', { changed: true, inDoubt: false }, ['SendGrid accepted a change before that.']],
  ['in doubt', { changed: true, inDoubt: true }, ['The setting may have been changed before that.']]
])('a change without a verdict is a note: %s', (_, change, notes) => {
  const account = unverified('a')
  expect(describeAccount({ ...account, outcome: { ...account.outcome, ...change } }, job).notes).toEqual(
    notes
  )
})

test.each<[string, JudgedAccount, string, string]>([
  ['compliant', compliant('a'), icons.good, icons.good],
  ['applied', applied('a'), icons.good, icons.good],
  ['deviating', deviating('a'), icons.bad, icons.open],
  ['left alone', looseningRefused('a'), icons.bad, icons.bad],
  ['unverified', unverified('a'), icons.open, icons.open],
  ['waived', waived('a'), icons.open, icons.open],
  ['skipped', skipped('a'), icons.open, icons.open],
  ['excluded', excluded('a'), icons.open, icons.open]
])('the icon of an account that is %s', (_, account, strict, soft) => {
  expect([iconOf(account, job), iconOf(account, softened)]).toEqual([strict, soft])
})

test('an excluded account was not asked, by the line that leaves it out', () => {
  expect(describeAccount(excluded('test-1', 'te*'), job).finding).toBe(
    'Account test-1 was not asked: the line "te*" of exclude leaves it out.'
  )
})

describe('sentences about a run', () => {
  const left = ({ outcome, ...one }: JudgedAccount): JudgedAccount => ({
    ...one,
    outcome: { ...outcome, reason: 'change-limit' } as JudgedAccount['outcome']
  })

  test.each([
    [
      1,
      ['a', 'b'],
      '1 account was changed, which is the limit that max-changes states; 2 more deviate and were left.'
    ],
    [
      2,
      ['a'],
      '2 accounts were changed, which is the limit that max-changes states; 1 more deviates and was left.'
    ],
    [2, [], undefined]
  ])('a limit of %i, and %j left', (maxChanges, names, sentence) => {
    const accounts = [applied('x'), ...names.map((name) => left(deviating(name)))]
    expect(formatChangeLimit(judgedRun(accounts, { job: { ...job, maxChanges } }))).toBe(sentence)
  })

  test('what is said once of many accounts', () => {
    const keyRefused = { reason: 'unauthorized', message: 'Answered\n401.', about: 'key' } as const
    const words = (failure: FailureValue, left: number): string => {
      const accounts = fleetOf(3, unverified)
      const stop = { failure, accounts: accounts.slice(0, left).map(({ account }) => account) }
      return formatStop(stop, judgedRun(accounts, { stops: [stop] }))
    }
    expect(words(keyRefused, 3)).toBe('The key was refused; none of 3 accounts was judged. Answered 401.')
    expect(words(keyRefused, 2)).toBe('2 of 3 accounts were not judged. Answered 401.')
    const silent = { reason: 'unavailable', message: 'Not asked.' } as const
    expect(words(silent, 3)).toBe('None of 3 accounts was judged. Not asked.')
  })

  test('no subuser is one where all were to be judged', () => {
    expect(formatNoSubusers(judgedRun([compliant('@parent')]))).toMatch(/lists no subuser/)
    expect(formatNoSubusers(judgedRun(fleetOf(2, compliant)))).toBeUndefined()
    const one = { ...job, selection: ['@parent'] }
    expect(formatNoSubusers(judgedRun([compliant('@parent')], { job: one }))).toBeUndefined()
  })
})

import { describe, expect, test } from '@jest/globals'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import {
  describeAccount,
  formatKeyRefused,
  formatNoSubusers,
  iconOf,
  icons
} from '../../src/report/account-message.ts'
import {
  applied,
  compliant,
  deviating,
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
  ['skipped', skipped('a'), icons.open, icons.open]
])('the icon of an account that is %s', (_, account, strict, soft) => {
  expect([iconOf(account, job), iconOf(account, softened)]).toEqual([strict, soft])
})

describe('sentences about a run', () => {
  test('a refused key is one where there are several accounts', () => {
    const keyRefused = { reason: 'unauthorized', message: 'Answered\n401.' } as const
    const words = (number: number) => formatKeyRefused(judgedRun(fleetOf(number, unverified), { keyRefused }))
    expect(words(2)).toBe('The key was refused; none of 2 accounts was judged. Answered 401.')
    expect(words(1)).toBeUndefined()
    expect(formatKeyRefused(judgedRun(fleetOf(2, unverified)))).toBeUndefined()
  })

  test('no subuser is one where all were to be judged', () => {
    expect(formatNoSubusers(judgedRun([compliant('@parent')]))).toMatch(/lists no subuser/)
    expect(formatNoSubusers(judgedRun(fleetOf(2, compliant)))).toBeUndefined()
    const one = { ...job, selection: ['@parent'] }
    expect(formatNoSubusers(judgedRun([compliant('@parent')], { job: one }))).toBeUndefined()
  })
})

import { describe, expect, test } from '@jest/globals'
import { accountsOf, reasonOf, resultOf, stepSucceeds } from '../src/judge/result.ts'
import type { JudgedAccount, Run } from '../src/judge/types.ts'
import {
  applied,
  compliant,
  deviating,
  job,
  judgedRun,
  looseningRefused,
  skipped,
  unverified,
  waived
} from './support/outcomes.ts'

const softened = { job: { ...job, failOnDeviation: false } }
const failure = { reason: 'forbidden', message: 'No.' } as const
const withoutAccounts: Run[] = [
  { kind: 'not-started', failure },
  { kind: 'no-accounts', ...softened, hosts: judgedRun([]).hosts, failure, keyScopes: undefined }
]

describe('the result of a run', () => {
  test.each<[string, string, JudgedAccount[]]>([
    ['compliant', '', [compliant('@parent')]],
    ['compliant', '', [compliant('@parent'), waived('waived'), skipped('off')]],
    ['compliant', '', [waived('waived'), skipped('off')]],
    ['applied', '', [compliant('@parent'), applied('bad')]],
    ['deviating', 'deviation', [compliant('@parent'), deviating('bad'), applied('other')]],
    ['deviating', 'deviation', [deviating('bad'), looseningRefused('tight')]],
    ['deviating', 'loosening-refused', [looseningRefused('tight'), deviating('bad')]],
    ['unverified', 'forbidden', [compliant('@parent'), deviating('bad'), unverified('nobody')]]
  ])(
    'is the worst, and its reason is that of the first account that has it: %s %s',
    (result, reason, accounts) => {
      const run = judgedRun(accounts)
      expect([resultOf(run), reasonOf(run)]).toEqual([result, reason])
      expect(accountsOf(run)).toBe(accounts)
    }
  )

  test.each(withoutAccounts)('is unverified where it is $kind, for the reason of that', (run) => {
    expect([resultOf(run), reasonOf(run), accountsOf(run)]).toEqual(['unverified', 'forbidden', []])
  })
})

describe('the step succeeds', () => {
  test('with accounts that are compliant, applied, waived or skipped', () => {
    const accounts = [compliant('@parent'), applied('bad'), waived('waived'), skipped('off')]
    expect(stepSucceeds(judgedRun(accounts))).toBe(true)
  })

  test('with deviations only where they are softened', () => {
    const accounts = [compliant('@parent'), deviating('bad')]
    expect([stepSucceeds(judgedRun(accounts)), stepSucceeds(judgedRun(accounts, softened))]).toEqual([
      false,
      true
    ])
  })

  test.each([
    ['an account unverified', unverified('nobody')],
    ['a loosening refused', looseningRefused('tight')]
  ])('never with %s', (_, account) => {
    expect(stepSucceeds(judgedRun([compliant('@parent'), account], softened))).toBe(false)
  })

  test.each(withoutAccounts)('never when it is $kind', (run) => {
    expect(stepSucceeds(run)).toBe(false)
  })
})

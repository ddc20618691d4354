import { describe, expect, test } from '@jest/globals'
import type { JudgedAccount } from '../../src/judge/types.ts'
import { iconOf, icons, keyRefusedInWords, noSubusersInWords, wordingOf } from '../../src/report/wording.ts'
import {
  applied,
  compliant,
  deviating,
  fleetOf,
  job,
  judged,
  judgedRun,
  loose,
  looseningRefused,
  skipped,
  tight,
  unverified,
  waived
} from '../support/outcomes.ts'

const softened = { ...job, failOnDeviation: false }

test('what was weakened and put back is a note, by the names of the inputs', () => {
  const account = judged('a', {
    result: 'applied',
    reason: '',
    restored: ['requireValidCert', 'tlsVersion'],
    before: loose,
    after: tight,
    changed: true,
    deviations: []
  })
  expect(wordingOf(account, job).notes).toEqual([
    'SendGrid weakened require-valid-cert, tls-version with the write, which did not name it. It was put back.'
  ])
  expect(wordingOf(applied('a'), job).notes).toEqual([])
})

test('that certificates alone are required is a note where the policy asks for TLS, and only there', () => {
  const account = deviating('a', { ...loose, requireValidCert: true })
  const notesBy = (requireTls: boolean | undefined) =>
    wordingOf(account, { ...job, policy: { ...job.policy, requireTls, requireValidCert: true } }).notes
  expect(notesBy(true)).toEqual([expect.stringContaining('does not count as requiring TLS')])
  expect([notesBy(undefined), notesBy(false)]).toEqual([[], []])
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
    const words = (number: number) =>
      keyRefusedInWords(judgedRun(fleetOf(number, unverified), { keyRefused }))
    expect(words(2)).toBe('The key was refused; none of 2 accounts was judged. Answered 401.')
    expect(words(1)).toBeUndefined()
    expect(keyRefusedInWords(judgedRun(fleetOf(2, unverified)))).toBeUndefined()
  })

  test('no subuser is one where all were to be judged', () => {
    expect(noSubusersInWords(judgedRun([compliant('@parent')]))).toMatch(/lists no subuser/)
    expect(noSubusersInWords(judgedRun(fleetOf(2, compliant)))).toBeUndefined()
    const one = { ...job, selection: ['@parent'] }
    expect(noSubusersInWords(judgedRun([compliant('@parent')], { job: one }))).toBeUndefined()
  })
})

import { describe, expect, test } from '@jest/globals'
import type { FailureReason } from '../../../src/model/failure.ts'
import type { JudgedAccount } from '../../../src/model/outcome.ts'
import type { Run } from '../../../src/model/run.ts'
import { nextSteps } from '../../../src/report/summary/next-steps.ts'
import {
  applied,
  compliant,
  deviating,
  judged,
  judgedRun,
  loose,
  looseningRefused,
  tight
} from '../../support/outcomes.ts'

const reasonsUrl = 'https://example.com/action'
const stepsOf = (...accounts: JudgedAccount[]) => nextSteps(judgedRun(accounts), reasonsUrl)

const unverifiedFor = (reason: FailureReason, about?: 'account'): JudgedAccount =>
  judged('child', {
    result: 'unverified',
    reason,
    message: 'No.',
    about,
    before: undefined,
    after: undefined,
    changed: false,
    inDoubt: false,
    deviations: []
  })

/** Applied to an account that had another setting than SendGrid's default. */
const changedBySomebody = (name: string): JudgedAccount => {
  const { outcome, ...rest } = applied(name)
  return {
    ...rest,
    outcome: { ...outcome, before: { ...loose, tlsVersion: 1.3 } } as JudgedAccount['outcome']
  }
}
/** What is in force is stricter than the policy. */
const stricter = (name: string): JudgedAccount => {
  const { outcome, ...rest } = deviating(name, tight)
  const deviations = [{ setting: 'requireTls', expected: false, actual: true }] as const
  return { ...rest, outcome: { ...outcome, deviations } }
}

/** What each reason asks of a person, word by word. */
const words: Record<FailureReason, string> = {
  'invalid-input': 'Correct the inputs',
  unauthorized: 'Check the key',
  forbidden: 'Check what the key may do, and from where',
  'not-found': 'Check the address and the names',
  rejected: 'Look at why the request was refused',
  'rate-limited': 'Find out what uses up the rate limit',
  unavailable: 'Run again when SendGrid answers',
  'unexpected-response': 'Check what answered',
  'not-confirmed': 'Run a check later',
  cancelled: 'Run again, to its end',
  'wrong-account': 'Find out why On-Behalf-Of is not followed',
  bug: 'Report the bug'
}
const reasons = Object.entries(words) as [FailureReason, string][]

describe('one account', () => {
  test.each(reasons)('without a verdict, for %s: %s', (reason, step) => {
    expect(stepsOf(unverifiedFor(reason))).toEqual([
      `**What to do next:** [${step}](${reasonsUrl}#${reason}).`
    ])
  })

  test.each<[string, JudgedAccount, string]>([
    ['deviates', deviating('child'), `[Run with mode: apply to restore it](${reasonsUrl}#deviation).`],
    [
      'may not be loosened',
      looseningRefused('child'),
      `[Correct the policy, or state allow-loosening: true](${reasonsUrl}#loosening-refused).`
    ],
    [
      'was changed',
      changedBySomebody('child'),
      `[Find out who changed the settings](${reasonsUrl}#deviation).`
    ]
  ])('that %s', (_, account, step) => {
    expect(stepsOf(account)).toEqual([`**What to do next:** ${step}`])
  })

  test.each(['unauthorized', 'forbidden', 'not-found'] as const)(
    'that is refused by a key that others are answered, for %s: its name is to be checked',
    (reason) => {
      expect(stepsOf(unverifiedFor(reason, 'account'))).toEqual([
        `**What to do next:** [Check the name of the account](${reasonsUrl}#${reason}).`
      ])
    }
  )

  test('that complies asks for nothing', () => expect(stepsOf(compliant('child'))).toEqual([]))

  test("that had SendGrid's default asks for nothing either: nobody has changed it before", () => {
    expect(stepsOf(applied('child'))).toEqual([])
  })
})

test('a fleet asks once for each reason, with how many accounts it is about', () => {
  const accounts = [
    ...Array(2).fill(unverifiedFor('forbidden')),
    unverifiedFor('forbidden', 'account'),
    ...Array(3).fill(deviating('bad')),
    stricter('strict'),
    ...Array(4).fill(changedBySomebody('old')),
    applied('new'),
    compliant('good')
  ]
  expect(stepsOf(...accounts)).toEqual([
    '**What to do next:** ' +
      `[Run with mode: apply to restore it](${reasonsUrl}#deviation) (3 accounts). ` +
      `[Correct the policy, or run with mode: apply and allow-loosening: true](${reasonsUrl}#deviation) (1 account). ` +
      `[Check what the key may do, and from where](${reasonsUrl}#forbidden) (2 accounts). ` +
      `[Check the name of the account](${reasonsUrl}#forbidden) (1 account). ` +
      `[Find out who changed the settings](${reasonsUrl}#deviation) (4 accounts).`
  ])
})

test.each(reasons)('a run without accounts, for %s: %s', (reason, step) => {
  const failure = { reason, message: 'No.' }
  const { job, hosts } = judgedRun([])
  const runs: Run[] = [
    { kind: 'not-started', failure },
    { kind: 'no-accounts', job, hosts, failure, keyScopes: undefined }
  ]
  expect(runs.map((run) => nextSteps(run, reasonsUrl))).toEqual(
    runs.map(() => [`**What to do next:** [${step}](${reasonsUrl}#${reason}).`])
  )
})

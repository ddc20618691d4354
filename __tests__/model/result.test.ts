import { describe, expect, test } from '@jest/globals'
import type { FailureReason, FailureValue } from '../../src/model/failure.ts'
import type { JudgedAccount, Outcome } from '../../src/model/outcome.ts'
import {
  accountsOf,
  excludedBy,
  reasonOf,
  resultOf,
  severityOf,
  stepSucceeds,
  unjudged,
  withResult
} from '../../src/model/result.ts'
import type { Run } from '../../src/model/run.ts'
import { redactMessages } from '../../src/redaction.ts'
import {
  applied,
  compliant,
  deviating,
  deviations,
  excluded,
  job,
  judged,
  judgedRun,
  leftByLimit,
  loose,
  looseningRefused,
  skipped,
  tight,
  unconfirmed,
  unverified,
  waived
} from '../support/outcomes.ts'
import { named } from '../support/session.ts'

const softened = { job: { ...job, failOnDeviation: false } }
const failure = { reason: 'forbidden', message: 'No.' } as const
const failed = (name: string, reason: FailureReason): JudgedAccount =>
  unjudged(named(name), { reason, message: `Because of ${reason}.` })
/** It deviates, and this kept it from being changed. */
const notChanged = (name: string, reason: FailureReason, message = 'No.'): JudgedAccount =>
  judged(name, {
    result: 'deviating',
    reason,
    message,
    before: loose,
    after: loose,
    changed: false,
    inDoubt: false,
    deviations
  })
const withoutAccounts: Run[] = [
  { kind: 'not-started', failure },
  { kind: 'no-accounts', ...softened, hosts: judgedRun([]).hosts, failure, keyScopes: undefined }
]

describe('the result of a run', () => {
  test.each<[string, string, JudgedAccount[]]>([
    ['compliant', '', [compliant('@parent')]],
    ['compliant', '', [compliant('@parent'), waived('waived'), skipped('off')]],
    ['compliant', '', [waived('waived'), skipped('off')]],
    ['deviating', 'deviation', [excluded('test'), deviating('bad')]],
    ['applied', '', [compliant('@parent'), applied('bad')]],
    ['deviating', 'deviation', [compliant('@parent'), deviating('bad'), applied('other')]],
    ['deviating', 'deviation', [deviating('bad'), looseningRefused('tight')]],
    ['deviating', 'loosening-refused', [looseningRefused('tight'), deviating('bad')]],
    ['unverified', 'forbidden', [compliant('@parent'), deviating('bad'), unverified('nobody')]],
    ['deviating', 'forbidden', [compliant('@parent'), notChanged('bad', 'forbidden'), deviating('other')]],
    ['deviating', 'change-limit', [applied('new'), leftByLimit('bad'), notChanged('other', 'forbidden')]],
    ['unverified', 'forbidden', [leftByLimit('bad'), unverified('nobody')]],
    ['deviating', 'deviation', [deviating('other'), notChanged('bad', 'forbidden')]],
    ['unverified', 'wrong-account', [notChanged('bad', 'rejected'), failed('other', 'wrong-account')]]
  ])(
    'is the worst, and its reason is that of the first account that has it: %s %s',
    (result, reason, accounts) => {
      const run = judgedRun(accounts)
      expect([resultOf(run), reasonOf(run)]).toEqual([result, reason])
      expect(accountsOf(run)).toBe(accounts)
    }
  )

  test.each([
    ['last', [compliant('@parent'), unverified('nobody'), failed('late', 'cancelled')]],
    ['beside a deviation', [deviating('bad'), failed('late', 'cancelled')]],
    ['with a known deviation', [notChanged('bad', 'cancelled'), unverified('nobody')]]
  ])('has the reason cancelled as soon as one account was cut short: %s', (_, accounts) => {
    const run = judgedRun(accounts, softened)
    expect({ result: resultOf(run), reason: reasonOf(run), succeeds: stepSucceeds(run) }).toEqual({
      result: 'unverified',
      reason: 'cancelled',
      succeeds: false
    })
  })

  test('is compliant where every account is excused', () => {
    const run = judgedRun([waived('waived'), skipped('off')])
    expect({ result: resultOf(run), succeeds: stepSucceeds(run) }).toEqual({
      result: 'compliant',
      succeeds: true
    })
  })

  test.each(withoutAccounts)('is unverified where it is $kind, for the reason of that', (run) => {
    expect([resultOf(run), reasonOf(run), accountsOf(run)]).toEqual(['unverified', 'forbidden', []])
  })
})

test.each<[string, JudgedAccount, string, string]>([
  ['compliant', compliant('one'), 'info', 'info'],
  ['applied', applied('one'), 'notice', 'notice'],
  ['deviating', deviating('one'), 'error', 'warning'],
  ['left by the limit of changes', leftByLimit('one'), 'error', 'warning'],
  ['not loosened', looseningRefused('one'), 'error', 'error'],
  ['not changed', notChanged('one', 'forbidden'), 'error', 'error'],
  ['unverified', unverified('one'), 'error', 'error'],
  ['waived', waived('one'), 'info', 'info'],
  ['skipped', skipped('one'), 'info', 'info'],
  ['excluded', excluded('one'), 'info', 'info']
])('how grave an account is: %s', (_, { outcome }, stated, soft) => {
  expect({ stated: severityOf(outcome, job), soft: severityOf(outcome, softened.job) }).toEqual({
    stated,
    soft
  })
})

test('the accounts with one result are those alone, in their order', () => {
  const [first, second, other] = [deviating('first'), looseningRefused('second'), compliant('other')]
  expect(withResult([first, other, second], 'deviating')).toEqual([first, second])
})

describe('the step succeeds', () => {
  test('with accounts that are compliant, applied, waived or skipped', () => {
    const accounts = [
      compliant('@parent'),
      applied('bad'),
      waived('waived'),
      skipped('off'),
      excluded('test')
    ]
    expect(stepSucceeds(judgedRun(accounts))).toBe(true)
  })

  test.each([
    ['a deviation', deviating('bad')],
    ['a deviation that the limit of changes has left', leftByLimit('bad')]
  ])('with %s only where it is softened', (_, account) => {
    const accounts = [compliant('@parent'), account]
    expect({
      stated: stepSucceeds(judgedRun(accounts)),
      softened: stepSucceeds(judgedRun(accounts, softened))
    }).toEqual({ stated: false, softened: true })
  })

  test.each([
    ['an account unverified', unverified('nobody')],
    ['a loosening refused', looseningRefused('tight')],
    ['a change not confirmed', unconfirmed('bad')],
    ...(['forbidden', 'unauthorized', 'not-found', 'rejected', 'rate-limited', 'not-confirmed'] as const).map(
      (reason): [string, JudgedAccount] => [
        `a deviation that could not be changed: ${reason}`,
        notChanged('bad', reason)
      ]
    )
  ])('never with %s', (_, account) => {
    expect(stepSucceeds(judgedRun([leftByLimit('@parent'), account], softened))).toBe(false)
  })

  test.each(withoutAccounts)('never when it is $kind', (run) => {
    expect(stepSucceeds(run)).toBe(false)
  })
})

test('an account that was not asked is unverified, costs nothing and keeps why', () => {
  const failure: FailureValue = { reason: 'unauthorized', message: 'No.', about: 'key' }
  expect(unjudged(named('late'), failure)).toEqual({
    account: named('late'),
    outcome: {
      result: 'unverified',
      ...failure,
      before: undefined,
      after: undefined,
      changed: false,
      inDoubt: false,
      deviations: []
    },
    requestCounts: { requests: 0, retries: 0 },
    identity: 'not-asked'
  })
})

test('an account that is excluded keeps the line, and has no reason', () => {
  expect(excludedBy('test-*', named('test-1')).outcome).toMatchObject({
    result: 'excluded',
    reason: '',
    line: 'test-*',
    changed: false
  })
})

describe('what a run says is cleaned', () => {
  const secret = 'the-key'
  const redact = (text: string): string => text.replaceAll(secret, '***')
  const cleaned = (run: Run): string => JSON.stringify(redactMessages(run, redact))
  const notConfirmed: Outcome = {
    result: 'unverified',
    reason: 'not-confirmed',
    message: secret,
    before: loose,
    after: tight,
    changed: true,
    inDoubt: false,
    deviations: []
  }

  test.each<[string, Run]>([
    ['an account without a verdict', judgedRun([unverified('nobody', secret)])],
    ['a known deviation', judgedRun([notChanged('bad', 'forbidden', secret)])],
    ['a change that is not confirmed', judgedRun([judged('bad', notConfirmed)])],
    ['a refused key', judgedRun([], { stops: [{ failure: { ...failure, message: secret }, accounts: [] }] })],
    [
      'the warning about blocked recipients',
      judgedRun([], { blockedRecipients: { days: 1, byAccount: new Map(), warning: secret } })
    ],
    ['wrong inputs', { kind: 'not-started', failure: { ...failure, message: secret } }],
    [
      'no accounts',
      {
        kind: 'no-accounts',
        ...softened,
        hosts: judgedRun([]).hosts,
        failure: { ...failure, message: secret },
        keyScopes: undefined
      }
    ]
  ])('in %s', (_, run) => {
    expect(JSON.stringify(run)).toContain(secret)
    expect(cleaned(run)).not.toContain(secret)
    expect(cleaned(run)).toContain('***')
  })

  test('and nothing else is changed', () => {
    const accounts = [compliant('@parent'), applied('a'), waived('b'), skipped('c'), deviating('d')]
    const run = judgedRun(accounts, {
      blockedRecipients: { days: 1, byAccount: new Map(), warning: undefined }
    })
    expect(redactMessages(run, redact)).toEqual(run)
  })
})

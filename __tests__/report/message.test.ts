import { describe, expect, test } from '@jest/globals'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import type { Run, WaiverNotice } from '../../src/model/run.ts'
import { formatWaiverNotice } from '../../src/report/format.ts'
import { formatMessage } from '../../src/report/message.ts'
import { collectOutputs } from '../../src/report/outputs.ts'
import {
  applied,
  compliant,
  deviating,
  expired,
  fleetOf,
  judgedRun,
  looseningRefused,
  skipped,
  unverified,
  waived
} from '../support/outcomes.ts'

const failure = { reason: 'unavailable', message: '*No* answer.' } as const
const { job, hosts } = judgedRun([])
const noAccounts: Run = { kind: 'no-accounts', job, hosts, failure, keyScopes: undefined }

describe('the message', () => {
  test.each<[string, JudgedAccount[]]>([
    [
      '2 of 61 accounts deviate (newsletter, old-store), 1 could not be verified, 2 are waived.',
      [
        ...fleetOf(56, compliant),
        deviating('newsletter'),
        looseningRefused('old-store'),
        unverified('gone'),
        ...fleetOf(2, waived),
        ...fleetOf(9, skipped)
      ]
    ],
    [
      '7 of 8 accounts deviate (subuser-0, subuser-1, subuser-2 and 4 more).',
      [...fleetOf(7, deviating), compliant('a')]
    ],
    ['3 of 3 accounts deviate (subuser-0, subuser-1, subuser-2).', fleetOf(3, deviating)],
    ["1 of 2 accounts deviates (the key's own account).", [deviating('@parent'), compliant('a')]],
    ['1 of 2 accounts could not be verified (gone).', [compliant('a'), unverified('gone')]],
    ['1 of 3 accounts was changed (new), 1 is waived.', [applied('new'), waived('a'), compliant('b')]],
    ['1,000 of 1,000 accounts comply.', fleetOf(1_000, compliant)],
    ['2 of 3 accounts comply, 1 is waived.', [waived('a'), ...fleetOf(2, compliant), skipped('b')]],
    ['2 of 2 accounts are waived (a, b).', [waived('a'), waived('b')]],
    ["the key's own account complies.", [compliant('@parent')]],
    ['newsletter deviates.', [deviating('newsletter')]],
    ["the key's own account was changed.", [applied('@parent')]],
    ["the key's own account could not be verified.", [unverified('@parent')]],
    ['old is waived.', [waived('old'), skipped('off')]]
  ])('says: %s', (sentence, accounts) => {
    expect(formatMessage(judgedRun(accounts))).toBe(`Enforced TLS: ${sentence}`)
  })

  test.each<[string, Run]>([
    ['Enforced TLS was not checked: the action cannot start.', { kind: 'not-started', failure }],
    ['Enforced TLS could not be verified: no account was judged.', noAccounts],
    ['Enforced TLS could not be verified: no account was judged.', judgedRun([skipped('off')])]
  ])('is there without a verdict: %s', (sentence, run) => {
    expect(formatMessage(run)).toBe(sentence)
  })

  test.each([
    ['news@example.com', 'news example.com'],
    ['*b*_c_~d~`e`[f](g)<@h>', 'b c d e f g h'],
    ['a+b-c.d 9', 'a+b-c.d 9'],
    ['caf\u00e9 \u65e5\u672c \u0663', 'caf\u00e9 \u65e5\u672c \u0663'],
    ['a\u00a0b\nc', 'a b c'],
    ['<!channel>', 'channel'],
    ['***', 'an account'],
    ['@', 'an account'],
    ['- -', 'an account'],
    ['\u3164\uffa0', 'an account'],
    ['', 'an account'],
    ['account-id sg2a2bcd3ef4ab5c67d8efab91c01de2fa', 'account-id sg2a2bcd3ef4ab5c67d8efab91c01de2fa'],
    ['x'.repeat(49), `${'x'.repeat(47)}...`],
    [`${'x'.repeat(46)}\u{1d49c}\u{1d49c}`, `${'x'.repeat(46)}...`]
  ])('has of the name %j: %s', (name, plain) => {
    expect(formatMessage(judgedRun([deviating(name)]))).toBe(`Enforced TLS: ${plain} deviates.`)
  })

  test('has at most 300 characters for as many accounts as there can be, with long names', () => {
    const long = (make: (name: string) => JudgedAccount) => fleetOf(25_000, make, 'x'.repeat(250))
    const message = formatMessage(
      judgedRun([...long(deviating), ...long(unverified), ...long(applied), ...long(waived), compliant('a')])
    )
    expect(message).toMatch(
      /^Enforced TLS: 25,000 of 100,001 accounts deviate \(x+\.\.\., x+\.\.\., x+\.\.\. and 24,997 more\), .* 25,000 are waived\.$/
    )
    expect(message.length).toBeLessThanOrEqual(300)
  })
})

describe('the notices about waivers', () => {
  const noticesOf = (run: Run) => JSON.parse(collectOutputs(run)['waiver-notices'] ?? '')

  test('are none where no account was judged, and where no waiver needs attention', () => {
    const runs = [{ kind: 'not-started', failure } as const, noAccounts, judgedRun([waived('a')])]
    expect(runs.map(noticesOf)).toEqual([[], [], []])
  })

  test('have account, date, days and kind; what almost names an account was not judged', () => {
    const notice = expired('a"\n*b*')
    const waiverNotices: WaiverNotice[] = [
      notice,
      { ...notice, kind: 'almost-named', account: 'ab', days: 3 }
    ]
    const entry = { account: 'a"\n*b*', until: '2020-01-31' }
    expect(noticesOf(judgedRun([], { waiverNotices }))).toEqual([
      { ...entry, days: -1, kind: 'expired' },
      { ...entry, days: 3, kind: 'not-judged' }
    ])
  })

  test('are cut after 500', () => {
    const waiverNotices = Array.from({ length: 501 }, (_, index) => expired(`old-${index}`))
    expect(noticesOf(judgedRun([], { waiverNotices }))).toHaveLength(500)
  })

  test.each([
    [14, 'in 14 days'],
    [7, 'in 7 days'],
    [1, 'in 1 day'],
    [0, 'today']
  ])('say in words when %d days are left, and in apply what comes then', (days, when) => {
    const notice = { ...expired('a'), kind: 'expires-soon', days } as const
    const sentence = `The waiver of a until 2020-01-31 ends ${when}.`
    expect(formatWaiverNotice(notice, 'check')).toBe(sentence)
    expect(formatWaiverNotice(notice, 'apply')).toBe(
      `${sentence} If the account deviates, it is written from the day after.`
    )
  })
})

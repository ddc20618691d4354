import { expect, test } from '@jest/globals'
import { activeWaiver, almostNamed, reviewWaivers } from '../../src/judge/waivers.ts'
import type { Waiver } from '../../src/model/job.ts'
import { applied, compliant, deviating, excluded, skipped, unverified, waived } from '../support/outcomes.ts'

const today = Date.UTC(2026, 5, 15, 12)
const waiver = (account: string, until: string): Waiver => ({ account, until, reason: 'migration' })

test.each([
  ['2026-06-16', true],
  ['2026-06-15', true],
  ['2026-06-14', false]
])('a waiver until %s counts on 15 June: %s', (until, counts) => {
  const stated = waiver('bad', until)
  expect(activeWaiver([waiver('other', '2026-12-31'), stated], 'bad', today)).toBe(
    counts ? stated : undefined
  )
})

test('its last day ends at midnight UTC', () => {
  const stated = waiver('bad', '2026-06-15')
  expect(activeWaiver([stated], 'bad', Date.UTC(2026, 5, 15, 23, 59, 59, 999))).toBe(stated)
  expect(activeWaiver([stated], 'bad', Date.UTC(2026, 5, 16))).toBeUndefined()
})

test.each([
  ['bad', '2026-06-14', 'expired', -1],
  ['bad', '2025-06-15', 'expired', -365],
  ['other', '2026-06-14', 'expired', -1],
  ['bad', '2026-06-15', 'expires-soon', 0],
  ['bad', '2026-06-22', 'expires-soon', 7],
  ['bad', '2026-06-29', 'expires-soon', 14],
  ['bad', '2026-06-30', undefined, 15],
  ['@parent', '2026-06-14', 'expired', -1],
  ['@parent', '2026-12-31', 'not-needed', 199],
  ['@parent', '2026-06-20', 'not-needed', 5],
  ['other', '2026-12-31', 'not-judged', 199],
  ['other', '2026-06-20', 'not-judged', 5]
])('the notice about a waiver of %s until %s: %s, with %d days left', (account, until, kind, days) => {
  const stated = waiver(account, until)
  for (const dateMs of [Date.UTC(2026, 5, 15), today, Date.UTC(2026, 5, 15, 23, 59, 59, 999)])
    expect({
      dateMs,
      notices: reviewWaivers([stated], [compliant('@parent'), waived('bad')], dateMs)
    }).toEqual({ dateMs, notices: kind ? [{ kind, waiver: stated, days }] : [] })
})

test.each([['ba\u0064\u0301', 'a letter with an accent']])(
  '%j is not bad: %s excuses nobody else, and is not judged',
  (account) => {
    const stated = waiver(account, '2026-12-31')
    expect(activeWaiver([stated], 'bad', today)).toBeUndefined()
    expect(reviewWaivers([stated], [waived('bad')], today)).toEqual([
      { kind: 'not-judged', waiver: stated, days: 199 }
    ])
  }
)

test('of two waivers of one account one that still counts is taken', () => {
  const [over, stated] = [waiver('bad', '2026-06-01'), waiver('bad', '2026-12-31')]
  expect(activeWaiver([over, stated], 'bad', today)).toBe(stated)
})

test.each([
  ['applied', applied, undefined],
  ['deviating', deviating, undefined],
  ['skipped', skipped, undefined],
  ['unverified', unverified, undefined],
  ['waived', waived, undefined],
  ['compliant', compliant, 'not-needed']
])('a waiver that lasts needs attention when its account is %s: %p', (_, make, kind) => {
  const stated = waiver('bad', '2026-12-31')
  expect(reviewWaivers([stated], [make('bad')], today)).toMatchObject(kind ? [{ kind, waiver: stated }] : [])
})

test.each([
  ['bad', '2026-12-31', { kind: 'not-judged', isExcluded: true }],
  ['bad', '2026-06-20', { kind: 'not-judged', isExcluded: true }],
  ['bad', '2026-06-15', { kind: 'not-judged', isExcluded: true }],
  ['bad', '2026-06-14', { kind: 'expired', isExcluded: true }],
  ['Bad', '2026-12-31', { kind: 'not-judged' }]
])('the waiver of %j until %s, and an excluded account bad', (account, until, notice) => {
  const stated = waiver(account, until)
  expect(reviewWaivers([stated], [compliant('a'), excluded('bad', 'b*')], today)).toEqual([
    { ...notice, days: expect.any(Number), waiver: stated }
  ])
})

test.each([
  'Bad-Mail',
  'BAD-MAIL',
  'bad-mail\u00a0',
  '\u00a0bad-mail',
  'bad - mail',
  'bad-\u00admail',
  '"bad-mail"',
  "'bad-mail'",
  '\u00abbad-mail\u00bb',
  '`bad-mail`',
  '\u00b4bad-mail\u00b4',
  'bad-mail:',
  '- bad-mail',
  '--bad-mail',
  '<bad-mail>',
  '(Bad-Mail).',
  '@bad-mail'
])('%j is almost bad-mail, which it does not cover', (account) => {
  const stated = waiver(account, '2026-12-31')
  const notice = { kind: 'almost-named', waiver: stated, days: 199, account: 'bad-mail' }
  expect(almostNamed([stated], ['@parent', 'bad-mail'], today)).toEqual([notice])
  expect(activeWaiver([stated], 'bad-mail', today)).toBeUndefined()
  expect(reviewWaivers([stated], [deviating('@parent'), deviating('bad-mail')], today)).toEqual([notice])
})

test.each([
  ['it names an account of the run exactly', 'Bad', ['Bad', 'bad'], '2026-12-31'],
  ['it is expired', 'Bad', ['bad'], '2026-06-14'],
  ['more than the ends differs', 'ba-d', ['bad', 'bad2', 'b.ad'], '2026-12-31'],
  ['both are punctuation alone', '"', ["'"], '2026-12-31']
])('a waiver is not almost of an account where %s', (_, account, names, until) => {
  expect(almostNamed([waiver(account, until)], names, today)).toEqual([])
})

test.each(['2026-12-31', '2026-06-15'])(
  'an account without its at sign is almost the parent, until %s',
  (until) => {
    expect(almostNamed([waiver('parent', until)], ['@parent'], today)).toMatchObject([{ account: '@parent' }])
  }
)

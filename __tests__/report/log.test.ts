import { describe, expect, test } from '@jest/globals'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import type { Run } from '../../src/model/run.ts'
import { type Annotation, planAnnotations } from '../../src/report/annotations.ts'
import { planLog } from '../../src/report/log.ts'
import {
  applied,
  compliant,
  deviating,
  excluded,
  expired,
  fleetOf,
  job,
  judgedRun,
  looseningRefused,
  skipped,
  stopped,
  unverified,
  waived
} from '../support/outcomes.ts'

const actionUrl = 'https://example.com/action'
const log = (run: Run) => planLog(run, planAnnotations(run, [], actionUrl), actionUrl)
const textOf = (entry: string | Annotation) => (typeof entry === 'string' ? entry : entry.message)
const linesOf = (run: Run) => {
  const { findings, after, lastLine } = log(run)
  return [...findings, ...after, lastLine].flatMap((entry) => textOf(entry).split('\n'))
}
const one = (make: (name: string) => JudgedAccount) => judgedRun([make('child')])

describe('the last line is the verdict with what to do', () => {
  test.each<[string, Run]>([
    ['Result: compliant.', one(compliant)],
    ['Result: applied.', one(applied)],
    [`Result: deviating (deviation). What to do: ${actionUrl}#deviation`, one(deviating)],
    [
      `Result: deviating (loosening-refused). What to do: ${actionUrl}#loosening-refused`,
      one(looseningRefused)
    ],
    [`Result: unverified (forbidden). What to do: ${actionUrl}#forbidden`, one(unverified)],
    [
      `Result: unverified (forbidden). What to do: ${actionUrl}#forbidden`,
      judgedRun([deviating('a'), unverified('b')])
    ],
    [
      `Result: unverified (invalid-input). What to do: ${actionUrl}#invalid-input`,
      { kind: 'not-started', failure: { reason: 'invalid-input', message: 'x' } }
    ]
  ])('%s', (line, run) => {
    expect(log(run).lastLine).toBe(line)
  })
})

describe('each finding stands once', () => {
  test.each([2, 9, 10, 40, 200])('in a fleet of %d that deviates, in one group', (number) => {
    const run = judgedRun(fleetOf(number, deviating))
    const { heading, findings } = log(run)
    expect(heading).toBe(`Findings: ${number} accounts`)
    const about = findings.map(textOf).join('\n')
    for (let index = 0; index < number; index++) {
      expect(about.match(new RegExp(`Account subuser-${index} deviates: require-tls`, 'g'))).toHaveLength(1)
    }
    expect(
      linesOf(run).filter((line) => /Account subuser-\d+ deviates: require-tls/.test(line))
    ).toHaveLength(number)
  })

  test.each([
    compliant,
    deviating,
    looseningRefused,
    applied,
    unverified,
    (name: string) => waived(name),
    skipped
  ])('of one account, without a group: case %#', (make) => {
    const run = one((name) => make(name))
    expect(log(run).heading).toBeUndefined()
    const lines = linesOf(run).filter((line) => line.startsWith('Account child'))
    expect(lines.length).toBeGreaterThan(0)
    expect(new Set(lines).size).toBe(lines.length)
  })

  test('of every kind in a mixed fleet, and nothing of those that comply', () => {
    const run = judgedRun([
      compliant('good'),
      deviating('bad'),
      applied('new'),
      waived('old'),
      unverified('gone'),
      skipped('off'),
      excluded('test', 'te*')
    ])
    const { heading, after } = log(run)
    expect(heading).toBe('Findings: 5 accounts')
    const lines = linesOf(run)
    for (const name of ['bad', 'new', 'old', 'gone', 'off'])
      expect(
        lines.filter((line) => new RegExp(`Account ${name}\\b.*(require-tls|no verdict|skipped)`).test(line))
      ).toHaveLength(1)
    expect(lines.join('\n')).not.toMatch(/good|test/)
    expect(after.at(-1)).toBe(
      '7 accounts: 1 compliant, 1 applied, 1 deviating, 1 unverified, 1 waived, 1 skipped, 1 excluded.'
    )
  })

  test('no group where all comply', () => {
    expect(log(judgedRun(fleetOf(3, compliant)))).toEqual({
      heading: undefined,
      findings: [],
      after: ['3 accounts: 3 compliant.'],
      lastLine: 'Result: compliant.'
    })
  })
})

describe('a long log', () => {
  test('names 200 accounts and counts the others', () => {
    const { findings } = log(judgedRun(fleetOf(3_001, deviating)))
    expect(findings.at(-1)).toBe('And 2,801 more accounts.')
  })

  test('has every annotation, however many accounts stand before it', () => {
    const run = judgedRun([...fleetOf(300, applied, 'new'), ...fleetOf(3, deviating, 'bad')])
    const { findings } = log(run)
    const annotations = findings.filter((entry) => typeof entry !== 'string')
    expect(annotations.map(({ message }) => message.split(' ')[1])).toEqual(['bad-0', 'bad-1', 'bad-2'])
    expect(findings.at(-1)).toBe('And 100 more accounts.')
  })
})

test('a key that is refused has one line for 40 accounts, their count and the verdict', () => {
  const keyRefused = { reason: 'unauthorized', message: 'It was answered 401.', about: 'key' } as const
  const { heading, findings, after, lastLine } = log(stopped(fleetOf(40, unverified), keyRefused))
  expect([heading, findings]).toEqual([undefined, []])
  expect(after).toHaveLength(2)
  expect(textOf(after[0] ?? '')).toMatch(/^The key was refused; none of 40 accounts was judged\. /)
  expect(after[1]).toBe('40 accounts: 40 unverified.')
  expect(lastLine).toMatch(/^Result: unverified \(forbidden\)\./)
})

test('what is about the run comes after the findings: waivers, no subusers', () => {
  const { after } = log(judgedRun([deviating('@parent')], { job, waiverNotices: [expired('old')] }))
  expect(after.map((entry) => (typeof entry === 'string' ? entry : entry.title))).toEqual([
    'Waivers of the Enforced TLS policy',
    'No subusers'
  ])
})

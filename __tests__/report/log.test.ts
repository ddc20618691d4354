import { describe, expect, test } from '@jest/globals'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import type { Run } from '../../src/model/run.ts'
import { planAnnotations } from '../../src/report/annotations.ts'
import { type LogEntry, planLog } from '../../src/report/log.ts'
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

const reasonsUrl = 'https://example.com/action'
const log = (run: Run) => planLog(run, planAnnotations(run, [], reasonsUrl), reasonsUrl)
const textOf = (entry: LogEntry) => (typeof entry === 'string' ? entry : entry.message)
const findingsOf = (run: Run): LogEntry[] => {
  const { open, folded } = log(run)
  return [...open, ...(folded?.entries ?? [])]
}
const linesOf = (run: Run) => {
  const { after, lastLine } = log(run)
  return [...findingsOf(run), ...after, lastLine].flatMap((entry) => textOf(entry).split('\n'))
}
const one = (make: (name: string) => JudgedAccount) => judgedRun([make('child')])

describe('the last line is the verdict with what to do', () => {
  test.each<[string, Run]>([
    ['Result: compliant.', one(compliant)],
    ['Result: applied.', one(applied)],
    [`Result: deviating (deviation). What to do: ${reasonsUrl}#deviation`, one(deviating)],
    [
      `Result: deviating (loosening-refused). What to do: ${reasonsUrl}#loosening-refused`,
      one(looseningRefused)
    ],
    [`Result: unverified (forbidden). What to do: ${reasonsUrl}#forbidden`, one(unverified)],
    [
      `Result: unverified (forbidden). 2 accounts: 1 deviating (a), 1 unverified (b). What to do: ${reasonsUrl}#forbidden, ${reasonsUrl}#deviation`,
      judgedRun([deviating('a'), unverified('b')])
    ],
    [
      `Result: deviating (deviation). 7 accounts: 2 compliant, 5 deviating (the key's own account, : :x, bad-0 and 2 more). What to do: ${reasonsUrl}#deviation`,
      judgedRun([
        ...fleetOf(2, compliant),
        deviating('@parent'),
        deviating('::x'),
        ...fleetOf(3, deviating, 'bad')
      ])
    ],
    [
      'Result: applied. 3 accounts: 2 applied (a, b), 1 waived.',
      judgedRun([applied('a'), applied('b'), waived('c')])
    ],
    ['Result: compliant. 3 accounts: 3 compliant.', judgedRun(fleetOf(3, compliant))],
    [
      `Result: unverified (invalid-input). What to do: ${reasonsUrl}#invalid-input`,
      { kind: 'not-started', failure: { reason: 'invalid-input', message: 'x' } }
    ]
  ])('%s', (line, run) => {
    expect(log(run).lastLine).toBe(line)
  })
})

describe('each finding stands once', () => {
  test.each([
    [2, 2],
    [10, 10],
    [11, 5],
    [200, 5]
  ])('in a fleet of %d that deviates, %d of them open', (number, open) => {
    const run = judgedRun(fleetOf(number, deviating))
    const planned = log(run)
    const findings = findingsOf(run).map(textOf)
    expect(planned.open.length).toBe(open)
    expect(planned.folded?.heading).toBe(
      number > open ? `More findings: ${number - open} accounts` : undefined
    )
    expect(findings).toHaveLength(number)
    for (const [index, finding] of findings.entries())
      expect(finding).toContain(`Account subuser-${index} deviates: require-tls`)
  })

  test('those that fail the step are open, whatever stands before them', () => {
    const run = judgedRun([
      ...fleetOf(20, skipped),
      ...fleetOf(2, applied, 'new'),
      deviating('bad'),
      unverified('gone')
    ])
    expect(log(run).open.map((entry) => textOf(entry).split(/[ :]/)[1])).toEqual([
      'bad',
      'gone',
      'new-0',
      'new-1',
      'subuser-0'
    ])
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
    expect(log(run).folded).toBeUndefined()
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
    expect(log(run).open).toHaveLength(5)
    const lines = linesOf(run)
    const findingsOn = (name: string) =>
      lines.filter((line) => new RegExp(`Account ${name}\\b.*(require-tls|no verdict|skipped)`).test(line))
    expect(['bad', 'new', 'old', 'gone', 'off'].filter((name) => findingsOn(name).length !== 1)).toEqual([])
    expect(lines.join('\n')).not.toMatch(/good|test/)
    expect(lines.at(-1)).toContain(
      '7 accounts: 1 compliant, 1 applied (new), 1 deviating (bad), 1 unverified (gone), 1 waived, 1 skipped, 1 excluded.'
    )
  })

  test('no group where all comply', () => {
    expect(log(judgedRun(fleetOf(3, compliant)))).toEqual({
      open: [],
      folded: undefined,
      after: [],
      lastLine: 'Result: compliant. 3 accounts: 3 compliant.'
    })
  })
})

describe('a long log', () => {
  test('names 200 accounts and counts the others', () => {
    const findings = findingsOf(judgedRun(fleetOf(3_001, deviating)))
    expect(findings).toHaveLength(201)
    expect(findings.at(-1)).toBe('And 2,801 more accounts.')
  })

  test('has every annotation, however many accounts stand before it', () => {
    const softened = { ...job, failOnDeviation: false }
    const run = judgedRun([...fleetOf(300, looseningRefused, 'left'), ...fleetOf(3, deviating, 'bad')], {
      job: softened
    })
    const findings = findingsOf(run)
    const annotations = findings.filter((entry) => typeof entry !== 'string')
    expect(annotations.map(({ message }) => message.split(' ')[1])).toEqual(['bad-0', 'bad-1', 'bad-2'])
    expect(findings.at(-1)).toBe('And 100 more accounts.')
  })
})

test('a key that is refused has one line for 40 accounts, their count and the verdict', () => {
  const keyRefused = { reason: 'unauthorized', message: 'It was answered 401.', about: 'key' } as const
  const { open, folded, after, lastLine } = log(stopped(fleetOf(40, unverified), keyRefused))
  expect([open, folded]).toEqual([[], undefined])
  expect(after).toHaveLength(1)
  expect(textOf(after[0] ?? '')).toMatch(/^The key was refused; none of 40 accounts was judged\. /)
  expect(lastLine).toMatch(/^Result: unverified \(forbidden\)\. 40 accounts: 40 unverified \(subuser-0, /)
})

test('what is about the run comes after the findings: waivers, no subusers', () => {
  const { after } = log(judgedRun([deviating('@parent')], { job, waiverNotices: [expired('old')] }))
  expect(after.map((entry) => (typeof entry === 'string' ? entry : entry.title))).toEqual([
    'Waivers of the Enforced TLS policy',
    'No subusers'
  ])
})

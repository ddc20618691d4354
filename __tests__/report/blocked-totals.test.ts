import { describe, expect, test } from '@jest/globals'
import type { BlockedCount, JudgedAccount } from '../../src/model/outcome.ts'
import { planAnnotations } from '../../src/report/annotations.ts'
import { formatBlocked, sumBlocked } from '../../src/report/blocked-totals.ts'
import { collectOutputs } from '../../src/report/outputs.ts'
import { formatReport } from '../../src/report/report-file.ts'
import { formatSummary } from '../../src/report/summary/summary.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { githubRun } from '../support/github-run.ts'
import { compliant, judgedRun } from '../support/outcomes.ts'

const none: BlockedCount = { count: 0, domains: [], otherBlocks: 0, isComplete: true }
const accounts = [compliant('@parent'), compliant('one'), compliant('two')]

/** A run that has counted these, in the order of the accounts. */
const runWith = (counts: readonly (BlockedCount | undefined)[], warning?: string) =>
  judgedRun(accounts, {
    blockedRecipients: {
      days: 7,
      byAccount: new Map(
        counts.flatMap((count, index) => {
          const judged: JudgedAccount | undefined = accounts[index]
          return judged === undefined || count === undefined ? [] : [[judged.account, count] as const]
        })
      ),
      warning
    }
  })
const some: BlockedCount = {
  count: 3,
  domains: [
    { domain: 'b.example', count: 1 },
    { domain: 'a.example', count: 2 }
  ],
  otherBlocks: 4,
  isComplete: true
}
const more: BlockedCount = { ...some, count: 5, domains: [{ domain: 'b.example', count: 5 }], otherBlocks: 0 }

test('counts of accounts are added, domains with the most addresses first, then by name', () => {
  const tie: BlockedCount = { ...none, count: 2, domains: [{ domain: 'c.example', count: 2 }] }
  expect(sumBlocked(runWith([some, more, tie]))).toEqual({
    days: 7,
    count: 10,
    domains: [
      { domain: 'b.example', count: 6 },
      { domain: 'a.example', count: 2 },
      { domain: 'c.example', count: 2 }
    ],
    otherBlocks: 4,
    isComplete: true
  })
})

describe('in words', () => {
  const words = (count: number, domains: number, otherBlocks: number, isComplete = true, days = 7) =>
    formatBlocked({
      days,
      count,
      domains: Array.from({ length: domains }, (_, index) => ({ domain: `${index}.example`, count: 1 })),
      otherBlocks,
      isComplete
    })
  const bound = 'This is a lower bound: people and SendGrid take addresses off these lists.'

  test.each([
    [
      words(0, 0, 0),
      '0 addresses in 0 domains are blocked because of TLS, by the lists of the last 7 days. 0 other blocks have another reason.'
    ],
    [
      words(1, 1, 1, true, 1),
      '1 address in 1 domain is blocked because of TLS, by the lists of the last 1 day. 1 other block has another reason.'
    ],
    [
      words(10_000, 2, 1_000, false),
      'At least 10,000 addresses in 2 domains are blocked because of TLS, by the lists of the last 7 days. 1,000 other blocks have another reason.'
    ]
  ])('%s', (text, start) => {
    expect(text).toBe(`${start} ${bound}`)
    // The list holds addresses that are on it now, and says nothing about messages.
    expect(text).not.toMatch(/message|@|\.example/)
  })
})

describe('the channels', () => {
  const page = (...given: Parameters<typeof runWith>) =>
    formatSummary(runWith(...given), 'https://example.com/action')

  test('the summary has counts by account, most first, and no domain', () => {
    const markdown = page([some, more, none])
    expect(markdown).toContain('### Recipients blocked because of TLS')
    expect(markdown).toContain('\n8 addresses in 2 domains are blocked because of TLS')
    expect(markdown).toContain(
      '- `one`: 5 addresses in 1 domain, and 0 other blocks\n- `@parent`: 3 addresses in 2 domains, and 4 other blocks\n'
    )
    expect(markdown).not.toContain('- `two`')
    expect(markdown).not.toContain('b.example')
  })

  test('the summary says so where a list was not read to its end', () => {
    const markdown = page([{ ...some, isComplete: false }])
    expect(markdown).toContain('\nAt least 3 addresses')
    expect(markdown).toContain('- `@parent`: at least 3 addresses in 2 domains, and 4 other blocks\n')
  })

  test('the summary has the one warning, and no count where there is none', () => {
    const markdown = page([], 'The scope suppression.blocks.read is missing.')
    expect(markdown).toContain('The scope suppression.blocks.read is missing.')
    expect(markdown).not.toMatch(/addresses|nothing was counted/)
  })

  test('the summary says that no account requires TLS', () => {
    expect(page([])).toContain('None of the accounts requires TLS, so nothing was counted.')
  })

  test('one notice has the counts and no domain, and one warning what was not counted', () => {
    const { aboutRun } = planAnnotations(runWith([some, more], 'Cut.'), [], 'https://example.com/action')
    expect(aboutRun.map(({ level, title }) => [level, title])).toEqual([
      ['notice', 'Recipients blocked because of TLS'],
      ['warning', 'Recipients blocked because of TLS']
    ])
    expect(aboutRun[0]?.message).toMatch(/^At least 8 addresses/)
    expect(aboutRun.map(({ message }) => message).join()).not.toContain('.example')
  })

  test('outputs have the count and the first 100 domains, most first', () => {
    const domains = Array.from({ length: 150 }, (_, index) => ({
      domain: `d${index}.example`,
      count: index + 1
    }))
    const outputs = collectOutputs(runWith([{ ...none, count: 11_325, domains }]))
    expect(outputs['blocked-recipient-count']).toBe('11325')
    const listed = JSON.parse(outputs['blocked-domains'] ?? '')
    expect([listed.length, listed[0], listed[99]]).toEqual([
      100,
      { domain: 'd149.example', count: 150 },
      { domain: 'd50.example', count: 51 }
    ])
  })

  test('outputs have 0 for what was counted, and nothing for what was not', () => {
    expect(collectOutputs(runWith([none]))).toMatchObject({
      'blocked-recipient-count': '0',
      'blocked-domains': '[]'
    })
    const uncounted = { 'blocked-recipient-count': '', 'blocked-domains': '[]' }
    expect(collectOutputs(runWith([], 'No scope.'))).toMatchObject(uncounted)
    expect(collectOutputs(judgedRun(accounts))).toMatchObject(uncounted)
  })

  test('the report has all domains of each account', () => {
    const text = formatReport(runWith([some, undefined, none]), readWorkflowRun(githubRun()), {
      startMs: 0,
      endMs: 0
    })
    expect(
      JSON.parse(text).accounts.map((account: Record<string, unknown>) => account['blockedRecipients'])
    ).toEqual([{ days: 7, ...some }, null, { days: 7, ...none }])
  })

  test('none of them mentions what was not asked for', () => {
    const run = judgedRun(accounts)
    expect(formatSummary(run, '')).not.toContain('blocked')
    expect(planAnnotations(run, [], '').aboutRun).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { passedInputs } from '../../../sandbox/runner.ts'
import type { JudgedAccount } from '../../../src/model/outcome.ts'
import type { Judged } from '../../../src/model/run.ts'
import { createRedaction } from '../../../src/redaction.ts'
import { markerOf, planTrackingIssue } from '../../../src/report/tracking-issue/plan.ts'
import { readWorkflowRun } from '../../../src/report/workflow-run.ts'
import { githubRun } from '../../support/github-run.ts'
import {
  compliant,
  deviating,
  excluded,
  fleetOf,
  judgedRun,
  skipped,
  unverified,
  waived
} from '../../support/outcomes.ts'
import { acceptedInputs } from '../../support/run-inputs.ts'

describe('the marker', () => {
  const stated = { 'api-key': 'SG.not-a-real-key', 'require-tls': 'true' }
  const marker = async (inputs: Record<string, string>, reference?: string): Promise<string> => {
    const passed = await passedInputs({ ...stated, ...inputs })
    const { job, connection } = acceptedInputs(
      (name) => passed[name] ?? '',
      {},
      createRedaction(passed['api-key'] ?? '')
    )
    const workflowRun = readWorkflowRun({
      ...githubRun(),
      ...(reference ? { GITHUB_WORKFLOW_REF: reference } : {})
    })
    return markerOf(judgedRun([], { job, hosts: connection.apiUrls }), workflowRun)
  }
  const list = { 'on-behalf-of': 'a\nb' }

  test('is what it was in the release before, or every open issue would be orphaned', async () => {
    expect(await marker(list)).toBe(
      '<!-- sendgrid-enforced-tls-action tracking 269fcb1d05b0b14ee57e57fb9f39170a -->'
    )
  })

  test.each<[string, Record<string, string>]>([
    ['another order', { 'on-behalf-of': 'b\na\nb' }],
    ['another policy', { ...list, 'require-valid-cert': 'true' }],
    ['another mode', { ...list, mode: 'apply' }],
    ['waivers', { ...list, waivers: 'a until 2999-01-01: x' }],
    ['another key', { ...list, 'api-key': 'SG.another-key' }]
  ])('is the same with %s', async (_what, inputs) => {
    expect(await marker(inputs)).toBe(await marker(list))
  })

  test.each<[string, Record<string, string>]>([
    ['fewer accounts', { 'on-behalf-of': 'a' }],
    ['every subuser', { 'all-subusers': 'true' }],
    ["the key's own account", {}],
    ['another region', { ...list, region: 'eu' }],
    ['another host', { ...list, 'api-url': 'https://gateway.example' }]
  ])('differs with %s', async (_what, inputs) => {
    expect(await marker(inputs)).not.toBe(await marker(list))
  })

  test('belongs to the workflow, on whatever branch it runs', async () => {
    const at = (reference: string) => marker(list, `octocat/hello/.github/workflows/${reference}`)
    expect(await at('tls.yml@refs/heads/main')).toBe(await at('tls.yml@refs/heads/branch'))
    expect(await at('tls.yml@refs/heads/main')).not.toBe(await at('other.yml@refs/heads/main'))
  })

  test('belongs to the name of the workflow where GitHub does not say its file', () => {
    const of = (workflow: string) =>
      markerOf(judgedRun([]), readWorkflowRun({ GITHUB_WORKFLOW: workflow, GITHUB_WORKFLOW_REF: '' }))
    expect(of('TLS')).toBe(of('TLS'))
    expect(of('TLS')).not.toBe(of('Other'))
  })
})

describe('the body', () => {
  test.each([
    ['short names', (number: string) => `subuser-${number}`],
    ['names of many bytes', (number: string) => `日本語の名前-${number}`],
    ['names beyond all bounds', (number: string) => number.repeat(100)]
  ])('of 10,000 accounts fits what GitHub takes, and says what is missing: %s', (_what, nameOf) => {
    const run = judgedRun(fleetOf(10_000, (number) => deviating(nameOf(number)), ''))
    const workflowRun = readWorkflowRun(githubRun())
    const plan = planTrackingIssue(run, workflowRun, 0, undefined)
    const body = plan.kind === 'open' ? plan.body : ''
    const rows = body.match(/^\| `/gm)?.length ?? 0
    expect(rows).toBeGreaterThan(50)
    // Each account deviates in two settings.
    const run42 = '[the run of Enforced TLS](https://github.com/octocat/hello/actions/runs/42)'
    expect(body).toContain(
      `And ${(20_000 - rows).toLocaleString('en')} more rows. The report file of ${run42} has them all.`
    )
    expect(body).toContain('10,000 accounts of 10,000 deviate')
    expect(body).toMatch(/Last checked: 1970-01-01 00:00 UTC/)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536)

    const changed = planTrackingIssue(run, workflowRun, 0, 'another state')
    expect(changed.kind === 'rewrite' && changed.comment?.length).toBeLessThan(10_000)
  })
})

const waiverOf = ({ outcome }: JudgedAccount) => (outcome.result === 'waived' ? outcome.waiver : undefined)

describe('what the body says', () => {
  const runs = (number: number) =>
    readWorkflowRun({ ...githubRun(), GITHUB_RUN_ID: String(number), GITHUB_WORKFLOW: 'TLS [a](b)' })
  const link = (number: number) =>
    `[the run of TLS \\[a\\](b)](https://github.com/octocat/hello/actions/runs/${number})`
  const hour = 3_600_000
  const bodyOf = (run: Judged, number: number, existing?: string): string => {
    const plan = planTrackingIssue(run, runs(number), number * hour, existing)
    return 'body' in plan ? plan.body : ''
  }
  const deviates = judgedRun([
    deviating('a'),
    waived('old', 'moving to [x](https://evil.example)'),
    compliant('b')
  ])

  test('what a deviation means for mail', () => {
    expect(bodyOf(deviates, 1)).toContain('at least 1.2. Mail can leave in clear text.\n')
  })

  test('since when, by the first run of the issue, however often it is rewritten', () => {
    const first = bodyOf(deviates, 1)
    expect(first).toContain(`\nDeviating since 1970-01-01 01:00 UTC, ${link(1)}.\n`)
    const third = bodyOf(deviates, 3, bodyOf(deviates, 2, first).replaceAll('\n', '\r\n'))
    expect(third).toContain(`\nDeviating since 1970-01-01 01:00 UTC, ${link(1)}.\n`)
    expect(third).toContain(`\nLast checked: 1970-01-01 03:00 UTC, ${link(3)}.`)
    expect(bodyOf(deviates, 3, bodyOf(deviates, 2, first))).toBe(third)
  })

  test.each([
    'A note.',
    'Deviating since ever.',
    'x Deviating since 1970-01-01 01:00 UTC, [the run](https://github.com/x).'
  ])('since now where the line is gone: %s', (existing) => {
    expect(bodyOf(deviates, 2, existing)).toContain(`Deviating since 1970-01-01 02:00 UTC, ${link(2)}.`)
  })

  test('since when, also below the words of a person', () => {
    const edited = `Deviating since ever, says Ann.\n\n${bodyOf(deviates, 1)}`
    expect(bodyOf(deviates, 2, edited)).toContain(`\nDeviating since 1970-01-01 01:00 UTC, ${link(1)}.\n`)
  })

  test('no address is kept that is longer than one of a run', () => {
    const long = `https://x/${'y'.repeat(30_000)}`
    const existing = `Deviating since 1970-01-01 01:00 UTC, [x](${long}).`
    const run = judgedRun(fleetOf(3_000, deviating))
    expect(bodyOf(run, 2, existing)).toContain('\nDeviating since 1970-01-01 01:00 UTC, the run of ')
  })

  test('no address but one of the web is kept', () => {
    const existing = (address: string) => `Deviating since 1970-01-01 01:00 UTC, [x](${address}).`
    expect(bodyOf(deviates, 2, existing('https://github.com/y'))).toContain('(https://github.com/y).')
    for (const address of ['javascript:alert', 'https://x <b>', '//x'])
      expect({ address, body: bodyOf(deviates, 2, existing(address)) }).toEqual({
        address,
        body: expect.stringContaining('Deviating since 1970-01-01 01:00 UTC, the run of TLS \\[a\\](b).\n')
      })
  })

  test('which accounts are waived, until when and why', () => {
    expect(bodyOf(deviates, 1)).toContain(
      '\n\nWaived accounts, which deviate and do not count:\n\n- `old` until 2026-12-31: moving to \\[x\\](https<span>://</span>evil.example)\n'
    )
    expect(bodyOf(judgedRun([deviating('a')]), 1)).not.toContain('Waived')
  })

  test('within its bound with 3,000 waivers and 3,000 deviations of the longest names', () => {
    const long = '\u65e5'.repeat(300)
    const run = judgedRun([
      ...fleetOf(3_000, deviating, long),
      ...fleetOf(3_000, (name) => waived(name, '<'.repeat(900)), long)
    ])
    const body = bodyOf(run, 1)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536)
    expect(body).toMatch(/\n\nAnd [\d,]+ more rows\.[\s\S]*\n\nAnd [\d,]+ more accounts\.\n/)
  })

  test('is what docs/tracking-issue.md shows', () => {
    const page = readFileSync(new URL('../../../docs/tracking-issue.md', import.meta.url), 'utf8')
    const [, sample = ''] = /^ {2}```markdown\n(.*?)^ {2}```$/ms.exec(page) ?? []
    const shown = (runId: number) => readWorkflowRun({ ...githubRun(), GITHUB_RUN_ID: String(runId) })
    const { outcome, ...rest } = deviating('newsletter')
    const one = {
      ...rest,
      outcome: { ...outcome, deviations: outcome.deviations.slice(0, 1) }
    } as JudgedAccount
    const old = waived('legacy-mail', 'its largest recipient gets a new mail server')
    const until = { ...old, outcome: { ...old.outcome, waiver: { ...waiverOf(old), until: '2027-03-31' } } }
    const run = judgedRun([one, until as JudgedAccount, ...fleetOf(38, compliant)])
    const first = planTrackingIssue(run, shown(42), Date.UTC(2026, 10, 2, 4, 17), undefined)
    const existing = 'body' in first ? first.body : ''
    const plan = planTrackingIssue(run, shown(57), Date.UTC(2026, 10, 28, 4, 17), existing)
    const body = 'body' in plan ? plan.body.replace(shown(57).reasonsUrl, 'troubleshooting.md') : ''
    // The first two parts are hidden.
    expect(body.split('\n\n').slice(2).join('\n\n')).toBe(sample.replace(/^ {2}/gm, '').trimEnd())
  })

  test('that is closed: no table, and from when to when it deviated', () => {
    const closed = bodyOf(judgedRun([compliant('a'), waived('old')]), 5, bodyOf(deviates, 1))
    expect(closed.split('\n\n')).toEqual([
      markerOf(deviates, runs(5)),
      `No account deviates from the policy any more, 1 waived account aside, as of ${link(5)}.`,
      `Deviated from 1970-01-01 01:00 UTC, ${link(1)}, to 1970-01-01 05:00 UTC, ${link(5)}.`,
      'Waived accounts, which deviate and do not count:',
      '- `old` until 2026-12-31: moving &#60;b&#62;house&#60;/b&#62;',
      `Last checked: 1970-01-01 05:00 UTC, ${link(5)}.`
    ])
    // Where it is opened again, it deviates since then.
    expect(bodyOf(deviates, 7, closed)).toContain(`Deviating since 1970-01-01 07:00 UTC, ${link(7)}.`)
  })
})

describe('names of accounts', () => {
  const workflowRun = readWorkflowRun(githubRun())
  const marker = markerOf(judgedRun([]), workflowRun)

  test.each([
    marker,
    `\n${marker}`,
    `x ${marker.replace('<!--', '<!<!----')}`,
    '<!-\u200b- hidden',
    '<!--',
    '--> <!-- deviations 0 -->',
    '`<!-- out of its code span -->'
  ])('cannot begin a comment, or stand in the first line: %j', (name) => {
    const plan = planTrackingIssue(judgedRun([deviating(name)]), workflowRun, 0, undefined)
    const body = plan.kind === 'open' ? plan.body : ''
    expect(body.split('\n')[0]).toBe(marker)
    // The marker and the state are the only ones.
    expect(body.split('<!--')).toHaveLength(3)
    expect(body.split('\n').slice(3).join('\n')).not.toContain('<!--')

    const changed = planTrackingIssue(judgedRun([deviating(name)]), workflowRun, 0, marker)
    expect(changed).toMatchObject({ kind: 'rewrite', comment: expect.not.stringContaining('<!--') })
  })

  test('of which nobody sees anything are shown with their code points', () => {
    const plan = planTrackingIssue(judgedRun([deviating('\u00ad')]), workflowRun, 0, undefined)
    expect(plan).toMatchObject({ kind: 'open', body: expect.stringContaining('| `U+00AD` | require-tls |') })
  })
})

describe('the comment that closes the issue counts the accounts that were not compared', () => {
  const workflowRun = readWorkflowRun(githubRun())
  test.each([
    ['none', [compliant('a')], ''],
    ['one skipped', [compliant('a'), skipped('b')], ', 1 skipped account aside'],
    ['one excluded', [compliant('a'), excluded('b')], ', 1 excluded account aside'],
    ['several skipped', [compliant('a'), skipped('b'), skipped('c')], ', 2 skipped accounts aside'],
    [
      'skipped and waived',
      [compliant('a'), skipped('b'), waived('c')],
      ', 1 waived account aside, 1 skipped account aside'
    ]
  ])('%s', (_what, accounts, aside) => {
    const plan = planTrackingIssue(judgedRun(accounts), workflowRun, 0, 'a body')
    expect(plan.kind).toBe('close')
    expect(plan.kind === 'close' && plan.comment).toMatch(
      new RegExp(`^No account deviates from the policy any more${aside}, as of `)
    )
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'a link under the name',
      githubRun(),
      '[the run of Enforced TLS](https://github.com/octocat/hello/actions/runs/42)'
    ],
    [
      'a link without a name',
      { ...githubRun(), GITHUB_WORKFLOW: '' },
      '[the run](https://github.com/octocat/hello/actions/runs/42)'
    ],
    ['the name without a link', { ...githubRun(), GITHUB_RUN_ID: '' }, 'the run of Enforced TLS']
  ])('and names the run: %s', (_what, environment, run) => {
    const plan = planTrackingIssue(judgedRun([compliant('a')]), readWorkflowRun(environment), 0, 'a body')
    expect(plan.kind === 'close' && plan.comment).toContain(`, as of ${run}.`)
  })

  test('and there is none as long as an account could not be verified', () => {
    const plan = planTrackingIssue(judgedRun([compliant('a'), unverified('b')]), workflowRun, 0, 'a body')
    expect(plan).toMatchObject({ kind: 'rewrite', comment: undefined })
  })
})

describe('the comment about a change counts the accounts without a verdict', () => {
  test.each([
    ['none', [], '`a`).'],
    ['one', [unverified('b')], '`a`). 1 account could not be verified (forbidden).'],
    ['two', [unverified('b'), unverified('c')], '`a`). 2 accounts could not be verified (forbidden).']
  ])('%s', (_what, others, end) => {
    const run = judgedRun([deviating('a'), compliant('d'), ...others])
    const plan = planTrackingIssue(run, readWorkflowRun(githubRun()), 0, 'another state')
    const comment = plan.kind === 'rewrite' ? plan.comment : undefined
    expect(comment).toMatch(/: now 1 account \(/)
    expect(
      comment
        ?.split('(')
        .slice(-1 - Number(others.length > 0))
        .join('(')
    ).toBe(end)
  })
})

describe('a body that a person has changed', () => {
  const rewritten = (existing: string): string => {
    const plan = planTrackingIssue(judgedRun([unverified('a')]), readWorkflowRun(githubRun()), 0, existing)
    return plan.kind === 'rewrite' ? plan.body : ''
  }

  test('has the line of the last check again', () => {
    expect(rewritten('A note.')).toMatch(/^A note\.\n\nLast checked: 1970-01-01 00:00 UTC, /)
  })

  test('is left as it is when the line would make it longer than GitHub takes', () => {
    const full = 'x'.repeat(65_536)
    expect(rewritten(full)).toBe(full)
  })
})

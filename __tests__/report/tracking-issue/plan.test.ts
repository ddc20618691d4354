import { describe, expect, test } from '@jest/globals'
import { passedInputs } from '../../../sandbox/runner.ts'
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
    expect(body).toContain(`And ${(20_000 - rows).toLocaleString('en')} more rows.`)
    expect(body).toContain('10,000 accounts of 10,000 deviate')
    expect(body).toMatch(/Last checked: 1970-01-01 00:00 UTC/)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536)

    const changed = planTrackingIssue(run, workflowRun, 0, 'another state')
    expect(changed.kind === 'rewrite' && changed.comment?.length).toBeLessThan(10_000)
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

import { describe, expect, test } from '@jest/globals'
import { passedInputs } from '../sandbox/runner.ts'
import { type Inputs, readInputs } from '../src/inputs.ts'
import type { AccountOutcome } from '../src/judge/fleet.ts'
import { readContext } from '../src/tell/context.ts'
import { markerOf, planIssue } from '../src/tell/tracking.ts'
import { githubRun } from './support/github-run.ts'

const stated = { 'api-key': 'SG.not-a-real-key', 'require-tls': 'true' }
async function inputsOf(further: Record<string, string>): Promise<Inputs> {
  const passed = await passedInputs({ ...stated, ...further })
  return readInputs((name) => passed[name] ?? '')
}

describe('the marker', () => {
  const marker = async (inputs: Record<string, string>, reference?: string): Promise<string> => {
    const context = readContext({ ...githubRun(), ...(reference ? { GITHUB_WORKFLOW_REF: reference } : {}) })
    return markerOf(await inputsOf(inputs), context)
  }
  const list = { 'on-behalf-of': 'a\nb' }

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
})

describe('the body', () => {
  const deviations = [{ setting: 'requireTls', expected: true, actual: false }] as const
  const settings = { requireTls: false, requireValidCert: false, tlsVersion: 1.1 } as const
  const deviating = (name: string): AccountOutcome => ({
    account: { name, region: 'global', disabled: false },
    outcome: { result: 'deviating', settings, deviations, refused: [] },
    effort: { requests: 1, retries: 0 }
  })

  test.each([
    ['short names', (number: number) => `subuser-${number}`],
    ['names of many bytes', (number: number) => `日本語の名前-${number}`],
    ['names beyond all bounds', (number: number) => `${number}`.repeat(5_000)]
  ])('of 10,000 deviations fits what GitHub takes, and says what is missing: %s', async (_what, name) => {
    const accounts = Array.from({ length: 10_000 }, (_, number) => deviating(name(number)))
    const context = readContext(githubRun())
    const inputs = await inputsOf({ 'all-subusers': 'true' })
    const run = { inputs, outcome: { accounts }, remarks: [] }
    const plan = planIssue(run, inputs, context, 0, undefined)
    const body = plan.kind === 'open' ? plan.body : ''
    const rows = body.match(/^\| `/gm)?.length ?? 0
    expect(rows).toBeGreaterThan(50)
    expect(body).toContain(`And ${(10_000 - rows).toLocaleString('en')} more rows.`)
    expect(body).toContain('10,000 accounts of 10,000 deviate')
    expect(body).toMatch(/Last checked: 1970-01-01 00:00 UTC/)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536)

    const changed = planIssue(run, inputs, context, 0, 'another state')
    expect(changed.kind === 'rewrite' && changed.comment?.length).toBeLessThan(10_000)
  })
})

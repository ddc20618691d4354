import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { passedInputs, type Step } from '../../sandbox/runner.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { githubRun } from '../support/github-run.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { secure, stepOf } from '../support/step.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const inProcess = inProcessSteps()
const step = (inputs: Record<string, string> = {}) => inProcess(sandbox, inputs)
const spawnedStep = (inputs: Record<string, string>): Promise<Step> =>
  stepOf(sandbox, inputs, { env: githubRun() })
const subusers = (number: number, settings = {}): void => {
  for (let index = 0; index < number; index++) sandbox.accounts.set(`subuser-${index}`, newAccount(settings))
}
type Logged = Pick<Step, 'log'>
const linesOf = ({ log }: Logged): string[] => log.trimEnd().split('\n')
const annotationsIn = ({ log }: Logged, level = '(?:error|warning|notice)'): string[] =>
  log.match(new RegExp(`^::${level}\\b.*$`, 'gm')) ?? []
type Channels = Pick<Step, 'log' | 'outputs' | 'summary' | 'report'> & Partial<Pick<Step, 'errorOutput'>>
/** Everything that a step leaves for people and programs. */
const channelsOf = ({ log, errorOutput = '', outputs, summary, report }: Channels): string =>
  [log, errorOutput, JSON.stringify(outputs), summary, report].join('\n')

test('a dead key with 40 accounts: one annotation, one line, no table', async () => {
  sandbox.keys.set(sandboxKey, 'revoked')
  subusers(40)
  const names = [...sandbox.accounts.keys()].join('\n')
  const result = await step({ 'on-behalf-of': names })
  expect([result.exitCode, result.outputs['unverified-count']]).toEqual([1, '40'])
  expect(annotationsIn(result)).toHaveLength(1)
  expect(annotationsIn(result)[0]).toMatch(/The key was refused; none of 40 accounts was judged\. /)
  expect(result.summary).toContain('The key was refused; none of 40 accounts was judged.')
  expect(result.summary).not.toMatch(/^\|/m)
  expect(result.log + result.summary).not.toContain('subuser-7')
  expect(linesOf(result).at(-1)).toMatch(
    /^Result: unverified \(unauthorized\)\. 40 accounts: 40 unverified \(subuser-0, .*\)\. What to do: .*#unauthorized$/
  )
})

test('the log: policy first, each finding once, five of many open, and the verdict with counts and names last', async () => {
  sandbox.parent.settings = secure
  subusers(12)
  const result = await spawnedStep({ 'all-subusers': 'true' })
  const lines = linesOf(result).filter((line) => !line.startsWith('::add-mask::'))
  expect(lines[0]).toBe('Policy: require-tls true (mode check).')
  const [group, end] = ['::group::More findings: 7 accounts', '::endgroup::'].map((line) =>
    lines.indexOf(line)
  )
  expect(lines.slice(1, group).map((line) => line.split(' ')[1])).toEqual([
    'subuser-0',
    'subuser-1',
    'subuser-2',
    'subuser-3',
    'subuser-4'
  ])
  expect(lines.slice(group, end)).toHaveLength(8)
  const isOnce = (name: string): boolean => result.log.split(`Account ${name} deviates`).length === 2
  expect([...sandbox.accounts.keys()].filter((name) => !isOnce(name))).toEqual([])
  expect(lines.at(-1)).toMatch(
    /^Result: deviating \(deviation\)\. 13 accounts: 1 compliant, 12 deviating \(subuser-0, subuser-1, subuser-2 and 9 more\)\. What to do: .*#deviation$/
  )
})

test('the notice of no subusers is in log and summary', async () => {
  sandbox.parent.settings = secure
  const result = await step({ 'all-subusers': 'true' })
  expect(result.exitCode).toBe(0)
  expect(annotationsIn(result, 'notice')).toHaveLength(1)
  expect(annotationsIn(result)[0]).toContain('SendGrid lists no subuser for this key')
  expect(result.summary).toContain('SendGrid lists no subuser for this key')
})

test('a deviation that could not be changed is one in every channel', async () => {
  sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
  const result = await step({ mode: 'apply', 'fail-on-deviation': 'false' })
  expect(result.exitCode).toBe(1)
  expect(result.outputs).toMatchObject({ result: 'deviating', reason: 'forbidden', 'deviating-count': '1' })
  expect(annotationsIn(result, 'error')[0]).toMatch(/title=Enforced TLS deviates and could not be changed::/)
  expect(result.summary).toMatch(/^## ❌ Enforced TLS deviates and could not be changed\n/)
  expect(JSON.parse(result.report).accounts[0]).toMatchObject({
    result: 'deviating',
    reason: 'forbidden',
    message: expect.stringContaining('user.settings.enforced_tls.update'),
    deviations: [{ setting: 'require-tls', expected: true, actual: false }]
  })
})

test('a run in which every account is waived is green in every channel, and each says that it is waived', async () => {
  subusers(1)
  const waivers = '@parent until 2999-01-01: first\nsubuser-0 until 2999-01-02: second'
  const result = await step({ 'all-subusers': 'true', mode: 'apply', waivers })
  expect(result.exitCode).toBe(0)
  expect(result.outputs).toMatchObject({
    result: 'compliant',
    compliant: 'true',
    changed: 'false',
    reason: '',
    deviations: '[]',
    'account-count': '2',
    'deviating-count': '0',
    'unverified-count': '0',
    'waived-count': '2',
    message: "Enforced TLS: 2 of 2 accounts are waived (the key's own account, subuser-0).",
    'waiver-notices': '[]'
  })
  expect(sandbox.requests.map(({ method }) => method)).not.toContain('PATCH')
  expect(annotationsIn(result)).toEqual([])
  expect(result.log).toContain('Account subuser-0 is waived until 2999-01-02 (second): require-tls is false')
  expect(linesOf(result).at(-1)).toBe('Result: compliant. 2 accounts: 2 waived.')
  expect(result.summary).toMatch(
    /^## ⚠️ Enforced TLS deviates from the policy; 2 accounts are waived\n\n2 accounts: 2 waived\.\n/
  )
  expect(result.summary).toMatch(/^### What is waived\n[\s\S]*- `subuser-0`: until 2999-01-02, second \(/m)
  expect(result.summary).not.toContain('What to do next')
  expect(JSON.parse(result.sarif).runs[0].results).toEqual([])
  const report = JSON.parse(result.report)
  expect([report.result, report.reason]).toEqual(['compliant', null])
  const waived = {
    result: 'waived',
    changed: false,
    inDoubt: false,
    deviations: [{ setting: 'require-tls' }]
  }
  expect(report.accounts).toMatchObject([
    { account: '@parent', waiver: { until: '2999-01-01', reason: 'first' }, ...waived },
    { account: 'subuser-0', waiver: { until: '2999-01-02', reason: 'second' }, ...waived }
  ])
})

describe('a policy of valid certificates alone', () => {
  const alone = { 'require-tls': 'any', 'require-valid-cert': 'true' }
  const loose = { require_tls: false, require_valid_cert: false, version: 1.1 }

  test('is the one thing that is judged, in every channel', async () => {
    sandbox.parent.settings = loose
    const result = await spawnedStep(alone)
    const deviation = { setting: 'require-valid-cert', expected: true, actual: false }
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({
      result: 'deviating',
      deviations: JSON.stringify([{ account: '@parent', ...deviation }]),
      'require-tls': 'false',
      'require-valid-cert': 'false',
      'tls-version': '1.1'
    })
    expect(linesOf(result)).toContain('Policy: require-valid-cert true (mode check).')
    expect(annotationsIn(result, 'error')[0]).toContain(
      'require-valid-cert is false, and the policy states true.'
    )
    expect(result.summary).toMatch(/^\| require-tls \| – \| false \| not judged \|$/m)
    expect(result.summary).toMatch(/^\| require-valid-cert \| true \| false \| ❌ deviates \|$/m)
    expect(result.summary).toContain('Mail can go to a server whose certificate is not valid.')
    const report = JSON.parse(result.report)
    expect(report.policy).toMatchObject({
      'require-tls': null,
      'require-valid-cert': true,
      'tls-version': null
    })
    expect(report.accounts[0].deviations).toEqual([deviation])
  })

  test('is written alone, and green without TLS', async () => {
    sandbox.parent.settings = loose
    const result = await step({ ...alone, mode: 'apply' })
    expect(sandbox.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
      '{"require_valid_cert":true}'
    ])
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({
      result: 'applied',
      'require-tls': 'false',
      'require-valid-cert': 'true'
    })
    expect(result.summary).toContain('was changed: require-valid-cert from false to true.')
    expect(JSON.parse(result.report).accounts[0]).toMatchObject({
      before: { 'require-tls': false, 'require-valid-cert': false },
      after: { 'require-tls': false, 'require-valid-cert': true }
    })
  })
})

test('a setting that is weaker after a write is named with both values in annotation, summary and report', async () => {
  sandbox.parent.settings = { ...secure, require_tls: false, version: 1.3 }
  sandbox.unnamedBecome = { version: 1.1 }
  const result = await step({ mode: 'apply' })
  expect({
    code: result.exitCode,
    result: result.outputs['result'],
    reason: result.outputs['reason']
  }).toEqual({
    code: 1,
    result: 'unverified',
    reason: 'not-confirmed'
  })
  const sentence = 'tls-version is 1.1 after the write, and was 1.3 before it.'
  expect(annotationsIn(result, 'error')[0]).toContain(sentence)
  expect(result.summary).toContain(sentence)
  expect(JSON.parse(result.report).accounts[0].message).toContain(sentence)
})

test('warnings of inputs and channels are kept when accounts fill the level', async () => {
  subusers(30)
  const folder = await mkdtemp(join(tmpdir(), 'report-'))
  await writeFile(join(folder, 'file'), '')
  const result = await spawnedStep({
    'all-subusers': 'true',
    'fail-on-deviation': 'false',
    'issue-labels': 'tls',
    waivers: 'gone until 2020-01-31: moved',
    'report-file': join(folder, 'file', 'report.json')
  })
  await rm(folder, { recursive: true })
  const warnings = annotationsIn(result, 'warning')
  expect(warnings).toHaveLength(4)
  const parts = ['issue-labels', 'has expired', 'The report could not be written', '31 accounts']
  const isInOne = (part: string): boolean => warnings.filter((warning) => warning.includes(part)).length === 1
  expect(parts.filter((part) => !isInOne(part))).toEqual([])
})

test('more mistakes than an annotation holds: the advice is kept, and the job summary has them all', async () => {
  const names = Object.keys(await passedInputs({})).filter(
    (name) => !['api-key', 'report-file', 'sarif-file'].includes(name)
  )
  const wrong = Array.from({ length: 5 }, (_, index) => `${index}${'\u0416'.repeat(200)}`).join('\n')
  const misspelt = Object.fromEntries(
    names.map((name) => [`INPUT_${name.replaceAll('-', '_').toUpperCase()}_`, 'x'])
  )
  const result = await stepOf(sandbox, Object.fromEntries(names.map((name) => [name, wrong])), {
    env: { ...githubRun(), ...misspelt }
  })
  expect([result.exitCode, result.outputs['reason']]).toEqual([1, 'invalid-input'])
  const [{ message } = { message: '' }] = result.annotations
  const lines = message.split('\n')
  const [, more] = /^And (\d+) more lines, which the job summary has\.$/.exec(lines.at(-2) ?? '') ?? []
  expect(lines.at(-1)).toMatch(/^What to do: .*#invalid-input$/)
  const mistakes: string[] = JSON.parse(result.report).failure.split('\n')
  expect(lines.length - 2 + Number(more)).toBe(mistakes.length)
  for (const name of ['max-minutes is', 'tracking-issue is']) expect(result.summary).toContain(name)
})

describe('1,000 addresses', () => {
  const addresses = Array.from(
    { length: 1_000 },
    (_, index) => `person.${index}"@home"@mail-${index % 7}.example`
  )
  const created = Math.floor(Date.now() / 1000) - 60
  const fill = (): void => {
    sandbox.parent.settings = secure
    sandbox.parent.blocks = addresses.map((email, index) => ({
      created,
      email,
      reason: index % 2 === 0 ? '550 TLS REQUIRED but not supported by peer' : 'mailbox is full',
      status: '5.7.1'
    }))
  }
  const inputs = { 'blocked-recipients-days': '30' }
  const expectNone = (result: Channels): void => {
    const all = channelsOf(result)
    expect(all.length).toBeGreaterThan(1_000)
    for (const address of addresses) {
      expect(all).not.toContain(address)
      expect(all).not.toContain(address.slice(0, address.lastIndexOf('@')))
    }
    expect(all).not.toMatch(/person\.\d|@mail-\d/)
  }

  test('reach no channel, and their counts do', async () => {
    fill()
    const result = await spawnedStep(inputs)
    expect(result.outputs['blocked-recipient-count']).toBe('500')
    expect(JSON.parse(result.report).accounts[0].blockedRecipients).toMatchObject({
      count: 500,
      otherBlocks: 500
    })
    expect(result.summary).toContain('500 addresses in 7 domains are blocked because of TLS')
    expect(result.summary).not.toContain('mail-1.example')
    expectNone(result)
  })

  test.each<[string, ReturnType<typeof faults.answer>]>([
    ['an error that quotes them', faults.errors(400, addresses.slice(0, 3).join(' '))],
    ['a refusal that quotes them', faults.errors(403, `${addresses[0]} may not be shown`)],
    [
      'a page that is not understood',
      faults.answer(200, JSON.stringify(addresses.map((email) => ({ email }))))
    ],
    ['a page that is cut', faults.answer(200, JSON.stringify(addresses).slice(0, 900))],
    [
      'a page of HTML',
      faults.answer(502, `<html>${addresses.join(' ')}</html>`, { 'content-type': 'text/html' })
    ]
  ])('reach none by %s', async (_, fault) => {
    fill()
    sandbox.everyRequest = ({ path }) => (path === '/v3/suppression/blocks' ? fault : undefined)
    const result = await step(inputs)
    expect([result.exitCode, result.outputs['result'], result.outputs['blocked-recipient-count']]).toEqual([
      0,
      'compliant',
      ''
    ])
    expect(annotationsIn(result, 'warning')).toHaveLength(1)
    expectNone(result)
  })
})

test('scopes that the key has and the job does not need are in the report, beside no annotation', async () => {
  sandbox.keys.set(sandboxKey, [
    ...allScopes.filter((scope) => !scope.endsWith('.update')),
    'mail.send',
    'teammates.read'
  ])
  const result = await step({ mode: 'apply' })
  expect(JSON.parse(result.report).keyScopes).toEqual({
    needed: ['user.settings.enforced_tls.read', 'user.settings.enforced_tls.update'],
    excess: ['mail.send', 'teammates.read']
  })
  expect(annotationsIn(result)).toHaveLength(1)
})

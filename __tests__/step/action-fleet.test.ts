import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, SendGridSandbox, type StoredSettings, sandboxKey } from '../../sandbox/sendgrid.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { secure, stepOf } from '../support/step.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
})
afterEach(() => sandbox.stop())

function subusers(
  count: number,
  settingsOf: (index: number) => Partial<StoredSettings> = () => secure
): void {
  for (let index = 0; index < count; index++) {
    sandbox.accounts.set(`subuser-${String(index).padStart(4, '0')}`, newAccount(settingsOf(index)))
  }
}

const inProcess = inProcessSteps()
const step = (inputs: Record<string, string>) => inProcess(sandbox, inputs)

const counts = (outputs: Readonly<Record<string, string>>) =>
  ['account', 'deviating', 'unverified', 'waived'].map((what) => Number(outputs[`${what}-count`]))

describe('a list', () => {
  test('judges each account once, whatever happens to the others', async () => {
    sandbox.accounts.set('bad', newAccount())
    const { exitCode, outputs, log, summary } = await step({
      'on-behalf-of': '@parent\nbad\r\n bad \nnobody'
    })
    expect(exitCode).toBe(1)
    expect(outputs).toMatchObject({
      result: 'unverified',
      reason: 'unauthorized',
      compliant: 'false',
      changed: 'false',
      deviations: JSON.stringify([{ account: 'bad', setting: 'require-tls', expected: true, actual: false }]),
      'require-tls': '',
      'require-valid-cert': '',
      'tls-version': ''
    })
    expect(counts(outputs)).toEqual([3, 1, 1, 0])
    // The 401 is asked about once more.
    expect(sandbox.requests).toHaveLength(4)
    expect(log).toContain('3 accounts: 1 compliant, 1 deviating (bad), 1 unverified (nobody).')
    expect(log).toMatch(/::error title=Enforced TLS deviates%3A bad::Account bad deviates/)
    expect(log).toMatch(
      /::error title=Enforced TLS could not be verified%3A nobody::Account nobody: no verdict/
    )
    expect(summary).toContain('| `bad` | \u274c deviates: false |')
  })

  test('that complies is green, with one request an account', async () => {
    subusers(3)
    const { exitCode, outputs } = await step({
      'on-behalf-of': [...sandbox.accounts.keys(), '@parent'].join('\n')
    })
    expect([exitCode, outputs['result'], ...counts(outputs)]).toEqual([0, 'compliant', 4, 0, 0, 0])
    expect(sandbox.requests).toHaveLength(4)
  })

  test('goes on when one account may not be loosened', async () => {
    sandbox.accounts.set('tight', newAccount(secure))
    sandbox.accounts.set('loose', newAccount({ require_tls: true }))
    const exact = { 'require-tls': 'any', 'tls-version': '1.2', 'tls-version-match': 'exact' }
    sandbox.accounts.set('tighter', newAccount({ version: 1.3 }))
    const { exitCode, outputs } = await step({
      ...exact,
      mode: 'apply',
      'on-behalf-of': 'tight\ntighter\nloose'
    })
    expect([exitCode, outputs['result'], outputs['reason'], outputs['changed']]).toEqual([
      1,
      'deviating',
      'loosening-refused',
      'true'
    ])
    expect(sandbox.accounts.get('loose')?.settings.version).toBe(1.2)
    expect(sandbox.accounts.get('tighter')?.settings.version).toBe(1.3)
  })
})

describe('all subusers', () => {
  test('are found, and the own account with them', async () => {
    subusers(7)
    const { exitCode, outputs } = await step({ 'all-subusers': 'true' })
    expect([exitCode, outputs['result'], ...counts(outputs)]).toEqual([0, 'compliant', 8, 0, 0, 0])
    expect(sandbox.requests.map(({ query }) => query).slice(0, 2)).toEqual([
      '?limit=500&offset=0&include_region=true',
      '?limit=7&offset=7&include_region=true'
    ])
    expect(sandbox.requests).toHaveLength(12)
  })

  test('are never green when they could not be listed', async () => {
    subusers(7)
    sandbox.faults.push(undefined, faults.errors(500, 'no'))
    const { exitCode, outputs, log } = await step({ 'all-subusers': 'true', 'fail-on-deviation': 'false' })
    expect([exitCode, outputs['result'], outputs['reason'], ...counts(outputs)]).toEqual([
      1,
      'unverified',
      'unavailable',
      0,
      0,
      0,
      0
    ])
    expect(log).toMatch(/::error title=Enforced TLS could not be verified::/)
  })

  test('cost two requests with a dead key, and a look at its scopes', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    const { outputs } = await step({ 'all-subusers': 'true' })
    expect(outputs['reason']).toBe('unauthorized')
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/v3/subusers', '/v3/subusers', '/v3/scopes'])
  })

  test('that are disabled and refused are skipped', async () => {
    subusers(2)
    const off = newAccount({})
    off.disabled = true
    sandbox.accounts.set('off', off)
    const { exitCode, outputs, log } = await step({ 'all-subusers': 'true' })
    expect([exitCode, outputs['result'], ...counts(outputs)]).toEqual([0, 'compliant', 4, 0, 0, 0])
    expect(log).toContain('Account off is skipped')
  })

  test('that are excluded are not asked, and are said in every channel', async () => {
    for (const name of ['live', 'test-1', 'test-2', 'sandbox']) sandbox.accounts.set(name, newAccount({}))
    Object.assign(sandbox.accounts.get('live')?.settings ?? {}, secure)
    const { exitCode, outputs, log, summary, report } = await step({
      'all-subusers': 'true',
      mode: 'apply',
      exclude: 'test-*\nsandbox\ngone\n\n',
      waivers: 'sandbox until 2999-12-31: for tests',
      'confirm-identity': 'true',
      'blocked-recipients-days': '1'
    })
    expect([exitCode, outputs['result'], ...counts(outputs)]).toEqual([0, 'compliant', 5, 0, 0, 0])
    expect(outputs['excluded-count']).toBe('3')
    expect(new Set(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf))).toEqual(
      new Set([undefined, 'live'])
    )
    expect(log).toContain('5 accounts: 2 compliant, 3 excluded.')
    expect(log).toContain('exclude has 1 line that matches no account: "gone".')
    expect(log).toContain('exclude has nothing in line 4, which leaves nobody out.')
    expect(log).toContain(
      'The waiver of sandbox until 2999-12-31 does nothing: exclude leaves the account out.'
    )
    expect(summary).toContain('<summary>3 excluded accounts: left out by exclude, and not asked</summary>')
    expect(JSON.parse(report ?? '').accounts.slice(2)).toMatchObject([
      { account: 'sandbox', result: 'excluded', excludedBy: 'sandbox', requests: 0 },
      { account: 'test-1', result: 'excluded', excludedBy: 'test-*', requests: 0 },
      { account: 'test-2', result: 'excluded', excludedBy: 'test-*', requests: 0 }
    ])
  })

  test('that are all excluded are no green run', async () => {
    subusers(2)
    const { exitCode, outputs, log } = await step({ 'all-subusers': 'true', exclude: '@parent\nsub*' })
    expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'invalid-input'])
    expect(log).toContain('exclude leaves no account')
    expect(new Set(sandbox.requests.map(({ path }) => path))).toEqual(new Set(['/v3/subusers']))
  })

  test('fill one annotation, and 500 deviations', async () => {
    subusers(600, () => ({}))
    const { outputs, log } = await step({ 'all-subusers': 'true' })
    expect(counts(outputs)).toEqual([601, 600, 0, 0])
    expect(JSON.parse(outputs['deviations'] ?? '')).toHaveLength(500)
    const errors = log.split('\n').filter((line) => line.startsWith('::error'))
    expect(errors).toEqual([
      expect.stringMatching(/^::error title=Enforced TLS deviates%3A 600 accounts::.* 570 more /)
    ])
  })
})

describe('waivers', () => {
  test('excuse until their day is over, and a notice says what a person should know', async () => {
    subusers(3, () => ({}))
    const waivers = [
      'subuser-0000 until 2999-01-01: moving',
      'subuser-0001 until 2999-01-01: moving',
      'subuser-0002 until 2020-01-01: over long ago',
      '@parent until 2999-01-01: not needed',
      'gone until 2999-01-01: nobody'
    ].join('\n')
    const { exitCode, outputs, log } = await step({ 'all-subusers': 'true', waivers })
    expect([exitCode, outputs['result'], ...counts(outputs)]).toEqual([1, 'deviating', 4, 1, 0, 2])
    expect(
      JSON.parse(outputs['deviations'] ?? '').map(({ account }: { account: string }) => account)
    ).toEqual(['subuser-0002'])
    expect(log).toMatch(/::warning title=Waiver.*::The waiver of subuser-0002 until 2020-01-01 has expired/)
    expect(log).toMatch(/::notice title=Waiver.*::The waiver of @parent .* is not needed/)
    expect(log).toMatch(/::notice title=Waiver.*The waiver of gone .* not judged/)
    expect(outputs['message']).toBe('Enforced TLS: 1 of 4 accounts deviates (subuser-0002), 2 are waived.')
    const notices = JSON.parse(outputs['waiver-notices'] ?? '')
    expect(notices).toMatchObject([
      { account: 'subuser-0002', until: '2020-01-01', kind: 'expired' },
      { account: '@parent', until: '2999-01-01', kind: 'not-needed' },
      { account: 'gone', until: '2999-01-01', kind: 'not-judged' }
    ])
    const over = notices.filter(({ days }: { days: number }) => days < 0)
    expect(over).toEqual([expect.objectContaining({ account: 'subuser-0002' })])
  })

  test('for all that deviates make a run compliant, and apply writes none of them', async () => {
    subusers(1, () => ({}))
    const waivers = 'subuser-0000 until 2999-01-01: moving'
    const { exitCode, outputs } = await step({ 'all-subusers': 'true', mode: 'apply', waivers })
    expect([exitCode, outputs['result'], outputs['deviations'], ...counts(outputs)]).toEqual([
      0,
      'compliant',
      '[]',
      2,
      0,
      0,
      1
    ])
    expect(sandbox.accounts.get('subuser-0000')?.writes).toBe(0)
  })
})

test('the accounts that max-changes has left deviate in every channel, and softened they are a warning', async () => {
  subusers(6, () => ({}))
  const inputs = { 'all-subusers': 'true', mode: 'apply', 'max-changes': '2', 'sarif-file': 'left.sarif' }
  const folder = await mkdtemp(join(tmpdir(), 'limit-'))
  try {
    const run = (more: Record<string, string> = {}) =>
      stepOf(sandbox, { ...inputs, ...more }, { cwd: folder, env: { GITHUB_WORKSPACE: folder } })
    const { exitCode, outputs, log, summary, report } = await run()
    expect([exitCode, outputs['result'], outputs['reason'], ...counts(outputs)]).toEqual([
      1,
      'deviating',
      'change-limit',
      7,
      4,
      0,
      0
    ])
    expect(outputs['message']).toMatch(/^Enforced TLS: 4 of 7 accounts deviate /)
    const sentence = '2 accounts were changed, which is the limit that max-changes states; 4 more deviate'
    expect(log).toContain(sentence)
    expect(summary).toContain(sentence)
    const left = JSON.parse(report).accounts.filter(
      (one: { reason: string }) => one.reason === 'change-limit'
    )
    expect(left).toHaveLength(4)
    expect(JSON.parse(await readFile(join(folder, 'left.sarif'), 'utf8')).runs[0].results).toHaveLength(4)
    const softened = await run({ 'fail-on-deviation': 'false' })
    expect([softened.exitCode, softened.outputs['reason']]).toEqual([0, 'change-limit'])
    expect(softened.log).toContain('::warning')
    expect((await run()).outputs['result']).toBe('applied')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('apply brings a third of a fleet into line, among failing responses', async () => {
  subusers(60, (index) => (index % 3 === 0 ? {} : secure))
  const failures = [faults.answer(500, ''), faults.reset, faults.cutBody]
  let requests = 0
  sandbox.everyRequest = () => (++requests % 40 === 0 ? failures[(requests / 40) % 3] : undefined)
  const { exitCode, outputs } = await step({ 'all-subusers': 'true', mode: 'apply', 'max-retries': '4' })
  expect([exitCode, outputs['result'], outputs['deviations']]).toEqual([0, 'applied', '[]'])
  expect([...sandbox.accounts.values()].map(({ writes }) => writes)).toEqual(
    Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? 1 : 0))
  )
})

test('max-minutes stops the run early, and the accounts left are unverified', async () => {
  subusers(20)
  const spent = faults.rateLimited({ 'retry-after': '300' })
  sandbox.everyRequest = () => (sandbox.requests.length > 10 ? spent : undefined)
  const { exitCode, outputs, log } = await step({
    'all-subusers': 'true',
    'max-minutes': '1',
    'max-retries': '1'
  })
  expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'rate-limited'])
  expect(counts(outputs)).toEqual([21, 0, 15, 0])
  expect(log).toMatch(/The run stops early: the next wait of 6\d\.\d s would pass max-minutes/)
})

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import type { StepOptions } from '../../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { secure, stepOf } from '../support/step.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

/** One step that requires TLS 1.2 of the sandbox's accounts. */
const step = (inputs: Record<string, string> = {}, options: StepOptions = {}) =>
  stepOf(sandbox, { 'tls-version': '1.2', ...inputs }, options)

const inProcess = inProcessSteps()
/** The same in this process, where nothing is seen of how one starts, masks and ends. */
const ownStep = (inputs: Record<string, string> = {}, env: Record<string, string> = {}) =>
  inProcess(sandbox, { 'tls-version': '1.2', ...inputs }, env)

const methods = (): string => sandbox.requests.map(({ method }) => method).join(' ')
const known = { 'require-tls': 'true', 'require-valid-cert': 'true', 'tls-version': '1.2' }
const counts = (deviating: number, unverified: number, accounts = 1) => ({
  'account-count': String(accounts),
  'deviating-count': String(deviating),
  'unverified-count': String(unverified),
  'waived-count': '0',
  'excluded-count': '0',
  message: expect.stringMatching(/^Enforced TLS[ :].+\.$/),
  'waiver-notices': '[]',
  'report-file': expect.stringMatching(/^\/.+\.json$/),
  'blocked-recipient-count': '',
  'blocked-domains': '[]',
  'issue-number': '',
  'issue-url': ''
})
const unknown = { 'require-tls': '', 'require-valid-cert': '', 'tls-version': '' }

describe('results', () => {
  test('compliant', async () => {
    sandbox.parent.settings = secure
    const { exitCode, outputs, log, summary } = await step()
    expect(exitCode).toBe(0)
    expect(outputs).toEqual({
      result: 'compliant',
      compliant: 'true',
      changed: 'false',
      reason: '',
      deviations: '[]',
      ...known,
      ...counts(0, 0)
    })
    expect(methods()).toBe('GET')
    expect(log).not.toMatch(/::(error|warning|notice)/)
    expect(summary).toMatch(/^## \u2705 Enforced TLS complies with the policy\n/)
  })

  test('applied', async () => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    const { exitCode, outputs, log } = await step({ mode: 'apply' })
    expect(exitCode).toBe(0)
    expect(outputs).toEqual({
      result: 'applied',
      compliant: 'true',
      changed: 'true',
      reason: '',
      deviations: '[]',
      ...known,
      ...counts(0, 0)
    })
    expect(methods()).toBe('GET PATCH GET GET')
    expect(log).toMatch(/::notice title=.*require-tls from false to true/)
  })

  test('apply with nothing to do costs one request', async () => {
    sandbox.parent.settings = secure
    const { exitCode, outputs } = await ownStep({ mode: 'apply' })
    expect([exitCode, outputs['result'], outputs['changed'], methods()]).toEqual([
      0,
      'compliant',
      'false',
      'GET'
    ])
  })

  test('deviating', async () => {
    sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    const { exitCode, outputs, log, summary } = await step()
    expect(exitCode).toBe(1)
    expect(outputs).toEqual({
      result: 'deviating',
      compliant: 'false',
      changed: 'false',
      reason: 'deviation',
      deviations: JSON.stringify([
        { account: '@parent', setting: 'require-tls', expected: true, actual: false },
        { account: '@parent', setting: 'tls-version', expected: 1.2, actual: 1.1 }
      ]),
      'require-tls': 'false',
      'require-valid-cert': 'false',
      'tls-version': '1.1',
      ...counts(1, 0)
    })
    expect(methods()).toBe('GET')
    expect(log).toMatch(/::error title=Enforced TLS deviates from the policy::.*#deviation/)
    expect(summary).toContain('| require-tls | true | false |')
  })

  test('a deviation is a warning with fail-on-deviation false', async () => {
    const { exitCode, outputs, log } = await ownStep({ 'fail-on-deviation': 'false' })
    expect([exitCode, outputs['result'], outputs['compliant']]).toEqual([0, 'deviating', 'false'])
    expect(log).toMatch(/::warning title=Enforced TLS deviates/)
    expect(log).not.toContain('::error')
  })

  test('a subuser is judged and named', async () => {
    sandbox.parent.settings = secure
    sandbox.accounts.set('child', newAccount())
    const { exitCode, outputs } = await ownStep({ 'on-behalf-of': 'child' })
    expect(exitCode).toBe(1)
    expect(JSON.parse(outputs['deviations'] ?? '')[0]).toMatchObject({ account: 'child' })
  })
})

describe('reasons', () => {
  test.each([
    ['unauthorized', faults.errors(401, 'authorization required')],
    ['forbidden', faults.errors(403, 'access forbidden')],
    ['not-found', faults.errors(404, 'not found')],
    ['rejected', faults.errors(400, 'no')],
    ['rate-limited', faults.rateLimited()],
    ['unavailable', faults.badGateway],
    ['unavailable', faults.reset],
    ['unavailable', faults.cutBody],
    ['unexpected-response', faults.answer(200, '{}')],
    ['unexpected-response', faults.answer(302, '', { location: 'http://127.0.0.1:9/' })]
  ])('%s', async (reason, fault) => {
    sandbox.parent.settings = secure
    sandbox.everyRequest = () => fault
    const inputs = { mode: 'apply', 'fail-on-deviation': 'false' }
    const { exitCode, outputs, log, summary } = await ownStep(inputs)
    expect(exitCode).toBe(1)
    expect(outputs).toEqual({
      result: 'unverified',
      compliant: 'false',
      changed: 'false',
      reason,
      deviations: '[]',
      ...unknown,
      ...counts(0, 1)
    })
    expect(log).toMatch(new RegExp(`::error title=Enforced TLS could not be verified::.*#${reason}\\n`))
    expect(summary).toContain(`#${reason})`)
    // A 401 is asked about once more, and a refusal of the key is explained by one look at its scopes.
    const requests = { unauthorized: 3, forbidden: 2 }[reason] ?? 1
    expect(sandbox.requests).toHaveLength(requests)
  })

  test('unavailable: a drip-fed body ends at the deadline', async () => {
    sandbox.everyRequest = () => faults.drip
    const { exitCode, outputs } = await ownStep({ 'request-timeout-seconds': '1' })
    expect([exitCode, outputs['reason']]).toEqual([1, 'unavailable'])
  })

  test('loosening-refused, whatever fail-on-deviation says', async () => {
    sandbox.parent.settings = { ...secure, version: 1.3 }
    const { exitCode, outputs, log } = await ownStep({
      mode: 'apply',
      'tls-version-match': 'exact',
      'fail-on-deviation': 'false'
    })
    expect([exitCode, outputs['result'], outputs['reason'], methods()]).toEqual([
      1,
      'deviating',
      'loosening-refused',
      'GET'
    ])
    expect(log).toMatch(/::error title=.*would loosen.*#loosening-refused/)
  })

  test('not-confirmed', async () => {
    sandbox.staleReads = 1000
    const { exitCode, outputs } = await ownStep({ mode: 'apply', 'verify-timeout-seconds': '0' })
    expect(exitCode).toBe(1)
    expect(outputs).toMatchObject({
      result: 'deviating',
      reason: 'not-confirmed',
      changed: 'true',
      'require-tls': 'false'
    })
    expect(JSON.parse(outputs['deviations'] ?? '')).toHaveLength(2)
  })

  test('a read that fails after an accepted PATCH keeps its own reason', async () => {
    sandbox.faults.push(undefined, undefined, faults.errors(403, 'access forbidden'))
    const { exitCode, outputs, log } = await ownStep({ mode: 'apply' })
    expect(exitCode).toBe(1)
    expect(outputs).toMatchObject({
      result: 'unverified',
      reason: 'forbidden',
      changed: 'true',
      deviations: '[]',
      ...unknown
    })
    expect(log).toContain('SendGrid accepted a change before that')
  })

  test('invalid-input, before any request, with all outputs', async () => {
    const { exitCode, outputs, log } = await step({ mode: 'aply', 'max-retries': 'many' })
    expect(exitCode).toBe(1)
    expect(outputs).toEqual({
      result: 'unverified',
      compliant: 'false',
      changed: 'false',
      reason: 'invalid-input',
      deviations: '[]',
      ...unknown,
      ...counts(0, 0, 0)
    })
    expect(log).toMatch(/mode is "aply".*%0Amax-retries is "many"/)
    expect(sandbox.requests).toHaveLength(0)
  })

  test('bug, with a stack', async () => {
    sandbox.everyRequest = () => faults.badGateway
    const broken = `data:text/javascript,${encodeURIComponent('Math.random = () => { throw new RangeError("no dice") }')}`
    const { exitCode, outputs, log } = await step(
      { 'max-retries': '1' },
      { env: { NODE_OPTIONS: `--import ${broken}` } }
    )
    expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'bug'])
    expect(log).toMatch(/This is a bug in the action, please report it\. RangeError: no dice.* at /)
  })
})

describe('the key', () => {
  test.each([
    ['a key that is valid', {}],
    ['a wrong key', { 'api-key': 'SG.wrong-key-for-the-sandbox' }],
    ['a key in the wrong input', { mode: sandboxKey }],
    ['a key in two pieces', { 'api-key': 'SG.first-half second-half' }]
  ])('is masked first and printed nowhere: %s', async (_, inputs) => {
    const { log, errorOutput, outputs, summary } = await step(inputs)
    const key: string = { 'api-key': sandboxKey, ...inputs }['api-key']
    const [first, ...rest] = log.split('\n')
    expect(first).toBe(`::add-mask::${key}`)
    expect(log.match(/(?<=^::add-mask::).*$/gm)).toEqual([...new Set([key, ...key.split(' ')])])
    const printed = [
      ...rest.filter((line) => !line.startsWith('::add-mask::')),
      errorOutput,
      summary,
      JSON.stringify(outputs)
    ]
    for (const piece of key.split(' ')) expect(printed.join('\n')).not.toContain(piece)
  })

  test('an odd one is accepted, and said to be odd where it is refused', async () => {
    sandbox.keys.set('odd-gateway', ['user.settings.enforced_tls.read'])
    const { log, outputs } = await ownStep({ 'api-key': 'odd-gateway' })
    expect({ ...outputs }).toMatchObject({ result: 'deviating' })
    expect(log).not.toContain('::warning')
    expect((await ownStep({ 'api-key': 'other-gateway' })).log).toContain('SendGrid keys start with "SG."')
    expect((await ownStep({ 'api-key': `SG.${'x'.repeat(40)}` })).log).toContain(
      'This key has 43 characters, and'
    )
  })
})

describe('text from SendGrid', () => {
  test('forges no log line, command, HTML or mention', async () => {
    const words = 'x\n::set-output name=result::compliant\n##[command]y <b>bold</b> @octocat `z` | w'
    sandbox.everyRequest = () => faults.errors(400, words)
    const { log, outputs, summary } = await step()
    expect(outputs['result']).toBe('unverified')
    expect(
      log
        .split('\n')
        .filter((line) => /^\s*::/.test(line))
        .map((line) => line.split(/[: ]+/)[1])
    ).toEqual(['add-mask', 'error'])
    expect(log).not.toContain('##[')
    expect(summary).not.toMatch(/<b>|@octocat/)
  })
})

describe('publishing is best effort', () => {
  test('a summary that cannot be written is a warning', async () => {
    sandbox.parent.settings = secure
    const { exitCode, outputs, log } = await step({}, { env: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } })
    expect([exitCode, outputs['result']]).toEqual([0, 'compliant'])
    expect(log).toMatch(/::warning::The job summary could not be written/)
  })

  test('outputs that cannot be written are a warning, and the rest is published', async () => {
    const { exitCode, log, summary } = await step({}, { env: { GITHUB_OUTPUT: '/nowhere/output' } })
    expect(exitCode).toBe(1)
    expect(log).toMatch(/::warning::The outputs could not be written/)
    expect(log).toContain('::error title=Enforced TLS deviates')
    expect(summary).toContain('deviates')
  })

  test('errors link to the reasons of the action as the workflow names it', async () => {
    const own = await ownStep({ mode: 'x' })
    const page = 'docs/troubleshooting.md#invalid-input'
    expect(own.log).toContain(
      `https://github.com/enforced-tls/sendgrid-enforced-tls-action/blob/HEAD/${page}`
    )
    const env = {
      GITHUB_SERVER_URL: 'https://ghe.example',
      GITHUB_ACTION_REPOSITORY: 'team/tls',
      GITHUB_ACTION_REF: 'v1'
    }
    expect((await ownStep({ mode: 'x' }, env)).log).toContain(`https://ghe.example/team/tls/blob/v1/${page}`)
  })
})

test('dist/ works alone, from any folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'action-'))
  try {
    await cp(new URL('../../dist', import.meta.url), join(folder, 'dist'), { recursive: true })
    sandbox.parent.settings = secure
    const { exitCode, outputs, errorOutput } = await step({}, { actionFolder: folder })
    expect([exitCode, outputs['result'], errorOutput]).toEqual([0, 'compliant', ''])
  } finally {
    await rm(folder, { recursive: true })
  }
})

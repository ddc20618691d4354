import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { passedInputs } from '../../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Failure } from '../../src/failure.ts'
import { type Inputs, inputNames, readInputs } from '../../src/inputs/inputs.ts'
import { redactionOf } from '../../src/redaction.ts'
import { secure, stepOf } from '../support/step.ts'

type Variables = Record<string, string>

const defaults = await passedInputs({ 'api-key': sandboxKey })
const read = (environment: Variables, stated: Variables = {}): Inputs =>
  readInputs((name) => ({ ...defaults, ...stated })[name] ?? '', environment, redactionOf(sandboxKey))

/** The problems that the inputs have in such an environment. */
function problemsIn(environment: Variables, stated: Variables = {}): string[] {
  try {
    read(environment, stated)
    return []
  } catch (thrown) {
    expect((thrown as Failure).reason).toBe('invalid-input')
    return (thrown as Failure).message.split('\n')
  }
}

describe('a variable that is likely a misspelt input', () => {
  test.each([
    ['INPUT_REQUIRE_TLS', 'require-tls'],
    ['INPUT_ALL_SUBUSERS', 'all-subusers'],
    ['INPUT_ON_BEHALF_OF', 'on-behalf-of'],
    ['INPUT_TLS_VERSION_MATCH', 'tls-version-match'],
    ['INPUT_API_KEY', 'api-key'],
    ['INPUT_REQUIRE-VALID_CERT', 'require-valid-cert'],
    // A final "s" comes or goes, in names of any length.
    ['INPUT_MODES', 'mode'],
    ['INPUT_WAIVER', 'waivers'],
    ['INPUT_ALL-SUBUSER', 'all-subusers'],
    ['INPUT_ALL_SUBUSER', 'all-subusers'],
    ['INPUT_REQUIRE_VALID_CERTS', 'require-valid-cert'],
    ['INPUT_ISSUE-LABEL', 'issue-labels'],
    ['INPUT_TLS_VERSIONS', 'tls-version'],
    // One letter is missing, too many, another one, or has changed places with the next.
    ['INPUT_REQIRE-TLS', 'require-tls'],
    ['INPUT_REQUIRETLS', 'require-tls'],
    ['INPUT_REQUIRE-TLSS', 'require-tls'],
    ['INPUT_REQUIRE--TLS', 'require-tls'],
    ['INPUT_REQUIRED-TLS', 'require-tls'],
    ['INPUT_RQUIRE_TLS', 'require-tls'],
    ['INPUT_TLS-VERSION2', 'tls-version'],
    ['INPUT_TLS-VERSIOM', 'tls-version'],
    ['INPUT_TSL-VERSION', 'tls-version'],
    ['INPUT_REGIO', 'region'],
    ['INPUT_XREGION', 'region'],
    ['INPUT_APIKEY', 'api-key'],
    ['INPUT_WAIVRES', 'waivers'],
    ['INPUT_SARIFFILE', 'sarif-file'],
    ['INPUT_ON-BEHALF-OFF', 'on-behalf-of'],
    ['INPUT_CONFIRM_IDENTIY', 'confirm-identity'],
    ['INPUT_BLOCKED_RECIPIENT_DAYS', 'blocked-recipients-days'],
    // As the action's own code on Windows would see it.
    ['Input_Require_Tls', 'require-tls']
  ])('%s', (variable, meant) => {
    const name = variable.slice('INPUT_'.length).toLowerCase()
    for (const value of ['true', ''])
      expect(problemsIn({ [variable]: value })).toEqual([`${name} is not an input. Did you mean ${meant}?`])
  })

  test('each of several is named, beside other problems', () => {
    expect(problemsIn({ INPUT_REQUIRE_TLS: 'true', INPUT_WAIVER: '' }, { mode: 'x' })).toEqual([
      'require_tls is not an input. Did you mean require-tls?',
      'waiver is not an input. Did you mean waivers?',
      expect.stringMatching(/^mode is "x"/)
    ])
  })

  test('stays on its line', () => {
    expect(problemsIn({ 'INPUT_REQUIRE\nTLS': 'true' })).toEqual([
      'require tls is not an input. Did you mean require-tls?'
    ])
  })

  test('every input with "_" for "-" is one, and no input is', () => {
    for (const name of inputNames) {
      expect(problemsIn({ [`INPUT_${name.toUpperCase()}`]: '' })).toEqual([])
      const underscored = name.replaceAll('-', '_')
      if (underscored !== name)
        expect(problemsIn({ [`INPUT_${underscored.toUpperCase()}`]: '' })).toEqual([
          `${underscored} is not an input. Did you mean ${name}?`
        ])
    }
  })
})

describe("a variable that may be the job's own is left to the runner", () => {
  test.each([
    'INPUT_MODEL',
    'INPUT_NODE',
    'INPUT_MOD',
    'INPUT_CODE',
    'INPUT_MODEM',
    'INPUT_REGIMEN',
    // Two letters off, in all ways that are nearly one.
    'INPUT_REGOXN',
    'INPUT_REGXIN',
    'INPUT_REGOIX',
    'INPUT_REGIONAL',
    'INPUT_VERSION',
    'INPUT_TLS',
    'INPUT_TOKEN',
    'INPUT_FILE',
    'INPUT_KEY',
    'INPUT_URL',
    'INPUT_REQUIRE',
    'INPUT_REQ_TLSX',
    'INPUT_SUBUSERS',
    'INPUT_',
    'INPUT',
    'INPUTS_REQUIRE_TLS',
    'MY_INPUT_REQUIRE_TLS',
    // What stands from the seventh character on is nearly "on-behalf-of".
    'XINPUT_N-BEHALF-OF',
    'REQUIRE_TLS'
  ])('%s', (variable) => expect(problemsIn({ [variable]: 'true' })).toEqual([]))
})

describe('NODE_TLS_REJECT_UNAUTHORIZED', () => {
  test('that is 0 ends the run, with the cure', () => {
    expect(problemsIn({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
      expect.stringMatching(/^NODE_TLS_REJECT_UNAUTHORIZED is "0", .*NODE_EXTRA_CA_CERTS\.$/)
    ])
  })

  // Node trusts every certificate for "0" alone.
  test.each(['', '1', '00', ' 0', 'false'])('that is %j does not', (value) => {
    expect(problemsIn({ NODE_TLS_REJECT_UNAUTHORIZED: value })).toEqual([])
  })
})

describe('the proxy', () => {
  // The client reads these itself, and nothing else of the environment matters here.
  const bypass = ['no_proxy', 'NO_PROXY'] as const
  let before: Variables
  beforeEach(() => {
    before = { ...process.env } as Variables
    for (const name of bypass) delete process.env[name]
  })
  afterEach(() => {
    for (const name of bypass) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })

  const tracking = { 'tracking-issue': 'true' }
  const proxiesIn = (environment: Variables, stated: Variables = {}) => read(environment, stated).proxies

  test.each([
    ['http://proxy.corp:3128', 'http://proxy.corp:3128'],
    ['http://proxy.corp:3128/', 'http://proxy.corp:3128/'],
    ['https://proxy.corp', 'https://proxy.corp'],
    ['HTTP://proxy.corp:3128', 'HTTP://proxy.corp:3128'],
    ['http://user:p%40ss@proxy.corp:3128', 'http://user:p%40ss@proxy.corp:3128'],
    // As with curl.
    ['proxy.corp:3128', 'http://proxy.corp:3128'],
    ['proxy.corp:3128/', 'http://proxy.corp:3128/'],
    ['proxy.corp', 'http://proxy.corp'],
    ['localhost:3128', 'http://localhost:3128'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128'],
    ['[::1]:3128', 'http://[::1]:3128'],
    ['user:pass@proxy.corp:3128', 'http://user:pass@proxy.corp:3128']
  ])('%j is %j', (value, proxy) => {
    for (const name of ['https_proxy', 'HTTPS_PROXY'])
      expect(proxiesIn({ [name]: value })).toEqual({ [name]: proxy })
  })

  test.each([
    'http://user:hunter2%@proxy.corp:3128',
    'http://hunter2%zz@proxy.corp:3128',
    'user:hunter2%@proxy.corp:3128',
    'http://user:hunter2@proxy.corp:port',
    'http://user:hunter2@proxy.corp:99999',
    'user:hunter2@proxy.corp:3128x',
    'http://user:hunter2@',
    'http://user:hunter2@:3128',
    'http://user:hunter2@proxy corp:3128',
    'http://user:hunter2#x@proxy.corp:3128',
    // A character that should have been encoded ends the host: the rest of the password would be lost.
    'http://user:12#hunter2@proxy.corp:3128',
    'http://user:12/hunter2@proxy.corp:3128',
    'user:12?hunter2@proxy.corp:3128',
    'http:/user:hunter2@proxy.corp:3128',
    'http:/proxy.hunter2:3128',
    'socks5://user:hunter2@proxy.corp:1080',
    'ftp://hunter2.corp',
    'file:///hunter2',
    'http://[hunter2]:3128',
    '://hunter2',
    ' '
  ])('%j cannot be used, and is never quoted', (value) => {
    const problems = problemsIn({ HTTPS_PROXY: value })
    expect(problems).toEqual([
      expect.stringMatching(/^HTTPS_PROXY is no proxy that can be used\. It accepts .+percent-encoded\.$/)
    ])
    expect(problems.join()).not.toContain('hunter2')
  })

  test('the variable that the client reads first is the one that counts', () => {
    expect(proxiesIn({ https_proxy: 'one:1', HTTPS_PROXY: 'a%:b' })).toEqual({ https_proxy: 'http://one:1' })
    expect(proxiesIn({ https_proxy: '', HTTPS_PROXY: 'two:2' })).toEqual({ HTTPS_PROXY: 'http://two:2' })
    expect(problemsIn({ https_proxy: 'a:b', HTTPS_PROXY: 'two:2' })).toEqual([
      expect.stringMatching(/^https_proxy is no proxy/)
    ])
  })

  test('a variable that no host of the run would use does not matter', () => {
    const broken = { http_proxy: 'a:b', HTTP_PROXY: 'a:b', ALL_PROXY: 'a:b', FTP_PROXY: 'a:b' }
    expect(proxiesIn(broken, tracking)).toEqual({})
    // Nothing but loopback is asked, and that is never by a proxy.
    for (const url of ['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:80'])
      expect({ url, proxies: proxiesIn({ ...broken, HTTPS_PROXY: 'a:b' }, { 'api-url': url }) }).toEqual({
        url,
        proxies: {}
      })
  })

  test.each([
    'api.sendgrid.com',
    'API.SendGrid.com:443',
    '.sendgrid.com',
    'sendgrid.com',
    'example.com, api.sendgrid.com',
    '*'
  ])('nor one that %j in NO_PROXY keeps from them', (noProxy) => {
    process.env['NO_PROXY'] = noProxy
    expect(proxiesIn({ HTTPS_PROXY: 'a:b' })).toEqual({})
  })

  test.each<[string, Variables]>([
    ['api.sendgrid.com', { region: 'eu' }],
    // A parent account is global, whatever the region of its subusers.
    ['api.eu.sendgrid.com', { region: 'eu' }],
    ['api.eu.sendgrid.com', { 'all-subusers': 'true' }],
    ['api.sendgrid.com', { 'all-subusers': 'true' }],
    ['api.sendgrid.com', tracking],
    ['api.eu.sendgrid.com', {}],
    ['sendgrid.com:8443', {}],
    ['sendgrid.com', tracking],
    ['api.sendgrid.com', { 'api-url': 'https://gateway.example/v1' }]
  ])('but one host beside %j in NO_PROXY is enough: %j', (noProxy, stated) => {
    process.env['no_proxy'] = noProxy
    expect(problemsIn({ HTTPS_PROXY: 'a:b' }, stated)).toHaveLength(1)
  })

  test('GitHub counts where an issue is tracked, under its own URL', () => {
    process.env['NO_PROXY'] = 'sendgrid.com'
    expect(proxiesIn({ HTTPS_PROXY: 'a:b' })).toEqual({})
    expect(problemsIn({ HTTPS_PROXY: 'a:b' }, tracking)).toHaveLength(1)
    const own = { GITHUB_API_URL: 'http://ghe.corp/api/v3', HTTPS_PROXY: 'a:b' }
    expect(proxiesIn({ ...own, HTTP_PROXY: 'proxy.corp:3128' }, tracking)).toEqual({
      HTTP_PROXY: 'http://proxy.corp:3128'
    })
    expect(problemsIn({ ...own, HTTP_PROXY: 'a:b' }, tracking)).toEqual([
      expect.stringMatching(/^HTTP_PROXY is no proxy/)
    ])
    // A wrong URL is GitHub's to refuse: it asks nobody.
    expect(proxiesIn({ GITHUB_API_URL: 'nowhere', HTTPS_PROXY: 'a:b' }, tracking)).toEqual({})
    process.env['NO_PROXY'] = 'sendgrid.com,ghe.corp'
    expect(proxiesIn({ ...own, HTTP_PROXY: 'a:b' }, tracking)).toEqual({})
  })
})

describe('a step asks nobody', () => {
  let sandbox: SendGridSandbox
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    sandbox.parent.settings = secure
  })
  afterEach(() => sandbox.stop())

  test.each<[string, Variables, string]>([
    ['INPUT_REQUIRE_TLS beside tls-version', { INPUT_REQUIRE_TLS: 'true' }, 'Did you mean require-tls?'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_EXTRA_CA_CERTS'],
    [
      'a proxy for GitHub that cannot be used',
      { HTTPS_PROXY: 'http://user:hunter2%@127.0.0.1:9', GITHUB_API_URL: 'https://github.test' },
      'HTTPS_PROXY is no proxy'
    ]
  ])('with %s', async (_what, env, message) => {
    const inputs = { 'tls-version': '1.2', 'tracking-issue': 'true' }
    const { exitCode, outputs, log, summary, report } = await stepOf(sandbox, inputs, { env })
    expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'invalid-input'])
    for (const channel of [log, summary.replaceAll('\\', ''), report]) {
      expect(channel).toContain(message)
      expect(channel).not.toContain('hunter2')
    }
    expect([sandbox.requests, sandbox.connections]).toEqual([[], 0])
  })

  test("but the job's own INPUT_MODEL changes nothing", async () => {
    const { exitCode, outputs } = await stepOf(sandbox, {}, { env: { INPUT_MODEL: 'small' } })
    expect([exitCode, outputs['result']]).toEqual([0, 'compliant'])
  })
})

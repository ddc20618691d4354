import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { passedInputs } from '../../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { type Inputs, inputNames } from '../../src/inputs/inputs.ts'
import type { Failure } from '../../src/model/failure.ts'
import { createRedaction } from '../../src/redaction.ts'
import { acceptedInputs } from '../support/run-inputs.ts'
import { secure, stepOf } from '../support/step.ts'

type Variables = Record<string, string>

const defaults = await passedInputs({ 'api-key': sandboxKey })
const read = (environment: Variables, stated: Variables = {}): Inputs =>
  acceptedInputs((name) => ({ ...defaults, ...stated })[name] ?? '', environment, createRedaction(sandboxKey))

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

const wayOut = (variable: string): string =>
  `A variable of the job is renamed, or emptied at this step: env: ${variable}: ''.`
const allInputs = `The inputs are ${inputNames.join(', ')}.`

describe('a variable with the letters and digits of an input is a misspelt one', () => {
  test.each([
    ['INPUT_REQUIRE_TLS', 'require-tls'],
    ['INPUT_ALL_SUBUSERS', 'all-subusers'],
    ['INPUT_REQUIRE-VALID_CERT', 'require-valid-cert'],
    ['INPUT_ONBEHALFOF', 'on-behalf-of'],
    ['INPUT_APIKEY', 'api-key'],
    ['INPUT_REQUIRE.TLS', 'require-tls'],
    ['INPUT_REQUIRE--TLS', 'require-tls'],
    ['INPUT_-REQUIRE-TLS', 'require-tls'],
    ['INPUT_REQUIRE\u2013TLS', 'require-tls'],
    ['INPUT_REQUIRE\u2010TLS', 'require-tls'],
    ['INPUT_REQUIRE\u00adTLS', 'require-tls'],
    ['INPUT_WAIVERS:', 'waivers'],
    ['INPUT__MODE', 'mode'],
    // As the action's own code on Windows would see it.
    ['Input_Require_Tls', 'require-tls']
  ])('%s', (variable, meant) => {
    const [line, ...more] = problemsIn({ [variable]: 'true' })
    expect(line).toMatch(new RegExp(`^\\S.* is not an input\\. Did you mean ${meant}\\?$`))
    expect(more).toEqual([expect.stringMatching(/^A variable of the job is renamed/)])
    expect(problemsIn({ [variable]: '' })).toEqual([])
  })
})

describe('any other variable that is no input is one that this version does not know', () => {
  test.each([
    'INPUT_MODES',
    'INPUT_WAIVER',
    'INPUT_REQIRE-TLS',
    'INPUT_SUBUSERS',
    'INPUT_VERSION',
    'INPUT_REQUIRE_TLS_VERSION',
    'INPUT_ENFORCED-TLS',
    'INPUT_TLS-VERSION2',
    'INPUT_MODEL',
    'INPUT_X',
    'INPUT_ ',
    'INPUT_\u65e5\u672c',
    'input_of_a_later_version'
  ])('%s', (variable) => {
    expect(problemsIn({ [variable]: 'secret value' })).toEqual([
      expect.stringMatching(/^\S.* is not an input\.$/),
      allInputs,
      expect.stringMatching(/^A variable of the job is renamed/)
    ])
    expect(problemsIn({ [variable]: 'secret value' }).join()).not.toContain('secret value')
    expect(problemsIn({ [variable]: '' })).toEqual([])
  })

  // What the runner would read as a value is one, white space as well.
  test('white space is not empty', () => expect(problemsIn({ INPUT_X: ' ' })).toHaveLength(3))
})

test('each of several unknown inputs is named, beside other problems', () => {
  expect(problemsIn({ INPUT_REQUIRE_TLS: 'true', INPUT_WAIVER: 'x' }, { mode: 'x' })).toEqual([
    'require_tls is not an input. Did you mean require-tls?',
    'waiver is not an input.',
    allInputs,
    wayOut('INPUT_REQUIRE_TLS'),
    expect.stringMatching(/^mode is "x"/)
  ])
})

test('of many unknown inputs ten are named, and a long name is cut', () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`INPUT_${index}${'X'.repeat(500)}`, 'x'])
  )
  const problems = problemsIn(many)
  expect(problems).toHaveLength(13)
  expect(problems[10]).toBe('490 more variables that begin with INPUT_ are not inputs.')
  expect(problems.filter((problem) => problem.length >= 600)).toEqual([])
})

test('a name that is hostile stays on its line and issues no command', () => {
  const [line] = problemsIn({ 'INPUT_REQUIRE\n::error::TLS': 'true' })
  expect(line).toBe('require : :error: :tls is not an input.')
})

test.each(['INPUT', 'INPUT_', 'INPUTS_REQUIRE_TLS', 'MY_INPUT_REQUIRE_TLS', 'REQUIRE_TLS'])(
  '%s is a variable of the job',
  (variable) => expect(problemsIn({ [variable]: 'true' })).toEqual([])
)

test('no input is unknown', () => {
  expect(inputNames.flatMap((name) => problemsIn({ [`INPUT_${name.toUpperCase()}`]: 'x' }))).toEqual([])
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
      expect.stringMatching(/^HTTPS_PROXY is not a usable proxy\. It accepts .+percent-encoded\.$/)
    ])
    expect(problems.join()).not.toContain('hunter2')
  })

  test('the variable that the client reads first is the one that counts', () => {
    expect(proxiesIn({ https_proxy: 'one:1', HTTPS_PROXY: 'a%:b' })).toEqual({ https_proxy: 'http://one:1' })
    expect(proxiesIn({ https_proxy: '', HTTPS_PROXY: 'two:2' })).toEqual({ HTTPS_PROXY: 'http://two:2' })
    expect(problemsIn({ https_proxy: 'a:b', HTTPS_PROXY: 'two:2' })).toEqual([
      expect.stringMatching(/^https_proxy is not a usable proxy/)
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

  test.each<[Variables, string[]]>([
    [{ ALL_PROXY: 'http://hunter2:1' }, ['ALL_PROXY', 'HTTPS_PROXY']],
    [{ all_proxy: 'socks5://hunter2:1' }, ['all_proxy', 'HTTPS_PROXY']],
    [{ ALL_PROXY: 'hunter2', HTTP_PROXY: 'proxy.corp:1' }, ['ALL_PROXY', 'HTTPS_PROXY']],
    [{ ALL_PROXY: 'hunter2', HTTPS_PROXY: 'proxy.corp:1' }, []],
    [{ ALL_PROXY: 'hunter2', https_proxy: 'proxy.corp:1' }, []],
    [{ ALL_PROXY: '' }, []],
    [{}, []]
  ])('ALL_PROXY is not obeyed, and a warning says so where it is alone: %j', (environment, named) => {
    const [all, missing] = named
    expect(read(environment, { 'all-subusers': 'true' }).warnings).toEqual(
      all === undefined
        ? []
        : [`${all} is stated and not obeyed, because ${missing} is not stated: no proxy is used.`]
    )
  })

  test('ALL_PROXY does not matter where no host is asked by a proxy', () => {
    const stated = { ALL_PROXY: 'proxy.corp:1' }
    expect(read(stated, { 'api-url': 'http://127.0.0.1:8080' }).warnings).toEqual([])
    process.env['NO_PROXY'] = 'sendgrid.com'
    expect(read(stated).warnings).toEqual([])
    const github = { ...stated, GITHUB_API_URL: 'http://ghe.corp/api/v3' }
    expect(read(github, tracking).warnings).toEqual([
      expect.stringMatching(/^ALL_PROXY .* HTTP_PROXY is not/)
    ])
  })

  test.each(['https://127.evil.example', 'https://127.0.0.1.evil.example/v1', 'https://127.x:8443'])(
    'a host that only begins like loopback is not asked past the proxy: %j',
    (url) => {
      const { hostname } = new URL(url)
      const refusal = `HTTPS_PROXY is not used for ${hostname}, since its name looks like loopback. Use another name of the host.`
      expect(problemsIn({ HTTPS_PROXY: 'proxy.corp:1' }, { 'api-url': url })).toEqual([refusal])
      expect(problemsIn({ HTTPS_PROXY: 'proxy.corp:1', GITHUB_API_URL: url }, tracking)).toEqual([refusal])
      expect(read({}, { 'api-url': url }).connection.apiUrls.eu).toBe(url)
    }
  )

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
      expect.stringMatching(/^HTTP_PROXY is not a usable proxy/)
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

  test('with wrong variables, and each is named in every channel', async () => {
    const env = {
      INPUT_REQUIRE_TLS: 'true',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      INPUT_LATER: 'hunter2',
      HTTPS_PROXY: 'http://user:hunter2%@127.0.0.1:9',
      GITHUB_API_URL: 'https://github.test'
    }
    const messages = [
      'Did you mean require-tls?',
      'NODE_EXTRA_CA_CERTS',
      'later is not an input.',
      "emptied at this step: env: INPUT_REQUIRE_TLS: ''",
      'HTTPS_PROXY is not a usable proxy'
    ]
    const inputs = { 'tls-version': '1.2', 'tracking-issue': 'true' }
    const { exitCode, outputs, log, summary, report } = await stepOf(sandbox, inputs, { env })
    expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'invalid-input'])
    const channels = { log, summary: summary.replaceAll('\\', ''), report }
    for (const [channel, text] of Object.entries(channels)) {
      for (const message of messages)
        expect({ channel, text }).toEqual({ channel, text: expect.stringContaining(message) })
      expect({ channel, text }).toEqual({ channel, text: expect.not.stringContaining('hunter2') })
    }
    expect([sandbox.requests, sandbox.connections]).toEqual([[], 0])
  })

  test("but the job's own INPUT_MODEL, emptied at the step, changes nothing", async () => {
    const { exitCode, outputs } = await stepOf(sandbox, {}, { env: { INPUT_MODEL: '' } })
    expect([exitCode, outputs['result']]).toEqual([0, 'compliant'])
  })
})

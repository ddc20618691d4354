import { describe, expect, test } from '@jest/globals'
import { passedInputs, sandboxToken } from '../sandbox/runner.ts'
import type { Failure } from '../src/failure.ts'
import { readInputs } from '../src/inputs/inputs.ts'

const key = 'SG.not-a-real-key'
const defaults = await passedInputs({ 'api-key': key, 'require-tls': 'true' })
const read = (stated: Record<string, string> = {}) =>
  readInputs((name) => ({ ...defaults, ...stated })[name] ?? '')

function refused(stated: Record<string, string>): string {
  try {
    read(stated)
  } catch (thrown) {
    expect((thrown as Failure).reason).toBe('invalid-input')
    return (thrown as Failure).message
  }
  throw new Error(`accepted: ${JSON.stringify(stated)}`)
}

test('the defaults, with one setting stated', () => {
  expect(read()).toEqual({
    connection: {
      apiKey: key,
      apiUrls: { global: 'https://api.sendgrid.com', eu: 'https://api.eu.sendgrid.com' },
      requestTimeoutMs: 15_000,
      maxRetries: 4,
      maxRunMs: 1_800_000
    },
    job: {
      mode: 'check',
      policy: { requireTls: true, requireValidCert: undefined, tlsVersion: undefined },
      allowLoosening: false,
      selection: ['@parent'],
      waivers: [],
      region: 'global',
      failOnDeviation: true,
      verifyTimeoutMs: 30_000
    },
    publishing: { reportFile: undefined, sarifFile: undefined, tracking: undefined },
    warnings: []
  })
})

describe('accepted', () => {
  test.each<[Record<string, string>, object]>([
    [{ 'api-key': `  ${key}\n` }, { connection: { apiKey: key } }],
    [{ 'api-key': 'other' }, { warnings: [expect.stringContaining('does not look like a SendGrid key')] }],
    [{ mode: ' apply ' }, { job: { mode: 'apply' } }],
    [{ 'require-tls': 'false' }, { job: { policy: { requireTls: false } } }],
    [{ 'require-valid-cert': 'true' }, { job: { policy: { requireValidCert: true } } }],
    [{ 'tls-version': '1.1' }, { job: { policy: { tlsVersion: { match: 'minimum', version: 1.1 } } } }],
    [
      { 'tls-version': '1.3', 'tls-version-match': 'exact' },
      { job: { policy: { tlsVersion: { match: 'exact', version: 1.3 } } } }
    ],
    [{ 'require-tls': '', 'tls-version': '1.2' }, { job: { policy: { requireTls: undefined } } }],
    [{ 'allow-loosening': 'true' }, { job: { allowLoosening: true } }],
    [{ 'fail-on-deviation': 'false' }, { job: { failOnDeviation: false } }],
    [{ 'on-behalf-of': ' John@example.com ' }, { job: { selection: ['John@example.com'] } }],
    [{ 'on-behalf-of': 'account-id sg2a' }, { job: { selection: ['account-id sg2a'] } }],
    [{ 'on-behalf-of': '@parent' }, { job: { selection: ['@parent'] } }],
    [
      { 'on-behalf-of': ' one \r\n\n@parent\n  \ntwo\none\naccount-id a\n' },
      { job: { selection: ['one', '@parent', 'two', 'account-id a'] } }
    ],
    [{ 'all-subusers': 'true' }, { job: { selection: 'all-subusers' } }],
    [
      {
        waivers:
          'child until 2026-12-31: until 2027-01-01: moving\r\n\naccount-id a until 2028-02-29: x\n@parent until 2026-01-01: y'
      },
      {
        job: {
          waivers: [
            { account: 'child', until: '2026-12-31', reason: 'until 2027-01-01: moving' },
            { account: 'account-id a', until: '2028-02-29', reason: 'x' },
            { account: '@parent', until: '2026-01-01', reason: 'y' }
          ]
        }
      }
    ],
    [{ 'sarif-file': ' out/tls.sarif ' }, { publishing: { sarifFile: 'out/tls.sarif' } }],
    [
      { 'tracking-issue': 'true', 'issue-labels': 'security, mail\n\n tls', 'issue-assignees': 'octocat' },
      {
        publishing: {
          tracking: { token: sandboxToken, labels: ['security', 'mail', 'tls'], assignees: ['octocat'] }
        }
      }
    ],
    [{ 'max-minutes': '350' }, { connection: { maxRunMs: 21_000_000 } }],
    [{ 'on-behalf-of': 'Zoë' }, { job: { selection: ['Zoë'] } }],
    [{ region: 'eu' }, { job: { region: 'eu' } }],
    [
      { region: 'eu', 'api-url': 'https://gateway.example/sg/' },
      { connection: { apiUrls: { global: 'https://gateway.example/sg', eu: 'https://gateway.example/sg' } } }
    ],
    [
      { 'api-url': 'http://localhost:8080' },
      { connection: { apiUrls: { global: 'http://localhost:8080', eu: 'http://localhost:8080' } } }
    ],
    [
      { 'api-url': 'http://127.1.2.3' },
      { connection: { apiUrls: { global: 'http://127.1.2.3', eu: 'http://127.1.2.3' } } }
    ],
    [
      { 'api-url': 'http://[::1]:9/x' },
      { connection: { apiUrls: { global: 'http://[::1]:9/x', eu: 'http://[::1]:9/x' } } }
    ],
    [{ 'request-timeout-seconds': '300' }, { connection: { requestTimeoutMs: 300_000 } }],
    [{ 'max-retries': '0' }, { connection: { maxRetries: 0 } }],
    [{ 'max-retries': '10' }, { connection: { maxRetries: 10 } }],
    [{ 'verify-timeout-seconds': '0' }, { job: { verifyTimeoutMs: 0 } }],
    [{ 'verify-timeout-seconds': '600' }, { job: { verifyTimeoutMs: 600_000 } }]
  ])('%j', (stated, expected) => expect(read(stated)).toMatchObject(expected))
})

test('report and SARIF file are two', () => {
  const message = refused({ 'report-file': 'out/tls.json', 'sarif-file': './out//tls.json' })
  expect(message).toBe(
    'report-file and sarif-file are both "out/tls.json". They accept two paths that differ.'
  )
})

describe('refused, with the name, the value and what is accepted', () => {
  const withDefault = Object.keys(defaults).filter(
    (name) => defaults[name] !== '' && !['api-key', 'require-tls', 'github-token'].includes(name)
  )
  test.each(withDefault)('%s when it is empty', (name) => {
    expect(refused({ [name]: ' ' })).toMatch(new RegExp(`^${name} is empty\\. It accepts .+\\.$`))
  })

  test.each([
    ['mode', 'Check'],
    ['mode', 'enforce'],
    ['require-tls', 'True'],
    ['require-tls', 'yes'],
    ['require-tls', '1'],
    ['require-valid-cert', 'FALSE'],
    ['tls-version', '1.0'],
    ['tls-version', '1.4'],
    ['tls-version', '1.20'],
    ['tls-version', 'TLSv1.2'],
    ['tls-version-match', 'at-least'],
    ['allow-loosening', 'ture'],
    ['fail-on-deviation', 'no'],
    ['max-minutes', '0'],
    ['max-minutes', '351'],
    ['all-subusers', 'yes'],
    ['region', 'us'],
    ['api-url', 'http://api.sendgrid.com'],
    ['api-url', 'http://127.0.0.1.example.com'],
    ['api-url', 'http://localhost.example.com'],
    ['api-url', 'http://0.0.0.0'],
    ['api-url', 'ftp://127.0.0.1'],
    ['api-url', 'api.sendgrid.com'],
    ['api-url', 'https://gateway.example/?a=b'],
    ['api-url', 'https://gateway.example/?'],
    ['api-url', 'https://gateway.example/#top'],
    ['request-timeout-seconds', '0'],
    ['request-timeout-seconds', '301'],
    ['request-timeout-seconds', '1.5'],
    ['request-timeout-seconds', '1e1'],
    ['request-timeout-seconds', '-1'],
    ['request-timeout-seconds', '15s'],
    ['max-retries', '11'],
    ['max-retries', '+1'],
    ['max-retries', '0x1'],
    ['verify-timeout-seconds', '601'],
    ['verify-timeout-seconds', '99999999999999999999']
  ])('%s: %j', (name, value) => {
    const message = refused({ [name]: value })
    expect(message.split('\n')).toHaveLength(1)
    expect(message).toMatch(new RegExp(`^${name} is ".+"\\. It accepts .+\\.$`))
  })

  test('a missing key, with forks and Dependabot as the usual cause', () => {
    expect(refused({ 'api-key': ' ' })).toMatch(/^api-key is empty.*fork.*Dependabot/)
  })

  test.each(['SG.one two', 'SG.one\nSG.two', 'SG.\u0001', 'SG.\u200b', 'SG.日本'])(
    'a key that cannot be one, never quoted: %j',
    (wrong) => {
      const message = refused({ 'api-key': wrong })
      expect(message).toMatch(/^api-key has /)
      expect(message).not.toContain('SG.')
    }
  )

  test('the key in another input, never quoted', () => {
    for (const name of ['on-behalf-of', 'mode', 'api-url', 'report-file', 'sarif-file']) {
      const message = refused({ [name]: `https://x/${key}` })
      expect(message).toContain(`${name} contains the API key`)
      expect(message).not.toContain(key)
    }
  })

  test('a password in the API URL, never quoted', () => {
    const message = refused({ 'api-url': 'https://user:hunter2@gateway.example' })
    expect(message).toMatch(/^api-url is "https:\/\/\*\*\*@gateway\.example"/)
  })

  test('a policy that states nothing', () => {
    expect(refused({ 'require-tls': '' })).toMatch(/all empty\. State at least one/)
  })

  test.each([
    ['on-behalf-of', 'a\tb'],
    ['on-behalf-of', 'b\na\v'],
    ['on-behalf-of', 'a\u0000b'],
    ['on-behalf-of', 'a\rb'],
    ['on-behalf-of', '日本'],
    ['on-behalf-of', 'account-id'],
    ['waivers', 'child until 2026-02-30: no such day'],
    ['waivers', 'child until 2026-13-01: no such month'],
    ['waivers', 'child until 26-01-01: no such year'],
    ['waivers', 'child until 2026-01-01:'],
    ['waivers', 'child until 2026-01-01'],
    ['waivers', 'child: reason'],
    ['waivers', 'until 2026-01-01: nobody'],
    ['waivers', 'child until 2026-01-01: a\tb'],
    ['waivers', 'child until 2026-01-01: trailing\t'],
    ['waivers', 'child until 2026-01-01: a\rother until 2026-01-01: b'],
    ['waivers', '日本 until 2026-01-01: not a header']
  ])('the line of %s that is wrong: %j', (name, line) => {
    const message = refused({
      [name]: `good${name === 'waivers' ? ' until 2026-01-01: reason' : ''}\n${line}`
    })
    expect(message).toMatch(new RegExp(`^${name} has the line ".+"\\. It accepts .+\\.$`))
    expect(message).toContain(line.slice(0, 5).trim().slice(0, 1))
    expect(message).not.toContain('good')
  })

  test('an account that is waived twice', () => {
    const twice = 'child until 2026-01-01: a\nchild until 2027-01-01: b'
    expect(refused({ waivers: twice })).toMatch(/^waivers has a line that repeats another/)
  })

  test('a tracking issue without a token', () => {
    expect(refused({ 'tracking-issue': 'true', 'github-token': '' })).toMatch(/^github-token is empty/)
  })

  test('all subusers beside named accounts', () => {
    expect(refused({ 'all-subusers': 'true', 'on-behalf-of': 'child' })).toMatch(
      /^all-subusers is "true" and on-behalf-of/
    )
  })

  test('all at once', () => {
    const message = refused({ mode: 'x', region: 'y', 'max-retries': 'z' })
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['mode', 'region', 'max-retries'])
  })

  test('with a value that stays on its line and issues no command', () => {
    expect(refused({ mode: 'a\n::error::b' })).toBe(
      'mode is "a : :error: :b". It accepts "check" or "apply".'
    )
  })
})

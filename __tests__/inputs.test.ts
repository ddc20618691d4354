import { describe, expect, test } from '@jest/globals'
import type { Failure } from '../src/failure.ts'
import { readInputs } from '../src/inputs.ts'

const key = 'SG.not-a-real-key'
const defaults: Record<string, string> = {
  'api-key': key,
  mode: 'check',
  'require-tls': 'true',
  'tls-version-match': 'minimum',
  'allow-loosening': 'false',
  region: 'global',
  'fail-on-deviation': 'true',
  'request-timeout-seconds': '15',
  'max-retries': '4',
  'verify-timeout-seconds': '30'
}
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
    apiKey: key,
    mode: 'check',
    policy: { requireTls: true, requireValidCert: undefined, tlsVersion: undefined },
    allowLoosening: false,
    account: '@parent',
    region: 'global',
    apiUrl: 'https://api.sendgrid.com',
    failOnDeviation: true,
    requestTimeoutMs: 15_000,
    maxRetries: 4,
    verifyTimeoutMs: 30_000,
    warnings: []
  })
})

describe('accepted', () => {
  test.each<[Record<string, string>, object]>([
    [{ 'api-key': `  ${key}\n` }, { apiKey: key }],
    [{ 'api-key': 'other' }, { warnings: [expect.stringContaining('does not look like a SendGrid key')] }],
    [{ mode: ' apply ' }, { mode: 'apply' }],
    [{ 'require-tls': 'false' }, { policy: { requireTls: false } }],
    [{ 'require-valid-cert': 'true' }, { policy: { requireValidCert: true } }],
    [{ 'tls-version': '1.1' }, { policy: { tlsVersion: { match: 'minimum', version: 1.1 } } }],
    [
      { 'tls-version': '1.3', 'tls-version-match': 'exact' },
      { policy: { tlsVersion: { match: 'exact', version: 1.3 } } }
    ],
    [{ 'require-tls': '', 'tls-version': '1.2' }, { policy: { requireTls: undefined } }],
    [{ 'allow-loosening': 'true' }, { allowLoosening: true }],
    [{ 'fail-on-deviation': 'false' }, { failOnDeviation: false }],
    [{ 'on-behalf-of': ' John@example.com ' }, { account: 'John@example.com' }],
    [{ 'on-behalf-of': 'account-id sg2a' }, { account: 'account-id sg2a' }],
    [{ 'on-behalf-of': '@parent' }, { account: '@parent' }],
    [{ 'on-behalf-of': 'Zoë' }, { account: 'Zoë' }],
    [{ region: 'eu' }, { region: 'eu', apiUrl: 'https://api.eu.sendgrid.com' }],
    [{ region: 'eu', 'api-url': 'https://gateway.example/sg/' }, { apiUrl: 'https://gateway.example/sg' }],
    [{ 'api-url': 'http://localhost:8080' }, { apiUrl: 'http://localhost:8080' }],
    [{ 'api-url': 'http://127.1.2.3' }, { apiUrl: 'http://127.1.2.3' }],
    [{ 'api-url': 'http://[::1]:9/x' }, { apiUrl: 'http://[::1]:9/x' }],
    [{ 'request-timeout-seconds': '300' }, { requestTimeoutMs: 300_000 }],
    [{ 'max-retries': '0' }, { maxRetries: 0 }],
    [{ 'max-retries': '10' }, { maxRetries: 10 }],
    [{ 'verify-timeout-seconds': '0' }, { verifyTimeoutMs: 0 }],
    [{ 'verify-timeout-seconds': '600' }, { verifyTimeoutMs: 600_000 }]
  ])('%j', (stated, expected) => expect(read(stated)).toMatchObject(expected))
})

describe('refused, with the name, the value and what is accepted', () => {
  const withDefault = Object.keys(defaults).filter((name) => !['api-key', 'require-tls'].includes(name))
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
    ['on-behalf-of', 'a\tb'],
    ['on-behalf-of', 'a\u0000b'],
    ['on-behalf-of', '日本'],
    ['on-behalf-of', 'account-id'],
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
    for (const name of ['on-behalf-of', 'mode', 'api-url']) {
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

  test('all at once', () => {
    const message = refused({ mode: 'x', region: 'y', 'max-retries': 'z' })
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['region', 'mode', 'max-retries'])
  })

  test('with a value that stays on its line and issues no command', () => {
    expect(refused({ mode: 'a\n::error::b' })).toBe(
      'mode is "a : :error: :b". It accepts "check" or "apply".'
    )
  })
})

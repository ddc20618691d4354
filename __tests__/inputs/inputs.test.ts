import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { passedInputs, sandboxToken } from '../../sandbox/runner.ts'
import { sandboxKey } from '../../sandbox/sendgrid.ts'
import { type Inputs, readInputs } from '../../src/inputs/inputs.ts'
import type { Failure } from '../../src/model/failure.ts'
import { createRedaction } from '../../src/redaction.ts'
import { ownReportIn } from '../support/own-report.ts'
import { acceptedInputs } from '../support/run-inputs.ts'

/** The environment of a job in `/work`. */
const environment = { GITHUB_WORKSPACE: '/workspace', RUNNER_TEMP: '/temp' }
const defaults = await passedInputs({ 'api-key': sandboxKey })
const read = (stated: Record<string, string> = {}): Inputs => {
  const all: Record<string, string> = { ...defaults, ...stated }
  return acceptedInputs(
    (name) => all[name] ?? '',
    environment,
    createRedaction((all['api-key'] ?? '').trim())
  )
}

function refused(stated: Record<string, string>): string {
  try {
    read(stated)
  } catch (thrown) {
    expect((thrown as Failure).reason).toBe('invalid-input')
    return (thrown as Failure).message
  }
  throw new Error(`accepted: ${JSON.stringify(stated)}`)
}

test('the defaults, with the key alone', () => {
  expect(read()).toEqual({
    connection: {
      apiKey: sandboxKey,
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
      exclude: [],
      waivers: [],
      region: 'global',
      failOnDeviation: true,
      verifyTimeoutMs: 30_000,
      confirmIdentity: false,
      blockedRecipientsDays: 0
    },
    publishing: {
      reportFile: ownReportIn('/temp'),
      sarifFile: undefined,
      tracking: undefined
    },
    proxies: {},
    warnings: []
  })
})

test('a bug while they are read is why the run does not start, and it is reported', () => {
  const read = () => {
    throw new TypeError('x is not a function')
  }
  expect(readInputs(read, environment, (text) => text)).toEqual({
    failure: { reason: 'bug', message: expect.stringContaining('x is not a function') },
    publishing: { reportFile: ownReportIn('/temp'), sarifFile: undefined, tracking: undefined },
    warnings: []
  })
})

describe('accepted', () => {
  test.each<[Record<string, string>, object]>([
    [{ 'api-key': `  ${sandboxKey}\n` }, { connection: { apiKey: sandboxKey } }],
    [{ mode: ' apply ', 'require-tls': 'true' }, { job: { mode: 'apply' } }],
    [{ 'require-tls': 'false' }, { job: { policy: { requireTls: false } } }],
    [{ 'require-valid-cert': 'true' }, { job: { policy: { requireValidCert: true } } }],
    [{ 'tls-version': '1.1' }, { job: { policy: { tlsVersion: { match: 'minimum', version: 1.1 } } } }],
    [
      { 'tls-version': '1.3', 'tls-version-match': 'exact' },
      { job: { policy: { tlsVersion: { match: 'exact', version: 1.3 } } } }
    ],
    [{ 'require-tls': 'any', 'tls-version': '1.2' }, { job: { policy: { requireTls: undefined } } }],
    [{ 'require-tls': '', 'tls-version': '1.2' }, { job: { policy: { requireTls: true } } }],
    [
      { 'require-tls': ' ', 'require-valid-cert': 'any', 'tls-version': 'any' },
      { job: { policy: { requireTls: true } } }
    ],
    [
      { 'require-tls': 'any', 'require-valid-cert': 'false' },
      { job: { policy: { requireTls: undefined, requireValidCert: false } } }
    ],
    [
      { mode: 'apply', 'require-tls': 'any', 'tls-version': '1.2' },
      { job: { policy: { requireTls: undefined } } }
    ],
    [{ 'allow-loosening': 'true' }, { job: { allowLoosening: true } }],
    [{ 'fail-on-deviation': 'false' }, { job: { failOnDeviation: false } }],
    [{ 'on-behalf-of': ' John@example.com ' }, { job: { selection: ['John@example.com'] } }],
    [{ 'on-behalf-of': 'account-id sg2a' }, { job: { selection: ['account-id sg2a'] } }],
    [{ 'on-behalf-of': '@parent' }, { job: { selection: ['@parent'] } }],
    [
      { 'on-behalf-of': ' one \r\n@parent\ntwo\none\naccount-id a\n' },
      { job: { selection: ['one', '@parent', 'two', 'account-id a'] } }
    ],
    [{ 'all-subusers': 'true' }, { job: { selection: 'all-subusers' } }],
    [
      { 'all-subusers': 'true', 'on-behalf-of': ' @parent\n@parent ' },
      { job: { selection: 'all-subusers' } }
    ],
    // A no-break space is a part of the name, in both lists and at both ends.
    [
      { 'on-behalf-of': '\u00a0child\nchild\u00a0\n\tchild ' },
      { job: { selection: ['\u00a0child', 'child\u00a0', 'child'] } }
    ],
    [
      { 'all-subusers': 'true', exclude: ' @parent\r\ntest-*\none *\ntest-*\nZo\u00eb\n' },
      { job: { exclude: ['@parent', 'test-*', 'one *', 'Zo\u00eb'] }, warnings: [] }
    ],
    [{ exclude: '' }, { job: { exclude: [] } }],
    [{ 'on-behalf-of': 'child\r\n' }, { job: { selection: ['child'] } }],
    [{ 'on-behalf-of': 'Child\nchild' }, { job: { selection: ['Child', 'child'] } }],
    [
      { waivers: 'child\u00a0 until 2026-12-31: a\n  child   until   2026-12-31:b  ' },
      {
        job: {
          waivers: [
            { account: 'child\u00a0', until: '2026-12-31', reason: 'a' },
            { account: 'child', until: '2026-12-31', reason: 'b' }
          ]
        }
      }
    ],
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
    [{ 'sarif-file': ' out/tls.sarif ' }, { publishing: { sarifFile: resolve('/workspace/out/tls.sarif') } }],
    [{ 'report-file': '/out/tls.json' }, { publishing: { reportFile: resolve('/out/tls.json') } }],
    [{ 'confirm-identity': 'true' }, { job: { confirmIdentity: true } }],
    [{ 'blocked-recipients-days': '1' }, { job: { blockedRecipientsDays: 1 } }],
    [{ 'blocked-recipients-days': '30' }, { job: { blockedRecipientsDays: 30 } }],
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
      { region: 'eu', 'api-url': 'https://gateway.example/sg//' },
      { connection: { apiUrls: { global: 'https://gateway.example/sg', eu: 'https://gateway.example/sg' } } }
    ],
    [
      { 'api-url': 'http://localhost:8080' },
      { connection: { apiUrls: { global: 'http://localhost:8080', eu: 'http://localhost:8080' } } }
    ],
    [
      { 'api-url': 'http://127.10.20.30' },
      { connection: { apiUrls: { global: 'http://127.10.20.30', eu: 'http://127.10.20.30' } } }
    ],
    [
      { 'api-url': 'http://[::1]:9/x' },
      { connection: { apiUrls: { global: 'http://[::1]:9/x', eu: 'http://[::1]:9/x' } } }
    ],
    [{ 'request-timeout-seconds': '300' }, { connection: { requestTimeoutMs: 300_000 } }],
    [{ 'max-retries': '0' }, { connection: { maxRetries: 0 } }],
    [{ 'max-retries': '10' }, { connection: { maxRetries: 10 } }],
    [{ 'verify-timeout-seconds': '0' }, { job: { verifyTimeoutMs: 0 } }],
    [{ 'max-changes': 'none' }, { job: { maxChanges: undefined } }],
    [{ 'max-changes': '1' }, { job: { maxChanges: 1 } }],
    [{ 'max-changes': '100000' }, { job: { maxChanges: 100_000 } }],
    [{ 'verify-timeout-seconds': '600' }, { job: { verifyTimeoutMs: 600_000 } }]
  ])('%j', (stated, expected) => expect(read(stated)).toMatchObject(expected))
})

test.each(['acme-mail', `SG.${'x'.repeat(65)}`])('an odd key is none of a warning: %s', (key) => {
  const { connection, warnings } = read({ 'api-key': key })
  expect({ key: connection.apiKey, warnings }).toEqual({ key, warnings: [] })
})

describe('what is for a tracking issue, without one, is a warning', () => {
  const without = (name: string) =>
    `${name} is stated and does nothing, because tracking-issue is not "true".`
  test.each<[Record<string, string>, string[]]>([
    [{ 'issue-labels': 'tls' }, [without('issue-labels')]],
    [{ 'issue-assignees': 'octocat' }, [without('issue-assignees')]],
    [
      { 'issue-labels': 'tls', 'issue-assignees': 'octocat', 'tracking-issue': 'false' },
      [without('issue-labels'), without('issue-assignees')]
    ],
    [{ 'issue-labels': ' \n' }, []],
    [{ 'issue-labels': 'tls', 'issue-assignees': 'octocat', 'tracking-issue': 'true' }, []]
  ])('%j', (stated, warnings) => expect(read(stated).warnings).toEqual(warnings))
})

describe('a line of exclude with nothing in it is a warning', () => {
  const nothingIn = (lines: string) =>
    `exclude has nothing in ${lines}, which leaves nobody out. Usually an expression in the workflow has lost its value.`
  test.each<[string, string[]]>([
    ['', []],
    ['a', []],
    ['a\n', []],
    ['\n', [nothingIn('line 1')]],
    ['a\n\n', [nothingIn('line 2')]],
    [' \r\na\n\t\n\nb', [nothingIn('lines 1, 3, 4')]]
  ])('%j', (exclude, warnings) => {
    expect(read({ 'all-subusers': 'true', exclude }).warnings).toEqual(warnings)
  })
})

describe('refused, with the name, the value and what is accepted', () => {
  const withDefault = Object.keys(defaults).filter(
    (name) => defaults[name] !== '' && !['api-key', 'require-tls', 'github-token'].includes(name)
  )
  test.each(withDefault)('%s when it is empty, with the usual cause', (name) => {
    expect(refused({ [name]: ' ' })).toMatch(
      new RegExp(
        `^${name} is empty\\. It accepts .+\\. Usually an expression in the workflow has lost its value\\.$`
      )
    )
  })

  test('those with a value as their default are the ones that matter', () => {
    expect(withDefault).toEqual(
      expect.arrayContaining(['on-behalf-of', 'require-valid-cert', 'tls-version', 'tls-version-match'])
    )
  })

  test.each(['', ' ', '\n', '\u00a0'])('on-behalf-of that is %j, beside all-subusers too', (empty) => {
    expect(refused({ 'on-behalf-of': empty })).toMatch(
      /^on-behalf-of is empty\. It accepts one account per line/
    )
    expect(refused({ 'on-behalf-of': empty, 'all-subusers': 'true' })).toMatch(/^on-behalf-of is empty/)
  })

  test.each(['*', ' ** ', '*-*', '@*', 'a\n*_*'])(
    'exclude with a pattern that is too wide: %j',
    (exclude) => {
      expect(refused({ 'all-subusers': 'true', exclude })).toMatch(
        /^exclude has the line "[^a]+" \(a pattern needs a letter or a digit\)\. It accepts one account per line/
      )
    }
  )

  test.each(['a,b', '@Parent', 'a\u0000*', 'a*\u200b', '日本*', 'account-id'])(
    'exclude with the line %j',
    (exclude) => {
      expect(refused({ 'all-subusers': 'true', exclude })).toMatch(/^exclude has the line /)
    }
  )

  test('exclude without all-subusers', () => {
    expect(refused({ exclude: 'test-*', 'on-behalf-of': 'a' })).toMatch(
      /^exclude is stated and all-subusers is "false"\./
    )
  })

  test.each([
    ['mode', 'Check'],
    ['mode', 'enforce'],
    ['require-tls', 'True'],
    ['require-tls', 'yes'],
    ['require-tls', '1'],
    ['require-tls', 'Any'],
    ['require-tls', 'null'],
    ['require-valid-cert', 'FALSE'],
    ['require-valid-cert', 'none'],
    ['tls-version', 'ANY'],
    ['tls-version', 'any 1.2'],
    ['tls-version', '1.2.0'],
    ['tls-version', '1,2'],
    ['confirm-identity', 'True'],
    ['confirm-identity', 'all'],
    ['confirm-identity', 'none'],
    ['blocked-recipients-days', '31'],
    ['blocked-recipients-days', '-1'],
    ['blocked-recipients-days', '7d'],
    ['blocked-recipients-days', '1.5'],
    ['blocked-recipients-days', 'false'],
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
    ['api-url', 'https://gateway.\t.example'],
    ['api-url', 'https://gateway.example/a\nb'],
    ['api-url', 'https://gateway.example/a b'],
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
    expect(refused({ 'api-key': ' ' })).toBe(
      'api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
        'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.'
    )
  })

  test('a URL that is none, with all that is accepted', () => {
    expect(refused({ 'api-url': 'nowhere' })).toBe(
      'api-url is "nowhere". It accepts an https URL, or an http URL on loopback, without user info, query and ' +
        "fragment, or nothing for the region's host."
    )
  })

  test('user info, which is not quoted, with or without a scheme', () => {
    expect(refused({ 'api-url': 'https://me:hunter2@host' })).toContain('"https://***@host"')
    expect(refused({ 'api-url': 'me:hunter2@host' })).toContain('"***@host"')
  })

  test.each([
    ['https://gateway.example/v1?token=hunter2', 'https://gateway.example/v1?***'],
    ['https://gateway.example/v1#hunter2', 'https://gateway.example/v1#***'],
    ['https://gateway.example/v1#a?b=hunter2\nx', 'https://gateway.example/v1#***'],
    ['https://hunter2%40gateway.example', 'https://***@gateway.example'],
    ['https://me:hunter2%40gateway.example:x', 'https://***@gateway.example:x'],
    ['HTTPS://me:hun?hunter2@gateway.example/?hunter2', 'HTTPS://***@gateway.example/?***'],
    ['hunter2@gateway.example', '***@gateway.example'],
    ['//hunter2@gateway.example', '***@gateway.example'],
    ['ftp://hunter2@gateway.example', '***@gateway.example'],
    ['http://gateway.example/v1?hunter2@x', 'http://***@x']
  ])('an API URL, quoted without user info, query and fragment: %j', (url, quoted) => {
    expect(refused({ 'api-url': url })).toContain(`api-url is "${quoted}". It accepts `)
  })

  test.each(['SG.one two', 'SG.one\nSG.two', 'SG.\u0001', 'SG.\u200b', 'SG.日本'])(
    'a key that cannot be one, never quoted: %j',
    (wrong) => {
      const message = refused({ 'api-key': wrong })
      expect(message).toMatch(/^api-key has /)
      expect(message).not.toContain('SG.')
    }
  )

  test.each(['x', 'SG.xxxx', '日本'])('a key that is too short to be kept out of texts: %j', (key) => {
    expect(refused({ 'api-key': key })).toMatch(/^api-key has /)
  })

  test('a key of seven characters, by its length', () => {
    expect(refused({ 'api-key': 'acme-ma' })).toBe(
      'api-key has fewer than 8 characters. It accepts one SendGrid API key.'
    )
    expect(read({ 'api-key': 'acme-mai' }).connection.apiKey).toBe('acme-mai')
  })

  const inputs = Object.keys(defaults).filter((name) => name !== 'api-key')
  test.each(inputs)('the key or eight characters of it in %s, never quoted, and nothing else', (name) => {
    for (const part of [sandboxKey, sandboxKey.toUpperCase(), sandboxKey.slice(20, 28)]) {
      const problem = refused({
        'require-tls': 'true',
        mode: 'apply',
        'tracking-issue': 'true',
        [name]: `https://x/${part}`
      })
      expect({ part, problem }).toEqual({
        part,
        problem: `${name} contains the API key or a part of it. Only api-key may hold it.`
      })
    }
  })

  test('the key in a line of waivers, although the others are right', () => {
    const message = refused({
      waivers: `child until 2999-01-01: moving\nnext until 2999-01-01: ${sandboxKey}`
    })
    expect(message).toBe('waivers contains the API key or a part of it. Only api-key may hold it.')
  })

  test.each([
    'https://user:hunter2@gateway.example',
    'https://hunter2@gateway.example',
    'https://user:hun/hunter2@gateway.example',
    'https://user:hun hunter2@gateway.example',
    'https://user:a@hunter2@gateway.example',
    'https:/user:hunter2@gateway.example',
    'https:user:hunter2@gateway.example',
    'user:hunter2@gateway.example'
  ])('a password in the API URL, never quoted: %j', (url) => {
    const message = refused({ 'api-url': url })
    expect(message).toMatch(/^api-url is ".*\*\*\*@gateway\.example"\. It accepts /)
    expect(message).not.toContain('hunter2')
  })

  test.each(['check', 'apply'])('a policy of which nothing is judged, in %s', (mode) => {
    expect(refused({ mode, 'require-tls': 'any' })).toBe(
      'require-tls, require-valid-cert and tls-version are all "any". State at least one: there is nothing to judge.'
    )
  })

  test.each(['', ' ', '\t'])('require-tls %j in apply, since what is written has to be stated', (value) => {
    expect(refused({ mode: 'apply', 'require-tls': value, 'tls-version': '1.2' })).toBe(
      'require-tls is empty. In mode apply it has to be stated, because it is written. It accepts "true", "false" or "any".'
    )
  })

  test.each(['true', 'any', ''])(
    'an exact version that is not stated, beside require-tls %j',
    (requireTls) => {
      expect(refused({ 'require-tls': requireTls, 'tls-version-match': 'exact' })).toBe(
        'tls-version-match is "exact" and tls-version is "any". State the version to demand.'
      )
    }
  )

  test.each([
    ['on-behalf-of', 'a\tb'],
    ['on-behalf-of', 'a\v'],
    ['on-behalf-of', 'a\u0000b'],
    ['on-behalf-of', 'a\rb'],
    ['on-behalf-of', '日本'],
    ['on-behalf-of', 'account-id'],
    ['on-behalf-of', 'child\u200b'],
    ['on-behalf-of', '\ufeffchild'],
    ['waivers', '\u00a0'],
    ['waivers', 'child until 2026-01-01: \u00a0'],
    ['waivers', 'child\u00a0until 2026-01-01: a no-break space'],
    ['waivers', 'child\u200b until 2026-01-01: a space of no width'],
    ['waivers', 'account-id until 2026-01-01: no ID'],
    ['waivers', 'child until 2026-02-30: no such day'],
    ['waivers', 'child until 2026-13-01: no such month'],
    ['waivers', 'child until 26-01-01: no such year'],
    ['waivers', 'child until 2026-01-01:'],
    ['waivers', 'child until 2026-01-01'],
    ['waivers', 'child: reason'],
    ['waivers', 'until 2026-01-01: nobody'],
    ['waivers', '\u3000 until 2026-01-01: white space is no name'],
    ['waivers', 'other\u2028child until 2026-01-01: a name behind the end of a line'],
    ['waivers', 'child until 2026-01-01: a\u2028b'],
    ['waivers', 'child until 2026-01-01: a\tb'],
    ['waivers', 'child until 2026-01-01: trailing\t'],
    ['waivers', 'child until 2026-01-01: a\rother until 2026-01-01: b'],
    ['waivers', '日本 until 2026-01-01: not a header']
  ])('the line of %s that is wrong: %j', (name, line) => {
    const message = refused({
      [name]: `good${name === 'waivers' ? ' until 2026-01-01: reason' : ''}\n${line}`
    })
    expect(message).toMatch(new RegExp(`^${name} has the line "(.+)"\\. It accepts .+\\.$`))
    const [first = ''] = line.replace(/[\s\u200b\ufeff]/g, '')
    expect(message.split('"')[1]).toContain(first)
    expect(message).not.toContain('good')
  })

  test.each([
    ['\ufeffchild', '<U+FEFF>child'],
    ['child\u200b', 'child<U+200B>'],
    ['chi\u00adld\u{e0061}', 'chi<U+00AD>ld<U+E0061>'],
    ['\u0007child\t日', '<U+0007>child<U+0009>日'],
    ['日\u00a0\u3000\u2028\u2800', '日<U+00A0><U+3000><U+2028><U+2800>'],
    ['日\ue000\ufff9', '日<U+E000><U+FFF9>'],
    ['日  a', '日 a']
  ])('a line that is wrong by what nobody sees, by its code point: %j', (line, shown) => {
    expect(refused({ 'on-behalf-of': `good\n${line}` })).toContain(`has the line "${shown}"`)
    expect(refused({ waivers: line })).toContain(`has the line "${shown}"`)
  })

  test.each(['\u200b', '\u00a0', '\u2800 \u{e0061}', '\u00ad\u034f', '\ufff9', '\ue000'])(
    'a reason that nobody sees is none: %j',
    (reason) => {
      expect(refused({ waivers: `child until 2999-01-01: ${reason}` })).toMatch(
        /^waivers has the line "child until 2999-01-01: <U\+.*>"/
      )
    }
  )

  test.each([
    ['on-behalf-of', 'billing, crm', 'one account per line'],
    ['on-behalf-of', 'billing,', 'one account per line'],
    ['on-behalf-of', '@parent,billing', 'one account per line'],
    ['on-behalf-of', '@Parent', 'write @parent'],
    ['on-behalf-of', ' @PARENT ', 'write @parent'],
    ['waivers', 'billing, crm until 2999-01-01: moving', 'one account per line'],
    ['waivers', '@Parent until 2999-01-01: moving', 'write @parent'],
    [
      'waivers',
      'child until 2999-01-01: a\n child  until 2999-02-01: b',
      'a line before it waives the same account'
    ]
  ])('%s: %j, with what helps', (name, lines, hint) => {
    const wrong = lines.split('\n').at(-1)?.replace(/\s+/g, ' ').trim()
    expect(refused({ [name]: lines })).toContain(`${name} has the line "${wrong}" (${hint}). It accepts `)
  })

  test.each([
    ['a\n\nb', ' 2'],
    ['a\n \t\nb\n', ' 2'],
    ['\na', ' 1'],
    ['\r\na\r\n', ' 1'],
    ['a\n\n', ' 2'],
    ['a\r\n\r\n', ' 2'],
    ['a\n ', ' 2'],
    ['a\n\u00a0\nb', ' 2'],
    ['a\n\u00ad\nb', ' 2'],
    ['a\n\u200b\nb', ' 2'],
    ['a\n\u3000', ' 2'],
    ['a\n\ufeff\n', ' 2'],
    ['\u200b', ' 1'],
    ['\n\na\n\nb\n\n', 's 1, 2, 4, 6'],
    [`a${'\n'.repeat(500)}b`, 's 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 489 more']
  ])('a line of on-behalf-of without a name, and its number: %j', (value, lines) => {
    expect(refused({ 'on-behalf-of': value }).split('\n').at(-1)).toMatch(
      new RegExp(
        `^on-behalf-of has nothing in line${lines}\\. It accepts .+\\. Usually an expression in the workflow has lost its value\\.$`
      )
    )
  })

  test('a list beside all-subusers that has lost a line', () => {
    expect(refused({ 'all-subusers': 'true', 'on-behalf-of': '@parent\n\n' })).toMatch(/nothing in line 2/)
  })

  test('every wrong line of a list, each with what helps', () => {
    const lines = 'a,b\ngood\n@Parent\n日本\naccount-id'
    expect(refused({ 'on-behalf-of': lines })).toMatch(
      /^on-behalf-of has the lines "a,b" \(one account per line\), "@Parent" \(write @parent\), "日本", "account-id"\. It accepts .+\.$/
    )
  })

  test.each([
    [10, ''],
    [11, ' and 1 more'],
    [500, ' and 490 more']
  ])('of %i wrong lines ten, then a count', (number, more) => {
    const wrong = Array.from({ length: number }, (_, index) => `wrong-${index}`)
    const shown = wrong.slice(0, 10).map((line) => `"${line}"`)
    expect(refused({ waivers: ['child until 2999-01-01: moving', ...wrong].join('\n') })).toMatch(
      new RegExp(`^waivers has the lines ${shown.join(', ')}${more}\\. It accepts `)
    )
  })

  test('the count is within the 1,000 characters that an annotation shows', () => {
    const lines = Array.from(
      { length: 500 },
      (_, index) => `child until 2999-01-01: ${'long '.repeat(50)}${index}`
    )
    const message = refused({ waivers: lines.join('\n') })
    expect(message.slice(0, 1_000)).toContain(
      '(a line before it waives the same account) and 489 more. It accepts '
    )
    const [line] = /"[^"]+"/.exec(refused({ 'on-behalf-of': `a,${'long '.repeat(50)}` })) ?? []
    expect(line).toHaveLength(102)
  })

  test('wrong lines of two lists', () => {
    const message = refused({ 'on-behalf-of': 'a,b', waivers: 'child' })
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['on-behalf-of', 'waivers'])
  })

  describe('a line of more than 1,000 characters, by its length alone', () => {
    const valid = { 'require-tls': 'true', mode: 'apply', 'tracking-issue': 'true' }
    test.each(['api-key', ...inputs])('in %s', (name) => {
      const long = (length: number) =>
        `has ${length} characters in line 1. It accepts at most 1,000 in a line.`
      expect(refused({ ...valid, [name]: 'x'.repeat(1_001) })).toBe(`${name} ${long(1_001)}`)
      // What the patterns for lists and for quoted values would take minutes to read.
      const slow = ['a '.repeat(30_000), `a${' '.repeat(60_000)}b`, `${'//a:'.repeat(15_000)}@`]
      const length = expect.stringContaining(`${name} has `)
      expect(slow.map((text) => refused({ ...valid, [name]: text }))).toEqual([length, length, length])
      expect(() => read({ ...valid, [name]: 'x'.repeat(1_000) })).not.toThrow('in a line')
    })

    test('among others, with its number', () => {
      const lines = `a\r\n${'b'.repeat(1_000)}\r\n${'c'.repeat(1_001)}\nd`
      for (const name of ['on-behalf-of', 'waivers', 'issue-labels'])
        expect(refused({ [name]: lines })).toBe(
          `${name} has 1001 characters in line 3. It accepts at most 1,000 in a line.`
        )
    })
  })

  test('a tracking issue without a token', () => {
    expect(refused({ 'tracking-issue': 'true', 'github-token': '' })).toMatch(/^github-token is empty/)
  })

  test.each(['hunter2 x', 'hunter2\nx', 'hunter2\tx', 'hunter2\u00a0x', 'hunter2\u2028x'])(
    'a token with white space inside, never quoted: %j',
    (token) => {
      for (const wanted of ['true', 'false'])
        expect({ wanted, problem: refused({ 'tracking-issue': wanted, 'github-token': token }) }).toEqual({
          wanted,
          problem: 'github-token has white space inside. It accepts one token.'
        })
    }
  )

  test.each(['child', '@parent\nchild', '@parent\n@parent\u00a0'])(
    'all subusers beside named accounts: %j',
    (names) => {
      expect(refused({ 'all-subusers': 'true', 'on-behalf-of': names })).toMatch(
        /^all-subusers is "true" and on-behalf-of/
      )
    }
  )

  test.each([
    ['me:hunter2@host', '"***@host"'],
    ['see https://me:hunter2@host', '"see https://***@host"'],
    ['a b:hunter2@c d:hunter2@e', '"a ***@c ***@e"']
  ])('any input with user info, which is not quoted: %j', (mode, quoted) => {
    expect(refused({ mode })).toBe(`mode is ${quoted}. It accepts "check" or "apply".`)
  })

  test('max-changes that is no number, with the word that it accepts', () => {
    expect(refused({ 'max-changes': 'all' })).toBe(
      'max-changes is "all". It accepts a whole number from 1 to 100000 or "none".'
    )
  })

  test('a waiver without a reason that can be seen, with that hint', () => {
    expect(refused({ waivers: 'a until 2026-12-31: \u00ad' })).toContain('(its reason cannot be seen)')
  })

  test('all at once', () => {
    const message = refused({ mode: 'x', region: 'y', 'max-retries': 'z' })
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['mode', 'region', 'max-retries'])
  })

  test('with a value that stays on its line and issues no command', () => {
    expect(refused({ mode: 'a\n::error::b' })).toBe(
      'mode is "a<U+000A>: :error: :b". It accepts "check" or "apply".'
    )
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import type { Connection } from '../src/sendgrid/messages.ts'
import { accountSettings } from '../src/sendgrid/settings.ts'
import { connect, named } from './support/connect.ts'
import { FakeClock } from './support/fake-clock.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const read = (overrides: Partial<Connection> = {}, account = '@parent') =>
  accountSettings(connect(sandbox, overrides), named(account)).read()
const write = (overrides: Partial<Connection> = {}) =>
  accountSettings(connect(sandbox, overrides), named('@parent')).write({ requireTls: true })

describe('what SendGrid says in a 200', () => {
  const body = { require_tls: true, require_valid_cert: false, version: 1.3 }
  test.each<[string, unknown, number]>([
    ['a number', body, 1.3],
    ['a numeric string', { ...body, version: '1.2' }, 1.2],
    ['a missing version, by default 1.1', { require_tls: true, require_valid_cert: false }, 1.1],
    ['fields nobody knows', { ...body, more: 1 }, 1.3]
  ])('is read: %s', async (_, shown, tlsVersion) => {
    sandbox.faults.push(faults.answer(200, JSON.stringify(shown)))
    expect(await read()).toEqual({ requireTls: true, requireValidCert: false, tlsVersion })
  })

  test.each<[string, string]>([
    ['nothing', ''],
    ['HTML', '<html>ok</html>'],
    ['half of it', '{"require_tls":true,"require_va'],
    ['null', 'null'],
    ['an array', `[${JSON.stringify(body)}]`],
    ['a string', '"true"'],
    ['errors beside the flags', JSON.stringify({ ...body, errors: [] })],
    ['an error beside the flags', JSON.stringify({ ...body, error: 'no' })],
    ['no flags', '{}'],
    ['no require_tls', '{"require_valid_cert":true}'],
    ['no require_valid_cert', '{"require_tls":true}'],
    ['a string for a flag', JSON.stringify({ ...body, require_tls: 'true' })],
    ['a number for a flag', JSON.stringify({ ...body, require_valid_cert: 1 })],
    ['null for a flag', JSON.stringify({ ...body, require_tls: null })],
    ['version 1.0', JSON.stringify({ ...body, version: 1.0 })],
    ['version 1.4', JSON.stringify({ ...body, version: 1.4 })],
    ['version 0', JSON.stringify({ ...body, version: 0 })],
    ['version null', JSON.stringify({ ...body, version: null })],
    ['version as a word', JSON.stringify({ ...body, version: 'TLSv1.2' })],
    ['an empty version', JSON.stringify({ ...body, version: '' })]
  ])('is not understood: %s', async (_, text) => {
    sandbox.faults.push(faults.answer(200, text))
    await expect(read()).rejects.toMatchObject({ reason: 'unexpected-response' })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('a body over 64 KiB is not read to its end', async () => {
    sandbox.faults.push(faults.flood)
    await expect(read()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })
})

describe('other statuses', () => {
  test.each([
    [204, 'unexpected-response'],
    [201, 'unexpected-response'],
    [206, 'unexpected-response'],
    [304, 'unexpected-response'],
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [406, 'rejected'],
    [408, 'rejected'],
    [409, 'rejected'],
    [451, 'rejected']
  ])('%i is %s, at once', async (status, reason) => {
    const good = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
    sandbox.faults.push(faults.answer(status, status === 204 || status === 304 ? '' : good))
    await expect(read()).rejects.toMatchObject({ reason })
    expect(sandbox.requests).toHaveLength(1)
  })

  test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    const elsewhere = await SendGridSandbox.start()
    try {
      sandbox.faults.push(
        faults.answer(status, '', { location: `${elsewhere.url}/v3/user/settings/enforced_tls` })
      )
      await expect(read()).rejects.toMatchObject({ reason: 'unexpected-response' })
      expect(elsewhere.requests).toHaveLength(0)
      expect(sandbox.requests).toHaveLength(1)
    } finally {
      await elsewhere.stop()
    }
  })

  test('401 names the wrong key and the wrong region', async () => {
    await expect(read({ apiKey: 'SG.wrong' })).rejects.toThrow(
      /"Permission denied, wrong credentials".*wrong.*region/
    )
  })

  test('403 names the scope for reading and IP Access Management', async () => {
    sandbox.keys.set(sandboxKey, [])
    await expect(read()).rejects.toThrow(/user\.settings\.enforced_tls\.read.*IP Access Management/)
  })

  test('403 on a write names the scope for updating', async () => {
    sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    await expect(write()).rejects.toThrow(/user\.settings\.enforced_tls\.update/)
  })

  test('an unknown subuser is named as a cause', async () => {
    await expect(read({}, 'nobody')).rejects.toThrow(/or nobody is not an account of this key/)
  })
})

describe('retries', () => {
  const passing = {
    'a lost connection': faults.reset,
    'a connection lost in the body': faults.cutBody,
    '500 with an empty body': faults.answer(500, ''),
    '502 with HTML': faults.badGateway,
    '503': faults.errors(503, 'unavailable'),
    '504': faults.answer(504, '<html></html>', { 'content-type': 'text/html' }),
    '429': faults.rateLimited()
  }
  test.each(Object.entries(passing))('GET and PATCH come again after %s', async (_, fault) => {
    sandbox.faults.push(fault)
    await expect(read()).resolves.toMatchObject({ requireTls: false })
    sandbox.faults.push(fault)
    await write()
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH', 'PATCH'])
  })

  test.each([
    ['unavailable', faults.badGateway],
    ['rate-limited', faults.rateLimited()]
  ])('end as %s after max-retries', async (reason, fault) => {
    sandbox.everyRequest = () => fault
    await expect(read({ maxRetries: 3 })).rejects.toMatchObject({ reason })
    expect(sandbox.requests).toHaveLength(4)
  })

  test('none with max-retries 0', async () => {
    sandbox.faults.push(faults.reset)
    await expect(read({ maxRetries: 0 })).rejects.toMatchObject({ reason: 'unavailable' })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('back off with full jitter, from 1 s up to 20 s', async () => {
    sandbox.everyRequest = () => faults.badGateway
    const clock = new FakeClock()
    await expect(read({ clock, maxRetries: 7 })).rejects.toThrow()
    expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000])
    const half = new FakeClock()
    await expect(read({ clock: half, maxRetries: 2, random: () => 0.5 })).rejects.toThrow()
    expect(half.sleeps).toEqual([500, 1000])
  })

  const now = Date.UTC(2026, 10, 22, 12)
  test.each<[string, Record<string, string>, number]>([
    ['Retry-After in seconds', { 'retry-after': '7' }, 7000],
    ['Retry-After as a date', { 'retry-after': new Date(now + 9000).toUTCString() }, 9000],
    ['Retry-After before the reset', { 'retry-after': '3', 'x-ratelimit-reset': '40' }, 3000],
    [
      'a Retry-After without meaning, then the reset',
      { 'retry-after': 'soon', 'x-ratelimit-reset': '40' },
      40_000
    ],
    ['the reset in epoch seconds', { 'X-Ratelimit-Reset': String(now / 1000 + 12) }, 12_000],
    ['the reset in seconds left', { 'X-RateLimit-Reset': '12' }, 12_000],
    ['a reset in the past', { 'x-ratelimit-reset': String(now / 1000 - 50) }, 1000],
    ['a reset of 0', { 'x-ratelimit-reset': '0' }, 1000],
    ['a reset far away', { 'x-ratelimit-reset': String(now / 1000 + 3600) }, 65_000],
    ['Retry-After that is neither', { 'retry-after': '4.5', 'x-ratelimit-reset': '40' }, 40_000],
    ['a huge Retry-After', { 'retry-after': '999999999999' }, 65_000],
    ['a reset without meaning', { 'x-ratelimit-reset': 'tomorrow' }, 1000],
    ['no header at all', {}, 1000]
  ])('wait after a 429 by %s', async (_, headers, waitMs) => {
    const clock = new FakeClock(now)
    sandbox.faults.push(faults.rateLimited(headers))
    await read({ clock })
    expect(clock.sleeps).toEqual([waitMs])
  })

  test('are one log line each, that says why', async () => {
    sandbox.faults.push(faults.badGateway, faults.rateLimited())
    const connection = connect(sandbox)
    await accountSettings(connection, named('@parent')).read()
    expect(connection.lines).toEqual([
      expect.stringMatching(/^Retry 1 of 4 in 1\.0 s: GET .* was answered 502\b/),
      expect.stringMatching(/^Retry 2 of 4 in 2\.0 s: GET .* was answered 429 \("too many requests"\)/)
    ])
  })
})

describe('the deadline of a request', () => {
  test.each([
    ['silence', faults.silence],
    ['a stalled body', faults.stalledBody],
    ['a body a byte at a time', faults.drip]
  ])('ends %s', async (_, fault) => {
    sandbox.faults.push(fault)
    const impatient = { requestTimeoutMs: 1_000, maxRetries: 0 }
    await expect(read(impatient)).rejects.toThrow(/no complete answer within 1 s/)
  })
})

describe('what SendGrid receives', () => {
  test('On-Behalf-Of in that spelling, with the value as stated', async () => {
    for (const account of ['child.one', 'John@example.com', 'account-id sg2a2b']) {
      sandbox.accounts.set(account, newAccount({ require_tls: true }))
      expect(await read({}, account)).toMatchObject({ requireTls: true })
      const { rawHeaders = [] } = sandbox.requests.at(-1) ?? {}
      expect(rawHeaders[rawHeaders.indexOf('On-Behalf-Of') + 1]).toBe(account)
    }
  })

  test('no On-Behalf-Of for the own account', async () => {
    await read()
    expect(sandbox.requests[0]?.rawHeaders.map((name) => name.toLowerCase())).not.toContain('on-behalf-of')
  })

  test('the key once, in one header', async () => {
    await read()
    const headers = sandbox.requests[0]?.rawHeaders ?? []
    expect(headers.filter((value) => value.includes(sandboxKey))).toEqual([`Bearer ${sandboxKey}`])
    expect(sandbox.requests[0]?.query).toBe('')
  })

  test('an Accept header and our name, and a content type with a body', async () => {
    await write()
    const headers = sandbox.requests[0]?.rawHeaders.map((text) => text.toLowerCase()) ?? []
    for (const [name, value] of [
      ['accept', 'application/json'],
      ['content-type', 'application/json'],
      ['user-agent', 'test']
    ]) {
      expect(headers[headers.indexOf(name as string) + 1]).toBe(value)
    }
  })

  test('the path of the API URL before its own', async () => {
    const gateway = `${sandbox.url}/gateway`
    await read({ apiUrls: { global: gateway, eu: gateway } }).catch(() => undefined)
    expect(sandbox.requests[0]?.path).toBe('/gateway/v3/user/settings/enforced_tls')
  })

  test('one connection for many requests', async () => {
    const settings = accountSettings(connect(sandbox), named('@parent'))
    for (let request = 0; request < 5; request++) await settings.read()
    expect(sandbox.connections).toBe(1)
  })

  test('requests by IPv6 loopback too', async () => {
    const six = await SendGridSandbox.start('::1')
    try {
      expect(await accountSettings(connect(six), named('@parent')).read()).toMatchObject({
        requireTls: false
      })
    } finally {
      await six.stop()
    }
  })
})

describe("SendGrid's own words", () => {
  test('are quoted, clean and cut at 300 characters', async () => {
    sandbox.faults.push(
      faults.errors(400, `line\r\n::error::forged\u2028##[error]x\u001b[31m ${'a'.repeat(400)}`)
    )
    const failure = await read().catch((thrown: Error) => thrown)
    const quoted = /\("(.*)"\)/su.exec((failure as Error).message)?.[1] ?? ''
    expect(quoted).toMatch(/^line : :error: :forged # #\[error\]x \[31m a+…$/)
    expect(quoted).toHaveLength(300)
  })

  test('never hold the key, not even where the quote is cut', async () => {
    for (const message of [`bad ${sandboxKey}`, `${'a'.repeat(290)}${sandboxKey}`]) {
      sandbox.faults.push(faults.errors(400, message))
      const failure = (await read().catch((thrown: Error) => thrown)) as Error
      expect(failure.message).not.toContain('sandbox-key')
    }
  })

  test('never hold the key in place of the version, not in part either', async () => {
    const settings = { require_tls: true, require_valid_cert: true, version: `Bearer ${sandboxKey}` }
    sandbox.faults.push(faults.answer(200, JSON.stringify(settings)))
    const failure = (await read().catch((thrown: Error) => thrown)) as Error
    expect(failure.message).toContain('unknown version "Bearer ***"')
  })

  test('of older services are quoted too', async () => {
    sandbox.faults.push(faults.answer(400, '{"error":"old words"}'))
    await expect(read()).rejects.toThrow(/"old words"/)
  })

  test('of any other shape are not', async () => {
    for (const body of ['<html>no</html>', '{"errors":[null,1,{"message":2}]}', '[]', '']) {
      sandbox.faults.push(faults.answer(400, body))
      await expect(read()).rejects.toThrow(/was answered 400\. /)
    }
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { accountClient } from '../src/sendgrid/settings.ts'
import { clientOf, named, sessionWith } from './support/session.ts'
import { secure } from './support/step.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const read = () => clientOf(sandbox).read()

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

  test.each<[string, string, string]>([
    ['nothing', '', 'is not a JSON object'],
    ['HTML', '<html>ok</html>', 'is HTML and not JSON'],
    ['half of it', '{"require_tls":true,"require_va', 'is not a JSON object'],
    ['null', 'null', 'is not a JSON object'],
    ['an array', `[${JSON.stringify(body)}]`, 'is not a JSON object'],
    ['a string', '"true"', 'is not a JSON object'],
    ['errors beside the flags', JSON.stringify({ ...body, errors: [] }), 'has errors'],
    ['an error beside the flags', JSON.stringify({ ...body, error: 'no' }), 'has errors ("no")'],
    ['no flags', '{}', 'has no boolean require_tls'],
    ['no require_tls', '{"require_valid_cert":true}', 'has no boolean require_tls'],
    ['no require_valid_cert', '{"require_tls":true}', 'has no boolean require_valid_cert'],
    ['a string for a flag', JSON.stringify({ ...body, require_tls: 'true' }), 'has no boolean require_tls'],
    [
      'a number for a flag',
      JSON.stringify({ ...body, require_valid_cert: 1 }),
      'has no boolean require_valid_cert'
    ],
    ['null for a flag', JSON.stringify({ ...body, require_tls: null }), 'has no boolean require_tls'],
    ['version 1.0', JSON.stringify({ ...body, version: 1.0 }), 'has the unknown version 1'],
    ['version 1.4', JSON.stringify({ ...body, version: 1.4 }), 'has the unknown version 1.4'],
    ['version 0', JSON.stringify({ ...body, version: 0 }), 'has the unknown version 0'],
    ['version null', JSON.stringify({ ...body, version: null }), 'has the unknown version null'],
    [
      'version as a word',
      JSON.stringify({ ...body, version: 'TLSv1.2' }),
      'has the unknown version "TLSv1.2"'
    ],
    ['an empty version', JSON.stringify({ ...body, version: '' }), 'has the unknown version ""'],
    [
      'a version with white space',
      JSON.stringify({ ...body, version: ' 1.2' }),
      'has the unknown version " 1.2"'
    ],
    ['a version in a list', JSON.stringify({ ...body, version: ['1.2'] }), 'has the unknown version ["1.2"]'],
    [
      'a version that goes on',
      JSON.stringify({ ...body, version: '1.20' }),
      'has the unknown version "1.20"'
    ],
    [
      'a version behind digits',
      JSON.stringify({ ...body, version: '01.2' }),
      'has the unknown version "01.2"'
    ],
    ['HTML behind white space', ' \n<html>', 'is HTML and not JSON'],
    ['text with a bracket', 'a<b', 'is not a JSON object'],
    ['text with a bracket behind a letter', 'a <b', 'is not a JSON object']
  ])('is not understood: %s', async (_, text, what) => {
    sandbox.faults.push(faults.answer(200, text))
    await expect(read()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test.each<[string, string]>([
    ['with the stricter one last', '{"require_tls":false,"require_tls":true,"require_valid_cert":true}'],
    ['with the weaker one last', '{"require_tls":true,"require_valid_cert":true,"require_tls":false}'],
    ['with the same value', '{"require_tls":true,"require_valid_cert":true,"require_tls":true}'],
    ['with an escape', '{"\\u0072equire_tls":false,"require_tls":true,"require_valid_cert":true}'],
    [
      'escaped as a whole',
      `{"${[...'require_tls'].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}":false,"require_tls":true,"require_valid_cert":true}`
    ],
    ['the certificates', '{"require_tls":true,"require_valid_cert":false,"require_valid_cert":true}'],
    ['the version', '{"require_tls":true,"require_valid_cert":true,"version":1.1,"version":1.3}'],
    [
      'the version as two types',
      '{"require_tls":true,"require_valid_cert":true,"version":"1.1","version":1.3}'
    ],
    ['one of them inside', '{"require_tls":true,"require_valid_cert":true,"old":{"require_tls":false}}'],
    [
      'one of them in a list',
      '{"old":[[{"version":1.1}]],"require_tls":true,"require_valid_cert":true,"version":1.3}'
    ],
    ['with white space', '{"require_tls" : true, "require_valid_cert":true, "require_tls"\n:\tfalse}']
  ])('is not plainly the setting with a name twice: %s', async (_, text) => {
    expect(JSON.parse(text)).toMatchObject({ require_valid_cert: true })
    sandbox.faults.push(faults.answer(200, text))
    await expect(read()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: expect.stringMatching(/ (require_tls|require_valid_cert|version) more than once/)
    })
  })

  test('may have another name twice, and ours as a value', async () => {
    const text = '{"x":1,"x":"require_tls","require_tls":true,"require_valid_cert":true,"version":1.3}'
    sandbox.faults.push(faults.answer(200, text))
    expect(await read()).toMatchObject({ requireTls: true })
  })

  test('a body over 64 KiB is not read to its end', async () => {
    sandbox.faults.push(faults.flood)
    await expect(read()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })

  test('never puts the key into the error in place of the version, not in part either', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify({ ...secure, version: `Bearer ${sandboxKey}` })))
    const failure = (await read().catch((thrown: Error) => thrown)) as Error
    expect(failure.message).toContain('unknown version "Bearer ***"')
  })
})

test("each account is asked at its region's host", async () => {
  const european = await SendGridSandbox.start()
  try {
    european.accounts.set('eu-one', newAccount(secure))
    sandbox.accounts.set('us-one', newAccount(secure))
    const session = sessionWith(sandbox, { apiUrls: { global: sandbox.url, eu: european.url } })
    for (const account of [named('us-one'), { ...named('eu-one'), region: 'eu' as const }])
      expect(await accountClient(session, account).read()).toMatchObject({ requireTls: true })
    expect([sandbox.requests.length, european.requests.length]).toEqual([1, 1])
  } finally {
    await european.stop()
  }
})

describe('a write', () => {
  const change = { settings: { requireTls: true }, validUntilMs: Number.POSITIVE_INFINITY }
  const write = (maxRetries = 0) => clientOf(sandbox, '@parent', { maxRetries }).write(async () => change)

  test.each<[string, faults.Fault, boolean]>([
    ['400', faults.errors(400, 'no'), false],
    ['403', faults.errors(403, 'no'), false],
    ['404', faults.errors(404, 'no'), false],
    ['408', faults.errors(408, 'no'), false],
    ['425', faults.errors(425, 'no'), false],
    ['429', faults.rateLimited(), false],
    ['a redirect', faults.answer(302, ''), false],
    ['200 with errors', faults.answer(200, '{"errors":[{"message":"no"}]}'), false],
    ['500', faults.answer(500, ''), true],
    ['502', faults.badGateway, true],
    ['503', faults.errors(503, 'no'), true],
    ['nothing, as the connection is lost', faults.reset, true],
    ['a part', faults.cutBody, true],
    ['a whole that is reset at its end', faults.resetAtEnd('{}'), true]
  ])('that is answered %s is in doubt: %s %s', async (_, fault, inDoubt) => {
    sandbox.faults.push(fault)
    expect(await write()).toMatchObject({ kind: 'failed', inDoubt })
  })

  test('is in doubt after any attempt that was, whatever the last one is answered', async () => {
    for (const [first, inDoubt] of [
      [faults.reset, true],
      [faults.rateLimited(), false]
    ] as const) {
      sandbox.faults.push(first, faults.errors(403, 'no'))
      expect(await write(1)).toMatchObject({ kind: 'failed', failure: { reason: 'forbidden' }, inDoubt })
    }
  })

  test('is decided anew before each attempt, which learns whether the one before is in doubt', async () => {
    sandbox.faults.push(faults.rateLimited(), faults.badGateway, faults.errors(401, 'no'))
    const doubts: boolean[] = []
    const client = clientOf(sandbox)
    const result = await client.write(async (inDoubt) => {
      doubts.push(inDoubt)
      return change
    })
    expect([result.kind, doubts]).toEqual(['accepted', [false, false, true, true]])
    expect(sandbox.parent.writes).toBe(1)
  })

  test('is not sent, nor counted, where the turn comes too late for what was read', async () => {
    const session = sessionWith(sandbox)
    const client = accountClient(session, named('@parent'))
    let decisions = 0
    await client.write(async () => ({
      ...change,
      validUntilMs: decisions++ === 0 ? -1 : Number.POSITIVE_INFINITY
    }))
    expect([decisions, client.requestCounts.requests, sandbox.requests.length]).toEqual([2, 1, 1])
  })

  test('is not needed where the decision says so', async () => {
    expect(await clientOf(sandbox).write(async () => undefined)).toEqual({ kind: 'not-needed' })
    expect(sandbox.requests).toHaveLength(0)
  })

  test('names what is stated and nothing else', async () => {
    for (const [settings, body] of [
      [{ requireTls: true }, { require_tls: true }],
      [{ tlsVersion: 1.2 }, { version: 1.2 }],
      [
        { requireValidCert: false, tlsVersion: 1.3 },
        { require_valid_cert: false, version: 1.3 }
      ]
    ] as const) {
      await clientOf(sandbox).write(async () => ({ ...change, settings }))
      expect(JSON.parse(sandbox.requests.at(-1)?.body ?? '')).toEqual(body)
    }
  })
})

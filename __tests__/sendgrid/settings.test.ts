import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { accountClient } from '../../src/sendgrid/settings.ts'
import { clientOf, named, sessionWith } from '../support/session.ts'
import { secure } from '../support/step.ts'

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
      expect({ account, settings: await accountClient(session, account).read() }).toMatchObject({
        account,
        settings: { requireTls: true }
      })
    expect([sandbox.requests.length, european.requests.length]).toEqual([1, 1])
  } finally {
    await european.stop()
  }
})

describe('a write', () => {
  const change = { settings: { requireTls: true }, validUntilMs: Number.POSITIVE_INFINITY }
  const write = (maxRetries = 0) => clientOf(sandbox, '@parent', { maxRetries }).write(async () => change)

  test.each<[string, boolean, faults.Fault]>([
    ['400', false, faults.errors(400, 'no')],
    ['403', false, faults.errors(403, 'no')],
    ['404', false, faults.errors(404, 'no')],
    ['408', false, faults.errors(408, 'no')],
    ['425', false, faults.errors(425, 'no')],
    ['429', false, faults.rateLimited()],
    ['a redirect', false, faults.answer(302, '')],
    ['200 with errors', false, faults.answer(200, '{"errors":[{"message":"no"}]}')],
    ['500', true, faults.answer(500, '')],
    ['502', true, faults.badGateway],
    ['503', true, faults.errors(503, 'no')],
    ['nothing, as the connection is lost', true, faults.reset],
    ['a part', true, faults.cutBody],
    ['a whole that is reset at its end', true, faults.resetAtEnd('{}')]
  ])('that is answered %s is in doubt: %s', async (_, inDoubt, fault) => {
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
    expect({ result: result.kind, doubts }).toEqual({
      result: 'accepted',
      doubts: [false, false, true, true]
    })
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

  test('is sent where its turn comes at the last millisecond that what was read is good for', async () => {
    const session = sessionWith(sandbox)
    let decisions = 0
    const decide = async () => ({ ...change, validUntilMs: session.clock.now() - decisions++ })
    expect(await accountClient(session, named('@parent')).write(decide)).toEqual({ kind: 'accepted' })
    expect([decisions, sandbox.requests.length]).toEqual([1, 1])
  })

  test('is sent max-retries times more at most, and each retry is counted', async () => {
    sandbox.everyRequest = ({ method }) => (method === 'PATCH' ? faults.badGateway : undefined)
    const session = sessionWith(sandbox, { maxRetries: 2 })
    const client = accountClient(session, named('@parent'))
    expect(await client.write(async () => change)).toMatchObject({
      kind: 'failed',
      failure: { reason: 'unavailable' }
    })
    expect(client.requestCounts).toEqual({ requests: 3, retries: 2 })
    expect(session.lines).toEqual([
      expect.stringMatching(/^Retry 1 of 2 in 1\.0 s: PATCH /),
      expect.stringMatching(/^Retry 2 of 2 in 2\.0 s: PATCH /)
    ])
  })

  test('that may not be sent before the end of the run is a failed one, in doubt as it was', async () => {
    for (const [first, inDoubt] of [
      [faults.errors(503, 'no', { 'retry-after': '60' }), true],
      [faults.rateLimited({ 'retry-after': '60' }), false]
    ] as const) {
      sandbox.faults.push(first)
      const client = clientOf(sandbox, '@parent', { maxRunMs: 30_000 })
      expect(await client.write(async () => change)).toMatchObject({
        kind: 'failed',
        failure: { message: expect.stringContaining('would pass max-minutes') },
        inDoubt
      })
    }
  })

  test('that meets a bug is no failed write: the bug is thrown', async () => {
    sandbox.faults.push(faults.badGateway)
    const bug = new TypeError('bug')
    const log = () => {
      throw bug
    }
    const client = accountClient({ ...sessionWith(sandbox), log }, named('@parent'))
    await expect(client.write(async () => change)).rejects.toBe(bug)
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

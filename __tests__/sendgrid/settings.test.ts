import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { clientOf, named, sessionWith, writeResult } from '../support/session.ts'
import { secure } from '../support/step.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const read = () => clientOf(sandbox).read()

describe('a setting without a version', () => {
  const without = faults.answer(200, '{"require_tls":true,"require_valid_cert":true}')
  beforeEach(() => {
    sandbox.parent.settings = { ...secure, version: 1.3 }
  })

  test.each<[string, 'forWrite' | undefined, faults.Fault[], number, number]>([
    ['is 1.1', undefined, [without], 1.1, 1],
    ['is read again for a write', 'forWrite', [without], 1.3, 2],
    ['is 1.1 for a write when it is missing again', 'forWrite', [without, without], 1.1, 2],
    ['is none where it has one: a write costs no second read', 'forWrite', [], 1.3, 1]
  ])('%s', async (_, purpose, answers, tlsVersion, requests) => {
    sandbox.faults.push(...answers)
    expect(await clientOf(sandbox).read(purpose)).toMatchObject({ tlsVersion })
    expect(sandbox.requests).toHaveLength(requests)
  })
})

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
    ['nothing', '', 'is not JSON'],
    ['HTML', '<html>ok</html>', 'is HTML and not JSON'],
    ['half of it', '{"require_tls":true,"require_va', 'is not JSON'],
    ['null', 'null', 'is JSON of another form'],
    ['an array', `[${JSON.stringify(body)}]`, 'is JSON of another form'],
    ['a string', '"true"', 'has errors ("true")'],
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
    ['text with a bracket', 'a<b', 'is not JSON'],
    ['text with a bracket behind a letter', 'a <b', 'is not JSON']
  ])('is not understood: %s', async (_, text, what) => {
    sandbox.faults.push(faults.answer(200, text))
    await expect(read()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`
    })
    expect(sandbox.requests).toHaveLength(1)
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
  const write = (maxRetries = 0) =>
    writeResult(clientOf(sandbox, '@parent', { maxRetries }), { requireTls: true })
  const change = { settings: { requireTls: true }, validUntilMs: Number.POSITIVE_INFINITY }

  test.each<[string, boolean, faults.Fault]>([
    ['400', false, faults.errors(400, 'no')],
    ['403', false, faults.errors(403, 'no')],
    ['404', false, faults.errors(404, 'no')],
    ['408', false, faults.errors(408, 'no')],
    ['425', false, faults.errors(425, 'no')],
    ['429', false, faults.rateLimited()],
    ['499', false, faults.errors(499, 'no')],
    ['a redirect', true, faults.answer(302, '')],
    ['another 2xx', true, faults.answer(204, '')],
    ['200 with errors', true, faults.answer(200, '{"errors":[{"message":"no"}]}')],
    ['200 with HTML', true, faults.answer(200, '<html></html>')],
    ['200 with too much', true, faults.answer(200, ' '.repeat(70_000))],
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

  test('is accepted with a setting that lacks its version', async () => {
    sandbox.faults.push(faults.answer(200, '{"require_tls":true,"require_valid_cert":false}'))
    expect(await write()).toEqual({ kind: 'accepted' })
  })

  test('says of each attempt whether it is in doubt, and whether to try again', async () => {
    sandbox.faults.push(faults.rateLimited(), faults.badGateway, faults.errors(401, 'no'))
    const one = clientOf(sandbox).newWrite()
    const attempts = []
    for (let attempts_ = 0; attempts_ < 4; attempts_++) attempts.push(await one.attempt(change))
    expect(attempts).toMatchObject([
      { kind: 'again', inDoubt: false },
      { kind: 'again', inDoubt: true },
      { kind: 'again', inDoubt: false },
      { kind: 'accepted' }
    ])
    expect(sandbox.parent.writes).toBe(1)
  })

  test('is not sent, nor counted, where the turn comes too late for what was read', async () => {
    const client = clientOf(sandbox)
    const late = await client.newWrite().attempt({ ...change, validUntilMs: -1 })
    expect(late).toMatchObject({ kind: 'again', inDoubt: false })
    expect({ ...client.requestCounts, sent: sandbox.requests.length }).toEqual({
      requests: 0,
      retries: 0,
      sent: 0
    })
  })

  test('is sent where its turn comes at the last millisecond that what was read is good for', async () => {
    const session = sessionWith(sandbox)
    const one = accountClient(session, named('@parent')).newWrite()
    expect(await one.attempt({ ...change, validUntilMs: session.clock.now() })).toEqual({ kind: 'accepted' })
  })

  test('is sent max-retries times more at most, and each retry is counted', async () => {
    sandbox.everyRequest = ({ method }) => (method === 'PATCH' ? faults.badGateway : undefined)
    const session = sessionWith(sandbox, { maxRetries: 2 })
    const client = accountClient(session, named('@parent'))
    expect(await writeResult(client, { requireTls: true })).toMatchObject({
      kind: 'failed',
      failure: { reason: 'unavailable' }
    })
    expect(client.requestCounts).toEqual({ requests: 3, retries: 2 })
    expect(session.lines).toEqual([
      expect.stringMatching(/^Retry 1 of 2 in 1\.0 s: PATCH /),
      expect.stringMatching(/^Retry 2 of 2 in 2\.0 s: PATCH /)
    ])
  })

  test.each<[string, boolean, faults.Fault]>([
    ['in doubt', true, faults.errors(503, 'no', { 'retry-after': '60' })],
    ['not carried out', false, faults.rateLimited({ 'retry-after': '60' })]
  ])('that may not be sent again before the end of the run ends at once: %s', async (_, inDoubt, first) => {
    sandbox.faults.push(first)
    const one = clientOf(sandbox, '@parent', { maxRunMs: 30_000 }).newWrite()
    let attempted = await one.attempt(change)
    const doubts = [attempted]
    if (attempted.kind === 'again') {
      attempted = await one.attempt(change)
      doubts.push(attempted)
    }
    expect(attempted).toMatchObject({
      kind: 'failed',
      failure: { message: expect.stringContaining('would pass max-minutes') }
    })
    expect(doubts.some((one) => one.kind !== 'accepted' && one.inDoubt)).toBe(inDoubt)
  })

  test('that meets a bug is no failed write: the bug is thrown', async () => {
    sandbox.faults.push(faults.badGateway)
    const bug = new TypeError('bug')
    const log = () => {
      throw bug
    }
    const client = accountClient({ ...sessionWith(sandbox), log }, named('@parent'))
    await expect(writeResult(client, { requireTls: true })).rejects.toBe(bug)
  })

  test.each([
    [{ requireTls: true }, { require_tls: true }],
    [{ tlsVersion: 1.2 }, { version: 1.2 }],
    [
      { requireValidCert: false, tlsVersion: 1.3 },
      { require_valid_cert: false, version: 1.3 }
    ]
  ] as const)('names what is stated and nothing else: %j', async (settings, body) => {
    await writeResult(clientOf(sandbox), settings)
    expect(JSON.parse(sandbox.requests.at(-1)?.body ?? '')).toEqual(body)
  })
})

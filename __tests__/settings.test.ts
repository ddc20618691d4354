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

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { clientOf, writeWith } from './support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const read = () => clientOf(sandbox).read()

describe('a status other than 200', () => {
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

  test('401 names the wrong key and the wrong region', async () => {
    await expect(clientOf(sandbox, '@parent', { apiKey: 'SG.wrong' }).read()).rejects.toThrow(
      /"Permission denied, wrong credentials".*wrong.*region/
    )
  })

  test('403 names the scope for reading and IP Access Management', async () => {
    sandbox.keys.set(sandboxKey, [])
    await expect(read()).rejects.toThrow(/user\.settings\.enforced_tls\.read.*IP Access Management/)
  })

  test('403 on a write names the scope for updating', async () => {
    sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    await expect(writeWith(clientOf(sandbox), { requireTls: true })).rejects.toThrow(
      /user\.settings\.enforced_tls\.update/
    )
  })

  test('an unknown subuser is named as a cause', async () => {
    await expect(clientOf(sandbox, 'nobody').read()).rejects.toThrow(
      /or nobody is not an account of this key/
    )
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

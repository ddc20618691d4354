import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import type { HttpResponse } from '../src/http/transport.ts'
import type { Request } from '../src/sendgrid/connection.ts'
import { errorResponse } from '../src/sendgrid/error-response.ts'
import { accountClient } from '../src/sendgrid/settings.ts'
import { clientOf, named, sessionWith, writeWith } from './support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const read = () => clientOf(sandbox).read()

describe('what is said of an answer, whole', () => {
  const url = 'https://api.sendgrid.com'
  const scope = 'user.settings.enforced_tls.read'
  const parent: Request = { method: 'GET', apiUrl: url, path: '/v3/x', onBehalfOf: undefined, scope }
  const child: Request = { ...parent, onBehalfOf: 'child' }
  const write: Request = { ...child, method: 'PATCH', scope: 'user.settings.enforced_tls.update' }
  const list: Request = { ...child, scope: 'suppression.read' }
  const wrong = `The key in api-key is wrong, expired or revoked, or it belongs to another region than ${url}`
  const lacks = (name: string) =>
    `The key lacks the scope ${name}, or IP Access Management does not list the address of this runner`
  const own = "for the key's own account"
  const json = (body: string): Partial<HttpResponse> => ({
    body,
    headers: { 'content-type': 'application/json' }
  })

  test.each<[number, Request, boolean, Partial<HttpResponse>, string]>([
    [401, parent, false, {}, `GET /v3/x ${own} was answered 401. ${wrong}.`],
    [
      401,
      child,
      false,
      {},
      `GET /v3/x for child was answered 401. ${wrong}, or child is not an account of this key.`
    ],
    [401, write, true, {}, `PATCH /v3/x for child was answered 401. ${wrong}.`],
    [
      401,
      parent,
      true,
      {},
      `GET /v3/x ${own} was answered 401. The key is answered at another host, so this is about ${url}: a parent account is global.`
    ],
    [403, parent, false, {}, `GET /v3/x ${own} was answered 403. ${lacks(scope)}.`],
    [403, write, true, {}, `PATCH /v3/x for child was answered 403. ${lacks(write.scope)}.`],
    [
      403,
      list,
      true,
      {},
      `GET /v3/x for child was answered 403. ${lacks('suppression.read')}, or child is not an account of this key.`
    ],
    [
      403,
      child,
      true,
      {},
      `GET /v3/x for child was answered 403. The key is answered for other accounts, so this is about child: the name is misspelled, it is not an account of this key, or it is not at ${url}.`
    ],
    [404, parent, false, {}, `GET /v3/x ${own} was answered 404. ${url} has no such resource.`],
    [
      404,
      child,
      false,
      {},
      `GET /v3/x for child was answered 404. ${url} has no such resource, or child is not an account of this key.`
    ],
    [429, parent, false, {}, `GET /v3/x ${own} was answered 429. The rate limit is spent.`],
    [
      503,
      parent,
      false,
      json('{"message":" busy "}'),
      `GET /v3/x ${own} was answered 503 ("busy"). SendGrid is not available.`
    ],
    [400, parent, false, json('[]'), `GET /v3/x ${own} was answered 400. SendGrid refuses the request.`],
    [
      302,
      parent,
      false,
      {},
      `GET /v3/x ${own} was answered 302. Only 200 is an answer; redirects are not followed.`
    ],
    [
      200,
      parent,
      false,
      { complete: false },
      `GET /v3/x ${own} was answered 200. The body is too large to be what was asked for.`
    ],
    [
      200,
      parent,
      false,
      { headers: { 'content-encoding': ' gzip ' } },
      `GET /v3/x ${own} was answered 200. The body is encoded (gzip), although it was asked for as it is.`
    ],
    [
      500,
      parent,
      false,
      { body: 'text', headers: { 'content-encoding': 'gzip', 'content-type': 'text/plain' } },
      `GET /v3/x ${own} was answered 500 with a body that is encoded (gzip). SendGrid is not available.`
    ],
    [
      500,
      parent,
      false,
      { body: '<html>', headers: { 'content-encoding': 'gzip' } },
      `GET /v3/x ${own} was answered 500 with an HTML page. SendGrid is not available.`
    ],
    [
      500,
      parent,
      false,
      { body: ' down \n', headers: { 'content-type': 'text/plain' } },
      `GET /v3/x ${own} was answered 500 ("down"). SendGrid is not available.`
    ],
    [
      500,
      parent,
      false,
      { body: '{"message":"no"}', headers: { 'content-type': 'text/plain' } },
      `GET /v3/x ${own} was answered 500 ("no"). SendGrid is not available.`
    ],
    [
      500,
      parent,
      false,
      { body: 'down', headers: { 'content-type': 'x-text/plain' } },
      `GET /v3/x ${own} was answered 500. SendGrid is not available.`
    ]
  ])('%i for %j, key answered: %s, with %j', (status, request, answered, given, message) => {
    const session = sessionWith(sandbox)
    session.key.answered = answered
    const answer = { status, headers: {}, body: '', complete: true, ...given }
    expect(errorResponse(answer, request, session).message).toBe(message)
  })
})

describe('a status other than 200', () => {
  test.each([
    [204, 'unexpected-response'],
    [201, 'unexpected-response'],
    [206, 'unexpected-response'],
    [304, 'unexpected-response'],
    [400, 'rejected'],
    [404, 'not-found'],
    [406, 'rejected'],
    [409, 'rejected'],
    [451, 'rejected']
  ])('%i is %s, at once', async (status, reason) => {
    const good = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
    sandbox.faults.push(faults.answer(status, status === 204 || status === 304 ? '' : good))
    await expect(read()).rejects.toMatchObject({ reason })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('401 and 403 are explained by one look at the scopes', async () => {
    const body = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
    for (const [status, reason] of [
      [403, 'forbidden'],
      [401, 'unauthorized']
    ] as const) {
      const from = sandbox.requests.length
      sandbox.faults.push(
        faults.answer(status, body),
        ...(status === 401 ? [faults.answer(status, body)] : [])
      )
      await expect(read()).rejects.toMatchObject({ reason })
      const paths = sandbox.requests.slice(from).map(({ path }) => path)
      expect(paths.filter((path) => path === '/v3/scopes')).toHaveLength(1)
    }
  })

  test.each([408, 425, 500, 503, 599])('%i is asked about again', async (status) => {
    sandbox.faults.push(faults.answer(status, ''))
    await expect(read()).resolves.toMatchObject({ requireTls: false })
    expect(sandbox.requests).toHaveLength(2)
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
      /is about nobody: the name is misspelled, it is not an account of this key/
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
      expect(failure.message).toContain('***')
      for (let at = 0; at + 8 <= sandboxKey.length; at++)
        expect(failure.message).not.toContain(sandboxKey.slice(at, at + 8))
    }
  })

  test('of older services are quoted too', async () => {
    sandbox.faults.push(faults.answer(400, '{"error":"old words"}'))
    await expect(read()).rejects.toThrow(/"old words"/)
  })

  test.each([
    ['{"error":{"message":"in an object"}}', 'in an object'],
    ['{"message":"alone"}', 'alone'],
    ['{"errors":["one","two"]}', 'one; two'],
    ['"a string"', 'a string'],
    ['["one",{"message":"two"}]', 'one; two'],
    ['{"error":{"errors":[{"message":"inside"}]}}', 'inside'],
    ['{"error":["in a list"]}', 'in a list'],
    ['{"errors":"a text"}', 'a text'],
    ['{"message":"error","errors":["old words"]}', 'old words; error'],
    ['{"errors":[{"message":""},{"message":"one"},{"message":" "}]}', 'one']
  ])('are read in the shape %s', async (body, words) => {
    sandbox.faults.push(faults.answer(400, body))
    await expect(read()).rejects.toThrow(`was answered 400 ("${words}"). `)
  })

  test('HTML is said to be that, and no scope is blamed for it', async () => {
    sandbox.faults.push(
      faults.answer(403, '<!DOCTYPE html><title>no</title>', { 'content-type': 'text/html' })
    )
    const failure = (await read().catch((thrown: unknown) => thrown)) as Error
    expect(failure.message).toMatch(/was answered 403 with an HTML page\. .*not SendGrid's API/)
    expect(failure.message).not.toContain('lacks the scope')
  })

  test.each([
    ['by its label', 'bad <b>gateway</b>', 'text/html; charset=utf-8'],
    ['by its looks', '\n<html lang="en">', 'application/json'],
    ['by a head alone', '<head>', '']
  ])('HTML is known %s', async (_, body, type) => {
    for (const status of [401, 403, 404]) {
      sandbox.everyRequest = () => faults.answer(status, body, { 'content-type': type })
      const failure = (await read().catch((thrown: unknown) => thrown)) as Error
      expect(failure.message).toContain(
        `was answered ${status} with an HTML page. What answered at ${sandbox.url} is not SendGrid's API`
      )
      expect(failure.message).not.toMatch(/scope user|IP Access|expired/)
    }
  })

  test('HTML for a subuser of a key that is answered blames neither', async () => {
    const session = sessionWith(sandbox)
    await accountClient(session, named('@parent')).read()
    sandbox.everyRequest = () => faults.answer(403, '<html></html>', { 'content-type': 'text/html' })
    await expect(accountClient(session, named('child')).read()).rejects.toMatchObject({
      about: undefined,
      message: expect.stringMatching(/ with an HTML page\. What answered at .* is not SendGrid's API/)
    })
  })

  test('JSON that is labeled as HTML is read', async () => {
    sandbox.faults.push(faults.answer(403, '{"errors":[{"message":"no"}]}', { 'content-type': 'text/html' }))
    await expect(read()).rejects.toThrow(/was answered 403 \("no"\)\. The key lacks the scope/)
  })

  test('plain text is quoted where it is labeled as that', async () => {
    const words = `upstream connect error\n::error::x ${sandboxKey}`
    sandbox.faults.push(faults.answer(400, words, { 'content-type': 'text/plain; charset=utf-8' }))
    await expect(read()).rejects.toThrow('was answered 400 ("upstream connect error : :error: :x ***"). ')
    sandbox.faults.push(faults.answer(400, '{"errors":[{"mess'))
    await expect(read()).rejects.toThrow('was answered 400. ')
  })

  test('an encoded error is said to be that', async () => {
    sandbox.faults.push(faults.answer(400, '\u001f\u008b', { 'content-encoding': 'br' }))
    await expect(read()).rejects.toThrow(
      'was answered 400 with a body that is encoded (br). SendGrid refuses'
    )
  })

  test.each(['identity', 'Identity', ''])('a body with the encoding "%s" is as it is', async (encoding) => {
    const body = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
    sandbox.faults.push(faults.answer(200, body, { 'content-encoding': encoding }))
    await expect(read()).resolves.toMatchObject({ tlsVersion: 1.3 })
  })

  test.each(['gzip', 'br', 'identity, gzip'])(
    'a body with the encoding %s is not read, even where it parses',
    async (encoding) => {
      const body = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
      sandbox.faults.push(faults.answer(200, body, { 'content-encoding': encoding }))
      await expect(read()).rejects.toMatchObject({
        reason: 'unexpected-response',
        message: expect.stringContaining(`The body is encoded (${encoding})`)
      })
    }
  )

  test('that are nested without end are no bug', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"error":', '}']
    ] as const) {
      const body = `${open.repeat(6_000)}"deep"${close.repeat(6_000)}`
      sandbox.faults.push(faults.answer(400, body))
      await expect(read()).rejects.toMatchObject({ reason: 'rejected' })
    }
    sandbox.faults.push(faults.answer(400, '['.repeat(30_000) + ']'.repeat(30_000)))
    await expect(read()).rejects.toMatchObject({ reason: 'rejected' })
  })

  test('of a refusal leave no empty quotation', async () => {
    for (const body of [
      '{"errors":[{"message":""},{"message":null}]}',
      '{"errors":["",""]}',
      '{"message":" "}'
    ]) {
      sandbox.faults.push(faults.answer(403, body))
      const session = sessionWith(sandbox)
      const failure = await accountClient(session, named('@parent'))
        .read()
        .catch((thrown: unknown) => thrown)
      expect((failure as Error).message).toMatch(/was answered 403\. The key lacks/)
    }
  })

  test('an encoded body and a byte order mark are named', async () => {
    const body = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
    sandbox.faults.push(faults.answer(200, body, { 'content-encoding': 'gzip' }))
    await expect(read()).rejects.toThrow(/encoded \(gzip\)/)
    sandbox.faults.push(faults.answer(200, `\ufeff${body}`))
    await expect(read()).rejects.toThrow(/byte order mark/)
  })

  test('of any other shape are not', async () => {
    for (const body of [
      '{"errors":[null,1,{"message":2}]}',
      '{"errors":[{"message":""},{"message":" "}]}',
      '[]',
      '',
      'null'
    ]) {
      sandbox.faults.push(faults.answer(400, body))
      await expect(read()).rejects.toThrow(/was answered 400\. /)
    }
  })
})

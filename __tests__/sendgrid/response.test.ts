import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { HttpResponse } from '../../src/http/transport.ts'
import { endpoints } from '../../src/sendgrid/endpoints.ts'
import { failureOf, parseJson, Refused } from '../../src/sendgrid/response.ts'
import { askedAccount } from '../../src/sendgrid/session.ts'
import { clientOf, named } from '../support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const read = () => clientOf(sandbox).read()
const good = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'

test('text that is not JSON has no value, and null is one', () => {
  for (const text of ['', '{', '<html>', '{"a":1}{', '\ufeff{}', "{'a':1}", 'undefined'])
    expect({ text, value: parseJson(text) }).toEqual({ text, value: undefined })
  expect(parseJson('null')).toBeNull()
  expect(parseJson(' {"a":[1]}\n')).toEqual({ a: [1] })
})

describe('what is said of a response, whole', () => {
  const request = { endpoint: endpoints.readSettings, asked: askedAccount(named('@parent')) }
  const asked = "GET /v3/user/settings/enforced_tls for the key's own account was answered"
  const type = (label: string) => ({ headers: { 'content-type': label } })

  test.each<[number, Partial<HttpResponse>, string]>([
    [401, {}, '401.'],
    [403, { body: '{"errors":[{"message":"no"}]}' }, '403 ("no").'],
    [429, {}, '429. The rate limit is spent.'],
    [503, { body: '{"message":" busy "}' }, '503 ("busy"). SendGrid is not available.'],
    [400, { body: '[]' }, '400. SendGrid refuses the request.'],
    [302, {}, '302. Only 200 is an answer; redirects are not followed.'],
    [200, { complete: false }, '200. The body is too large for this request.'],
    [500, { body: '<html>' }, '500 with an HTML page. SendGrid is not available.'],
    [500, { body: ' down \n', ...type('text/plain') }, '500 ("down"). SendGrid is not available.'],
    [500, { body: '{"message":"no"}', ...type('text/plain') }, '500 ("no"). SendGrid is not available.'],
    [500, { body: 'down', ...type('x-text/plain') }, '500. SendGrid is not available.']
  ])('%i with %j', (status, given, words) => {
    const response = { status, headers: {}, body: '', complete: true, ...given }
    expect(failureOf(response, request, (text) => text)?.message).toBe(`${asked} ${words}`)
  })

  test.each<[string, Partial<HttpResponse>, string]>([
    ['sendgrid', { body: '{"errors":[{"message":"no","field":null}]}' }, 'no'],
    ['page', { body: '<!doctype html>' }, ''],
    ['page', { body: 'no', headers: { 'content-type': 'text/html' } }, ''],
    ['unknown', { body: '' }, ''],
    ['unknown', { body: '{"errors":[]}' }, ''],
    ['unknown', { body: '{"message":"no Route matched"}' }, 'no Route matched'],
    ['unknown', { body: 'no', headers: { 'content-type': 'text/plain' } }, 'no']
  ])('a refusal by %s: %j', (author, given, words) => {
    const statuses = [401, 403, 404]
    const failures = statuses.map((status) => {
      const response = { status, headers: {}, body: '', complete: true, ...given }
      return failureOf(response, request, (text) => text)
    })
    expect(failures.filter((failure) => !(failure instanceof Refused))).toEqual([])
    expect(failures).toMatchObject(statuses.map((status) => ({ status, author, words })))
  })

  test('nothing is quoted of a list of recipients, since errors may name them', () => {
    const blocks = { ...request, endpoint: endpoints.listBlocks }
    const body = '{"errors":[{"message":"someone@example.com"}]}'
    const response = { status: 400, headers: {}, body, complete: true }
    expect(failureOf(response, blocks, (text) => text)?.message).not.toContain('example.com')
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
    sandbox.faults.push(faults.answer(status, status === 204 || status === 304 ? '' : good))
    await expect(read()).rejects.toMatchObject({ reason })
    expect(sandbox.requests).toHaveLength(1)
  })

  test.each([408, 425, 500, 503, 599])('%i is retried', async (status) => {
    sandbox.faults.push(faults.answer(status, ''))
    await expect(read()).resolves.toMatchObject({ requireTls: false })
    expect(sandbox.requests).toHaveLength(2)
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

  test.each([
    ['{"error":"old words"}', 'old words'],
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

  test.each([
    '{"errors":[null,1,{"message":2}]}',
    '{"errors":[{"message":""},{"message":" "}]}',
    '[]',
    '',
    'null'
  ])('are none in the shape %s', async (body) => {
    sandbox.faults.push(faults.answer(400, body))
    await expect(read()).rejects.toThrow(/was answered 400\. /)
  })

  test.each([
    ['by its label', 'bad <b>gateway</b>', 'text/html; charset=utf-8'],
    ['by its looks', '\n<html lang="en">', 'application/json'],
    ['by a head alone', '<head>', '']
  ])('an HTML page is known %s', async (_, body, label) => {
    sandbox.everyRequest = () => faults.answer(400, body, { 'content-type': label })
    await expect(read()).rejects.toThrow('was answered 400 with an HTML page. SendGrid refuses the request.')
  })

  test('JSON that is labeled as HTML is read', async () => {
    sandbox.faults.push(faults.answer(400, '{"errors":[{"message":"no"}]}', { 'content-type': 'text/html' }))
    await expect(read()).rejects.toThrow('was answered 400 ("no"). ')
  })

  test('plain text is quoted where it is labeled as that', async () => {
    const words = `upstream connect error\n::error::x ${sandboxKey}`
    sandbox.faults.push(faults.answer(400, words, { 'content-type': 'text/plain; charset=utf-8' }))
    await expect(read()).rejects.toThrow('was answered 400 ("upstream connect error : :error: :x ***"). ')
    sandbox.faults.push(faults.answer(400, '{"errors":[{"mess'))
    await expect(read()).rejects.toThrow('was answered 400. ')
  })

  test.each([
    ['[', ']', 6_000],
    ['{"error":', '}', 6_000],
    ['[', ']', 30_000]
  ])('that are nested without end are no bug: %s', async (open, close, depth) => {
    sandbox.faults.push(faults.answer(400, `${open.repeat(depth)}"deep"${close.repeat(depth)}`))
    await expect(read()).rejects.toMatchObject({ reason: 'rejected' })
  })
})

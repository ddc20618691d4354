import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { createTransport, type HttpRequest } from '../src/sendgrid/transport.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const requestTo = (server: SendGridSandbox, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${server.url}/v3/user/settings/enforced_tls`,
  headers: { Authorization: `Bearer ${sandboxKey}` },
  body: undefined,
  timeoutMs: 30_000,
  bodyBoundBytes: 1024,
  ...changes
})

test('headers are sent as they are given, with no user agent of its own', async () => {
  await createTransport()(requestTo(sandbox, { headers: { 'X-Some-HEADER': 'Value' } }))
  const { rawHeaders = [] } = sandbox.requests[0] ?? {}
  expect(rawHeaders[rawHeaders.indexOf('X-Some-HEADER') + 1]).toBe('Value')
  expect(rawHeaders.map((name) => name.toLowerCase())).not.toContain('user-agent')
})

test('many requests use one connection', async () => {
  const transport = createTransport()
  for (let request = 0; request < 5; request++) await transport(requestTo(sandbox))
  expect(sandbox.connections).toBe(1)
})

test('a request goes to IPv6 loopback too', async () => {
  const six = await SendGridSandbox.start('::1')
  try {
    expect(await createTransport()(requestTo(six))).toMatchObject({ status: 200, complete: true })
  } finally {
    await six.stop()
  }
})

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
  const elsewhere = await SendGridSandbox.start()
  try {
    const location = `${elsewhere.url}/v3/user/settings/enforced_tls`
    sandbox.faults.push(faults.answer(status, '', { location }))
    expect(await createTransport()(requestTo(sandbox))).toMatchObject({ status, headers: { location } })
    expect(elsewhere.requests).toHaveLength(0)
    expect(sandbox.requests).toHaveLength(1)
  } finally {
    await elsewhere.stop()
  }
})

describe('the bound of the body', () => {
  test('cuts a body without end, which is then not complete', async () => {
    sandbox.faults.push(faults.flood)
    const answer = await createTransport()(requestTo(sandbox))
    expect([answer.status, answer.body.length, answer.complete]).toEqual([200, 1024, false])
  })

  test.each([
    [1024, true],
    [1025, false]
  ])('a body of %i bytes under a bound of 1024 is complete: %s', async (bytes, complete) => {
    sandbox.faults.push(faults.answer(200, 'a'.repeat(bytes)))
    expect(await createTransport()(requestTo(sandbox))).toMatchObject({ body: 'a'.repeat(1024), complete })
  })
})

describe('the deadline', () => {
  test.each([
    ['silence', faults.silence],
    ['a stalled body', faults.stalledBody],
    ['a body a byte at a time', faults.drip]
  ])('ends %s', async (_, fault) => {
    const transport = createTransport()
    // The connection is there before the deadline is short: setting one up may take long on a busy machine.
    await transport(requestTo(sandbox))
    sandbox.faults.push(fault)
    await expect(transport(requestTo(sandbox, { timeoutMs: 500 }))).rejects.toThrow(
      /^no complete answer within 0\.5 s$/
    )
    expect([sandbox.requests.length, sandbox.connections]).toEqual([2, 1])
  })
})

test.each([
  ['before the answer', faults.reset],
  ['inside the body', faults.cutBody]
])('a connection that is lost %s is no answer', async (_, fault) => {
  sandbox.faults.push(fault)
  await expect(createTransport()(requestTo(sandbox))).rejects.toThrow()
})

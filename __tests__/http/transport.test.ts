import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { createTransport, type HttpRequest } from '../../src/http/transport.ts'
import { never } from '../support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const requestTo = (server: SendGridSandbox, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${server.url}/v3/user/settings/enforced_tls`,
  headers: { Accept: '*/*', Authorization: `Bearer ${sandboxKey}` },
  body: undefined,
  timeoutMs: 30_000,
  maxBodyBytes: 1024,
  ...changes
})

test('headers are sent as they are given, with no user agent of its own', async () => {
  await createTransport(never)(
    requestTo(sandbox, {
      headers: { Accept: '*/*', Authorization: `Bearer ${sandboxKey}`, 'X-Some-HEADER': 'Value' }
    })
  )
  const { rawHeaders = [] } = sandbox.requests[0] ?? {}
  expect(rawHeaders[rawHeaders.indexOf('X-Some-HEADER') + 1]).toBe('Value')
  expect(rawHeaders.map((name) => name.toLowerCase())).not.toContain('user-agent')
})

test('headers are Latin-1 with a body too, or a write would be for another account than the read', async () => {
  const transport = createTransport(never)
  const headers = { Accept: '*/*', Authorization: `Bearer ${sandboxKey}`, 'On-Behalf-Of': 'caf\u00e9' }
  const body = '{"require_tls":true}'
  await transport(requestTo(sandbox, { headers }))
  const asJson = { ...headers, 'Content-Type': 'application/json' }
  await transport(requestTo(sandbox, { method: 'PATCH', headers: asJson, body }))
  expect(sandbox.requests.map(({ method, onBehalfOf, body }) => [method, onBehalfOf, body])).toEqual([
    ['GET', 'caf\u00e9', ''],
    ['PATCH', 'caf\u00e9', body]
  ])
  const { rawHeaders = [] } = sandbox.requests[1] ?? {}
  expect(rawHeaders[rawHeaders.indexOf('Content-Length') + 1]).toBe(String(body.length))
})

test('each request has a connection of its own', async () => {
  const transport = createTransport(never)
  for (let request = 0; request < 5; request++) await transport(requestTo(sandbox))
  expect(sandbox.connections).toBe(5)
})

test('a request goes to IPv6 loopback too', async () => {
  const six = await SendGridSandbox.start('::1')
  try {
    expect(await createTransport(never)(requestTo(six))).toMatchObject({ status: 200, complete: true })
  } finally {
    await six.stop()
  }
})

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
  const elsewhere = await SendGridSandbox.start()
  try {
    const location = `${elsewhere.url}/v3/user/settings/enforced_tls`
    sandbox.faults.push(faults.answer(status, '', { location }))
    expect(await createTransport(never)(requestTo(sandbox))).toMatchObject({ status, headers: { location } })
    expect(elsewhere.requests).toHaveLength(0)
    expect(sandbox.requests).toHaveLength(1)
  } finally {
    await elsewhere.stop()
  }
})

describe('the bound of the body', () => {
  test('cuts a body without end, which is then not complete', async () => {
    sandbox.faults.push(faults.flood)
    const answer = await createTransport(never)(requestTo(sandbox))
    expect(answer).toMatchObject({ status: 200, complete: false })
    expect(answer.body).toHaveLength(1024)
  })

  test.each([
    [1024, true],
    [1025, false]
  ])('a body of %i bytes under a bound of 1024 is complete: %s', async (bytes, complete) => {
    sandbox.faults.push(faults.answer(200, 'a'.repeat(bytes)))
    expect(await createTransport(never)(requestTo(sandbox))).toMatchObject({
      body: 'a'.repeat(1024),
      complete
    })
  })
})

describe('the deadline', () => {
  test.each([
    ['silence', faults.silence],
    ['a stalled body', faults.stalledBody],
    ['a body a byte at a time', faults.drip]
  ])('ends %s', async (_, fault) => {
    const transport = createTransport(never)
    sandbox.faults.push(fault)
    await expect(transport(requestTo(sandbox, { timeoutMs: 1_000 }))).rejects.toThrow(
      /^no complete answer within 1 s$/
    )
  })
})

test.each([
  ['before the answer', 'socket hang up', (response: ServerResponse) => void response.socket?.destroy()],
  ['inside the headers', 'socket hang up', faults.cutHeaders],
  ['between headers and body', 'the connection was lost inside the answer', faults.cutAfterHeaders],
  ['inside the body', 'the connection was lost inside the answer', faults.cutBody]
])('a connection that is lost %s is no answer: %s', async (_, why, fault) => {
  sandbox.faults.push(fault)
  await expect(createTransport(never)(requestTo(sandbox))).rejects.toThrow(why)
})

test('a connection that is refused at every address has a message', async () => {
  const closed = await SendGridSandbox.start()
  const url = closed.url.replace('127.0.0.1', 'localhost')
  await closed.stop()
  await expect(createTransport(never)(requestTo(sandbox, { url }))).rejects.toThrow(/ECONNREFUSED/)
})

describe('what comes on a connection', () => {
  const body = '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
  const other = '{"require_tls":false,"require_valid_cert":false,"version":1.1}'

  test('behind an answer is never the answer of the next request', async () => {
    sandbox.faults.push(faults.surplus(body, other))
    sandbox.parent.settings = { require_tls: true, require_valid_cert: false, version: 1.2 }
    const transport = createTransport(never)
    expect((await transport(requestTo(sandbox))).body).toBe(body)
    expect((await transport(requestTo(sandbox))).body).toContain('"version":1.2')
  })

  test('without a length and reset at its end is not taken for whole', async () => {
    sandbox.faults.push(faults.resetAtEnd(body))
    await expect(createTransport(never)(requestTo(sandbox))).rejects.toThrow()
  })

  test.each([
    ['a body without a length whose connection stays open', faults.heldOpen(body)],
    ['a switch of protocols', faults.switchingProtocols]
  ])('ends at the deadline: %s', async (_, fault) => {
    sandbox.faults.push(fault)
    await expect(createTransport(never)(requestTo(sandbox, { timeoutMs: 1_000 }))).rejects.toThrow(
      'no complete answer within 1 s'
    )
  })

  test('is taken for whole without a length where it ends cleanly', async () => {
    sandbox.faults.push((response) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body}`)
    })
    expect(await createTransport(never)(requestTo(sandbox))).toMatchObject({ body, complete: true })
  })

  const partly: Record<string, string> = {
    'fewer bytes than its length': `content-length: 99\r\n\r\n${body}`,
    'chunks without the last one': `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`,
    'a length and chunks': `content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    'two lengths': `content-length: ${body.length}\r\ncontent-length: 3\r\n\r\n${body}`
  }
  test.each(Object.entries(partly))('is no answer with %s', async (_, rest) => {
    sandbox.faults.push((response) => void response.socket?.end(`HTTP/1.1 200 OK\r\n${rest}`))
    await expect(createTransport(never)(requestTo(sandbox))).rejects.toThrow()
  })

  test.each([
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['102', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['103', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n']
  ])('may have %s before its answer', async (_, first) => {
    sandbox.faults.push((response) => {
      response.socket?.write(`${first}HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    })
    expect(await createTransport(never)(requestTo(sandbox))).toMatchObject({ status: 200, body })
  })

  test('later than its answer is never the answer of another request', async () => {
    const sockets: (Socket | null)[] = []
    sandbox.faults.push((response) => {
      sockets.push(response.socket)
      faults.answer(200, body)(response)
    })
    const transport = createTransport(never)
    await transport(requestTo(sandbox))
    sandbox.everyRequest = () => {
      sockets[0]?.write(`HTTP/1.1 200 OK\r\ncontent-length: ${other.length}\r\n\r\n${other}`)
      return faults.answer(200, 'mine')
    }
    expect((await transport(requestTo(sandbox))).body).toBe('mine')
  })

  test('of several requests at once belongs to each', async () => {
    sandbox.everyRequest = ({ onBehalfOf }) => faults.surplus(`"${onBehalfOf}"`, other)
    const transport = createTransport(never)
    const names = Array.from({ length: 20 }, (_, index) => `child-${index}`)
    const answers = await Promise.all(
      names.map((name) => {
        const headers = { Accept: '*/*', Authorization: `Bearer ${sandboxKey}`, 'On-Behalf-Of': name }
        return transport(requestTo(sandbox, { headers }))
      })
    )
    expect(answers.map(({ body }) => body)).toEqual(names.map((name) => `"${name}"`))
    expect(sandbox.connections).toBe(20)
  })

  test('ends when the run does', async () => {
    const end = new AbortController()
    const reason = new Error('SIGTERM')
    sandbox.everyRequest = () => {
      end.abort(reason)
      return faults.silence
    }
    const transport = createTransport(end.signal)
    const canceled = { message: 'the run was canceled', cause: reason }
    await expect(transport(requestTo(sandbox))).rejects.toMatchObject(canceled)
    await expect(transport(requestTo(sandbox))).rejects.toMatchObject(canceled)
    expect(sandbox.requests).toHaveLength(1)
  })
})

import dns from 'node:dns'
import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { createTransport, type HttpRequest, ProxyLoginError } from '../../src/http/transport.ts'
import { certificateFor } from '../support/certificate.ts'
import { ConnectProxy } from '../support/proxy.ts'
import { never } from '../support/session.ts'

let plain: SendGridSandbox
let secured: SendGridSandbox
const authorities = getCACertificates('default')
const { env } = process

beforeAll(async () => {
  const certificate = await certificateFor('sendgrid.test')
  setDefaultCACertificates([certificate.cert])
  plain = await SendGridSandbox.start()
  secured = await SendGridSandbox.start('127.0.0.1', certificate)
})
afterEach(() => {
  process.env = env
})
afterAll(async () => {
  setDefaultCACertificates(authorities)
  await plain.stop()
  await secured.stop()
})

const requestTo = (origin: string, timeoutMs = 30_000): HttpRequest => ({
  method: 'GET',
  url: `${origin}/v3/user/settings/enforced_tls`,
  headers: { Accept: '*/*', Authorization: `Bearer ${sandboxKey}` },
  body: undefined,
  timeoutMs,
  maxBodyBytes: 1024
})

/** It may be closed by a reset, which is an error too. */
const closeOf = (socket: Duplex): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => {}).on('close', resolve)
    if (socket.destroyed) resolve()
  })

const isTheSetting = { status: 200, body: expect.stringContaining('"require_tls":'), complete: true }

test('https is spoken where the URL says so', async () => {
  expect(secured.url).toMatch(/^https:/)
  expect(await createTransport(never)(requestTo(secured.url))).toMatchObject(isTheSetting)
})

describe('a proxy', () => {
  test.each([
    ['https://sendgrid.test', 'sendgrid.test:443'],
    ['https://sendgrid.test:8443', 'sendgrid.test:8443'],
    ['http://sendgrid.test', 'sendgrid.test:80'],
    ['http://sendgrid.test:8080', 'sendgrid.test:8080']
  ])('is asked by a request to %s for %s', async (origin, asked) => {
    const proxy = await ConnectProxy.start((origin.startsWith('https:') ? secured : plain).url)
    try {
      process.env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url }
      expect(await createTransport(never)(requestTo(origin))).toMatchObject(isTheSetting)
      expect(proxy.asked).toEqual([asked])
    } finally {
      await proxy.stop()
    }
  })

  test('that never answers is left at the deadline', async () => {
    let left: Promise<unknown> | undefined
    const proxy = createServer().on('connect', (_, socket) => {
      socket.on('end', () => socket.end()).resume()
      left = closeOf(socket)
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    try {
      process.env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
      const asked = once(proxy, 'connect')
      const ended = expect(createTransport(never)(requestTo('https://sendgrid.test', 3_000))).rejects.toThrow(
        'no complete answer within 3 s'
      )
      await asked
      await ended
      await left
    } finally {
      proxy.close()
    }
  })
})

test('a proxy that refuses its login has an error of its own, and its other refusals do not', async () => {
  const refusals = ['407 Proxy Authentication Required', '403 Forbidden']
  const proxy = createServer().on('connect', (_, socket) => {
    socket.end(`HTTP/1.1 ${refusals.shift()}\r\n\r\n`)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  try {
    process.env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
    const send = () => createTransport(never)(requestTo('https://sendgrid.test')).catch((error) => error)
    const refusedLogin = await send()
    expect(refusedLogin).toBeInstanceOf(ProxyLoginError)
    expect(refusedLogin.message).toBe('the proxy refuses its login (407)')
    const refused = await send()
    expect(refused).not.toBeInstanceOf(ProxyLoginError)
    expect(refused.message).toContain('statusCode=403')
  } finally {
    proxy.close()
  }
})

test('a proxy that has refused its login is asked no more, and what goes past it is sent', async () => {
  let asked = 0
  const proxy = createServer().on('connect', (_, socket) => {
    asked++
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  try {
    process.env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
    const transport = createTransport(never)
    for (const host of ['one', 'one', 'two'])
      await expect(transport(requestTo(`https://${host}.test`))).rejects.toBeInstanceOf(ProxyLoginError)
    expect(asked).toBe(1)
    expect(await transport(requestTo(plain.url))).toMatchObject(isTheSetting)
  } finally {
    proxy.close()
  }
})

test('several addresses that all refuse have a message, which Node leaves empty', async () => {
  const closed = await SendGridSandbox.start()
  const { port } = new URL(closed.url)
  await closed.stop()
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '127.0.0.2', family: 4 }
  ]
  const lookup = jest
    .spyOn(dns, 'lookup')
    .mockImplementation(((
      _host: string,
      _options: unknown,
      found: (error: null, all: typeof addresses) => void
    ) => found(null, addresses)) as unknown as typeof dns.lookup)
  try {
    await expect(createTransport(never)(requestTo(`http://two.test:${port}`))).rejects.toMatchObject({
      message: 'ECONNREFUSED'
    })
  } finally {
    lookup.mockRestore()
  }
})

describe('a connection is ended', () => {
  const socketOf = (fault: faults.Fault): Promise<Socket> =>
    new Promise((resolve) =>
      plain.faults.push((response) => {
        if (response.socket !== null) resolve(response.socket)
        fault(response)
      })
    )

  test('at the bound of the body, whatever is still to come', async () => {
    const met = socketOf(faults.flood)
    const { complete } = await createTransport(never)(requestTo(plain.url))
    expect(complete).toBe(false)
    const socket = await met
    await closeOf(socket)
  })

  test('at the deadline', async () => {
    const met = socketOf(faults.silence)
    await expect(createTransport(never)(requestTo(plain.url, 1_000))).rejects.toThrow('within 1 s')
    const socket = await met
    await closeOf(socket)
  })

  test('when the run is', async () => {
    const end = new AbortController()
    const met = socketOf(() => end.abort())
    await expect(createTransport(end.signal)(requestTo(plain.url))).rejects.toThrow('the run was canceled')
    const socket = await met
    await closeOf(socket)
  })
})

describe('an answered request leaves nothing behind', () => {
  test('that waits for the end of the run', async () => {
    const end = new AbortController()
    await createTransport(end.signal)(requestTo(plain.url))
    expect(getEventListeners(end.signal, 'abort')).toEqual([])
  })

  test('that waits for the deadline', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })
    try {
      const answer = createTransport(never)(requestTo(plain.url))
      expect(jest.getTimerCount()).toBe(1)
      await answer
      expect(jest.getTimerCount()).toBe(0)
    } finally {
      jest.useRealTimers()
    }
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { newAccount, type RecordedRequest, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { actionName, actionVersion } from '../../src/about.ts'
import { systemClock } from '../../src/clock.ts'
import { createTransport, ProxyLoginError, type Transport } from '../../src/http/transport.ts'
import type { AccountName } from '../../src/model/account.ts'
import type { AccountClient } from '../../src/model/account-client.ts'
import { Failure } from '../../src/model/failure.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { certificateFor } from '../support/certificate.ts'
import { clientOf, endOfRun, named, sessionWith, writeWith } from '../support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

test('a proxy that refuses its login is asked once, and is the cause that is named', async () => {
  const session = sessionWith(sandbox)
  let sent = 0
  const transport: Transport = async () => {
    sent++
    throw new ProxyLoginError('the proxy refuses its login (407)')
  }
  await expect(accountClient({ ...session, transport }, named('child')).read()).rejects.toMatchObject({
    reason: 'rejected',
    about: 'proxy',
    message:
      'GET /v3/user/settings/enforced_tls for child failed: the proxy refuses its login (407). Check USER:PASSWORD in the proxy variable of the job, such as HTTPS_PROXY.'
  })
  expect(sent).toBe(1)
})

describe('retries', () => {
  const transient = {
    'a lost connection': faults.reset,
    'a connection lost in the body': faults.cutBody,
    '500 with an empty body': faults.answer(500, ''),
    '502 with HTML': faults.badGateway,
    '503': faults.errors(503, 'unavailable'),
    '504': faults.answer(504, '<html></html>', { 'content-type': 'text/html' }),
    '408': faults.errors(408, 'timeout'),
    '425': faults.errors(425, 'too early'),
    '599': faults.answer(599, ''),
    'a body without a length that is reset at its end': faults.resetAtEnd(
      '{"require_tls":true,"require_valid_cert":true,"version":1.3}'
    ),
    '429': faults.rateLimited()
  }
  test.each(Object.entries(transient))('GET and PATCH are sent again after %s', async (_, fault) => {
    sandbox.faults.push(fault)
    await expect(clientOf(sandbox).read()).resolves.toMatchObject({ requireTls: false })
    sandbox.faults.push(fault)
    await writeWith(clientOf(sandbox), { requireTls: true })
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH', 'PATCH'])
  })

  test.each([
    ['unavailable', faults.badGateway],
    ['rate-limited', faults.rateLimited()]
  ])('end as %s after max-retries', async (reason, fault) => {
    sandbox.everyRequest = () => fault
    await expect(clientOf(sandbox, '@parent', { maxRetries: 3 }).read()).rejects.toMatchObject({ reason })
    expect(sandbox.requests).toHaveLength(4)
  })

  test('none with max-retries 0', async () => {
    sandbox.faults.push(faults.reset)
    await expect(clientOf(sandbox, '@parent', { maxRetries: 0 }).read()).rejects.toMatchObject({
      reason: 'unavailable'
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('are one log line each, that says why', async () => {
    sandbox.faults.push(faults.badGateway, faults.rateLimited())
    const session = sessionWith(sandbox)
    await accountClient(session, named('@parent')).read()
    expect(session.lines).toEqual([
      expect.stringMatching(/^Retry 1 of 4 in 1\.0 s: GET .* was answered 502\b/),
      expect.stringMatching(/^Retry 2 of 4 in 2\.0 s: GET .* was answered 429 \("too many requests"\)/)
    ])
  })

  test('are counted, as requests and as retries', async () => {
    sandbox.faults.push(faults.badGateway, faults.reset)
    const client = clientOf(sandbox)
    await client.read()
    await client.read()
    expect(client.requestCounts).toEqual({ requests: 4, retries: 2 })
  })
})

describe('a cache', () => {
  test('is asked for nothing: every request says so', async () => {
    await clientOf(sandbox).read()
    await writeWith(clientOf(sandbox), { requireTls: true })
    const mayBeCached = ({ rawHeaders }: RecordedRequest): boolean =>
      rawHeaders[rawHeaders.indexOf('Cache-Control') + 1] !== 'no-cache'
    expect(sandbox.requests.filter(mayBeCached)).toEqual([])
  })

  const setting = JSON.stringify({ require_tls: true, require_valid_cert: true, version: 1.3 })
  test.each(['1', ' 60', '0, 5', 'old'])('that answers is no SendGrid: Age %s', async (age) => {
    sandbox.faults.push(faults.answer(200, setting, { 'content-type': 'application/json', age }))
    await expect(clientOf(sandbox).read()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: expect.stringContaining(
        'was answered 200. A cache answered (Age is above 0), and not SendGrid.'
      )
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test.each(['0', '00', ''])('that has asked anew is one step on the way: Age "%s"', async (age) => {
    sandbox.faults.push(faults.answer(200, setting, { 'content-type': 'application/json', age }))
    await expect(clientOf(sandbox).read()).resolves.toMatchObject({ tlsVersion: 1.3 })
  })

  test('may repeat a refusal, which then says nothing about the account', async () => {
    sandbox.faults.push(faults.errors(403, 'access forbidden', { age: '9' }))
    await expect(clientOf(sandbox).read()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })

  test('may repeat trouble in passing, which is asked about again', async () => {
    sandbox.faults.push(faults.errors(503, 'unavailable', { age: '9' }))
    await expect(clientOf(sandbox).read()).resolves.toMatchObject({ requireTls: false })
  })
})

test('a read that waits for its turn lets the writes pass', async () => {
  for (const name of ['a', 'b']) sandbox.accounts.set(name, newAccount())
  const session = sessionWith(sandbox)
  const sent: string[] = []
  const transport: Transport = (request) => {
    sent.push(`${request.method} ${request.headers['On-Behalf-Of'] ?? ''}`)
    return session.transport(request)
  }
  const client = (name: AccountName) => accountClient({ ...session, transport }, named(name))
  // The first one of a run goes alone.
  await Promise.all([
    client('@parent').read(),
    client('a').read(),
    writeWith(client('b'), { requireTls: true })
  ])
  expect(sent).toEqual(['GET ', 'PATCH b', 'GET a'])
})

test.each([
  ['read', (client: AccountClient) => client.read()],
  ['write', (client: AccountClient) => writeWith(client, { requireTls: true })]
])('a %s that may not be sent again before the end of the run keeps what its answer said', async (_, ask) => {
  sandbox.faults.push(faults.rateLimited({ 'retry-after': '60' }))
  await expect(ask(clientOf(sandbox, '@parent', { maxRunMs: 30_000 }))).rejects.toMatchObject({
    reason: 'rate-limited',
    message: expect.stringMatching(
      /was answered 429 .* Not asked again: the next wait of 60\.0 s would pass max-minutes\.$/
    )
  })
  expect(sandbox.requests).toHaveLength(1)
})

describe('a 429 without headers', () => {
  const first = faults.answer(
    200,
    JSON.stringify({ require_tls: true, require_valid_cert: true, version: 1.2 }),
    {
      'x-ratelimit-remaining': '9',
      'x-ratelimit-reset': '40'
    }
  )
  const readBoth = async () => {
    const session = sessionWith(sandbox)
    const client = accountClient(session, named('@parent'))
    sandbox.faults.push(first, faults.rateLimited())
    await client.read()
    return { session, client }
  }

  test('waits for the window that earlier responses of its endpoint have shown, and the log says so', async () => {
    const { session, client } = await readBoth()
    await client.read()
    expect(session.clock.sleeps).toEqual([40_000])
    expect(session.lines).toEqual([expect.stringMatching(/^Retry 1 of 4 in 40\.0 s: GET .* answered 429/)])
  })

  test('of another endpoint does not wait for it', async () => {
    const { session, client } = await readBoth()
    await client.readUsername()
    expect(session.clock.sleeps).toEqual([1_000])
  })
})

describe('a request that gets no answer', () => {
  const readWith = (thrown: unknown) => {
    const transport = () => Promise.reject(thrown)
    return accountClient({ ...sessionWith(sandbox, { maxRetries: 0 }), transport }, named('@parent')).read()
  }
  const asked = "GET /v3/user/settings/enforced_tls for the key's own account failed:"

  test.each([
    ['its message', new Error('connect failed'), 'connect failed'],
    ['what was thrown, where that is no error', 'no route', 'no route']
  ])('says why by %s', async (_, thrown, why) => {
    await expect(readWith(thrown)).rejects.toMatchObject({
      reason: 'unavailable',
      message: `${asked} ${why}.`,
      cause: thrown
    })
  })

  test('since the run ends by a bug fails with the bug itself, whose stack says where', async () => {
    const bug = new Failure('bug', 'This is a bug.')
    await expect(readWith(new Error('the run was canceled', { cause: bug }))).rejects.toBe(bug)
  })
})

test('a certificate that is not trusted has the way out that an action has', async () => {
  const secured = await SendGridSandbox.start('127.0.0.1', await certificateFor('sendgrid.test'))
  try {
    const read = clientOf(secured, '@parent', { maxRetries: 0 }).read()
    await expect(read).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringMatching(
        /failed: .+\. If a proxy inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS\.$/
      )
    })
  } finally {
    await secured.stop()
  }
})

test('a request whose deadline passes is unavailable, and its error names request and deadline', async () => {
  sandbox.faults.push(faults.silence)
  const client = clientOf(sandbox, '@parent', { requestTimeoutMs: 150, maxRetries: 0 })
  await expect(client.read()).rejects.toMatchObject({
    reason: 'unavailable',
    message: expect.stringMatching(/^GET .* failed: no complete answer within 0\.15 s\.$/)
  })
})

describe('what SendGrid receives', () => {
  test.each(['child.one', 'John@example.com', 'account-id sg2a2b'])(
    'On-Behalf-Of in that spelling, with the value as stated: %s',
    async (account) => {
      sandbox.accounts.set(account, newAccount({ require_tls: true }))
      expect(await clientOf(sandbox, account).read()).toMatchObject({ requireTls: true })
      const { rawHeaders = [] } = sandbox.requests.at(-1) ?? {}
      expect(rawHeaders[rawHeaders.indexOf('On-Behalf-Of') + 1]).toBe(account)
    }
  )

  test('no On-Behalf-Of for the own account', async () => {
    await clientOf(sandbox).read()
    expect(sandbox.requests[0]?.rawHeaders.map((name) => name.toLowerCase())).not.toContain('on-behalf-of')
  })

  test('the key once, in one header', async () => {
    await clientOf(sandbox).read()
    const headers = sandbox.requests[0]?.rawHeaders ?? []
    expect(headers.filter((value) => value.includes(sandboxKey))).toEqual([`Bearer ${sandboxKey}`])
    expect(sandbox.requests[0]?.query).toBe('')
  })

  test('an Accept header and our name, and a content type with a body', async () => {
    await writeWith(clientOf(sandbox), { requireTls: true })
    const headers = sandbox.requests[0]?.rawHeaders.map((text) => text.toLowerCase()) ?? []
    const stated = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'user-agent': `${actionName}/${actionVersion}`
    }
    const sent = Object.keys(stated).map((name) => [name, headers[headers.indexOf(name) + 1]])
    expect(Object.fromEntries(sent)).toEqual(stated)
  })

  test('no content type without a body', async () => {
    await clientOf(sandbox).read()
    const headers = sandbox.requests[0]?.rawHeaders.map((name) => name.toLowerCase())
    expect(headers).not.toContain('content-type')
    expect(headers).not.toContain('content-length')
  })

  test('the path of the API URL before its own', async () => {
    const gateway = `${sandbox.url}/gateway`
    await clientOf(sandbox, '@parent', { apiUrls: { global: gateway, eu: gateway } })
      .read()
      .catch(() => undefined)
    expect(sandbox.requests[0]?.path).toBe('/gateway/v3/user/settings/enforced_tls')
  })
})

describe('a run that ends', () => {
  const end = new Failure('cancelled', 'The run was canceled.')
  const sessionThatEnds = () => {
    const ending = new AbortController()
    sandbox.everyRequest = () => {
      ending.abort(end)
      return faults.silence
    }
    return { ...sessionWith(sandbox), transport: createTransport(ending.signal) }
  }

  test('ends a read under way, which is not asked again', async () => {
    await expect(accountClient(sessionThatEnds(), named('@parent')).read()).rejects.toMatchObject({
      reason: 'cancelled',
      message: expect.stringMatching(/^GET .* failed: the run was canceled\.$/)
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('leaves a write under way in doubt, which is not repeated', async () => {
    const change = { settings: { requireTls: true }, validUntilMs: Number.POSITIVE_INFINITY }
    const client = accountClient(sessionThatEnds(), named('@parent'))
    expect(await client.newWrite().attempt(change)).toMatchObject({
      kind: 'failed',
      failure: { reason: 'cancelled' },
      inDoubt: true
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('ends the wait before a retry', async () => {
    const ending = new AbortController()
    const session = sessionWith(sandbox)
    const runEnd = endOfRun(systemClock(ending.signal), Number.POSITIVE_INFINITY, ending.signal)
    sandbox.everyRequest = () => faults.errors(503, 'no', { 'retry-after': '60' })
    const log = () => ending.abort(end)
    await expect(accountClient({ ...session, end: runEnd, log }, named('@parent')).read()).rejects.toBe(end)
    expect(sandbox.requests).toHaveLength(1)
  })
})

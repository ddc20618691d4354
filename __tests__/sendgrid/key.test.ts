import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Account } from '../../src/model/account.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { named, sessionWith, writeResult } from '../support/session.ts'

let sandbox: SendGridSandbox
let session: ReturnType<typeof sessionWith>

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  session = sessionWith(sandbox, { maxRetries: 0 })
  for (const name of ['child', 'other']) sandbox.accounts.set(name, newAccount())
})
afterEach(() => sandbox.stop())

const refused = faults.errors(401, 'authorization required')
const read = (account: Account = named('@parent')) => accountClient(session, account).read()
/** What was asked, by the end of its path and for whom. */
const asked = (server = sandbox) =>
  server.requests.map(({ path, onBehalfOf }) => `${path.split('/').at(-1)} ${onBehalfOf ?? '@parent'}`)
const child = named('child')

describe('until an account has been answered, a 401', () => {
  test('waits a second and asks the parent again, with a line that says so', async () => {
    sandbox.faults.push(refused)
    await expect(read()).resolves.toMatchObject({ requireTls: false })
    expect(asked()).toEqual(['enforced_tls @parent', 'enforced_tls @parent'])
    expect(session.clock.sleeps).toEqual([1000])
    expect(session.lines).toEqual([expect.stringMatching(/^Retry once in 1\.0 s: GET .* was answered 401/)])
  })

  test('to a subuser asks the parent, and then the subuser again', async () => {
    sandbox.faults.push(refused)
    await expect(read(child)).resolves.toMatchObject({ requireTls: false })
    expect(asked()).toEqual(['enforced_tls child', 'enforced_tls @parent', 'enforced_tls child'])
    expect(session.clock.sleeps).toEqual([1000])
  })

  test.each([
    ['@parent', named('@parent')],
    ['a subuser', child]
  ])('that comes again is about the key, after two requests and a look: %s', async (_, account) => {
    sandbox.keys.set(sandboxKey, 'revoked')
    await expect(read(account)).rejects.toMatchObject({
      reason: 'unauthorized',
      about: 'key',
      message: expect.stringMatching(
        /The key in api-key is wrong, expired or revoked.* does not answer for this key either/
      )
    })
    expect(asked()).toEqual([`enforced_tls ${account.name}`, 'enforced_tls @parent', 'scopes @parent'])
    expect(session.clock.sleeps).toEqual([1000])
  })

  test('to a name that the key does not have is about the name', async () => {
    await expect(read(named('biling'))).rejects.toMatchObject({
      reason: 'unauthorized',
      about: 'account',
      message: expect.stringContaining('is about biling: the name is misspelled')
    })
    expect(asked()).toEqual(['enforced_tls biling', 'enforced_tls @parent', 'enforced_tls biling'])
  })

  test('is about the account where the parent is answered 403, since the key is known then', async () => {
    sandbox.faults.push(refused, faults.errors(403, 'access forbidden'))
    await expect(read(named('biling'))).rejects.toMatchObject({ reason: 'unauthorized', about: 'account' })
    expect(asked()).toEqual(['enforced_tls biling', 'enforced_tls @parent', 'enforced_tls biling'])
  })

  test('is no proof of the key where a page refuses the parent', async () => {
    sandbox.faults.push(refused, faults.answer(403, '<html>blocked</html>', { 'content-type': 'text/html' }))
    await expect(read(named('biling'))).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining("is not SendGrid's API")
    })
    expect(asked()).toEqual(['enforced_tls biling', 'enforced_tls @parent'])
  })

  test("to the parent's own name asks for its setting in between", async () => {
    sandbox.everyRequest = ({ path }) => (path.endsWith('/username') ? refused : undefined)
    await expect(accountClient(session, named('@parent')).readUsername()).rejects.toMatchObject({
      reason: 'unauthorized',
      about: undefined
    })
    expect(asked().slice(0, 3)).toEqual(['username @parent', 'enforced_tls @parent', 'username @parent'])
  })

  test('to an account that was answered before is not about its name', async () => {
    const client = accountClient(session, child)
    await client.read()
    sandbox.faults.push(refused, refused)
    await expect(client.read()).rejects.toMatchObject({
      reason: 'unauthorized',
      about: undefined,
      message: expect.stringContaining('The key was accepted before')
    })
  })

  test.each<[string, string, RegExp]>([
    ['another shape', 'acme-mail-key', / SendGrid keys start with "SG\.", and this one does not\.$/],
    [
      'its mark at the end',
      `${'x'.repeat(66)}SG.`,
      / SendGrid keys start with "SG\.", and this one does not\.$/
    ],
    [
      'a character less',
      `SG.${'x'.repeat(65)}`,
      / This key has 68 characters, and SendGrid keys have 69: it may be/
    ],
    ['the right length', `SG.${'x'.repeat(66)}`, /does not answer for this key either\.$/]
  ])('to every request says what is odd about a key: %s', async (_, apiKey, end) => {
    session = sessionWith(sandbox, { maxRetries: 0, apiKey })
    await expect(read()).rejects.toMatchObject({ about: 'key', message: expect.stringMatching(end) })
  })

  test('is not said to be answered by the scopes where they are only not available', async () => {
    sandbox.everyRequest = ({ path }) => (path === '/v3/scopes' ? faults.badGateway : refused)
    await expect(read()).rejects.toMatchObject({
      about: 'key',
      message: expect.not.stringContaining('GET /v3/scopes')
    })
  })

  test('says nothing of the key where the parent is not answered', async () => {
    sandbox.faults.push(refused, faults.errors(503, 'no'))
    await expect(read(child)).rejects.toMatchObject({ reason: 'unavailable', about: undefined })
    expect(asked()).toEqual(['enforced_tls child', 'enforced_tls @parent'])
  })

  test('is not asked about again where the second would pass max-minutes', async () => {
    session = sessionWith(sandbox, { maxRunMs: 900 })
    sandbox.faults.push(refused)
    await expect(read()).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringMatching(/answered 401.* would pass max-minutes/)
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('counts what it costs', async () => {
    sandbox.faults.push(refused)
    const client = accountClient(session, child)
    await client.read()
    expect(client.requestCounts).toEqual({ requests: 3, retries: 0 })
  })
})

describe('once an account has been answered, a 401', () => {
  beforeEach(async () => {
    await read()
    sandbox.requests.splice(0)
  })

  test('is asked about once more, after a second, and the parent is not', async () => {
    sandbox.faults.push(refused)
    await expect(read(child)).resolves.toMatchObject({ requireTls: false })
    expect(asked()).toEqual(['enforced_tls child', 'enforced_tls child'])
    expect(session.clock.sleeps).toEqual([1000])
  })

  test('of each account is, and not only the first', async () => {
    for (const name of ['child', 'other', '@parent']) {
      sandbox.faults.push(refused)
      expect({ name, settings: await read(named(name)) }).toMatchObject({
        name,
        settings: { requireTls: false }
      })
    }
    expect(session.clock.sleeps).toEqual([1000, 1000, 1000])
  })

  test('is asked about no more than once, and is about the account then', async () => {
    await expect(read(named('biling'))).rejects.toMatchObject({ reason: 'unauthorized', about: 'account' })
    expect(asked()).toEqual(['enforced_tls biling', 'enforced_tls biling'])
  })

  test('of a disabled subuser is asked about once more too', async () => {
    sandbox.faults.push(refused)
    await expect(read({ ...child, disabled: true })).resolves.toMatchObject({ requireTls: false })
    expect(asked()).toEqual(['enforced_tls child', 'enforced_tls child'])
  })

  test('of the parent itself is not about an account', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    await expect(read()).rejects.toMatchObject({ reason: 'unauthorized', about: undefined })
  })

  test('to a write is asked about once more, and no write is in doubt after it', async () => {
    const write = () => writeResult(accountClient(session, child), { requireTls: true })
    sandbox.faults.push(refused)
    await expect(write()).resolves.toEqual({ kind: 'accepted' })
    expect(session.clock.sleeps).toEqual([1000])
    sandbox.faults.push(refused, refused)
    await expect(write()).resolves.toMatchObject({
      kind: 'failed',
      failure: { reason: 'unauthorized' },
      inDoubt: false
    })
    expect(sandbox.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(4)
  })
})

test('a 403 is not asked about again', async () => {
  sandbox.keys.set(sandboxKey, [])
  await expect(read()).rejects.toMatchObject({ reason: 'forbidden' })
  expect(asked()).toEqual(['enforced_tls @parent', 'scopes @parent'])
  expect(session.clock.sleeps).toEqual([])
})

describe('at the EU host', () => {
  let european: SendGridSandbox
  const parent: Account = { ...named('@parent'), region: 'eu' }

  beforeEach(async () => {
    european = await SendGridSandbox.start()
    session = sessionWith(sandbox, { apiUrls: { global: sandbox.url, eu: european.url }, maxRetries: 0 })
  })
  afterEach(() => european.stop())

  test('a refusal without on-behalf-of is not about the key where the global host answers', async () => {
    european.keys.clear()
    await expect(read(parent)).rejects.toMatchObject({
      reason: 'unauthorized',
      about: undefined,
      message: expect.stringContaining(`this is about ${european.url}: a parent account is global`)
    })
    expect({ eu: asked(european), global: asked() }).toEqual({
      eu: ['enforced_tls @parent', 'enforced_tls @parent', 'scopes @parent'],
      global: ['enforced_tls @parent']
    })
  })

  test('one that passes is answered after the global host was', async () => {
    european.faults.push(refused)
    await expect(read(parent)).resolves.toMatchObject({ requireTls: false })
    expect([asked(european), asked()]).toEqual([
      ['enforced_tls @parent', 'enforced_tls @parent'],
      ['enforced_tls @parent']
    ])
  })

  test('a key that no host accepts is dead', async () => {
    european.keys.clear()
    sandbox.keys.clear()
    await expect(read(parent)).rejects.toMatchObject({ reason: 'unauthorized', about: 'key' })
    expect([asked(european), asked()]).toEqual([
      ['enforced_tls @parent'],
      ['enforced_tls @parent', 'scopes @parent']
    ])
  })

  test('a subuser of another region is about that name and host', async () => {
    sandbox.keys.set(sandboxKey, allScopes)
    await expect(read({ ...named('nobody'), region: 'eu' })).rejects.toMatchObject({
      about: 'account',
      message: expect.stringContaining(`not at ${european.url}`)
    })
  })
})

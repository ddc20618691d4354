import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { named, sessionWith } from '../support/session.ts'

let sandbox: SendGridSandbox
let session: ReturnType<typeof sessionWith>

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  session = sessionWith(sandbox)
  sandbox.accounts.set('child', newAccount())
})
afterEach(() => sandbox.stop())

const nameOf = (name = 'child') => accountClient(session, named(name)).readUsername()

test('SendGrid is asked on behalf of the account, and the parent without that header', async () => {
  expect([await nameOf(), await nameOf('@parent')]).toEqual(['child', 'the-parent'])
  expect(sandbox.requests.map(({ method, path, onBehalfOf }) => [method, path, onBehalfOf])).toEqual([
    ['GET', '/v3/user/username', 'child'],
    ['GET', '/v3/user/username', undefined]
  ])
})

test('the name is returned as it is, so that the comparison can be exact', async () => {
  for (const username of ['Child', ' child', 'child\u00a0', '孩子', '@parent']) {
    sandbox.faults.push(faults.answer(200, JSON.stringify({ username, user_id: 1, more: {} })))
    expect(await nameOf()).toBe(username)
  }
})

test("the account's region decides the host", async () => {
  const european = await SendGridSandbox.start()
  try {
    european.accounts.set('child', newAccount())
    session = sessionWith(sandbox, { apiUrls: { global: sandbox.url, eu: european.url } })
    expect(await accountClient(session, { ...named('child'), region: 'eu' }).readUsername()).toBe('child')
    expect([sandbox.requests.length, european.requests.length]).toEqual([0, 1])
  } finally {
    await european.stop()
  }
})

test('it is asked again as any request, and counted', async () => {
  sandbox.faults.push(faults.badGateway, faults.rateLimited({ 'retry-after': '7' }))
  const client = accountClient(session, named('child'))
  expect(await client.readUsername()).toBe('child')
  expect(client.requestCounts).toEqual({ requests: 3, retries: 2 })
  expect(session.clock.sleeps).toEqual([1000, 7000])
})

test('max-minutes hold for it', async () => {
  session = sessionWith(sandbox, { maxRunMs: 3_000 })
  sandbox.everyRequest = () => faults.badGateway
  await expect(nameOf()).rejects.toThrow(/max-minutes/)
  expect(sandbox.requests).toHaveLength(2)
})

test('a 401 in passing is asked about once more', async () => {
  await accountClient(session, named('@parent')).read()
  sandbox.faults.push(faults.errors(401, 'no'))
  expect(await nameOf()).toBe('child')
})

test('a dead key is found by it as by any first request', async () => {
  sandbox.keys.set(sandboxKey, 'revoked')
  await expect(nameOf()).rejects.toMatchObject({ reason: 'unauthorized', about: 'key' })
})

test('a key without the scope is forbidden, with the scope and the cure', async () => {
  sandbox.keys.set(
    sandboxKey,
    allScopes.filter((scope) => scope !== 'user.username.read')
  )
  await expect(nameOf()).rejects.toMatchObject({
    reason: 'forbidden',
    message: expect.stringMatching(/without the scope user\.username\.read.*#create-a-key-by-its-scopes/)
  })
})

test('the cure stands beside no other failure', async () => {
  sandbox.everyRequest = () => faults.errors(404, 'no')
  await expect(nameOf()).rejects.toMatchObject({
    reason: 'not-found',
    message: expect.not.stringContaining('#create-a-key')
  })
})

describe('an answer that is not plainly a name is none', () => {
  test.each<[string, string]>([
    ['a part of the key, which is not to be quoted', `{"username":"${sandboxKey.slice(0, 8)}"}`],
    ['nothing', ''],
    ['HTML', '<html>ok</html>'],
    ['half of it', '{"username":"chi'],
    ['null', 'null'],
    ['a text', '"child"'],
    ['a list', '["child"]'],
    ['a list with the name inside', '[{"username":"child"}]'],
    ['no name', '{"user_id":1}'],
    ['an empty name', '{"username":""}'],
    ['null for a name', '{"username":null}'],
    ['a number for a name', '{"username":1}'],
    ['the name under another', '{"user_name":"child"}'],
    ['the name in another object', '{"result":{"username":"child"}}'],
    ['a name beside errors', '{"username":"child","errors":[]}'],
    ['a byte order mark', '\ufeff{"username":"child"}']
  ])('%s', async (_, body) => {
    sandbox.faults.push(faults.answer(200, body))
    await expect(nameOf()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: expect.stringContaining('/v3/user/username')
    })
    expect(sandbox.requests).toHaveLength(1)
  })
})

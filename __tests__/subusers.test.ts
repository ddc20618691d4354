import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { listSubusers } from '../src/sendgrid/subusers.ts'
import { sessionWith } from './support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const addSubuser = (name: string) => sandbox.accounts.set(name, newAccount())

describe('the list of subusers', () => {
  const list = () => listSubusers(sessionWith(sandbox, { maxRetries: 0 }), 'global')

  test('is read on until an empty page, by items received, and sorted by name', async () => {
    for (let index = 0; index < 1203; index++) addSubuser(`s${String(1202 - index).padStart(4, '0')}`)
    const accounts = await list()
    expect(accounts).toHaveLength(1203)
    expect(accounts.map(({ name }) => name)).toEqual([...accounts.map(({ name }) => name)].sort())
    expect(sandbox.requests.map(({ query }) => query)).toEqual(
      [0, 500, 1000, 1203].map((offset) => `?limit=500&offset=${offset}&include_region=true`)
    )
  })

  test('loses nothing to a server that sends fewer than asked for', async () => {
    sandbox.largestPage = 200
    for (let index = 0; index < 501; index++) addSubuser(`s${index}`)
    expect(await list()).toHaveLength(501)
    expect(sandbox.requests).toHaveLength(4)
  })

  test('has each subuser once, by id', async () => {
    const entry = (id: number) => ({ id, username: `s${id}`, disabled: false, region: 'global' })
    const page = (...ids: number[]) => faults.answer(200, JSON.stringify(ids.map(entry)))
    sandbox.faults.push(page(1, 2), page(2, 3), page())
    expect((await list()).map(({ name }) => name)).toEqual(['s1', 's2', 's3'])
  })

  test('has region and disabled, and takes the stated region where it has none', async () => {
    const entries = [
      { id: 1, username: 'a', disabled: true, region: 'eu' },
      { id: 2, username: 'b' }
    ]
    sandbox.faults.push(faults.answer(200, JSON.stringify(entries)))
    expect(await list()).toEqual([
      { name: 'a', disabled: true, region: 'eu' },
      { name: 'b', disabled: false, region: 'global' }
    ])
  })

  test('is empty for an account without subusers', async () => expect(await list()).toEqual([]))

  const good = { id: 1, username: 'a', disabled: false, region: 'global' }
  test.each<[string, unknown]>([
    ['an object', { result: [] }],
    ['null', null],
    ['a text', 'none'],
    ['an entry that is none', [null]],
    ['no id', [{ ...good, id: undefined }]],
    ['a text for an id', [{ ...good, id: '1' }]],
    ['no username', [{ ...good, username: undefined }]],
    ['an empty username', [{ ...good, username: '' }]],
    ['a blank username', [{ ...good, username: ' ' }]],
    ['a username that a header would trim', [{ ...good, username: ' a' }]],
    ['a username no header can carry', [{ ...good, username: 'a\nb' }]],
    ["the parent's name", [{ ...good, username: '@parent' }]],
    ["a customer account's name", [{ ...good, username: 'account-id a' }]],
    ['a text for disabled', [{ ...good, disabled: 'no' }]],
    ['an unknown region', [{ ...good, region: 'mars' }]],
    ['a good entry beside a bad one', [good, {}]]
  ])('is not understood with %s', async (_, page) => {
    sandbox.faults.push(faults.answer(200, JSON.stringify(page)))
    await expect(list()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })

  test('does not go on for ever where the same page comes again', async () => {
    sandbox.everyRequest = () => faults.answer(200, JSON.stringify([good]))
    await expect(list()).rejects.toThrow(/no subuser that was not listed before/)
    expect(sandbox.requests).toHaveLength(3)
  })

  test('goes on past a page of known ones, as when a subuser is added under way', async () => {
    const page = (...names: string[]) =>
      faults.answer(200, JSON.stringify(names.map((name) => ({ id: name.charCodeAt(0), username: name }))))
    sandbox.faults.push(page('a', 'b'), page('b'), page('c'), page())
    expect((await list()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  test('has a name once, whatever the ids', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([good, { ...good, id: 2 }])))
    expect(await list()).toHaveLength(1)
  })

  test('is no list when a later page fails', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([good])), faults.errors(500, 'no'))
    await expect(list()).rejects.toMatchObject({ reason: 'unavailable' })
  })

  test('names the scope that it takes', async () => {
    sandbox.keys.set(
      sandboxKey,
      allScopes.filter((scope) => scope !== 'subusers.read')
    )
    await expect(list()).rejects.toThrow(/scope subusers\.read/)
  })
})

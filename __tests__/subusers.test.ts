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
    // Twice, since the second reading has to bring nothing new; each offset is a multiple of its limit.
    const reading = [
      'limit=500&offset=0',
      'limit=500&offset=500',
      'limit=500&offset=1000',
      'limit=401&offset=1203'
    ]
    expect(sandbox.requests.map(({ query }) => query)).toEqual(
      [...reading, ...reading].map((page) => `?${page}&include_region=true`)
    )
  })

  test('loses nothing to a server that sends fewer than asked for', async () => {
    sandbox.largestPage = 200
    for (let index = 0; index < 501; index++) addSubuser(`s${index}`)
    expect(await list()).toHaveLength(501)
    expect(sandbox.requests).toHaveLength(8)
  })

  test('has each subuser once, by id', async () => {
    const entry = (id: number) => ({ id, username: `s${id}`, disabled: false, region: 'global' })
    const page = (...ids: number[]) => faults.answer(200, JSON.stringify(ids.map(entry)))
    sandbox.faults.push(page(1, 2), page(2, 3), page(), page(1, 2, 3), page())
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
    ['a good entry beside a bad one', [good, {}]],
    ['an id that is no safe integer', [{ ...good, id: 2 ** 53 }]],
    ['a fraction for an id', [{ ...good, id: 1.5 }]],
    ['a name over 256 characters', [{ ...good, username: 'a'.repeat(257) }]],
    ['a part of the key in a name', [{ ...good, username: `x${sandboxKey.slice(20, 28)}` }]],
    ['two names under one id', [good, { ...good, username: 'b' }]],
    ['one name under two ids', [good, { ...good, id: 2 }]],
    ['an account in two regions', [good, { ...good, region: 'eu' }]],
    ['an account that is disabled and is not', [good, { ...good, disabled: true }]],
    [
      'more entries than were asked for',
      Array.from({ length: 501 }, (_, id) => ({ ...good, id, username: `s${id}` }))
    ]
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
    sandbox.faults.push(page('a', 'b'), page('b'), page('c'), page(), page('a', 'b', 'c'), page())
    expect((await list()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  test('is not understood with a name twice in one entry', async () => {
    sandbox.faults.push(faults.answer(200, '[{"id":1,"username":"a","user\\u006eame":"b"}]'))
    await expect(list()).rejects.toThrow(/username more than once/)
  })

  test.each<[string, object]>([
    ['a region that is not known', { region: 'mars' }],
    ['a name that no header carries', { username: 'a\nb' }],
    ['a name that no header carries', { username: ' a' }],
    ['a name that no header carries', { username: '@parent' }],
    ['a name that no header carries', { username: 'account-id a' }],
    ['no boolean disabled', { disabled: 'no' }]
  ])('has one that can be named and not asked: %s', async (what, odd) => {
    sandbox.faults.push(
      faults.answer(
        200,
        JSON.stringify([
          { ...good, ...odd },
          { ...good, id: 2, username: 'b' }
        ])
      )
    )
    const accounts = await list()
    expect(accounts).toHaveLength(2)
    expect(
      accounts.map(({ obstacle }) => obstacle?.message).filter((message) => message !== undefined)
    ).toEqual([`The list of subusers has ${what} for this one (id 1), so it was not asked.`])
  })

  test('keeps a name that ends in a no-break space, which a header carries', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([{ ...good, username: 'a\u00a0' }])))
    expect(await list()).toEqual([{ name: 'a\u00a0', disabled: false, region: 'global' }])
  })

  test('is read again when one that is deleted moves another over the edge of a page', async () => {
    for (let index = 0; index < 600; index++) addSubuser(`s${String(index).padStart(3, '0')}`)
    let requests = 0
    sandbox.everyRequest = () => {
      if (++requests === 2) sandbox.accounts.delete('s000')
      return undefined
    }
    const names = (await list()).map(({ name }) => name)
    expect(names).toContain('s500')
    expect(names).toHaveLength(600)
  })

  test('is not known when each of five readings brings a new name', async () => {
    for (let index = 0; index < 600; index++) addSubuser(`s${index}`)
    let requests = 0
    sandbox.everyRequest = () => {
      if (++requests % 3 === 2) addSubuser(`new-${requests}`)
      return undefined
    }
    await expect(list()).rejects.toThrow(/changed in each of 5 readings/)
  })

  test('is asked for once more after a 401, and no more', async () => {
    sandbox.keys.set(sandboxKey, 'revoked')
    await expect(list()).rejects.toMatchObject({ reason: 'unauthorized' })
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/v3/subusers', '/v3/subusers', '/v3/scopes'])
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

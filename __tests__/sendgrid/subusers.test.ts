import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Failure } from '../../src/model/failure.ts'
import { listSubusers } from '../../src/sendgrid/subusers.ts'
import { sessionWith } from '../support/session.ts'

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

  test('is sorted with numbers by their value, so that it has one order', async () => {
    const sorted = [
      'a',
      'a 2',
      'a-',
      'a02',
      'a2',
      'a2b',
      'a10',
      'a10-9',
      'a10-10',
      'a99999999999999999999',
      'b',
      'b0',
      'b1'
    ]
    const names = [...sorted].reverse()
    for (const order of [names, sorted, [...names.slice(5), ...names.slice(0, 5)]]) {
      sandbox.accounts.clear()
      for (const name of order) addSubuser(name)
      const listed = (await list()).map(({ name }) => name)
      expect({ order, listed }).toEqual({ order, listed: sorted })
    }
  })

  test('loses nothing to a server that sends fewer than asked for', async () => {
    sandbox.maxPageSize = 200
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
      { name: 'a', disabled: true, region: 'eu', isListed: true },
      { name: 'b', disabled: false, region: 'global', isListed: true }
    ])
  })

  test('is empty for an account without subusers', async () => expect(await list()).toEqual([]))

  const good = { id: 1, username: 'a', disabled: false, region: 'global' }
  test.each<[string, unknown, string]>([
    ['an object', { result: [] }, 'the response is JSON of another form'],
    ['null', null, 'the response is JSON of another form'],
    ['a text', 'none', 'the response has errors ("none")'],
    ['an entry that is none', [null], 'entry 1 of a page is not an object'],
    ['no id', [{ ...good, id: undefined }], 'entry 1 of a page has no whole number for id'],
    ['a text for an id', [{ ...good, id: '1' }], 'entry 1 of a page has no whole number for id'],
    ['no username', [{ ...good, username: undefined }], 'entry 1 of a page (id 1) has no username'],
    ['an empty username', [{ ...good, username: '' }], 'entry 1 of a page (id 1) has no username'],
    ['a good entry beside a bad one', [good, {}], 'entry 2 of a page has no whole number for id'],
    [
      'an id that is no safe integer',
      [{ ...good, id: 2 ** 53 }],
      'entry 1 of a page has no whole number for id'
    ],
    ['a fraction for an id', [{ ...good, id: 1.5 }], 'entry 1 of a page has no whole number for id'],
    [
      'a name over 256 characters',
      [{ ...good, username: 'a'.repeat(257) }],
      'entry 1 of a page (id 1) has a username over 256 characters'
    ],
    [
      'a part of the key in a name',
      [{ ...good, username: `x${sandboxKey.slice(20, 28)}` }],
      'entry 1 of a page (id 1) has a part of the API key in its username'
    ],
    [
      'two names under one id',
      [good, { ...good, username: 'b' }],
      'the entries of a (id 1) and b (id 1) contradict each other'
    ],
    [
      'one name under two ids',
      [good, { ...good, id: 2 }],
      'the entries of a (id 1) and a (id 2) contradict each other'
    ],
    [
      'an account in two regions',
      [good, { ...good, region: 'eu' }],
      'the entries of a (id 1) and a (id 1) contradict each other'
    ],
    [
      'an account that is disabled and is not',
      [good, { ...good, disabled: true }],
      'the entries of a (id 1) and a (id 1) contradict each other'
    ],
    [
      'more entries than were asked for',
      Array.from({ length: 501 }, (_, id) => ({ ...good, id, username: `s${id}` })),
      'a page has 501 entries, and 500 were asked for'
    ],
    ['a number beside an entry', [good, 7], 'entry 2 of a page is not an object']
  ])('is not understood with %s', async (_, page, what) => {
    sandbox.faults.push(faults.answer(200, JSON.stringify(page)))
    await expect(list()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: `The list of subusers is not understood: ${what}. No account was judged.`
    })
  })

  test('does not go on for ever where the same page comes again', async () => {
    sandbox.everyRequest = () => faults.answer(200, JSON.stringify([good]))
    await expect(list()).rejects.toThrow(
      'the pages 2 and 3 have no subuser that was not listed before. No account was judged.'
    )
    expect(sandbox.requests).toHaveLength(3)
  })

  test('goes on past a page of known ones, as when a subuser is added under way', async () => {
    const page = (...names: string[]) =>
      faults.answer(200, JSON.stringify(names.map((name) => ({ id: name.charCodeAt(0), username: name }))))
    sandbox.faults.push(page('a', 'b'), page('b'), page('c'), page(), page('a', 'b', 'c'), page())
    expect((await list()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  test.each<[string, object]>([
    ['a region that is not known', { region: 'mars' }],
    ['a name that a header cannot carry', { username: 'a\nb' }],
    ['a name that a header cannot carry', { username: ' a' }],
    ['a name that a header cannot carry', { username: '@parent' }],
    ['a name that a header cannot carry', { username: 'account-id a' }],
    ['a name that a header cannot carry', { username: 'a ' }],
    ['a name that a header cannot carry', { username: '\ta' }],
    ['a name that a header cannot carry', { username: 'a\r\nOn-Behalf-Of: b' }],
    ['a name that a header cannot carry', { username: '\u{1f600}' }],
    ['a name that a header cannot carry', { username: '\u200b' }],
    ['a region that is not known', { region: null }],
    ['a region that is not known', { region: 'EU' }],
    ['a region that is not known', { region: ['eu'] }],
    ['no boolean disabled', { disabled: 'no' }],
    ['no boolean disabled', { disabled: null }],
    ['no boolean disabled', { disabled: 0 }]
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
    expect(accounts.flatMap(({ unusable }) => unusable ?? [])).toEqual([
      {
        reason: 'unexpected-response',
        message: `The list of subusers has ${what} for this one (id 1), so it was not asked.`
      }
    ])
  })

  test.each(['@parent', '@Parent', '@PARENT', ' @parent', '@parent\u00a0', '@parent\u200b', 'account-id a'])(
    'names one by its id that would be taken for another account: %j',
    async (username) => {
      sandbox.faults.push(faults.answer(200, JSON.stringify([{ ...good, username }])))
      const [only, ...others] = await list()
      expect(only).toMatchObject({ name: 'id 1', unusable: { reason: 'unexpected-response' } })
      expect(others).toEqual([])
    }
  )

  test('keeps a name that ends in a no-break space, which a header carries', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([{ ...good, username: 'a\u00a0' }])))
    expect(await list()).toEqual([{ name: 'a\u00a0', disabled: false, region: 'global', isListed: true }])
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

  test.each([
    [0, ['limit=500&offset=0']],
    [1, ['limit=500&offset=0', 'limit=1&offset=1']],
    [500, ['limit=500&offset=0', 'limit=500&offset=500']]
  ])('of %i subusers is read twice', async (count, pages) => {
    for (let index = 0; index < count; index++) addSubuser(`s${index}`)
    expect(await list()).toHaveLength(count)
    expect(sandbox.requests.map(({ query }) => query)).toEqual(
      [...pages, ...pages].map((page) => `?${page}&include_region=true`)
    )
  })

  test.each([
    ['no subuser', 0],
    ['one', 1],
    ['all but two', 38]
  ])('is not believed where its first reading has %s of 40', async (_, shown) => {
    for (let index = 0; index < 40; index++) addSubuser(`s${index}`)
    const first = Array.from({ length: shown }, (_, index) => ({ id: 1000 + index, username: `s${index}` }))
    // The sandbox gives the same IDs, in the order of its accounts.
    const page = faults.answer(200, JSON.stringify(first))
    sandbox.faults.push(page, ...(shown > 0 ? [faults.answer(200, '[]')] : []))
    expect(await list()).toHaveLength(40)
  })

  test('loses none where one is deleted behind a full page that seems to be the only one', async () => {
    for (let index = 0; index < 501; index++) addSubuser(`s${String(index).padStart(3, '0')}`)
    let requests = 0
    sandbox.everyRequest = () => {
      if (++requests === 2) sandbox.accounts.delete('s000')
      return undefined
    }
    expect((await list()).map(({ name }) => name)).toContain('s500')
  })

  test('is known when the fifth reading brings no new name, and has those of every reading', async () => {
    for (let index = 0; index < 600; index++) addSubuser(`s${index}`)
    let requests = 0
    sandbox.everyRequest = () => {
      if (++requests % 3 === 2 && requests < 12) addSubuser(`new-${requests}`)
      if (requests === 4) sandbox.accounts.delete('s599')
      return undefined
    }
    const names = (await list()).map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('new-'))).toHaveLength(4)
    expect(names).toContain('s599')
    expect(requests).toBe(15)
  })

  test.each<[string, object, object]>([
    ['another region, on another page', {}, { region: 'eu' }],
    ['another disabled, on another page', {}, { disabled: true }],
    ['another id, on another page', {}, { id: 7 }],
    ['another name, on another page', {}, { username: 'other' }],
    ['a region that is not known beside one that is', { region: 'mars' }, {}],
    ['two regions that are not known', { region: 'mars' }, { region: 'venus' }],
    ['a region that is not known and none', { region: 'mars' }, { region: undefined }],
    ['a disabled that is no boolean beside one that is', { disabled: 'no' }, {}],
    ['null for disabled beside a boolean', {}, { disabled: null }]
  ])('contradicts itself with %s', async (_, one, other) => {
    const page = (...entries: object[]) => faults.answer(200, JSON.stringify(entries))
    for (const pages of [
      [page({ ...good, ...one }), page({ ...good, ...other })],
      [page({ ...good, ...other }, { ...good, ...one })]
    ]) {
      sandbox.faults.splice(0, 9, ...pages)
      const { reason, message } = (await list().catch((thrown: unknown) => thrown)) as Failure
      expect({ pages: pages.length, reason, message }).toEqual({
        pages: pages.length,
        reason: 'unexpected-response',
        message: expect.stringMatching(/the entries of .* \(id \d\) and .* \(id \d\) contradict each other/)
      })
    }
  })

  test('contradicts itself where a second reading says something else', async () => {
    for (let index = 0; index < 501; index++) addSubuser(`s${index}`)
    let requests = 0
    sandbox.everyRequest = () => {
      const account = sandbox.accounts.get('s7')
      if (++requests === 4 && account !== undefined) account.region = 'eu'
      return undefined
    }
    await expect(list()).rejects.toThrow(/s7 \(id 1007\) and s7 \(id 1007\) contradict/)
  })

  test('does not contradict itself where one entry leaves out what is the default', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([good, { id: 1, username: 'a' }])))
    expect(await list()).toEqual([{ name: 'a', disabled: false, region: 'global', isListed: true }])
  })

  test('that is not understood names the entry', async () => {
    sandbox.faults.push(faults.answer(200, JSON.stringify([good, { ...good, id: 2, username: 7 }])))
    await expect(list()).rejects.toThrow('entry 2 of a page (id 2) has no username')
  })

  test.each<[string, string, string]>([
    ['HTML', '<!doctype html>', 'the response is HTML and not JSON'],
    ['HTML behind white space', '\n <!doctype html>', 'the response is HTML and not JSON'],
    ['JSON with HTML inside', '{"page":" <p>"}', 'the response is JSON of another form'],
    ['text before HTML', 'error <p>', 'the response is not JSON'],
    ['a byte order mark', '\ufeff[]', 'the response is not JSON'],
    ['errors in a 200', '{"errors":[{"message":"try later"}]}', 'the response has errors ("try later")'],
    ['half of it', '[{"id":1,"usern', 'the response is not JSON']
  ])('says what it is instead: %s', async (_, body, words) => {
    sandbox.faults.push(faults.answer(200, body))
    await expect(list()).rejects.toThrow(words)
  })

  test('takes a name of 256 characters, and an id at the edge of what is safe', async () => {
    const entry = { ...good, id: Number.MAX_SAFE_INTEGER, username: 'a'.repeat(256) }
    sandbox.faults.push(faults.answer(200, JSON.stringify([entry])))
    expect(await list()).toHaveLength(1)
  })

  test('ends at the most subusers that there may be', async () => {
    sandbox.everyRequest = ({ query }) => {
      const offset = Number(new URLSearchParams(query).get('offset'))
      const page = Array.from({ length: 500 }, (_, index) => ({
        ...good,
        id: offset + index,
        username: `s${offset + index}`
      }))
      return faults.answer(200, JSON.stringify(page))
    }
    const bounded = listSubusers(sessionWith(sandbox), 'global', 1_000)
    await expect(bounded).rejects.toThrow('it has more than 1,000 subusers')
    expect(sandbox.requests).toHaveLength(3)
  })

  test.each([
    ['the first page', [faults.errors(401, 'no')]],
    ['a later one', [undefined, faults.errors(401, 'no')]]
  ])('goes past a 401 in passing, on %s', async (_, passing) => {
    for (let index = 0; index < 2; index++) addSubuser(`s${index}`)
    sandbox.faults.push(...passing)
    const session = sessionWith(sandbox, { maxRetries: 0 })
    expect(await listSubusers(session, 'global')).toHaveLength(2)
    expect(session.clock.sleeps).toEqual([1000])
  })

  test("is asked for at the region's host, whose region those take that have none", async () => {
    const european = await SendGridSandbox.start()
    try {
      european.faults.push(faults.answer(200, '[{"id":1,"username":"a"}]'))
      const session = sessionWith(sandbox, { apiUrls: { global: sandbox.url, eu: european.url } })
      expect(await listSubusers(session, 'eu')).toEqual([
        { name: 'a', disabled: false, region: 'eu', isListed: true }
      ])
      expect([sandbox.requests.length, european.requests.length]).toEqual([0, 3])
    } finally {
      await european.stop()
    }
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
    await expect(list()).rejects.toThrow(/scope subusers\.read: .*#create-a-key-by-its-scopes/)
  })
})

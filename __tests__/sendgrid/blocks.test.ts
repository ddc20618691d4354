import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, type Block, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Failure } from '../../src/model/failure.ts'
import { countBlocks } from '../../src/sendgrid/blocks.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { named, sessionWith } from '../support/session.ts'

let sandbox: SendGridSandbox
let session: ReturnType<typeof sessionWith>

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  session = sessionWith(sandbox)
})
afterEach(() => sandbox.stop())

const tls = 'TLS required but not supported'
const period = { startTime: 1_000, endTime: 2_000 }
const block = (email: string, reason = tls, created = 1_500): Block => ({
  created,
  email,
  reason,
  status: '5.0.0'
})
const blocks = (count: number, from = 0): Block[] =>
  Array.from({ length: count }, (_, index) => block(`a${from + index}@example.com`))
const put = (...list: Block[]) => sandbox.parent.blocks.splice(0, Number.POSITIVE_INFINITY, ...list)
const count = (name = '@parent') => countBlocks(session, named(name), period)
const queries = () => sandbox.requests.map(({ query }) => query)

test('an empty list is nothing lost, and whole', async () => {
  expect(await count()).toEqual({ count: 0, domains: [], otherBlocks: 0, isComplete: true })
})

test('addresses are counted by domain, in any case, repeats included', async () => {
  put(block('a@Example.com'), block('b@EXAMPLE.COM'), block('a@example.com'), block('c@example.org'))
  expect(await count()).toEqual({
    count: 4,
    domains: [
      { domain: 'example.com', count: 3 },
      { domain: 'example.org', count: 1 }
    ],
    otherBlocks: 0,
    isComplete: true
  })
})

test('a domain is kept without the key, which may be anything that follows an @', async () => {
  put(block(`a@${sandboxKey}`), block(`b@mail.${sandboxKey.slice(0, 8).toUpperCase()}.example`))
  const { domains } = await count()
  expect(domains.map(({ domain }) => domain)).toEqual(['***', 'mail.***.example'])
})

describe('a block is about TLS', () => {
  test.each([
    [tls, true],
    [tls.toUpperCase(), true],
    [tls.toLowerCase(), true],
    [`550 5.7.1 (${tls}) by mx.example.com`, true],
    [`${tls}.`, true],
    ['TLS is required but not supported', false],
    ['TLS required', false],
    ['certificate has expired', false],
    ['error dialing remote address', false],
    ['', false]
  ])('by its reason: %s: %s', async (reason, isAboutTls) => {
    put(block('a@example.com', reason))
    expect(await count()).toMatchObject(
      isAboutTls ? { count: 1, otherBlocks: 0 } : { count: 0, domains: [], otherBlocks: 1 }
    )
  })
})

describe('only the domain is kept', () => {
  test.each([
    ['a@example.com', 'example.com'],
    ['"a@b"@example.com', 'example.com'],
    ['a@b@c@example.com', 'example.com'],
    ['@example.com', 'example.com'],
    ['a@[192.0.2.1]', '[192.0.2.1]'],
    ['a@xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a@BÜCHER.example', 'bücher.example'],
    ['a@', ''],
    ['a@exam\nple.com', 'exam ple.com'],
    [`a@${'d'.repeat(300)}`, `${'d'.repeat(252)}…`]
  ])('of %j', async (email, domain) => {
    put(block(email))
    expect((await count()).domains).toEqual([{ domain, count: 1 }])
  })

  test('of 1,000 addresses, in what is counted, in lines of the log and in errors', async () => {
    const people = Array.from(
      { length: 1_000 },
      (_, index) => `person-${index}-x@customer${index % 7}.example`
    )
    put(...people.map((email, index) => block(email, index % 2 === 0 ? tls : `no ${email}`)))
    sandbox.faults.push(faults.errors(500, people.join()), undefined, faults.errors(429, people.join()))
    const said = [JSON.stringify(await count())]
    for (const fault of [
      faults.errors(400, people.join()),
      faults.errors(404, people.join()),
      faults.answer(403, people.join(), { 'content-type': 'text/plain' }),
      faults.answer(200, JSON.stringify(people)),
      faults.answer(200, JSON.stringify([{ ...block(people[0] ?? ''), reason: 1 }])),
      faults.answer(200, `[{"email":"${people[1]}"`)
    ]) {
      sandbox.faults.push(fault)
      const failure = (await count().catch((thrown: unknown) => thrown)) as Error
      said.push(failure.message, String(failure.stack), JSON.stringify(failure), String(failure.cause))
    }
    said.push(...session.lines)
    expect(session.lines).toHaveLength(2)
    expect(said[0]).toContain('customer6.example')
    for (const email of people) {
      const person = email.slice(0, email.indexOf('@'))
      const leaks = said.filter((text) => text.includes(email) || text.includes(person))
      expect({ email, leaks }).toEqual({ email, leaks: [] })
    }
  })
})

describe('what is asked for', () => {
  test('is the period, both ends included, in pages of 500 to the end of the list', async () => {
    const inside = blocks(1_203)
    put(
      block('early@example.com', tls, 999),
      block('first@example.com', tls, 1_000),
      ...inside,
      block('last@example.com', tls, 2_000),
      block('late@example.com', tls, 2_001)
    )
    expect((await count()).count).toBe(1_205)
    expect(queries()).toEqual(
      ['limit=500&offset=0', 'limit=500&offset=500', 'limit=500&offset=1000', 'limit=241&offset=1205'].map(
        (page) => `?start_time=1000&end_time=2000&${page}`
      )
    )
  })

  test("is asked on behalf of the account, at its region's host", async () => {
    const european = await SendGridSandbox.start()
    try {
      session = sessionWith(sandbox, { apiUrls: { global: sandbox.url, eu: european.url } })
      european.accounts.set('child', { ...newAccount(), blocks: blocks(2) })
      const counted = await countBlocks(session, { ...named('child'), region: 'eu' }, period)
      expect([counted.count, sandbox.requests.length]).toEqual([2, 0])
      expect(new Set(european.requests.map(({ onBehalfOf }) => onBehalfOf))).toEqual(new Set(['child']))
      await count()
      expect(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf)).toEqual([undefined])
    } finally {
      await european.stop()
    }
  })

  test('is asked for again where it fails in passing, on any page', async () => {
    put(...blocks(600))
    sandbox.faults.push(faults.badGateway, undefined, faults.rateLimited({ 'retry-after': '7' }))
    expect(await count()).toMatchObject({ count: 600, isComplete: true })
    expect(session.clock.sleeps).toEqual([1000, 7000])
  })

  test('is asked for once more after a 401, and no more', async () => {
    put(...blocks(1))
    sandbox.faults.push(faults.errors(401, 'no'))
    expect(await count()).toMatchObject({ count: 1 })
    expect(session.clock.sleeps).toEqual([1000])
    sandbox.requests.splice(0)
    sandbox.keys.set(sandboxKey, 'revoked')
    await expect(count()).rejects.toMatchObject({ reason: 'unauthorized' })
    expect(sandbox.requests.map(({ path }) => path.split('/').at(-1))).toEqual(['blocks', 'blocks', 'scopes'])
  })

  test('is not known where max-minutes are over', async () => {
    session = sessionWith(sandbox, { maxRunMs: 60_000 })
    put(...blocks(600))
    sandbox.faults.push((response) => {
      void session.clock.sleep(61_000).then(() => faults.answer(200, JSON.stringify(blocks(500)))(response))
    })
    await expect(count()).rejects.toThrow(/max-minutes/)
    expect(sandbox.requests).toHaveLength(1)
  })
})

describe('the list is cut at 10,000', () => {
  test.each([
    [9_999, 9_999, true],
    [10_000, 10_000, true],
    [10_001, 10_000, false],
    [10_600, 10_000, false]
  ])('of %i entries %i are counted, complete: %s', async (length, counted, isComplete) => {
    put(...blocks(length))
    expect(await count()).toEqual({
      count: counted,
      domains: [{ domain: 'example.com', count: counted }],
      otherBlocks: 0,
      isComplete
    })
  })

  test('entries, and not addresses because of TLS', async () => {
    put(...blocks(9_000).map((entry) => ({ ...entry, reason: 'other' })), ...blocks(2_000, 9_000))
    expect(await count()).toMatchObject({ count: 1_000, otherBlocks: 9_000, isComplete: false })
  })

  test('where a page repeats the one before', async () => {
    sandbox.everyRequest = () => faults.answer(200, JSON.stringify(blocks(500)))
    expect(await count()).toMatchObject({ count: 500, isComplete: false })
    expect(sandbox.requests).toHaveLength(2)
  })
})

describe('a page is not understood', () => {
  const good = block('a@example.com')
  test.each<[string, unknown]>([
    ['an object', { result: [] }],
    ['errors', { errors: [{ message: 'no' }] }],
    ['null', null],
    ['a text', 'none'],
    ['an entry that is none', [null]],
    ['a number for an entry', [1]],
    ['no address', [{ ...good, email: undefined }]],
    ['a number for an address', [{ ...good, email: 1 }]],
    ['an address without @', [{ ...good, email: 'nobody' }]],
    ['no reason', [{ ...good, reason: undefined }]],
    ['null for a reason', [{ ...good, reason: null }]],
    ['a good entry beside a bad one', [good, {}]],
    ['more entries than were asked for', blocks(501)]
  ])('with %s', async (_, page) => {
    sandbox.faults.push(faults.answer(200, JSON.stringify(page)))
    await expect(count()).rejects.toMatchObject({
      reason: 'unexpected-response',
      message: 'A page of blocks is not understood.'
    })
  })

  test('on a later page: then nothing is counted', async () => {
    put(...blocks(600))
    sandbox.faults.push(undefined, faults.answer(200, '{}'))
    await expect(count()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })

  test('without an end', async () => {
    sandbox.faults.push(faults.flood)
    await expect(count()).rejects.toMatchObject({ reason: 'unexpected-response' })
  })
})

test('a key without the scope is named as one, once the key is answered too', async () => {
  sandbox.keys.set(
    sandboxKey,
    allScopes.filter((scope) => scope !== 'suppression.blocks.read')
  )
  sandbox.accounts.set('child', newAccount())
  await accountClient(session, named('child')).read()
  for (const name of ['@parent', 'child']) {
    const { reason, message } = (await count(name).catch((thrown: unknown) => thrown)) as Failure
    expect({ name, reason, message }).toEqual({
      name,
      reason: 'forbidden',
      message: expect.stringContaining('without the scope suppression.blocks.read')
    })
  }
})

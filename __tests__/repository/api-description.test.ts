import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as faults from '../../sandbox/faults.ts'
import { type Exchange, oddAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { description, violationsOf } from '../support/api-description.ts'

/** An exchange as the action has it, but for what is stated. */
const exchange = (
  { method, path, query, headers, body }: Partial<Exchange['request'] & { headers: string[] }>,
  status: number | undefined = undefined,
  answer: unknown = undefined
): Exchange => ({
  request: {
    method: method ?? 'GET',
    path: path ?? '/v3/user/settings/enforced_tls',
    query: query ?? '',
    rawHeaders: ['Authorization', `Bearer ${sandboxKey}`, ...(headers ?? [])],
    onBehalfOf: undefined,
    body: body ?? ''
  },
  status,
  answer
})
const subusers = { path: '/v3/subusers', query: '?limit=500&offset=0&include_region=true' }
const blocks = {
  path: '/v3/suppression/blocks',
  query: '?start_time=1&end_time=2&limit=500&offset=500'
}
const patch = (body: string) => ({ method: 'PATCH', body })
const setting = { require_tls: true, require_valid_cert: false, version: 1.2 }

test('every schema of the description is one', () => {
  const ajv = new Ajv2020({ strict: false })
  const invalid: string[] = []
  JSON.stringify(description, (name, value) => {
    const found = name === 'schema' ? { schema: value } : name === 'schemas' ? value : {}
    for (const schema of Object.values<object>(found))
      if (!ajv.validateSchema(schema)) invalid.push(`${JSON.stringify(schema)}: ${ajv.errorsText()}`)
    return value
  })
  expect(invalid).toEqual([])
})

describe('a request as the action sends it is as described', () => {
  test.each<[string, Exchange]>([
    ['a read', exchange({ headers: ['On-Behalf-Of', 'child'] })],
    ['a read through a gateway', exchange({ path: '/gateway/v3/user/settings/enforced_tls' })],
    ['a write', exchange(patch('{"require_tls":true,"version":1.3}'), 200, setting)],
    ['a page of the list', exchange(subusers, 200, [])],
    ['a page of blocks', exchange(blocks, 200, [])],
    ['the look', exchange({ path: '/v3/scopes' }, 200, { scopes: [] })],
    ['a name', exchange({ path: '/v3/user/username' }, 200, { username: 'a', user_id: 1 })],
    ['an error', exchange({}, 403, { errors: [{ message: 'no', field: null }] })]
  ])('%s', (_, good) => expect(violationsOf(good)).toEqual([]))
})

describe('a wrong request is caught', () => {
  test.each<[string, Exchange, string]>([
    ['another path', exchange({ path: '/v3/user/profile' }), 'is not described'],
    ['another method', exchange({ method: 'PUT' }), 'is not described'],
    ['a write to the list', exchange({ ...subusers, method: 'PATCH' }), 'is not described'],
    ['a query that is not described', exchange({ query: '?limit=1' }), 'limit is not described'],
    ['a page without a limit', exchange({ ...subusers, query: '?offset=0&include_region=true' }), 'limit is'],
    ['a limit of 0', exchange({ ...subusers, query: '?limit=0&offset=0&include_region=true' }), 'limit is 0'],
    ['a limit over 500', exchange({ ...subusers, query: '?limit=501&offset=0&include_region=true' }), '501'],
    [
      'an offset that is no multiple of the limit',
      exchange({ ...subusers, query: '?limit=500&offset=3&include_region=true' }),
      'offset 3 is no multiple of 500'
    ],
    [
      'an offset below 0',
      exchange({ ...subusers, query: '?limit=500&offset=-500&include_region=true' }),
      'offset is -500'
    ],
    [
      'the same query twice',
      exchange({ ...subusers, query: '?limit=500&limit=5&offset=0&include_region=true' }),
      'limit= comes twice'
    ],
    ['no region', exchange({ ...subusers, query: '?limit=500&offset=0' }), 'include_region is missing'],
    ['a period without an end', exchange({ ...blocks, query: '?start_time=1&limit=5&offset=0' }), 'end_time'],
    [
      'a period with a fraction',
      exchange({ ...blocks, query: '?start_time=1.5&end_time=2&limit=5&offset=0' }),
      'start_time is 1.5'
    ],
    ['the list on behalf of one', exchange({ ...subusers, headers: ['On-Behalf-Of', 'a'] }), 'On-Behalf-Of'],
    [
      'the look on behalf of one',
      exchange({ path: '/v3/scopes', headers: ['On-Behalf-Of', 'a'] }),
      'On-Behalf-Of is not described'
    ],
    ['an empty name', exchange({ headers: ['On-Behalf-Of', ''] }), 'On-Behalf-Of is'],
    ['a name that begins with a space', exchange({ headers: ['On-Behalf-Of', ' a'] }), 'On-Behalf-Of is'],
    [
      'two names',
      exchange({ headers: ['On-Behalf-Of', 'a', 'On-Behalf-Of', 'b'] }),
      'on-behalf-of comes twice'
    ],
    [
      'a header twice in another case',
      exchange({ headers: ['authorization', 'Bearer other'] }),
      'authorization comes twice'
    ],
    [
      'no key',
      { ...exchange({}), request: { ...exchange({}).request, rawHeaders: [] } },
      'Authorization has no key'
    ],
    ['a read with a body', exchange({ body: '{}' }), 'a body is not described'],
    ['a write without a body', exchange(patch('')), 'the body is'],
    ['a write that is not JSON', exchange(patch('{"require_tls":')), 'the body is'],
    ['a write of nothing', exchange(patch('{}')), 'the body is {}'],
    ['a write of a text', exchange(patch('{"require_tls":"true"}')), 'the body is'],
    ['a write of an unknown version', exchange(patch('{"version":1.0}')), 'the body is'],
    ['a write of a version as a text', exchange(patch('{"version":"1.2"}')), 'the body is'],
    ['a write of another setting', exchange(patch('{"require_tls":true,"all":true}')), 'the body is']
  ])('%s', (_, wrong, what) => {
    expect(violationsOf(wrong).join()).toContain(what)
  })
})

describe('a wrong answer of the stand-in is caught', () => {
  const subuser = { id: 1, username: 'a', email: 'a@example.com', disabled: false, region: 'eu' }
  const block = { created: 1, email: 'a@example.com', reason: '', status: '5.0.0' }
  test.each<[string, Exchange]>([
    ['a setting without a flag', exchange({}, 200, { require_tls: true, version: 1.2 })],
    ['a text for a flag', exchange({}, 200, { ...setting, require_tls: 'true' })],
    ['an unknown version', exchange({}, 200, { ...setting, version: 1 })],
    ['a text for a version', exchange({}, 200, { ...setting, version: '1.2' })],
    ['a status of nobody', exchange({}, 418, { errors: [{ message: 'no', field: null }] })],
    ['a field of nobody', exchange({}, 200, { ...setting, more: 1 })],
    ['a setting in answer to a write', exchange(patch('{"require_tls":true}'), 200, {})],
    ['an error without errors', exchange({}, 403, { message: 'no' })],
    ['an error without a message', exchange({}, 403, { errors: [{ field: null }] })],
    ['no list', exchange(subusers, 200, { result: [] })],
    ['a text for an id', exchange(subusers, 200, [{ ...subuser, id: '1' }])],
    ['a subuser without a name', exchange(subusers, 200, [{ ...subuser, username: undefined }])],
    ['an unknown region', exchange(subusers, 200, [{ ...subuser, region: 'mars' }])],
    ['more than 500', exchange(subusers, 200, Array(501).fill(subuser))],
    ['a block without a reason', exchange(blocks, 200, [{ ...block, reason: undefined }])],
    ['a text for a date', exchange(blocks, 200, [{ ...block, created: '1' }])],
    ['no scopes', exchange({ path: '/v3/scopes' }, 200, {})],
    ['a number for a scope', exchange({ path: '/v3/scopes' }, 200, { scopes: [1] })],
    ['no name', exchange({ path: '/v3/user/username' }, 200, { user_id: 1 })]
  ])('%s', (_, wrong) => expect(violationsOf(wrong)).toHaveLength(1))

  test('but not where a fault has answered', () => {
    expect(violationsOf(exchange({}, undefined, { anything: 1 }))).toEqual([])
  })
})

describe('the stand-in shows', () => {
  let sandbox: SendGridSandbox
  let exchanges: Exchange[]
  const inSuite = SendGridSandbox.onExchange

  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    exchanges = []
    SendGridSandbox.onExchange = (one) => void exchanges.push(one)
  })
  afterEach(async () => {
    SendGridSandbox.onExchange = inSuite
    await sandbox.stop()
  })
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(sandbox.url + path, {
      ...init,
      headers: { Authorization: `Bearer ${sandboxKey}`, ...init.headers }
    })
    return await response.json()
  }
  const settings = '/v3/user/settings/enforced_tls'

  test('each exchange with its answer, and a wrong one is caught', async () => {
    const answer = await ask(settings)
    await ask('/v3/subusers?limit=500&offset=7&include_region=true')
    expect(exchanges.map(({ status }) => status)).toEqual([200, 200])
    expect(exchanges[0]?.answer).toEqual(answer)
    expect(exchanges.map((one) => violationsOf(one).length)).toEqual([0, 1])
  })

  test('a request that meets a fault, without an answer', async () => {
    sandbox.faults.push(faults.answer(200, '{"odd":1}'))
    await ask(`${settings}?limit=1`)
    expect(exchanges.map(({ status, answer }) => [status, answer])).toEqual([[undefined, undefined]])
    expect(exchanges.flatMap(violationsOf)).toEqual([expect.stringContaining('limit is not described')])
  })

  test('a setting that no account can have as a fault too, and what another account is answered as ever', async () => {
    sandbox.ignoreLowerCaseOnBehalfOf = false
    sandbox.accounts.set('odd', oddAccount())
    await ask(settings, { headers: { 'On-Behalf-Of': 'odd' } })
    await ask(settings)
    expect(exchanges.map(({ status }) => status)).toEqual([undefined, 200])
  })
})

import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { newAccount, SendGridSandbox, type StoredAccount, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Job } from '../../src/model/job.ts'
import { accountsOf } from '../../src/model/result.ts'
import { job as usualJob } from '../support/outcomes.ts'
import { runOf } from '../support/run.ts'

let sandbox: SendGridSandbox
const inSuite = SendGridSandbox.onExchange

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(async () => {
  SendGridSandbox.onExchange = inSuite
  await sandbox.stop()
})

const settingsPath = '/v3/user/settings/enforced_tls'
const accept = { Accept: 'application/json' }

/** Sends these headers and no others, which fetch does not. Resolves to the status and the parsed body. */
async function ask(method: string, headers: Record<string, string>, body = ''): Promise<[number, unknown]> {
  const { promise, resolve, reject } = Promise.withResolvers<[number, unknown]>()
  const all = { Authorization: `Bearer ${sandboxKey}`, ...headers }
  request(sandbox.url + settingsPath, { method, headers: all }, async (response) =>
    resolve([response.statusCode ?? 0, JSON.parse(await text(response))])
  )
    .on('error', reject)
    .end(body)
  return await promise
}

const outcomesOf = (...selection: string[]) => outcomesWith({}, ...selection)
const outcomesWith = async (changes: Partial<Job>, ...selection: string[]) => {
  const run = await runOf(sandbox, { ...usualJob, selection, verifyTimeoutMs: 10_000, ...changes })
  return accountsOf(run).map(({ outcome: { result, reason } }) => [result, reason])
}
const addSubuser = (name: string, changes: Partial<StoredAccount> = {}) =>
  sandbox.accounts.set(name, { ...newAccount(), ...changes })

describe('the stand-in refuses', () => {
  test('a request that says not what it accepts', async () => {
    expect((await ask('GET', {}))[0]).toBe(406)
    expect((await ask('GET', accept))[0]).toBe(200)
  })

  test.each(['', '{}'])('a change of nothing, and does not count it as a write: %j', async (body) => {
    SendGridSandbox.onExchange = () => {} // A request that the action never sends.
    expect((await ask('PATCH', accept, body))[0]).toBe(400)
    expect(sandbox.parent.writes).toBe(0)
  })

  test('a subuser of another region than its own', async () => {
    addSubuser('here')
    addSubuser('there', { region: 'eu' })
    sandbox.region = 'global'
    expect(await outcomesOf('@parent', 'here', 'there')).toEqual([
      ['applied', ''],
      ['applied', ''],
      ['unverified', 'unauthorized']
    ])
    sandbox.region = 'eu'
    expect(await outcomesOf('@parent', 'here', 'there')).toEqual([
      ['compliant', ''],
      ['unverified', 'unauthorized'],
      ['applied', '']
    ])
  })

  test('a name in another case, or takes it for the same account', async () => {
    addSubuser('child')
    expect(await outcomesOf('@parent', 'Child')).toEqual([
      ['applied', ''],
      ['unverified', 'unauthorized']
    ])
    sandbox.isCaseSensitive = false
    // Answered by the name as it is stored, which is another one than was named.
    expect(await outcomesWith({ confirmIdentity: true }, 'Child')).toEqual([['unverified', 'wrong-account']])
    expect(await outcomesOf('Child')).toEqual([['applied', '']])
    expect(sandbox.accounts.get('child')?.writes).toBe(1)
  })
})

describe('what a lax one would hide', () => {
  test('replicas that flap: a first good read is not believed', async () => {
    sandbox.staleReads = 2
    sandbox.isFlapping = true
    expect(await outcomesOf('@parent')).toEqual([['applied', '']])
    // Read, write, then new, old, new and new.
    expect(sandbox.requests.map(({ method }) => method).join(' ')).toBe('GET PATCH GET GET GET GET')
  })

  test('replicas that flap to the end: the change is not confirmed', async () => {
    sandbox.staleReads = 1_000
    sandbox.isFlapping = true
    const [[, reason] = []] = await outcomesOf('@parent')
    expect(reason).toBe('not-confirmed')
  })

  test('a change that is answered without the version: the reads decide', async () => {
    sandbox.omitVersionAfterPatch = true
    expect(await outcomesOf('@parent')).toEqual([['applied', '']])
    expect(sandbox.parent.settings).toEqual({ require_tls: true, require_valid_cert: false, version: 1.2 })
  })
})

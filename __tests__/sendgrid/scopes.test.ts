import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Attempted } from '../../src/model/account-client.ts'
import { Failure } from '../../src/model/failure.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { keyScopesOf } from '../../src/sendgrid/key.ts'
import { listSubusers } from '../../src/sendgrid/subusers.ts'
import { job } from '../support/outcomes.ts'
import { named, sessionWith, writeResult } from '../support/session.ts'

let sandbox: SendGridSandbox
let session: ReturnType<typeof sessionWith>

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  session = sessionWith(sandbox)
  for (const name of ['a', 'b']) sandbox.accounts.set(name, newAccount())
})
afterEach(() => sandbox.stop())

const read = (name = '@parent') => accountClient(session, named(name)).read()
const write = (name = '@parent') => writeResult(accountClient(session, named(name)), { requireTls: true })
const messageOf = async (promise: Promise<unknown>): Promise<string> => {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error
  )
  return (thrown as Error).message
}
const lookups = () => sandbox.requests.filter(({ path }) => path === '/v3/scopes')
const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH')
const forbidden = faults.errors(403, 'access forbidden')
const shown = (...scopes: unknown[]) => faults.answer(200, JSON.stringify({ scopes }))

describe('the lookup says', () => {
  test('the scope for the list of subusers where that was refused', async () => {
    sandbox.keys.set(
      sandboxKey,
      allScopes.filter((scope) => scope !== 'subusers.read')
    )
    expect(await messageOf(listSubusers(session, 'global'))).toMatch(/without the scope subusers\.read/)
    expect(lookups()).toHaveLength(1)
  })

  test('the scope for writing where a write was refused', async () => {
    sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    expect(await write()).toMatchObject({
      kind: 'failed',
      failure: {
        reason: 'forbidden',
        message: expect.stringMatching(/without the scope user\.settings\.enforced_tls\.update/)
      },
      inDoubt: false
    })
  })

  test.each<[string, faults.Fault]>([
    ['refused with 403', forbidden],
    ['refused with 403 and scopes', faults.answer(403, JSON.stringify({ scopes: allScopes }))],
    ['answered 404', faults.errors(404, 'no')],
    ['answered 500', faults.errors(500, 'no')],
    ['answered 429', faults.rateLimited({ 'retry-after': '1' })],
    ['lost', faults.reset],
    ['HTML', faults.answer(200, '<html></html>')],
    ['nothing', faults.answer(200, '')],
    ['null', faults.answer(200, 'null')],
    ['a list', faults.answer(200, '["mail.send"]')],
    ['without scopes', faults.answer(200, '{}')],
    ['a text for the scopes', faults.answer(200, '{"scopes":"mail.send"}')],
    ['a scope that is no text', shown('mail.send', 1)]
  ])('nothing where it is %s, and is not repeated', async (_, fault) => {
    const bare = await (async () => {
      sandbox.faults.push(forbidden, faults.errors(403, 'access forbidden'))
      return await messageOf(read())
    })()
    session = sessionWith(sandbox)
    sandbox.requests.splice(0)
    sandbox.faults.push(forbidden, fault)
    expect(await messageOf(read())).toBe(bare)
    expect(bare).toMatch(/ does not list the address of this runner\.$/)
    expect(sandbox.requests).toHaveLength(2)
  })

  test('nothing where max-minutes are over by then', async () => {
    session = sessionWith(sandbox, { maxRunMs: 1_500 })
    sandbox.faults.push(faults.errors(401, 'no'), (response) => {
      void session.clock.sleep(60_000).then(() => faults.errors(401, 'no')(response))
    })
    expect(await messageOf(read())).toContain('was answered 401')
    expect(lookups()).toHaveLength(0)
  })
})

describe('the lookup', () => {
  test('is one a run, for accounts that are refused one after the other and side by side', async () => {
    sandbox.keys.set(sandboxKey, [])
    const messages = [await messageOf(read('a'))]
    messages.push(...(await Promise.all(['b', 'a', '@parent'].map((name) => messageOf(read(name))))))
    expect(messages).toEqual(Array(4).fill(expect.stringContaining('without the scope')))
    expect(lookups()).toHaveLength(1)
  })

  test('is one where all are refused side by side from the start', async () => {
    await read()
    sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    await Promise.all(['@parent', 'a', 'b'].map((name) => write(name)))
    expect(lookups()).toHaveLength(1)
  })

  test('goes to the host that refused, with the key alone, and once to each', async () => {
    const european = await SendGridSandbox.start()
    try {
      session = sessionWith(sandbox, { apiUrls: { global: sandbox.url, eu: european.url } })
      european.accounts.set('a', newAccount())
      for (const server of [sandbox, european]) server.keys.set(sandboxKey, [])
      for (const region of ['eu', 'global', 'eu'] as const) {
        const failure = await accountClient(session, { ...named('a'), region })
          .read()
          .catch((thrown: unknown) => thrown)
        expect({ region, failure }).toEqual({ region, failure: expect.any(Failure) })
      }
      const asked = (server: SendGridSandbox) => server.requests.filter(({ path }) => path === '/v3/scopes')
      const lookup = {
        method: 'GET',
        query: '',
        onBehalfOf: undefined,
        rawHeaders: expect.arrayContaining([`Bearer ${sandboxKey}`])
      }
      expect({ global: asked(sandbox), eu: asked(european) }).toMatchObject({
        global: [lookup],
        eu: [lookup]
      })
    } finally {
      await european.stop()
    }
  })

  test.each([400, 404, 500])('is not taken after a %i', async (status) => {
    sandbox.everyRequest = () => faults.errors(status, 'no')
    await expect(read()).rejects.toThrow()
    expect(lookups()).toHaveLength(0)
  })

  test('is not taken where nothing is refused, nor for an account of a key that is answered', async () => {
    await read()
    await expect(read('nobody')).rejects.toMatchObject({ about: 'account' })
    await expect(accountClient(session, { ...named('a'), disabled: true }).read()).resolves.toBeDefined()
    expect(lookups()).toHaveLength(0)
  })

  test('is not taken where a page answers, which is not SendGrid', async () => {
    sandbox.everyRequest = () => faults.answer(403, '<html></html>', { 'content-type': 'text/html' })
    await expect(read()).rejects.toThrow("is not SendGrid's API")
    expect(lookups()).toHaveLength(0)
  })

  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden']
  ])('changes no reason: %d is %s', async (status, reason) => {
    sandbox.everyRequest = ({ path }) =>
      path === '/v3/scopes' ? shown(...allScopes) : faults.errors(status, 'no')
    await expect(read()).rejects.toMatchObject({ reason, cause: expect.any(Failure) })
  })

  test('that meets a bug is not taken for one that says nothing', async () => {
    const bug = new TypeError('bug')
    const random = () => {
      if (lookups().length > 0) throw bug
      return 1
    }
    sandbox.everyRequest = () => faults.errors(403, 'access forbidden')
    await expect(accountClient({ ...session, random }, named('@parent')).read()).rejects.toBe(bug)
  })

  test('has a budget of its own: the spent window of the settings does not hold it back', async () => {
    const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }
    sandbox.faults.push(faults.errors(403, 'access forbidden', spent))
    await expect(read()).rejects.toThrow('with the scope')
    expect([lookups().length, session.clock.sleeps]).toEqual([1, []])
  })
})

describe('once the scopes lack the one for writing', () => {
  beforeEach(() => void sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read']))

  test('no further write is sent, and it says why; reads are', async () => {
    await write()
    expect(await write('a')).toMatchObject({
      kind: 'failed',
      failure: { reason: 'forbidden', message: expect.stringMatching(/^PATCH .* for a was not sent: /) },
      inDoubt: false
    })
    await expect(read('a')).resolves.toMatchObject({ requireTls: false })
    expect(patches()).toHaveLength(1)
  })

  test('none is sent either that was waiting for its turn meanwhile', async () => {
    const seconds = (remaining: number) => ({
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': '30'
    })
    let waiting: Promise<Attempted> | undefined
    let answerB = (): void => {}
    sandbox.everyRequest = ({ method, path, onBehalfOf }) => {
      if (method === 'PATCH') return faults.errors(403, 'access forbidden', seconds(1))
      if (onBehalfOf === 'b')
        return (response) => {
          answerB = () => faults.errors(403, 'access forbidden', seconds(0))(response)
        }
      if (path !== '/v3/scopes') return undefined
      waiting = write('a')
      return shown()
    }
    await read()
    // As long as it is under way, it holds the last request of the window.
    const b = expect(read('b')).rejects.toThrow()
    await write()
    answerB()
    await b
    expect(await waiting).toMatchObject({ kind: 'failed', failure: { reason: 'forbidden' }, inDoubt: false })
    expect(session.clock.sleeps).toEqual([30_000])
    expect(patches()).toHaveLength(1)
  })

  test('a key that has it goes on writing after a refusal', async () => {
    sandbox.keys.set(sandboxKey, allScopes)
    sandbox.faults.push(forbidden)
    expect(await write()).toMatchObject({ kind: 'failed' })
    expect(await write('a')).toEqual({ kind: 'accepted' })
  })
})

describe('what a key can do beyond the job', () => {
  const excessOf = async (...scopes: string[]) => {
    sandbox.faults.push(forbidden, shown(...scopes))
    await expect(read()).rejects.toThrow()
    return keyScopesOf(session, { ...job, mode: 'check', selection: [] })
  }

  test('is to send mail, and to make keys and teammates, with the scopes that the job needs', async () => {
    expect(
      await excessOf(
        'mail.send',
        'api_keys.create',
        'api_keys.read',
        'teammates.update',
        'mail.batch.read',
        'mail_settings.read',
        'stats.read'
      )
    ).toEqual({
      needed: ['user.settings.enforced_tls.read'],
      excess: ['mail.send', 'api_keys.create', 'api_keys.read', 'teammates.update']
    })
  })

  test('is named without the key, in at most 100 characters', async () => {
    const scopes = [`api_keys.${sandboxKey}`, `teammates.\n${'x'.repeat(100)}`]
    const excess = ['api_keys.***', `teammates. ${'x'.repeat(88)}\u2026`]
    expect(await excessOf(...scopes)).toEqual({ needed: ['user.settings.enforced_tls.read'], excess })
  })

  test('is nothing by states of the account, nor by names that only look alike', async () => {
    const states = ['2fa_required', 'sender_verification_eligible', 'sender_verification_legacy']
    const alike = ['mail.sender', 'xmail.send', 'api_keys', 'teammates_x.read']
    expect(await excessOf(...states, ...alike)).toEqual({
      needed: ['user.settings.enforced_tls.read'],
      excess: []
    })
    expect(session.key.seenScopes).toEqual(alike)
  })

  test('is not known where the scopes were not looked at, or not seen', async () => {
    await read()
    expect(keyScopesOf(session, job)).toBeUndefined()
    sandbox.faults.push(forbidden, faults.errors(500, 'no'))
    await expect(read()).rejects.toThrow()
    expect(keyScopesOf(session, job)).toBeUndefined()
  })
})

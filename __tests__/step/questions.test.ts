import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { secure } from '../support/step.ts'

let sandbox: SendGridSandbox
const stepOf = inProcessSteps()
const fleet = { 'all-subusers': 'true' }

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
})
afterEach(() => sandbox.stop())

const pathsOf = () => sandbox.requests.map(({ path, onBehalfOf }) => `${path} ${onBehalfOf ?? ''}`.trim())
const without = (...scopes: string[]) =>
  sandbox.keys.set(
    sandboxKey,
    allScopes.filter((scope) => !scopes.includes(scope))
  )

describe('who is blocked because of TLS', () => {
  const now = Math.floor(Date.now() / 1000)
  const block = (email: string, reason: string, created = now - 60) => ({
    created,
    email,
    reason,
    status: '5.0.0'
  })
  const tls = 'TLS required but not supported'

  test('is counted by account and domain, after the last verdict', async () => {
    const account = newAccount(secure)
    account.blocks.push(
      block('one@example.com', `550 ${tls.toUpperCase()} by host`),
      block('"odd@name"@example.com', tls),
      block('two@Example.ORG', tls),
      block('three@example.net', 'no such user'),
      block('old@example.com', tls, now - 30 * 24 * 60 * 60)
    )
    sandbox.accounts.set('child', account)
    sandbox.accounts.set('open', newAccount({ version: 1.2 }))
    const { exitCode, outputs, report, summary } = await stepOf(sandbox, {
      ...fleet,
      'blocked-recipients-days': '7'
    })
    expect([exitCode, outputs['blocked-recipient-count']]).toEqual([1, '3'])
    expect(JSON.parse(outputs['blocked-domains'] ?? '')).toEqual([
      { domain: 'example.com', count: 2 },
      { domain: 'example.org', count: 1 }
    ])
    const accounts = JSON.parse(report).accounts as { account: string; blockedRecipients: object | null }[]
    expect(accounts.find(({ account }) => account === 'child')?.blockedRecipients).toMatchObject({
      days: 7,
      count: 3,
      otherBlocks: 1,
      isComplete: true
    })
    // Where nothing is enforced, nothing is dropped.
    expect(accounts.find(({ account }) => account === 'open')?.blockedRecipients).toBeNull()
    expect(summary).toContain('3 addresses in 2 domains are blocked because of TLS')
    expect(summary).not.toContain('example.com')
    const firstBlocks = pathsOf().findIndex((path) => path.startsWith('/v3/suppression/blocks'))
    const later = pathsOf().slice(firstBlocks)
    expect(later.filter((path) => !path.startsWith('/v3/suppression/blocks'))).toEqual([])
  })

  test('is cut at 10,000 entries of an account, and is at least so many then', async () => {
    const entries = Array.from({ length: 10_001 }, (_, index) => block(`a${index}@example.com`, tls))
    sandbox.parent.blocks.push(...entries)
    const { outputs, summary, report } = await stepOf(sandbox, { 'blocked-recipients-days': '1' })
    expect(outputs['blocked-recipient-count']).toBe('10000')
    expect(summary).toContain('At least 10,000 addresses')
    expect(JSON.parse(report).accounts[0].blockedRecipients.isComplete).toBe(false)
  })

  test('without the scope one warning names it, and no other account is asked', async () => {
    without('suppression.blocks.read')
    for (const name of ['a', 'b', 'c']) sandbox.accounts.set(name, newAccount(secure))
    const { exitCode, outputs, log } = await stepOf(sandbox, { ...fleet, 'blocked-recipients-days': '7' })
    expect([exitCode, outputs['result'], outputs['blocked-recipient-count']]).toEqual([0, 'compliant', ''])
    expect(log.match(/::warning .*suppression\.blocks\.read/g)).toHaveLength(1)
    expect(pathsOf().filter((path) => path.startsWith('/v3/suppression'))).toHaveLength(1)
  })

  test('a page that is not understood is a warning', async () => {
    sandbox.faults.push(undefined, faults.answer(200, '[{"email":"nobody","reason":1}]'))
    const { exitCode, outputs, log } = await stepOf(sandbox, { 'blocked-recipients-days': '7' })
    expect([exitCode, outputs['blocked-recipient-count']]).toEqual([0, ''])
    expect(log).toMatch(/::warning title=Recipients blocked because of TLS::.*not understood/)
    expect(log).not.toContain('nobody')
  })

  test('is not asked for by default', async () => {
    await stepOf(sandbox, {})
    expect(pathsOf()).toEqual(['/v3/user/settings/enforced_tls'])
  })
})

describe('why a key was refused', () => {
  test('says so once for a fleet, and starts no write that would be refused too', async () => {
    without('user.settings.enforced_tls.update')
    for (let index = 0; index < 100; index++) sandbox.accounts.set(`s${index}`, newAccount())
    const { outputs } = await stepOf(sandbox, { ...fleet, mode: 'apply' })
    expect([outputs['result'], outputs['reason'], outputs['deviating-count']]).toEqual([
      'deviating',
      'forbidden',
      '100'
    ])
    expect(sandbox.requests.filter(({ method }) => method === 'PATCH').length).toBeLessThanOrEqual(8)
    expect(pathsOf().filter((path) => path === '/v3/scopes')).toHaveLength(1)
  })

  test('the report says what a key can do beyond the job', async () => {
    sandbox.keys.set(sandboxKey, [
      'user.settings.enforced_tls.read',
      'mail.send',
      'api_keys.create',
      '2fa_required'
    ])
    const { report } = await stepOf(sandbox, {
      'require-valid-cert': 'true',
      mode: 'apply',
      'require-tls': 'false',
      'allow-loosening': 'true'
    })
    expect(JSON.parse(report).keyScopes).toEqual({
      needed: ['user.settings.enforced_tls.read', 'user.settings.enforced_tls.update'],
      excess: ['mail.send', 'api_keys.create']
    })
  })

  test('a billing key is named as one', async () => {
    sandbox.keys.set(sandboxKey, ['billing.read'])
    expect((await stepOf(sandbox)).log).toContain('which exclude all others')
  })

  test('where the look itself is refused otherwise, the message is as without it', async () => {
    sandbox.faults.push(faults.errors(403, 'access forbidden'), faults.errors(500, 'no'))
    const { log } = await stepOf(sandbox)
    expect(log).toContain('does not list the address of this runner.')
    expect(log).not.toContain('/v3/scopes')
  })
})

describe('whether the right account answers', () => {
  const list = { 'on-behalf-of': '@parent\na\nb', mode: 'apply' }

  beforeEach(() => {
    for (const name of ['a', 'b']) sandbox.accounts.set(name, newAccount())
  })

  const asked = (): string[] => pathsOf().filter((path) => path.startsWith('/v3/user/username'))

  test('a header that is dropped writes nothing', async () => {
    sandbox.ignoreOnBehalfOf = true
    const { exitCode, outputs } = await stepOf(sandbox, { ...list, 'confirm-identity': 'true' })
    expect({ exitCode, ...outputs }).toMatchObject({
      exitCode: 1,
      result: 'unverified',
      reason: 'wrong-account',
      'unverified-count': '2'
    })
    expect(sandbox.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(0)
    expect(asked()).toHaveLength(3)
  })

  test('confirmed accounts are judged, each asked before its settings, and the report has the owner', async () => {
    const { exitCode, outputs, report } = await stepOf(sandbox, { ...list, 'confirm-identity': 'true' })
    expect({ exitCode, result: outputs['result'] }).toEqual({ exitCode: 0, result: 'applied' })
    expect(asked()).toEqual(['/v3/user/username', '/v3/user/username a', '/v3/user/username b'])
    expect(pathsOf().indexOf('/v3/user/username a')).toBeLessThan(
      pathsOf().indexOf('/v3/user/settings/enforced_tls a')
    )
    const { owner, accounts } = JSON.parse(report)
    expect({ owner, identities: accounts.map(({ identity }: { identity: string }) => identity) }).toEqual({
      owner: 'the-parent',
      identities: ['not-asked', 'confirmed', 'confirmed']
    })
  })

  test.each([
    ['sg-other', 0, 'not-parent'],
    ['the-parent', 1, 'not-asked']
  ])('an account ID must not answer by the name of the parent: %s', async (username, code, identity) => {
    sandbox.accounts.set('account-id sg2a', newAccount(secure))
    sandbox.usernames.set('account-id sg2a', username)
    const { exitCode, report } = await stepOf(sandbox, {
      'on-behalf-of': 'account-id sg2a',
      'confirm-identity': 'true'
    })
    expect(exitCode).toBe(code)
    expect(JSON.parse(report).accounts[0].identity).toBe(identity)
  })

  test('a key that may not ask is not green, and the message has the cure', async () => {
    without('user.username.read')
    const { exitCode, outputs, log } = await stepOf(sandbox, { ...list, 'confirm-identity': 'true' })
    expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'forbidden'])
    expect(log).toContain('docs/recipes.md#create-a-key-by-its-scopes')
  })
})

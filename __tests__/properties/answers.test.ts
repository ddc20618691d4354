import { afterEach, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Fault } from '../../sandbox/faults.ts'
import { newAccount, type RecordedRequest, SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { findDeviations } from '../../src/judge/policy.ts'
import { parentAccount } from '../../src/model/account.ts'
import type { Job } from '../../src/model/job.ts'
import { accountsOf, stepSucceeds } from '../../src/model/result.ts'
import type { Policy } from '../../src/model/settings.ts'
import { job as usualJob } from '../support/outcomes.ts'
import { asSettings, policies, runs, stored } from '../support/properties.ts'
import { runOf } from '../support/run.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const policy: Policy = {
  requireTls: true,
  requireValidCert: true,
  tlsVersion: { match: 'minimum', version: 1.2 }
}
const jobWith = (changes: Partial<Job>): Job => ({
  ...usualJob,
  policy,
  selection: [parentAccount],
  mode: 'check',
  verifyTimeoutMs: 1_000,
  ...changes
})

/** An answer in bytes, with what the headers say of it. */
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const plain: Omit<Answer, 'body'> = { status: 200, headers: { 'content-type': 'application/json' } }
const bytesOf = (text: string): Buffer => Buffer.from(text)
const sentAs =
  ({ status, headers, body }: Answer): Fault =>
  (response) =>
    void response.writeHead(status, headers).end(body)
/** A list whose first page came again and again would be read up to its bound. */
const emptyPage = sentAs({ ...plain, body: bytesOf('[]') })
const isLaterPage = ({ query }: RecordedRequest): boolean => /\boffset=[1-9]/.test(query)

/** Any bytes, any text, any JSON, and JSON that is nearly the one given. */
const bodiesLike = (json: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary' }).map(bytesOf),
    fc.json().map(bytesOf),
    json.map(bytesOf),
    fc
      .tuple(json, fc.nat(120), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(4))
      .map(([text, at, inserted, removed]) =>
        bytesOf(text.slice(0, at) + inserted + text.slice(at + removed))
      )
  )
const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'content-encoding',
    'location',
    'retry-after',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'x-other'
  ),
  fc.oneof(
    fc.constantFrom(
      'gzip',
      'identity',
      'text/html',
      '/v3/user/settings/enforced_tls',
      '0',
      '1',
      '-1',
      'Infinity'
    ),
    fc.stringMatching(/^[\x20-\x7e]{0,12}$/)
  )
)
const answersLike = (json: fc.Arbitrary<string>): fc.Arbitrary<Answer> =>
  fc.record({
    status: fc.oneof(
      { weight: 5, arbitrary: fc.constant(200) },
      { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) }
    ),
    headers: fc.oneof(
      { weight: 2, arbitrary: fc.constant(plain.headers) },
      { weight: 1, arbitrary: oddHeaders }
    ),
    body: bodiesLike(json)
  })
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
/** A body that is encoded is no JSON; one that says so and is none the less JSON is read. */
const isPlain = ({ status }: Answer): boolean => status === 200

const settingsPath = '/v3/user/settings/enforced_tls'
const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }

test('what is answered for the settings is green only where it says plainly that they comply', async () => {
  await fc.assert(
    fc.asyncProperty(answersLike(stored.map((one) => JSON.stringify(one))), async (answer) => {
      sandbox.everyRequest = ({ path }) => (path === settingsPath ? sentAs(answer) : undefined)
      const run = await runOf(sandbox, jobWith({}))
      if (!stepSucceeds(run)) return
      expect(isPlain(answer)).toBe(true)
      const said = parsed(answer.body.toString()) as Record<string, unknown>
      expect(said).toMatchObject({ require_tls: true, require_valid_cert: true })
      expect(['1.2', '1.3']).toContain(String(said['version']))
    }),
    runs
  )
})

test('what is answered for the list is green only where every account in it was judged and complies', async () => {
  const subusers = fc.array(
    fc.record({
      username: fc.oneof(fc.constantFrom('tight', 'loose', 'gone', '@parent'), fc.string({ maxLength: 5 })),
      id: fc.oneof(fc.nat(5), fc.constantFrom<unknown>('1', null, 1.5)),
      disabled: fc.oneof(fc.boolean(), fc.constantFrom<unknown>(undefined, 'true', null)),
      region: fc.constantFrom<unknown>('global', 'eu', undefined, 'mars', null)
    }),
    { maxLength: 3 }
  )
  sandbox.accounts.set('tight', newAccount(secure))
  sandbox.accounts.set('loose', newAccount())
  sandbox.parent.settings = secure
  await fc.assert(
    fc.asyncProperty(answersLike(subusers.map((list) => JSON.stringify(list))), async (answer) => {
      sandbox.everyRequest = (request) => {
        if (request.path !== '/v3/subusers') return undefined
        return isLaterPage(request) ? emptyPage : sentAs(answer)
      }
      const run = await runOf(sandbox, jobWith({ selection: 'all-subusers' }))
      if (!stepSucceeds(run)) return
      expect(isPlain(answer)).toBe(true)
      const said = parsed(answer.body.toString()) as { username: string; disabled: unknown }[]
      const judged = accountsOf(run).map(({ account }) => account.name)
      expect(judged.sort()).toEqual(
        [...new Set([parentAccount, ...said.map(({ username }) => username)])].sort()
      )
      for (const { account, outcome } of accountsOf(run)) {
        if ([parentAccount, 'tight'].includes(account.name)) expect(outcome.result).toBe('compliant')
        else expect([account.name, outcome.result, account.disabled]).toEqual([account.name, 'skipped', true])
      }
    }),
    runs
  )
})

test('what is answered for a name lets nothing be asked or written but for that name', async () => {
  const names = fc.oneof(fc.constantFrom('child', 'the-parent', 'Child', ' child'), fc.string())
  sandbox.parent.settings = secure
  await fc.assert(
    fc.asyncProperty(
      answersLike(names.map((username) => JSON.stringify({ username, user_id: 1 }))),
      async (answer) => {
        const child = newAccount()
        sandbox.accounts.set('child', child)
        sandbox.requests.splice(0)
        sandbox.everyRequest = ({ path }) => (path === '/v3/user/username' ? sentAs(answer) : undefined)
        const run = await runOf(
          sandbox,
          jobWith({ selection: ['child'], mode: 'apply', confirmIdentity: true })
        )
        const asked = sandbox.requests.some(
          ({ path, onBehalfOf }) => path === settingsPath && onBehalfOf === 'child'
        )
        expect(stepSucceeds(run)).toBe(asked)
        if (!asked) return
        expect(isPlain(answer)).toBe(true)
        expect(parsed(answer.body.toString())).toHaveProperty('username', 'child')
        expect(findDeviations(policy, asSettings(child.settings))).toEqual([])
      }
    ),
    runs
  )
})

test.each([
  ['/v3/scopes', { scopes: ['user.settings.enforced_tls.update', 'billing.read'] }],
  ['/v3/suppression/blocks', [{ created: 1, email: 'a@b.c', reason: 'TLS required', status: '5.0.0' }]]
])('what is answered at %s changes no verdict', async (path, truth) => {
  await fc.assert(
    fc.asyncProperty(
      answersLike(fc.constant(JSON.stringify(truth))),
      policies,
      stored,
      async (answer, stated, settings) => {
        sandbox.accounts.set('child', newAccount(settings))
        sandbox.everyRequest = (request) => {
          if (request.path === path) return isLaterPage(request) ? emptyPage : sentAs(answer)
          // The scopes are looked at after a refusal.
          return path === '/v3/scopes' && request.onBehalfOf === 'refused'
            ? sentAs({ ...plain, status: 403, body: bytesOf('{}') })
            : undefined
        }
        sandbox.parent.settings = settings
        const selection = path === '/v3/scopes' ? ['child', 'refused'] : [parentAccount, 'child']
        const run = await runOf(sandbox, jobWith({ policy: stated, selection, blockedRecipientsDays: 1 }))
        const complies = findDeviations(stated, asSettings(settings)).length === 0
        const results = accountsOf(run).map(({ outcome }) => outcome.result)
        const expected = complies ? 'compliant' : 'deviating'
        expect(results).toEqual([expected, path === '/v3/scopes' ? 'unverified' : expected])
        expect(stepSucceeds(run)).toBe(complies && path !== '/v3/scopes')
      }
    ),
    runs
  )
})

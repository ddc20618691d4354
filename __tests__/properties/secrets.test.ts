import { afterEach, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answer, type Fault } from '../../sandbox/faults.ts'
import { passedInputs } from '../../sandbox/runner.ts'
import { allScopes, newAccount, type RecordedRequest, SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { accountsOf } from '../../src/model/result.ts'
import { runs } from '../support/properties.ts'
import { publisher } from '../support/published.ts'
import { runInputs } from '../support/run-inputs.ts'

let sandbox: SendGridSandbox
const published = publisher()
const defaults = await passedInputs({
  'api-key': 'SG.overwritten',
  'require-tls': 'true',
  'max-retries': '1',
  'verify-timeout-seconds': '0'
})

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

/** Of SendGrid's shape, and plainly none: without a second dot. */
const keys = fc.stringMatching(/^SG\.[A-Za-z0-9_-]{20,70}$/)

/** How a server may write the key: whole, a piece of it, in another case, or with spaces inside. */
type Form = (text: string) => string
const forms: fc.Arbitrary<Form> = fc.oneof(
  fc.constantFrom<Form>(
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => JSON.stringify(JSON.stringify(text))
  ),
  fc.record({ from: fc.nat(60), length: fc.integer({ min: 8, max: 30 }) }).map(
    ({ from, length }): Form =>
      (text) =>
        text.slice(from, from + length)
  ),
  fc.array(fc.nat(60), { maxLength: 3 }).map(
    (cuts): Form =>
      (text) =>
        [...text].map((one, at) => (cuts.includes(at) ? ` ${one}` : one)).join('')
  )
)
/** A JSON text in which each character of a string may be escaped. */
const asJson = (value: unknown, escaped: boolean): string => {
  const text = JSON.stringify(value)
  return escaped ? text.replace(/[A-Z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`) : text
}

/** Where a server may put it: at which path, and as what answer. */
interface Place {
  readonly is: (request: RecordedRequest) => boolean
  readonly answerWith: (echo: string, escaped: boolean) => Fault
  /** Whether it is asked only after something was refused. */
  readonly afterRefusal?: boolean
}
const at =
  (path: string, method = 'GET') =>
  (request: RecordedRequest): boolean =>
    request.path === path && request.method === method && !/offset=[1-9]/.test(request.query)
const everywhere = (): boolean => true
const inJson =
  (status: number, toValue: (echo: string) => unknown): Place['answerWith'] =>
  (echo, escaped) =>
    answer(status, asJson(toValue(echo), escaped))
const settings = '/v3/user/settings/enforced_tls'
const places: readonly Place[] = [
  ...[400, 401, 403, 404, 429, 500, 302].map((status) => ({
    is: everywhere,
    answerWith: inJson(status, (message) => ({ errors: [{ message, field: null }] }))
  })),
  ...['/v3/scopes', '/v3/suppression/blocks', '/v3/user/username', '/v3/subusers', settings].map((path) => ({
    is: at(path),
    answerWith: inJson(403, (message) => ({ error: { message } }))
  })),
  { is: at(settings, 'PATCH'), answerWith: inJson(200, (message) => ({ errors: [{ message }] })) },
  { is: at(settings), answerWith: inJson(200, (message) => ({ errors: [{ message }] })) },
  { is: at(settings), answerWith: inJson(200, (version) => ({ ...secure, version })) },
  { is: at(settings), answerWith: (echo) => answer(400, echo, { 'content-type': 'text/plain' }) },
  {
    is: at(settings),
    answerWith: (echo) => answer(403, `<html>${echo}</html>`, { 'content-type': 'text/html' })
  },
  {
    is: at(settings),
    answerWith: (echo) => answer(200, '{}', { 'content-encoding': echo.replace(/[^\x20-\x7e]/g, '') })
  },
  { is: at('/v3/subusers'), answerWith: inJson(200, (username) => [{ id: 1, username, disabled: false }]) },
  { is: at('/v3/subusers'), answerWith: inJson(200, (errors) => ({ errors })) },
  {
    is: at('/v3/subusers'),
    answerWith: inJson(200, (region) => [{ id: 1, username: 'child', disabled: region, region }])
  },
  { is: at('/v3/user/username'), answerWith: inJson(200, (username) => ({ username })) },
  {
    afterRefusal: true,
    is: at('/v3/scopes'),
    answerWith: inJson(200, (scope) => ({ scopes: [`api_keys.${scope}`, scope] }))
  },
  {
    is: at('/v3/suppression/blocks'),
    answerWith: inJson(200, (echo) => [
      {
        created: 1,
        email: `${echo}@x.${echo}`,
        reason: `TLS required but not supported ${echo}`,
        status: echo
      }
    ])
  }
]
const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }

/** The texts that a reader may make of one: as it is, and without Markdown's escapes. */
function readingsOf(text: string): string[] {
  return [text, text.replace(/\\|<\/?span>/g, '')].map((one) => one.toLowerCase())
}

function partsIn(text: string, key: string): string[] {
  const secret = key.toLowerCase()
  const parts = Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8))
  return readingsOf(text).flatMap((reading) => parts.filter((part) => reading.includes(part)))
}

/** The key, and how and where a server gives it back. */
interface Echo {
  readonly key: string
  readonly form: Form
  readonly before: string
  readonly after: string
  readonly place: Place
  readonly escaped: boolean
  readonly accounts: string
}
const echoes: fc.Arbitrary<Echo> = fc.record({
  key: keys,
  form: forms,
  before: fc.string({ unit: 'binary', maxLength: 10 }),
  after: fc.string({ unit: 'binary', maxLength: 10 }),
  place: fc.constantFrom(...places),
  escaped: fc.boolean(),
  accounts: fc.constantFrom('child', 'account-id 5', '@parent', 'all')
})

/** All that a run leaves behind when a server gives the key back. */
async function channelsOf({
  key,
  form,
  before,
  after,
  place,
  escaped,
  accounts
}: Echo): Promise<Record<string, string>> {
  sandbox.keys.clear()
  sandbox.keys.set(key, allScopes)
  sandbox.accounts.clear()
  sandbox.accounts.set('child', newAccount()).set('account-id 5', newAccount(secure))
  const fault = place.answerWith(before + form(key) + after, escaped)
  sandbox.everyRequest = (request) => {
    if (place.is(request)) return fault
    // The scopes are looked at after a refusal.
    const isRefused = place.afterRefusal === true || request.onBehalfOf === 'account-id 5'
    return isRefused && request.path !== '/v3/subusers' ? answer(403, '{}') : undefined
  }
  const { run, lines } = await runInputs({
    ...defaults,
    'api-key': key,
    'api-url': sandbox.url,
    mode: 'apply',
    'on-behalf-of': accounts === 'all' ? '@parent' : `${accounts}\nchild`,
    'all-subusers': String(accounts === 'all'),
    'confirm-identity': String(accounts !== '@parent'),
    'blocked-recipients-days': '1'
  })
  expect(run.kind === 'no-accounts' || accountsOf(run).length > 0).toBe(true)
  return { lines: lines.join('\n'), ...(await published(run)) }
}

test('no channel holds eight characters of the key in a row, however the server gives it back', async () => {
  await fc.assert(
    fc.asyncProperty(echoes, async (echo) => {
      for (const [channel, text] of Object.entries(await channelsOf(echo)))
        expect([channel, partsIn(text, echo.key)]).toEqual([channel, []])
    }),
    runs
  )
})

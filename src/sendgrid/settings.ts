import { Failure, isTransient } from '../failure.ts'
import {
  type Account,
  type AccountClient,
  type Decide,
  parentAccount,
  type RequestCounts,
  type Settings,
  type TlsVersion,
  type WriteResult
} from '../judge/types.ts'
import { quotable, type Redact } from '../redaction.ts'
import type { Request, Session } from './connection.ts'
import { quoteErrors } from './error-response.ts'
import { countNames, parseJson } from './json.ts'
import type { Attempt } from './rate-limiter.ts'
import { attempt, send, waitForRetry, waitForSecondAsk } from './request.ts'

/** The Enforced TLS setting of one account, by SendGrid's v3 API (twilio/sendgrid-oai, tsg_enforced_tls_v3). */
export function accountClient(session: Session, account: Account): AccountClient {
  const requestCounts = { requests: 0, retries: 0 }
  return {
    requestCounts,
    read: () => readSettings(session, account, requestCounts),
    write: (decide) => writeSettings(session, account, requestCounts, decide)
  }
}

/**
 * Reads, and asks once more after a 401. As long as the key has not been answered, the parent account is asked
 * first: where that is refused too, the key counts as dead.
 */
async function readSettings(session: Session, account: Account, counts: RequestCounts): Promise<Settings> {
  const { key } = session
  try {
    return await readOnce(session, account, counts)
  } catch (thrown) {
    const canBeAskedAgain = thrown instanceof Failure && thrown.reason === 'unauthorized' && !account.disabled
    if (!canBeAskedAgain) throw thrown
    await waitForSecondAsk(session, thrown)
    if (!key.answered && !isParentAtHome(session, account)) await askForParent(session, counts)
  }
  const hadAnswered = key.answered
  try {
    return await readOnce(session, account, counts)
  } catch (thrown) {
    throw hadAnswered ? thrown : asDeadKey(thrown)
  }
}

/** Whether asking for the account asks for nothing but the key: a parent account is global. */
function isParentAtHome({ connection: { apiUrls } }: Session, { name, region }: Account): boolean {
  return name === parentAccount && apiUrls[region] === apiUrls.global
}

/** A 403 says that the key is known, and then the account is to be asked again. */
async function askForParent(session: Session, counts: RequestCounts): Promise<void> {
  try {
    await readOnce(session, { name: parentAccount, region: 'global', disabled: false }, counts)
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.reason !== 'forbidden') throw asDeadKey(thrown)
    session.key.answered = true
  }
}

function asDeadKey(thrown: unknown): unknown {
  if (!(thrown instanceof Failure) || thrown.reason !== 'unauthorized') return thrown
  return new Failure(thrown.reason, thrown.message, { cause: thrown, about: 'key' })
}

async function readOnce(session: Session, account: Account, counts: RequestCounts): Promise<Settings> {
  const request = requestFor(session, account, counts, 'GET')
  const settings = asSettings(await send(session, request), session.redact)
  session.key.answered = true
  return settings
}

/**
 * Writes what `decide` says, which is asked anew before each attempt and whenever an attempt's turn comes too
 * late for what was read. Whether an attempt was carried out is in doubt when it has no whole answer or a 5xx.
 */
async function writeSettings(
  session: Session,
  account: Account,
  counts: RequestCounts,
  decide: Decide
): Promise<WriteResult> {
  const { rateLimiter, clock } = session
  let inDoubt = false
  let last: Failure | undefined
  for (let retry = 0; ; ) {
    const change = await decide(inDoubt)
    if (change === undefined) return { kind: 'not-needed' }
    const request = { ...requestFor(session, account, counts, 'PATCH'), body: bodyOf(change.settings) }
    const sendUnlessLate = async () =>
      clock.now() > change.validUntilMs ? undefined : await attempt(session, request, retry)
    try {
      const ended = await rateLimiter.run(sendUnlessLate, { isWrite: true, last })
      if (ended === undefined) continue
      const failure = ended.failure ?? errorsIn(ended.answer.body, session.redact)
      if (failure === undefined) return { kind: 'accepted' }
      inDoubt ||= ended.answer === undefined || ended.answer.status >= 500
      const repeats = await waitToRepeat(session, ended, retry, last)
      if (!repeats) return { kind: 'failed', failure, inDoubt }
      last = failure
      retry++
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      return { kind: 'failed', failure: thrown, inDoubt }
    }
  }
}

/** Waits where a failed write is to be sent again: after trouble in passing, and once after a 401. */
async function waitToRepeat(
  session: Session,
  { failure, ...ended }: Attempt,
  retry: number,
  last: Failure | undefined
): Promise<boolean> {
  if (failure === undefined || !('waitMs' in ended)) return false
  if (failure.reason === 'unauthorized' && last?.reason !== 'unauthorized') {
    await waitForSecondAsk(session, failure)
    return true
  }
  if (!isTransient(failure) || retry >= session.connection.maxRetries) return false
  await waitForRetry(session, retry, { failure, ...ended })
  return true
}

function requestFor(
  { connection: { apiUrls } }: Session,
  { name, region }: Account,
  requestCounts: RequestCounts,
  method: 'GET' | 'PATCH'
): Request {
  return {
    method,
    apiUrl: apiUrls[region],
    path: '/v3/user/settings/enforced_tls',
    onBehalfOf: name === parentAccount ? undefined : name,
    scope: `user.settings.enforced_tls.${method === 'GET' ? 'read' : 'update'}`,
    requestCounts
  }
}

function bodyOf({ requireTls, requireValidCert, tlsVersion }: Partial<Settings>) {
  return { require_tls: requireTls, require_valid_cert: requireValidCert, version: tlsVersion }
}

/** The setting in a 200's body. Throws `unexpected-response` for whatever is not plainly the setting. */
function asSettings(body: string, redact: Redact): Settings {
  const errors = errorsIn(body, redact)
  if (errors !== undefined) throw errors
  if (body.startsWith('\uFEFF')) throw unexpected('begins with a byte order mark')
  const value = parseJson(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unexpected(/^\s*</.test(body) ? 'is HTML and not JSON' : 'is not a JSON object')
  }
  const counts = countNames(body)
  for (const name of ['require_tls', 'require_valid_cert', 'version'])
    if ((counts.get(name) ?? 0) > 1) throw unexpected(`has ${name} more than once`)
  const { require_tls, require_valid_cert, version } = value as Record<string, unknown>
  if (typeof require_tls !== 'boolean') throw unexpected('has no boolean require_tls')
  if (typeof require_valid_cert !== 'boolean') throw unexpected('has no boolean require_valid_cert')
  return {
    requireTls: require_tls,
    requireValidCert: require_valid_cert,
    tlsVersion: asTlsVersion(version, redact)
  }
}

/** SendGrid documents 1.1 as the default, and its own examples leave the version out. */
function asTlsVersion(version: unknown, redact: Redact): TlsVersion {
  if (version === undefined) return 1.1
  const number = typeof version === 'string' && /^\d\.\d$/.test(version) ? Number(version) : version
  const known = ([1.1, 1.2, 1.3] as const).find((candidate) => candidate === number)
  if (known === undefined)
    throw unexpected(`has the unknown version ${quotable(JSON.stringify(version), redact, 40)}`)
  return known
}

/** Some of SendGrid's answers carry errors in a 200. */
function errorsIn(body: string, redact: Redact): Failure | undefined {
  const value = parseJson(body)
  if (typeof value !== 'object' || value === null || !('errors' in value || 'error' in value))
    return undefined
  const quoted = quoteErrors(body, redact)
  return unexpected(quoted === '' ? 'has errors' : `has errors ("${quoted}")`)
}

function unexpected(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`
  )
}

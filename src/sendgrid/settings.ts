import { Failure, failureValue, isTransient } from '../failure.ts'
import type {
  Account,
  AccountClient,
  Decide,
  RequestCounts,
  Settings,
  TlsVersion,
  WriteResult
} from '../judge/types.ts'
import { quotable, type Redact } from '../redaction.ts'
import { describe, type Request, type Session } from './connection.ts'
import { quoteErrors } from './error-response.ts'
import { countNames, parseJson } from './json.ts'
import { askWithKey, settingsRequest } from './key.ts'
import type { Attempt } from './rate-limiter.ts'
import { attempt, waitForRetry, waitForSecondAsk } from './request.ts'
import { explainByScopes, lacksScope } from './scopes.ts'
import { readUsername } from './username.ts'

/** The Enforced TLS setting of one account, by SendGrid's v3 API (twilio/sendgrid-oai, tsg_enforced_tls_v3). */
export function accountClient(session: Session, account: Account): AccountClient {
  const requestCounts = { requests: 0, retries: 0 }
  return {
    requestCounts,
    read: (purpose) => readSettings(session, account, requestCounts, purpose),
    readUsername: () => readUsername(session, account, requestCounts),
    write: (decide) => writeSettings(session, account, requestCounts, decide)
  }
}

async function readSettings(
  session: Session,
  account: Account,
  counts: RequestCounts,
  purpose: 'forWrite' | undefined
): Promise<Settings> {
  const request = settingsRequest(session, account, 'GET', counts)
  const read = async () => asSettings(await askWithKey(session, account, request), session.redact)
  const first = await read()
  const settings = first.tlsVersion === undefined && purpose === 'forWrite' ? await read() : first
  // SendGrid documents 1.1 as the default, and its own examples leave the version out.
  return { ...settings, tlsVersion: settings.tlsVersion ?? 1.1 }
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
    const request = { ...settingsRequest(session, account, 'PATCH', counts), body: bodyOf(change.settings) }
    if (lacksScope(session, request.scope)) return failed(noUpdateScope(request), inDoubt)
    // The scopes may have been seen while this write waited for its turn.
    const sendUnlessLate = async () =>
      clock.now() > change.validUntilMs || lacksScope(session, request.scope)
        ? undefined
        : await attempt(session, request, retry)
    try {
      const ended = await rateLimiter.run(sendUnlessLate, { isWrite: true, last })
      if (ended === undefined) continue
      const failure = ended.failure ?? errorsIn(ended.answer.body, session.redact)
      if (failure === undefined) return { kind: 'accepted' }
      inDoubt ||= ended.answer === undefined || ended.answer.status >= 500
      const repeats = await waitToRepeat(session, ended, retry, last)
      if (!repeats) return failed(await explainByScopes(session, failure, request), inDoubt)
      last = failure
      retry++
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      return failed(thrown, inDoubt)
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

/** A Failure is an Error, whose message is lost where its fields are copied: its value is kept. */
function failed(failure: Failure, inDoubt: boolean): WriteResult {
  return { kind: 'failed', failure: failureValue(failure), inDoubt }
}

/** Once the scopes were seen without the one for writing, every further write would be refused as the first was. */
function noUpdateScope(request: Request): Failure {
  return new Failure(
    'forbidden',
    `${describe(request)} was not sent: GET /v3/scopes answers for this key without the scope ${request.scope}.`
  )
}

function bodyOf({ requireTls, requireValidCert, tlsVersion }: Partial<Settings>) {
  return { require_tls: requireTls, require_valid_cert: requireValidCert, version: tlsVersion }
}

/** The setting in a 200's body. Throws `unexpected-response` for whatever is not plainly the setting. */
function asSettings(
  body: string,
  redact: Redact
): Omit<Settings, 'tlsVersion'> & { readonly tlsVersion: TlsVersion | undefined } {
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

/** Undefined for a version that is missing. */
function asTlsVersion(version: unknown, redact: Redact): TlsVersion | undefined {
  if (version === undefined) return undefined
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

import type { Attempted, Change, Write } from '../model/account-client.ts'
import { Failure, failureValue, isTransient } from '../model/failure.ts'
import type { Settings, TlsVersion } from '../model/settings.ts'
import { quotable, type Redact } from '../redaction.ts'
import { endpoints } from './endpoints.ts'
import { explain, sendWithKey } from './key.ts'
import type { Attempt } from './rate-limiter.ts'
import { attempt, waitBeforeRetryOn401, waitForRetry } from './request.ts'
import { describeBody, hasErrorField, parseObject, Refused } from './response.ts'
import {
  type AskedAccount,
  describeRequest,
  hostOf,
  limiterOf,
  type Request,
  type Session
} from './session.ts'

/** Reads the setting of an account. Throws a Failure for whatever is not plainly the setting. */
export async function readSettings(
  session: Session,
  asked: AskedAccount,
  purpose: 'forWrite' | undefined
): Promise<Settings> {
  const request = { endpoint: endpoints.readSettings, asked }
  const read = async () => parseSettings(await sendWithKey(session, request), session.redact)
  const first = await read()
  const settings = first.tlsVersion === undefined && purpose === 'forWrite' ? await read() : first
  // SendGrid documents 1.1 as the default, and its own examples leave the version out.
  return { ...settings, tlsVersion: settings.tlsVersion ?? 1.1 }
}

/** A write of an account's setting, which keeps its own count of attempts. */
export function newWrite(session: Session, asked: AskedAccount): Write {
  let retries = 0
  let last: Failure | undefined
  return {
    async attempt(change) {
      const attempted = await attemptWrite(session, asked, change, retries, last)
      if (attempted.kind !== 'again' || attempted.failure === undefined) return attempted
      last = attempted.failure
      retries++
      return attempted
    }
  }
}

type AttemptedWrite =
  | Exclude<Attempted, { kind: 'again' }>
  | {
      readonly kind: 'again'
      readonly inDoubt: boolean
      /** Undefined where nothing was sent. */
      readonly failure: Failure | undefined
    }

async function attemptWrite(
  session: Session,
  asked: AskedAccount,
  { settings, validUntilMs }: Change,
  retry: number,
  last: Failure | undefined
): Promise<AttemptedWrite> {
  const { clock, key, redact } = session
  const request: Request = { endpoint: endpoints.writeSettings, asked, body: bodyOf(settings) }
  const limiter = limiterOf(session, request)
  // The scopes may be seen while this write waits for its turn.
  const lacksScope = () => key.lacks(hostOf(session, request), request.endpoint.scope)
  const sendUnlessLate = async () =>
    lacksScope() || clock.now() > validUntilMs ? undefined : await attempt(session, request, retry)
  let inDoubt = false
  try {
    const ended = lacksScope() ? undefined : await limiter.run(sendUnlessLate, { isWrite: true, last })
    if (lacksScope() && ended === undefined) return failed(noUpdateScope(request), false)
    if (ended === undefined) return { kind: 'again', inDoubt: false, failure: undefined }
    const failure = ended.failure ?? notTheSetting(ended.response.body, redact)
    if (failure === undefined) return { kind: 'accepted' }
    inDoubt = mayBeCarriedOut(ended)
    if (await waitToRepeat(session, ended, retry, last)) return { kind: 'again', inDoubt, failure }
    return failed(failure instanceof Refused ? await explain(session, failure, request) : failure, inDoubt)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return failed(thrown, inDoubt)
  }
}

/** SendGrid carries out nothing that it refuses with 4xx. Everything else may be in force. */
function mayBeCarriedOut({ response }: Attempt): boolean {
  return response === undefined || response.status < 400 || response.status >= 500
}

/** Waits where a failed write is to be sent again: after what may pass, and once after a 401. */
async function waitToRepeat(
  session: Session,
  ended: Attempt,
  retry: number,
  last: Failure | undefined
): Promise<boolean> {
  const { failure } = ended
  if (failure === undefined) return false
  if (failure.reason === 'unauthorized' && last?.reason !== 'unauthorized') {
    await waitBeforeRetryOn401(session, failure)
    return true
  }
  if (!isTransient(failure) || retry >= session.connection.maxRetries) return false
  await waitForRetry(session, retry, ended)
  return true
}

function failed(failure: Failure, inDoubt: boolean): Extract<Attempted, { kind: 'failed' }> {
  return { kind: 'failed', failure: failureValue(failure), inDoubt }
}

/** Once the scopes lack the one for writing, SendGrid would refuse every further write. */
function noUpdateScope(request: Request): Failure {
  return new Failure(
    'forbidden',
    `${describeRequest(request)} was not sent: GET /v3/scopes answers for this key without the scope ${request.endpoint.scope}.`
  )
}

function bodyOf({ requireTls, requireValidCert, tlsVersion }: Partial<Settings>) {
  return { require_tls: requireTls, require_valid_cert: requireValidCert, version: tlsVersion }
}

/** The response to a write is the setting. What else comes with a 200 accepts nothing for sure. */
function notTheSetting(body: string, redact: Redact): Failure | undefined {
  try {
    parseSettings(body, redact)
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return thrown
  }
}

/** The setting in a 200's body; without a version where that is missing. */
function parseSettings(
  body: string,
  redact: Redact
): Omit<Settings, 'tlsVersion'> & { readonly tlsVersion: TlsVersion | undefined } {
  const value = parseObject(body)
  if (value === undefined || hasErrorField(value)) throw unexpected(describeBody(body, redact))
  const { require_tls, require_valid_cert, version } = value
  if (typeof require_tls !== 'boolean') throw unexpected('has no boolean require_tls')
  if (typeof require_valid_cert !== 'boolean') throw unexpected('has no boolean require_valid_cert')
  return {
    requireTls: require_tls,
    requireValidCert: require_valid_cert,
    tlsVersion: parseVersion(version, redact)
  }
}

function parseVersion(version: unknown, redact: Redact): TlsVersion | undefined {
  if (version === undefined) return undefined
  const number = typeof version === 'string' && /^\d\.\d$/.test(version) ? Number(version) : version
  const known = ([1.1, 1.2, 1.3] as const).find((candidate) => candidate === number)
  if (known === undefined)
    throw unexpected(`has the unknown version ${quotable(JSON.stringify(version), redact, 40)}`)
  return known
}

function unexpected(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`
  )
}

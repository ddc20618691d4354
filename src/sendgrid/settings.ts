import type { Attempted, Change, Write } from '../model/account-client.ts'
import { Failure, failureValue, isTransient } from '../model/failure.ts'
import type { Settings, TlsVersion } from '../model/settings.ts'
import { quotable, type Redact } from '../redaction.ts'
import { endpoints } from './endpoints.ts'
import { explain, sendWithKey } from './key.ts'
import type { Attempt, FailedAttempt } from './rate-limiter.ts'
import { attempt, waitBeforeRetryOn401, waitForRetry } from './request.ts'
import { describeBody, hasErrorField, parseObject } from './response.ts'
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

/** A write of an account's setting, which counts its attempts. */
export class SettingsWrite implements Write {
  readonly #session: Session
  readonly #asked: AskedAccount
  #retries = 0
  /** How the last attempt that was sent has failed. */
  #last: Failure | undefined

  constructor(session: Session, asked: AskedAccount) {
    this.#session = session
    this.#asked = asked
  }

  async attempt({ settings, validUntilMs }: Change): Promise<Attempted> {
    const session = this.#session
    const request = { endpoint: endpoints.writeSettings, asked: this.#asked, body: formatBody(settings) }
    let inDoubt = false
    try {
      const ended = await this.#send(request, validUntilMs)
      if (ended === undefined) return { kind: 'again', inDoubt }
      inDoubt = mayBeCarriedOut(ended)
      if (ended.failure === undefined) {
        // The response to a write is the setting. A 200 with anything else does not prove that it was accepted.
        parseSettings(ended.response.body, session.redact)
        return { kind: 'accepted' }
      }
      if (!(await this.#waitToRepeat(ended))) throw await explain(session, ended.failure, request)
      this.#last = ended.failure
      this.#retries++
      return { kind: 'again', inDoubt }
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      return { kind: 'failed', failure: failureValue(thrown), inDoubt }
    }
  }

  /** Resolves to undefined when its turn came too late, and nothing was sent. */
  async #send(request: Request, validUntilMs: number): Promise<Attempt | undefined> {
    const session = this.#session
    const sendUnlessLate = async () => {
      // Other requests may have found out while this one waited for its turn.
      refuseWithoutScope(session, request)
      return session.clock.now() > validUntilMs ? undefined : await attempt(session, request, this.#retries)
    }
    return await limiterOf(session, request).run(sendUnlessLate, { isWrite: true, last: this.#last })
  }

  /** Waits where the write is worth another attempt: after a transient failure, and once after a 401. */
  async #waitToRepeat(ended: FailedAttempt): Promise<boolean> {
    const { failure } = ended
    if (failure.reason === 'unauthorized' && this.#last?.reason !== 'unauthorized') {
      await waitBeforeRetryOn401(this.#session, failure)
      return true
    }
    if (!isTransient(failure) || this.#retries >= this.#session.connection.maxRetries) return false
    await waitForRetry(this.#session, this.#retries, ended)
    return true
  }
}

/** SendGrid does not carry out what it refuses with 4xx. Any other write may be in force, also where a cache refuses. */
function mayBeCarriedOut({ response, failure }: Attempt): boolean {
  const isRefused = response !== undefined && response.status >= 400 && response.status < 500
  return !isRefused || failure?.reason === 'unexpected-response'
}

/** Throws where the scopes of the key are known and lack the one for writing: SendGrid would refuse each write. */
function refuseWithoutScope(session: Session, request: Request): void {
  const { scope } = request.endpoint
  if (!session.key.lacks(hostOf(session, request), scope)) return
  throw new Failure(
    'forbidden',
    `${describeRequest(request)} was not sent: GET /v3/scopes answers for this key without the scope ${scope}.`
  )
}

function formatBody({ requireTls, requireValidCert, tlsVersion }: Partial<Settings>) {
  return { require_tls: requireTls, require_valid_cert: requireValidCert, version: tlsVersion }
}

/** The setting in a 200's body; without a version where that is missing. */
function parseSettings(
  body: string,
  redact: Redact
): Omit<Settings, 'tlsVersion'> & { readonly tlsVersion: TlsVersion | undefined } {
  const value = parseObject(body)
  if (value === undefined || hasErrorField(value)) throw unexpectedBody(describeBody(body, redact))
  const { require_tls, require_valid_cert, version } = value
  if (typeof require_tls !== 'boolean') throw unexpectedBody('has no boolean require_tls')
  if (typeof require_valid_cert !== 'boolean') throw unexpectedBody('has no boolean require_valid_cert')
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
    throw unexpectedBody(`has the unknown version ${quotable(JSON.stringify(version), redact, 40)}`)
  return known
}

function unexpectedBody(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`
  )
}

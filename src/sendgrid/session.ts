import type { Clock } from '../clock.ts'
import type { Transport } from '../http/transport.ts'
import { type Account, parentAccount } from '../model/account.ts'
import type { RequestCounts } from '../model/account-client.ts'
import type { Connection } from '../model/connection.ts'
import type { Redact } from '../redaction.ts'
import { visibleName } from '../text.ts'
import type { Endpoint } from './endpoints.ts'
import { KeyState } from './key-state.ts'
import { type RateLimiter, RateLimits } from './rate-limiter.ts'
import { RunEnd } from './run-end.ts'

/** What all requests of a run share. */
export interface Session {
  readonly connection: Connection
  readonly transport: Transport
  readonly rateLimits: RateLimits
  readonly end: RunEnd
  readonly clock: Clock
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
  /** Takes one line about a retry. */
  readonly log: (line: string) => void
  readonly redact: Redact
  readonly key: KeyState
  /** Whether nothing may be asked of the key's own account: `exclude` names it. */
  readonly isParentExcluded: boolean
}

/** What a session needs from outside. */
export interface SessionOptions extends Pick<Session, 'clock' | 'transport' | 'random' | 'log' | 'redact'> {
  /** Aborts with a Failure: nothing new starts then. */
  readonly cancelled: AbortSignal
}

/** The session of a run that starts now. No line of its log holds the key. */
export function createSession(
  connection: Connection,
  isParentExcluded: boolean,
  { cancelled, ...options }: SessionOptions
): Session {
  const { clock, redact } = options
  const log = (line: string): void => options.log(redact(line))
  const endAtMs = clock.now() + connection.maxRunMs
  const end = new RunEnd({ clock, endAtMs, limit: 'max-minutes', cancelled, log })
  const rateLimits = new RateLimits(end)
  return { ...options, connection, isParentExcluded, log, end, rateLimits, key: new KeyState() }
}

/** An account, with the requests for it. */
export interface AskedAccount {
  readonly account: Account
  readonly requestCounts: RequestCounts
  /** Whether one of them was answered. */
  isAnswered: boolean
}

/** An account before anything was asked for it. */
export function askedAccount(account: Account): AskedAccount {
  return { account, requestCounts: { requests: 0, retries: 0 }, isAnswered: false }
}

/** One request. */
export interface Request {
  readonly endpoint: Endpoint
  /** The account decides the host. A list of subusers is asked for the key's own account. */
  readonly asked: AskedAccount
  readonly query?: string
  readonly body?: unknown
}

/** The host that a request goes to, as a URL. */
export function hostOf({ connection: { apiUrls } }: Session, { asked: { account } }: Request): string {
  return apiUrls[account.region]
}

/** The rate limiter that a request passes. */
export function limiterOf(session: Session, request: Request): RateLimiter {
  return session.rateLimits.for(hostOf(session, request), request.endpoint.path)
}

/** The username or ID for the header `On-Behalf-Of`; undefined for the key's own account. */
export function onBehalfOf({ asked: { account } }: Request): string | undefined {
  return account.name === parentAccount ? undefined : account.name
}

/** The request in words, for errors and the log. */
export function describeRequest(request: Request): string {
  const { method, path } = request.endpoint
  const name = onBehalfOf(request)
  return `${method} ${path} for ${name === undefined ? "the key's own account" : visibleName(name)}`
}

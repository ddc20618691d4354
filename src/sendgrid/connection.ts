import type { Clock } from '../clock.ts'
import type { Transport } from '../http/transport.ts'
import type { Hosts, RequestCounts } from '../judge/types.ts'
import type { Redact } from '../redaction.ts'
import { visibleName } from '../text.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** How to reach SendGrid, and the bounds of asking it, as the workflow states them. It holds the key. */
export interface Connection {
  readonly apiKey: string
  /** By region, an origin and a path without a slash at the end. */
  readonly apiUrls: Hosts
  /** For one attempt, from connecting to the last byte of the body. */
  readonly requestTimeoutMs: number
  /** Further attempts of one request. */
  readonly maxRetries: number
  /** For the whole run. */
  readonly maxRunMs: number
}

/** What all requests of a run share. */
export interface Session {
  readonly connection: Connection
  readonly transport: Transport
  readonly rateLimiter: RateLimiter
  readonly clock: Clock
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
  /** Takes one line about a retry. */
  readonly log: (line: string) => void
  readonly redact: Redact
  readonly key: KnownKey
}

/** What `GET /v3/scopes` has answered for the key. */
export type Look =
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
  /** The key was refused there too. */
  | { readonly kind: 'unauthorized' }
  /** It says nothing: it was refused for another reason, lost, or not understood. */
  | { readonly kind: 'nothing' }

/** What all requests of a run learn of the key. */
export interface KnownKey {
  /** Whether SendGrid has answered for an account: then an error for another is not about the key. */
  answered: boolean
  /** One look for each 401 and 403; undefined before the first. */
  look: Promise<Look> | undefined
  /** What that look has found. */
  scopes: readonly string[] | undefined
}

/** A key before anything was asked. */
export function unknownKey(): KnownKey {
  return { answered: false, look: undefined, scopes: undefined }
}

/** One request; it is repeated when it fails in passing, so it must be safe to repeat. */
export interface Request {
  readonly method: 'GET' | 'PATCH'
  readonly apiUrl: string
  /** From the slash after the API URL on. */
  readonly path: string
  readonly onBehalfOf: string | undefined
  readonly body?: unknown
  /** The scope that a key needs for this request. */
  readonly scope: string
  /** Where to count what the request costs. */
  readonly requestCounts?: RequestCounts
  /** How much of an answer is read; by default 64 KiB. */
  readonly bodyBoundBytes?: number
}

/** The request in words, for errors and the log. */
export function describe({ method, path, onBehalfOf }: Request): string {
  return `${method} ${path.split('?', 1)[0]} for ${onBehalfOf === undefined ? "the key's own account" : visibleName(onBehalfOf)}`
}

import type { IncomingHttpHeaders } from 'node:http'
import type { HttpClient } from '@actions/http-client'
import type { Region } from '../judge/account.ts'
import type { Clock, Effort } from '../judge/reconcile.ts'
import { oneLine } from '../text.ts'
import type { Pace } from './pace.ts'

/** How to reach SendGrid, and the bounds of every exchange with it. */
export interface Connection {
  /** By region, an origin and a path without a slash at the end. */
  readonly apiUrls: Readonly<Record<Region, string>>
  readonly apiKey: string
  /** Made by `createClient`; all requests of a run share its connections. */
  readonly client: HttpClient
  /** For one try, from connecting to the last byte of the body. */
  readonly requestTimeoutMs: number
  /** Further tries of one request. */
  readonly maxRetries: number
  /** All requests of a run share it. */
  readonly pace: Pace
  readonly clock: Clock
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
  /** Takes one line about a retry. */
  readonly log: (line: string) => void
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
  readonly effort?: Effort
  /** How much of an answer is read; by default 64 KiB. */
  readonly bodyBoundBytes?: number
}

/** What came back. `complete` says whether all of the body is there: it is cut at the bound. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly complete: boolean
}

/** The request in words, for errors and the log. */
export function describe({ method, path, onBehalfOf }: Request): string {
  return `${method} ${path} for ${onBehalfOf === undefined ? "the key's own account" : oneLine(onBehalfOf)}`
}

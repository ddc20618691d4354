import type { Hosts } from './account.ts'

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

import type { Hosts } from './account.ts'

/** How to reach SendGrid, and within which limits. It holds the key. */
export interface Connection {
  readonly apiKey: string
  /** Each is an origin and a path without a slash at the end. */
  readonly apiUrls: Hosts
  /** For one attempt, from connecting to the last byte of the body. */
  readonly requestTimeoutMs: number
  /** For one request. */
  readonly maxRetries: number
  /** For the whole run. */
  readonly maxRunMs: number
}

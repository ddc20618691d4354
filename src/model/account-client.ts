import type { FailureValue } from './failure.ts'
import type { Settings } from './settings.ts'

/** Requests sent for an account, retries among them. */
export interface RequestCounts {
  requests: number
  retries: number
}

/** What the judge needs from SendGrid for one account. */
export interface AccountClient {
  readonly requestCounts: Readonly<RequestCounts>
  /**
   * Throws a Failure when the response is not plainly the setting. A missing version means 1.1, as documented. With
   * `forWrite` it is read again then, since a write must not rely on one incomplete response.
   */
  read(purpose?: 'forWrite'): Promise<Settings>
  /** The username that SendGrid has for the account. Throws a Failure when the response is not plainly one. */
  readUsername(): Promise<string>
  /** Starts a write. Each attempt is given its change anew, since the read before it is soon too old. */
  newWrite(): Write
}

/** One write of an account, which may take several attempts. */
export interface Write {
  /** Sends the change unless its turn comes too late. Throws nothing but bugs. */
  attempt(change: Change): Promise<Attempted>
}

/** The settings to write, and how long the read before them is new enough. */
export interface Change {
  readonly settings: Partial<Settings>
  /** The last moment to send it, by `Clock.now()`. */
  readonly validUntilMs: number
}

/** How an attempt of a write ended. `inDoubt`: SendGrid may have carried it out. */
export type Attempted =
  /** Accepted by SendGrid, which does not mean that it is in force. */
  | { readonly kind: 'accepted' }
  /** Another attempt may follow at once. */
  | { readonly kind: 'again'; readonly inDoubt: boolean }
  | { readonly kind: 'failed'; readonly failure: FailureValue; readonly inDoubt: boolean }

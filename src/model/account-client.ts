import type { FailureValue } from './failure.ts'
import type { Settings } from './settings.ts'

/** Requests sent for an account, retries among them. */
export interface RequestCounts {
  requests: number
  retries: number
}

/** What the judge needs of SendGrid: the setting of one account. */
export interface AccountClient {
  /** What the account has cost so far. */
  readonly requestCounts: Readonly<RequestCounts>
  /**
   * Throws a Failure when SendGrid does not answer with a setting that is understood. A version that is missing is
   * 1.1, as documented; `forWrite` reads once more then, since a write must not stand on one incomplete answer.
   */
  read(purpose?: 'forWrite'): Promise<Settings>
  /** The name by which SendGrid answers for the account. Throws a Failure when it does not answer with one. */
  readUsername(): Promise<string>
  /** Writes the setting, attempt by attempt, since what was read is old before the next one. */
  newWrite(): Write
}

/** One write of an account, which may take several attempts. */
export interface Write {
  /** Sends the change unless its turn comes too late. Throws bugs alone. */
  attempt(change: Change): Promise<Attempted>
}

/** What to write, unless its turn comes too late. */
export interface Change {
  readonly settings: Partial<Settings>
  /** Until when it may be sent, by `Clock.now()`. */
  readonly validUntilMs: number
}

/** How an attempt of a write ended. `inDoubt`: it may have been carried out all the same. */
export type Attempted =
  /** Accepted by SendGrid, which does not mean that it is in force. */
  | { readonly kind: 'accepted' }
  /** It may be tried again, now. */
  | { readonly kind: 'again'; readonly inDoubt: boolean }
  | { readonly kind: 'failed'; readonly failure: FailureValue; readonly inDoubt: boolean }

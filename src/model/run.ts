import type { Account, AccountName, Hosts } from './account.ts'
import type { FailureValue } from './failure.ts'
import type { Job, Waiver } from './job.ts'
import type { BlockedCount, JudgedAccount } from './outcome.ts'

interface NoticeBase {
  readonly waiver: Waiver
  /** How many are left at the date of the run: 0 on the waiver's last day, negative after it. */
  readonly days: number
}

/** What a person should know of a waiver. */
export type WaiverNotice =
  | (NoticeBase & {
      readonly kind: 'expired' | 'expires-soon' | 'not-needed' | 'not-judged'
      /** Whether `exclude` leaves the account out, so that the waiver does nothing. */
      readonly isExcluded?: boolean
    })
  | AlmostNamed

/** A waiver whose name is not quite that of an account of the run. */
export interface AlmostNamed extends NoticeBase {
  readonly kind: 'almost-named'
  readonly account: AccountName
}

/** The recipients that SendGrid blocks because of TLS. */
export interface BlockedRecipients {
  readonly days: number
  readonly byAccount: ReadonlyMap<Account, BlockedCount>
  /** Why some accounts were not counted; undefined when all were. */
  readonly warning: string | undefined
}

/** The scopes of the key, beside those that the job needs. */
export interface KeyScopes {
  readonly needed: readonly string[]
  /** Those that the job does not need and that others could misuse. */
  readonly excess: readonly string[]
}

/** A run that is over, as the reporters get it. */
export type Run = NotStarted | NoAccounts | Judged

/** The inputs are wrong: nothing was asked. */
export interface NotStarted {
  readonly kind: 'not-started'
  readonly failure: FailureValue
}

/**
 * No account was judged: the list could not be read, apply has a waiver with an almost right name, or `exclude` leaves
 * no account.
 */
export interface NoAccounts {
  readonly kind: 'no-accounts'
  readonly job: Job
  readonly hosts: Hosts
  readonly failure: FailureValue
  /** Undefined when the scopes of the key were not seen. */
  readonly keyScopes: KeyScopes | undefined
}

/** Why accounts were not asked: a host refuses the key or does not answer. */
export interface Stop {
  readonly failure: FailureValue
  readonly accounts: readonly Account[]
}

/** Every account has an outcome. */
export interface Judged {
  readonly kind: 'judged'
  readonly job: Job
  readonly hosts: Hosts
  readonly accounts: readonly JudgedAccount[]
  readonly stops: readonly Stop[]
  /** The username of the key's own account; undefined when it is not known. */
  readonly owner: string | undefined
  readonly waiverNotices: readonly WaiverNotice[]
  /** Lines of `exclude` that match no account. */
  readonly unmatchedLines: readonly string[]
  readonly keyScopes: KeyScopes | undefined
  /** Undefined when they were not to be counted. */
  readonly blockedRecipients: BlockedRecipients | undefined
}

import type { Account, AccountName, Hosts } from './account.ts'
import type { FailureValue } from './failure.ts'
import type { Job, Waiver } from './job.ts'
import type { BlockedCount, JudgedAccount } from './outcome.ts'

interface NoticeBase {
  readonly waiver: Waiver
  /** Those left by the date of the run: 0 on the last day that counts, and negative once it is over. */
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

/** A waiver that counts and names no account of the run, and the account that it almost names. */
export interface AlmostNamed extends NoticeBase {
  readonly kind: 'almost-named'
  readonly account: AccountName
}

/** What was counted after the verdicts. */
export interface BlockedRecipients {
  readonly days: number
  readonly byAccount: ReadonlyMap<Account, BlockedCount>
  /** Why some accounts were not counted; undefined when all were. */
  readonly warning: string | undefined
}

/** What a key can do, where that was seen. */
export interface KeyScopes {
  /** What this job takes. */
  readonly needed: readonly string[]
  /** What the key can do beyond that which others would misuse. */
  readonly excess: readonly string[]
}

/** A run that is over: all that the reporters are given, beside what GitHub says of the workflow. */
export type Run = NotStarted | NoAccounts | Judged

/** The inputs are wrong: nothing was asked. */
export interface NotStarted {
  readonly kind: 'not-started'
  readonly failure: FailureValue
}

/** No account was judged: the list could not be read, apply has a waiver that almost names one, or `exclude` leaves none. */
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

import type { Account } from './account.ts'
import type { RequestCounts } from './account-client.ts'
import type { FailureReason, FailureValue } from './failure.ts'
import type { Waiver } from './job.ts'
import type { Deviation, Settings } from './settings.ts'

/** What is known of an account after the run. Reporters derive nothing of it again. */
interface OutcomeBase {
  /** Why the account is neither compliant nor applied; empty for one that is. */
  readonly reason: Reason
  /** By the first read; undefined when there was none. */
  readonly before: Settings | undefined
  /** By the last read; undefined when there was none, or a write since then makes it doubtful. */
  readonly after: Settings | undefined
  /** Whether SendGrid accepted a change, or may have, whatever happened later. */
  readonly changed: boolean
  /** Whether a change may be in force: SendGrid has not plainly accepted it, and no later read shows which. */
  readonly inDoubt: boolean
  /** The deviations of `after`, waived or not. */
  readonly deviations: readonly Deviation[]
}

/** A verdict needs the settings. */
interface OutcomeWithSettings extends OutcomeBase {
  readonly before: Settings
  readonly after: Settings
}

/** Every stated setting has a value that the policy accepts: as it was found, or written and confirmed by reads. */
export interface Compliant extends OutcomeWithSettings {
  readonly result: 'compliant' | 'applied'
  readonly reason: ''
}

/** It deviates, and nothing was written: in a check, or where `max-changes` accounts were written before. */
export interface Deviating extends OutcomeWithSettings {
  readonly result: 'deviating'
  readonly reason: 'deviation' | 'change-limit'
}

/** It deviates, and apply would have to loosen a setting, so nothing was written. */
export interface LooseningRefused extends OutcomeWithSettings {
  readonly result: 'deviating'
  readonly reason: 'loosening-refused'
  readonly refused: readonly Deviation[]
}

/** It deviates by the last read: apply could not change it, or could not confirm the change. */
export interface NotChanged extends OutcomeWithSettings, FailureValue {
  readonly result: 'deviating'
  readonly reason: FailureReason
}

/** It deviates, and a waiver allows that for now. Nothing was written. */
export interface Waived extends OutcomeWithSettings {
  readonly result: 'waived'
  readonly reason: ''
  readonly waiver: Waiver
}

/** No verdict. */
export interface Unverified extends OutcomeBase, FailureValue {
  readonly result: 'unverified'
  readonly reason: FailureReason
}

/** A disabled subuser for which SendGrid refuses to answer. */
export interface Skipped extends OutcomeBase {
  readonly result: 'skipped'
  readonly reason: ''
}

/** Left out by a line of `exclude`: it was not asked. */
export interface Excluded extends OutcomeBase {
  readonly result: 'excluded'
  readonly reason: ''
  readonly line: string
}

/** How one account of a run ended. */
export type Outcome =
  | Compliant
  | Deviating
  | LooseningRefused
  | NotChanged
  | Waived
  | Unverified
  | Skipped
  | Excluded

/** Whether SendGrid has confirmed who an account is. Of an account ID it can only say that it is not the parent. */
export type Identity = 'confirmed' | 'not-parent' | 'not-asked'

/** How many addresses are on an account's list of blocks. */
export interface BlockedCount {
  /** Those on it because of TLS. */
  readonly count: number
  /** The same by domain. */
  readonly domains: readonly { readonly domain: string; readonly count: number }[]
  /** Those on it for any other reason. */
  readonly otherBlocks: number
  /** Whether the list was read to its end. */
  readonly isComplete: boolean
}

/** An account with its outcome. */
export interface JudgedAccount {
  readonly account: Account
  readonly outcome: Outcome
  readonly requestCounts: Readonly<RequestCounts>
  readonly identity: Identity
}

/** Why a run or an account is not compliant or applied; empty if it is. Each is a heading in docs/troubleshooting.md. */
export type Reason = '' | 'deviation' | 'change-limit' | 'loosening-refused' | FailureReason

import type { AccountName, Region } from './account.ts'
import type { Policy } from './settings.ts'

/** A dated exception: until its day is over (UTC), the account's deviations do not fail the run. */
export interface Waiver {
  readonly account: AccountName
  /** The last day that counts, `YYYY-MM-DD`. */
  readonly until: string
  readonly reason: string
}

/** Which accounts are judged: those stated, or the key's own with every subuser that SendGrid lists. */
export type Selection = readonly AccountName[] | 'all-subusers'

/** What is to be done, and by which rules. It holds no secret. */
export interface Job {
  readonly mode: 'check' | 'apply'
  readonly policy: Policy
  readonly allowLoosening: boolean
  readonly selection: Selection
  readonly waivers: readonly Waiver[]
  /** Which accounts `all-subusers` leaves out: names, and patterns in which `*` stands for any characters. */
  readonly exclude: readonly string[]
  /** The region of accounts whose own is not known. */
  readonly region: Region
  readonly failOnDeviation: boolean
  /** How many accounts apply may write; undefined for any number. */
  readonly maxChanges: number | undefined
  /** How long the read-back may take after an accepted change; 0 means two reads. */
  readonly verifyTimeoutMs: number
  /** Whether SendGrid has to confirm for whom it answers, before anything is asked on behalf of a subuser. */
  readonly confirmIdentity: boolean
  /** For how many days back the recipients are counted whom SendGrid blocks because of TLS; 0 for none. */
  readonly blockedRecipientsDays: number
}

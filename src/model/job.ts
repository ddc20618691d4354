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

/** What to do, and by which rules. It holds no secret. */
export interface Job {
  readonly mode: 'check' | 'apply'
  readonly policy: Policy
  readonly allowLoosening: boolean
  readonly selection: Selection
  readonly waivers: readonly Waiver[]
  /** Which accounts `all-subusers` leaves out: names, and patterns in which `*` stands for any characters. */
  readonly exclude: readonly string[]
  /** For accounts whose own region is not known. */
  readonly region: Region
  readonly failOnDeviation: boolean
  /** How many accounts apply may write; undefined for any number. */
  readonly maxChanges: number | undefined
  /** How long a change may take to show in two reads in a row; 0 means two reads at once. */
  readonly verifyTimeoutMs: number
  /** Whether SendGrid must confirm who a subuser is before any other request on its behalf. */
  readonly confirmIdentity: boolean
  /** How many days of recipients that SendGrid blocks because of TLS are counted; 0 for no count. */
  readonly blockedRecipientsDays: number
}

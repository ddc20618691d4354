import type { FailureReason, FailureValue } from '../failure.ts'

/** The name of the key's own account in inputs, outputs and reports. */
export const parentAccount = '@parent'

/** `@parent`, a subuser's username, or `account-id ID`. */
export type AccountName = string

/** Where SendGrid keeps an account: whose host is to be asked for it. */
export type Region = 'global' | 'eu'

/** An account to be judged. */
export interface Account {
  readonly name: AccountName
  readonly region: Region
  /** Known of subusers that were found; SendGrid may refuse to answer for a disabled one. */
  readonly disabled: boolean
  /** Whether SendGrid's own list has named it, so that its name is right. */
  readonly isListed: boolean
  /** Why it cannot be judged, by the list of subusers. */
  readonly unusable?: FailureValue
}

/** The minimum TLS versions that SendGrid offers. */
export type TlsVersion = 1.1 | 1.2 | 1.3

/** The Enforced TLS setting of one account, as SendGrid reports it. */
export interface Settings {
  readonly requireTls: boolean
  readonly requireValidCert: boolean
  readonly tlsVersion: TlsVersion
}

/** The settings by the names of their inputs, in the order in which people read them. */
export const inputNames: Readonly<Record<keyof Settings, string>> = {
  requireTls: 'require-tls',
  requireValidCert: 'require-valid-cert',
  tlsVersion: 'tls-version'
}

/** The settings, in that order. */
export const settingNames = Object.keys(inputNames) as (keyof Settings)[]

/** What the workflow states. `undefined` is not part of the policy: not judged, never written. */
export interface Policy {
  readonly requireTls: boolean | undefined
  readonly requireValidCert: boolean | undefined
  readonly tlsVersion: { readonly match: 'minimum' | 'exact'; readonly version: TlsVersion } | undefined
}

/** A stated setting that has another value. */
export type Deviation =
  | {
      readonly setting: 'requireTls' | 'requireValidCert'
      readonly expected: boolean
      readonly actual: boolean
    }
  | { readonly setting: 'tlsVersion'; readonly expected: TlsVersion; readonly actual: TlsVersion }

/** A dated exception: until its day is over (UTC), the account's deviations do not fail the run. */
export interface Waiver {
  readonly account: AccountName
  /** The last day that counts, `YYYY-MM-DD`. */
  readonly until: string
  readonly reason: string
}

/** What a person should know of a waiver. */
export type WaiverNotice =
  | { readonly kind: 'expired' | 'expires-soon' | 'not-needed' | 'not-judged'; readonly waiver: Waiver }
  | AlmostNamed

/** A waiver that counts and names no account of the run, and the account that it almost names. */
export interface AlmostNamed {
  readonly kind: 'almost-named'
  readonly waiver: Waiver
  readonly account: AccountName
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
  /** The region of accounts whose own is not known. */
  readonly region: Region
  readonly failOnDeviation: boolean
  /** How long the read-back may take after an accepted change; 0 means two reads. */
  readonly verifyTimeoutMs: number
  /** Of which subusers SendGrid has to confirm for whom it answers, before anything is asked on their behalf. */
  readonly confirmIdentity: 'none' | 'first' | 'all'
  /** For how many days back the recipients are counted whom SendGrid blocks because of TLS; 0 for none. */
  readonly blockedRecipientsDays: number
}

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

/** What is known of an account after the run, and why it is not compliant: said here once, for every reporter. */
interface Known {
  /** Why the account is neither compliant nor applied; empty for one that is. */
  readonly reason: Reason
  /** By the first read; undefined when there was none. */
  readonly before: Settings | undefined
  /** By the last read; undefined when there was none, or a write since then makes it doubtful. */
  readonly after: Settings | undefined
  /** Whether SendGrid accepted a change, or may have, whatever came after. */
  readonly changed: boolean
  /** Whether a change may be in force that SendGrid has not plainly accepted, and no read decides. */
  readonly inDoubt: boolean
  /** What `after` deviates in, waived or not. */
  readonly deviations: readonly Deviation[]
}

/** What a verdict stands on. */
interface Seen extends Known {
  readonly before: Settings
  readonly after: Settings
}

/** Every stated setting has a value that the policy accepts, and nothing was written. */
export interface Compliant extends Seen {
  readonly result: 'compliant'
  readonly reason: ''
}

/** Written, and confirmed by reads. */
export interface Applied extends Seen {
  readonly result: 'applied'
  readonly reason: ''
}

/** It deviates, and this is all that there is to say. */
export interface Deviating extends Seen {
  readonly result: 'deviating'
  readonly reason: 'deviation'
}

/** It deviates, and apply would have had to loosen some of it, so nothing was written. */
export interface LooseningRefused extends Seen {
  readonly result: 'deviating'
  readonly reason: 'loosening-refused'
  readonly refused: readonly Deviation[]
}

/** It deviates by the last read, and something kept apply from changing or confirming it. */
export interface NotChanged extends Seen, FailureValue {
  readonly result: 'deviating'
  readonly reason: FailureReason
}

/** It deviates, and a waiver says that this may be so for now. Nothing was written. */
export interface Waived extends Seen {
  readonly result: 'waived'
  readonly reason: ''
  readonly waiver: Waiver
}

/** No verdict. */
export interface Unverified extends Known, FailureValue {
  readonly result: 'unverified'
  readonly reason: FailureReason
}

/** A disabled subuser for which SendGrid refuses to answer. */
export interface Skipped extends Known {
  readonly result: 'skipped'
  readonly reason: ''
}

/** How one account of a run ended. */
export type Outcome =
  | Compliant
  | Applied
  | Deviating
  | LooseningRefused
  | NotChanged
  | Waived
  | Unverified
  | Skipped

/**
 * What SendGrid has said of who an account is: its name; for an account ID, another name than the parent's; or
 * it was not asked.
 */
export type Identity = 'confirmed' | 'not-parent' | 'not-asked'

/** How many addresses are on an account's list of blocks. */
export interface BlockedCount {
  /** Those that are there because of TLS. */
  readonly count: number
  /** The same by domain. */
  readonly domains: readonly { readonly domain: string; readonly count: number }[]
  /** Those that are there for any other reason. */
  readonly otherBlocks: number
  /** Whether the list was read to its end. */
  readonly isComplete: boolean
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

/** An account with its outcome. */
export interface JudgedAccount {
  readonly account: Account
  readonly outcome: Outcome
  readonly requestCounts: Readonly<RequestCounts>
  readonly identity: Identity
}

/** Why a run or an account is neither compliant nor applied; empty for one that is. Each is a heading under Troubleshooting in the README. */
export type Reason = '' | 'deviation' | 'loosening-refused' | FailureReason

/** API URLs by region. */
export type Hosts = Readonly<Record<Region, string>>

/** A run that is over: all that the reporters are given, beside what GitHub says of the workflow. */
export type Run = NotStarted | NoAccounts | Judged

/** The inputs are wrong: nothing was asked. */
export interface NotStarted {
  readonly kind: 'not-started'
  readonly failure: FailureValue
}

/** No account was judged: their list could not be read, or apply has a waiver that almost names one of them. */
export interface NoAccounts {
  readonly kind: 'no-accounts'
  readonly job: Job
  readonly hosts: Hosts
  readonly failure: FailureValue
  /** Undefined when the scopes of the key were not seen. */
  readonly keyScopes: KeyScopes | undefined
}

/** Every account has an outcome. */
export interface Judged {
  readonly kind: 'judged'
  readonly job: Job
  readonly hosts: Hosts
  readonly accounts: readonly JudgedAccount[]
  /** Set when the key itself was refused, so that no account was judged. */
  readonly keyRefused: FailureValue | undefined
  readonly waiverNotices: readonly WaiverNotice[]
  readonly keyScopes: KeyScopes | undefined
  /** Undefined when they were not to be counted. */
  readonly blockedRecipients: BlockedRecipients | undefined
}

import type { FailureValue } from './failure.ts'

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

/** An account of which only the name is known, and where to ask for it. */
export function namedAccount(name: AccountName, region: Region): Account {
  return { name, region, disabled: false, isListed: false }
}

/** API URLs by region. */
export type Hosts = Readonly<Record<Region, string>>

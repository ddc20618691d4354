import type { FailureValue } from './failure.ts'

/** The name of the key's own account in inputs, outputs and reports. */
export const parentAccount = '@parent'

/** `@parent`, a subuser's username, or `account-id ID`. */
export type AccountName = string

/** Where SendGrid keeps an account. Each region has a host of its own. */
export type Region = 'global' | 'eu'

/** An account to be judged. */
export interface Account {
  readonly name: AccountName
  readonly region: Region
  /** As the list of subusers says. SendGrid may refuse every request for a disabled one. */
  readonly disabled: boolean
  /** Whether SendGrid's own list has this name, so that it is no misspelling. */
  readonly isListed: boolean
  /** Why it cannot be judged, by the list of subusers. */
  readonly unusable?: FailureValue
}

/** An account that the workflow names. Nothing else is known of it. */
export function namedAccount(name: AccountName, region: Region): Account {
  return { name, region, disabled: false, isListed: false }
}

/** API URLs by region. */
export type Hosts = Readonly<Record<Region, string>>

/** The name of the key's own account in inputs, outputs and reports. */
export const parentAccount = '@parent'

/** `@parent`, a subuser's username, or `account-id ID`. */
export type AccountName = string

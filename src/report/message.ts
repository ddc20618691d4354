import { parentAccount } from '../model/account.ts'
import type { JudgedAccount } from '../model/outcome.ts'
import { accountsOf, withResult } from '../model/result.ts'
import type { Run } from '../model/run.ts'
import { digits, formatList, truncate } from '../text.ts'
import { titles } from './account-message.ts'

const maxNamed = 3
/** With three names of this length, and counts of 100,000 accounts, a message has less than 300 characters. */
const maxNameLength = 48

/** Worst first. Accounts with another result were not to be judged. */
const verbs = [
  { result: 'deviating', one: 'deviates', many: 'deviate' },
  { result: 'unverified', one: 'could not be verified', many: 'could not be verified' },
  { result: 'applied', one: 'was changed', many: 'were changed' },
  { result: 'compliant', one: 'complies', many: 'comply' },
  { result: 'waived', one: 'is waived', many: 'are waived' }
] as const

type Verb = (typeof verbs)[number]

/** A run in one plain sentence of at most 300 characters, which no chat takes for markup, whatever the names. */
export function formatMessage(run: Run): string {
  if (run.kind === 'not-started') return `${titles['not-started']}.`
  const all = accountsOf(run)
  const groups = verbs
    .map((verb) => ({ verb, accounts: withResult(all, verb.result) }))
    .filter(({ accounts }) => accounts.length > 0)
  const [worst, ...others] = groups
  if (worst === undefined) return `${titles.unverified}: no account was judged.`
  const total = groups.reduce((sum, { accounts }) => sum + accounts.length, 0)
  const rest = others
    .filter(({ verb }) => verb.result !== 'compliant')
    .map(({ verb, accounts }) => `${digits(accounts.length)} ${accounts.length === 1 ? verb.one : verb.many}`)
  return `Enforced TLS: ${[worstPhrase(worst.verb, worst.accounts, total), ...rest].join(', ')}.`
}

/** Those of the worst result are named, unless nothing is wrong with them. */
function worstPhrase(verb: Verb, accounts: readonly JudgedAccount[], total: number): string {
  const names = formatList(accounts, ({ account }) => plainName(account.name), maxNamed)
  if (total === 1) return `${names} ${verb.one}`
  const phrase = `${digits(accounts.length)} of ${digits(total)} accounts ${accounts.length === 1 ? verb.one : verb.many}`
  if (verb.result === 'compliant') return phrase
  return `${phrase} (${names})`
}

/** Chats obey many signs, and draw some letters as nothing. */
function plainName(name: string): string {
  if (name === parentAccount) return "the key's own account"
  const plain = name
    .replace(/[^\p{L}\p{Nd} .+-]|\p{Default_Ignorable_Code_Point}/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
  return /[\p{L}\p{Nd}]/u.test(plain) ? truncate(plain, maxNameLength).replace('\u2026', '...') : 'an account'
}

import { type Account, type AccountName, parentAccount } from '../model/account.ts'
import { Failure } from '../model/failure.ts'
import type { JudgedAccount } from '../model/outcome.ts'
import { excludedBy } from '../model/result.ts'

/** The accounts that are judged, and those that are left out. */
export interface Exclusion {
  readonly kept: readonly Account[]
  readonly excluded: readonly JudgedAccount[]
  /** Lines that match no account. */
  readonly unmatchedLines: readonly string[]
}

/** Leaves out each account that a line matches, and notes the first such line. Throws where no account is left. */
export function excludeAccounts(lines: readonly string[], accounts: readonly Account[]): Exclusion {
  const matchers = lines.map((line) => ({ line, matches: matcherOf(line) }))
  const kept: Account[] = []
  const excluded: JudgedAccount[] = []
  const matched = new Set<string>()
  for (const account of accounts) {
    const all = matchers.filter(({ matches }) => matches(account.name))
    for (const { line } of all) matched.add(line)
    const [first] = all
    if (first === undefined) kept.push(account)
    else excluded.push(excludedBy(first.line, account))
  }
  if (kept.length === 0) throw noAccountLeft()
  return { kept, excluded, unmatchedLines: lines.filter((line) => !matched.has(line)) }
}

/** Throws where every account is skipped or excluded, since the run would be green without a verdict. */
export function refuseNoVerdict(accounts: readonly JudgedAccount[]): void {
  const isAside = ({ outcome }: JudgedAccount) =>
    outcome.result === 'skipped' || outcome.result === 'excluded'
  if (accounts.every(isAside)) throw noAccountLeft()
}

function noAccountLeft(): Failure {
  return new Failure('invalid-input', 'exclude leaves no account that can be judged. Take a line out of it.')
}

/**
 * Tells names that a line matches. Each `*` stands for any characters or none. No pattern matches the key's own
 * account. In one pass: each part is searched behind the part before.
 */
export function matcherOf(line: string): (name: AccountName) => boolean {
  const [start = '', ...parts] = line.split('*')
  const end = parts.pop()
  if (end === undefined) return (name) => name === line
  return (name) => {
    if (name === parentAccount || !name.startsWith(start) || !name.endsWith(end)) return false
    let at = start.length
    for (const part of parts) {
      const found = name.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return at <= name.length - end.length
  }
}

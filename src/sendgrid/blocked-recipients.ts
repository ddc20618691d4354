import pMap from 'p-map'
import type { Account } from '../model/account.ts'
import { type FailureValue, failureValue, isTransient } from '../model/failure.ts'
import type { BlockedCount, JudgedAccount } from '../model/outcome.ts'
import type { BlockedRecipients } from '../model/run.ts'

/** As many lists as are read at once. */
const concurrentLists = 8

/**
 * Counts, for each account in which TLS or a valid certificate is required, the addresses that SendGrid blocks
 * because of it. Where the scope is missing, or SendGrid does not answer, the first account says so for all. Never
 * throws.
 */
export async function countBlockedRecipients(
  accounts: readonly JudgedAccount[],
  days: number,
  count: (account: Account) => Promise<BlockedCount>
): Promise<BlockedRecipients> {
  const byAccount = new Map<Account, BlockedCount>()
  const failures: FailureValue[] = []
  const enforced = accounts
    .filter(({ outcome: { after } }) => after?.requireTls === true || after?.requireValidCert === true)
    .map(({ account }) => account)
  const countOne = async (account: Account): Promise<void> => {
    // Every other account would be refused in the same way, or cost the same tries.
    if (failures.some((failure) => failure.reason === 'forbidden' || isTransient(failure))) return
    try {
      byAccount.set(account, await count(account))
    } catch (thrown) {
      failures.push(failureValue(thrown))
    }
  }
  const [first, ...others] = enforced
  if (first !== undefined) await countOne(first)
  await pMap(others, countOne, { concurrency: concurrentLists })
  return { days, byAccount, warning: warningOf(enforced.length - byAccount.size, enforced.length, failures) }
}

/** One for all; a missing scope is what a person can do something about. */
function warningOf(uncounted: number, all: number, failures: readonly FailureValue[]): string | undefined {
  const failure = failures.find(({ reason }) => reason === 'forbidden') ?? failures[0]
  if (failure === undefined) return undefined
  return `The blocked recipients of ${uncounted} of ${all} accounts were not counted: ${failure.message}`
}

import pMap from 'p-map'
import type { Account } from '../model/account.ts'
import { type FailureValue, failureValue, isTransient } from '../model/failure.ts'
import type { BlockedCount, JudgedAccount } from '../model/outcome.ts'
import type { BlockedRecipients } from '../model/run.ts'
import { countBlocks } from './blocks.ts'
import { RateLimits } from './rate-limiter.ts'
import type { Session } from './session.ts'

/** So many lists are read side by side. */
const concurrentLists = 8

/** The verdict is known by then. Its annotations and outputs wait no longer than this. */
const maxCountMs = 120_000

/**
 * Counts, for each account in which TLS or a valid certificate is required, the addresses that SendGrid blocks
 * because of it. Where the scope is missing, or SendGrid does not answer, it stops at the first account. Never throws.
 */
export async function countBlockedRecipients(
  session: Session,
  accounts: readonly JudgedAccount[],
  days: number
): Promise<BlockedRecipients> {
  const counting = countingSession(session)
  const endTime = Math.floor(session.clock.date() / 1000)
  const period = { startTime: endTime - days * 24 * 60 * 60, endTime }
  const byAccount = new Map<Account, BlockedCount>()
  const failures: FailureValue[] = []
  const enforced = accounts
    .filter(({ outcome: { after } }) => after?.requireTls === true || after?.requireValidCert === true)
    .map(({ account }) => account)
  const countOne = async (account: Account): Promise<void> => {
    // Every other account would be refused too, or cost the same attempts.
    if (failures.some((failure) => failure.reason === 'forbidden' || isTransient(failure))) return
    try {
      byAccount.set(account, await countBlocks(counting, account, period))
    } catch (thrown) {
      failures.push(failureValue(thrown))
    }
  }
  const [first, ...others] = enforced
  if (first !== undefined) await countOne(first)
  await pMap(others, countOne, { concurrency: concurrentLists })
  return { days, byAccount, warning: warningOf(enforced.length - byAccount.size, enforced.length, failures) }
}

/** The session ends so early that its last request has the time that it may take. */
function countingSession(session: Session): Session {
  const requestTimeoutMs = Math.min(session.connection.requestTimeoutMs, maxCountMs / 2)
  const end = session.end.within(maxCountMs - requestTimeoutMs, 'the two minutes for blocked recipients')
  const connection = { ...session.connection, requestTimeoutMs }
  return { ...session, connection, end, rateLimits: new RateLimits(end) }
}

/** One warning for all accounts. A missing scope goes first, since a person can add it. */
function warningOf(uncounted: number, all: number, failures: readonly FailureValue[]): string | undefined {
  const failure = failures.find(({ reason }) => reason === 'forbidden') ?? failures[0]
  if (failure === undefined) return undefined
  return `The blocked recipients of ${uncounted} of ${all} accounts were not counted: ${failure.message}`
}

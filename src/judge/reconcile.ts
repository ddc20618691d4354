import type { Clock } from '../clock.ts'
import { Failure, type FailureReason, failureValue } from '../failure.ts'
import { findDeviations, loosens, remedy } from './policy.ts'
import type { AccountClient, Deviation, Job, Outcome, Settings, Unverified } from './types.ts'

/** What `reconcile` needs of a job. */
export type Rules = Pick<Job, 'mode' | 'policy' | 'allowLoosening' | 'verifyTimeoutMs'>

/** Answers by which SendGrid says that it has not made the change. */
const refusals: ReadonlySet<FailureReason> = new Set(['unauthorized', 'forbidden', 'not-found', 'rejected'])

const firstPauseMs = 250
const longestPauseMs = 2_000

/** Reads one account, compares it with the policy and, in apply, writes and reads back. Never throws. */
export async function reconcile(account: AccountClient, rules: Rules, clock: Clock): Promise<Outcome> {
  let before: Settings | undefined
  try {
    before = await account.read()
  } catch (thrown) {
    return unverified(thrown, { before: undefined, after: undefined, changed: false, deviations: [] })
  }
  const deviations = findDeviations(rules.policy, before)
  const seen = { before, after: before, changed: false, deviations }
  if (deviations.length === 0) return { result: 'compliant', reason: '', ...seen }
  if (rules.mode === 'check') return { result: 'deviating', reason: 'deviation', ...seen }
  const refused = rules.allowLoosening ? [] : deviations.filter(loosens)
  if (refused.length > 0) return { result: 'deviating', reason: 'loosening-refused', refused, ...seen }
  return await apply(account, before, deviations, rules, clock)
}

async function apply(
  account: AccountClient,
  before: Settings,
  deviations: readonly Deviation[],
  rules: Rules,
  clock: Clock
): Promise<Outcome> {
  const retriesBefore = account.requestCounts.retries
  try {
    await account.write(remedy(deviations))
  } catch (thrown) {
    const outcome = unverified(thrown, { before, after: undefined, changed: false, deviations: [] })
    // An attempt that was lost may have changed the setting, whatever the next one was answered.
    const onlyAttempt = account.requestCounts.retries === retriesBefore
    return onlyAttempt && refusals.has(outcome.reason) ? { ...outcome, after: before, deviations } : outcome
  }
  return await readBack(account, before, rules, clock)
}

/**
 * Reads at once, then again after growing pauses, until two reads in a row comply; not-confirmed when the
 * time is over. SendGrid may answer a read right after a write with the old values
 * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little.
 */
async function readBack(
  account: AccountClient,
  before: Settings,
  { policy, verifyTimeoutMs }: Rules,
  clock: Clock
): Promise<Outcome> {
  const endMs = clock.now() + verifyTimeoutMs
  let after: Settings | undefined
  let compliantReads = 0
  let pauseMs = firstPauseMs
  try {
    for (let reads = 1; ; reads++) {
      const settings = await account.read()
      after = settings
      compliantReads = findDeviations(policy, settings).length === 0 ? compliantReads + 1 : 0
      if (compliantReads === 2)
        return { result: 'applied', reason: '', before, after: settings, changed: true, deviations: [] }
      const leftMs = Math.max(0, endMs - clock.now())
      // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
      const oneMore = compliantReads === 1 && verifyTimeoutMs > 0
      if (leftMs === 0 && reads >= 2 && !oneMore) break
      await clock.sleep(Math.min(pauseMs, leftMs))
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
    throw new Failure(
      'not-confirmed',
      `No two reads in a row showed every stated value (verify-timeout-seconds is ${verifyTimeoutMs / 1000}). ` +
        'Run a check later to see whether the change has taken effect.'
    )
  } catch (thrown) {
    const left = after === undefined ? [] : findDeviations(policy, after)
    return unverified(thrown, { before, after, changed: true, deviations: left })
  }
}

function unverified(
  thrown: unknown,
  known: Pick<Unverified, 'before' | 'after' | 'changed' | 'deviations'>
): Unverified {
  return { result: 'unverified', ...failureValue(thrown), ...known }
}

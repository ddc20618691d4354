import type { Account } from './account.ts'
import type { FailureValue } from './failure.ts'
import type { Job } from './job.ts'
import type { JudgedAccount, Outcome, Reason } from './outcome.ts'
import type { Run } from './run.ts'

/** The result of a run, worst first. */
const results = ['unverified', 'deviating', 'applied', 'compliant'] as const
export type Result = (typeof results)[number]

/** The worst result of the accounts. Waived, skipped and excluded ones do not count. */
export function resultOf(run: Run): Result {
  if (run.kind !== 'judged') return 'unverified'
  return (
    results.find((result) => run.accounts.some(({ outcome }) => outcome.result === result)) ?? 'compliant'
  )
}

/** The reason of the first account with the worst result. A run that was canceled has that reason. */
export function reasonOf(run: Run): Reason {
  if (run.kind !== 'judged') return run.failure.reason
  if (run.accounts.some(({ outcome }) => outcome.reason === 'cancelled')) return 'cancelled'
  const result = resultOf(run)
  return run.accounts.find(({ outcome }) => outcome.result === result)?.outcome.reason ?? ''
}

/** How grave an outcome can be: its annotation, its icon and the result of the step follow from it. */
export const severities = ['error', 'warning', 'notice', 'info'] as const
export type Severity = (typeof severities)[number]

const severityByResult: Readonly<Record<Outcome['result'], Severity>> = {
  compliant: 'info',
  applied: 'notice',
  deviating: 'error',
  unverified: 'error',
  waived: 'info',
  skipped: 'info',
  excluded: 'info'
}

/** `fail-on-deviation: false` makes a warning of a deviation that nothing but apply is missing for. */
export function severityOf({ result, reason }: Outcome, { failOnDeviation }: Job): Severity {
  const isSoftened = !failOnDeviation && (reason === 'deviation' || reason === 'change-limit')
  return isSoftened ? 'warning' : severityByResult[result]
}

/** Whether the step passes. */
export function stepSucceeds(run: Run): boolean {
  return (
    run.kind === 'judged' && run.accounts.every(({ outcome }) => severityOf(outcome, run.job) !== 'error')
  )
}

/** The accounts that ended so. */
export function withResult(
  accounts: readonly JudgedAccount[],
  result: Outcome['result']
): readonly JudgedAccount[] {
  return accounts.filter(({ outcome }) => outcome.result === result)
}

/** The accounts of the run; none where no account was judged. */
export function accountsOf(run: Run): readonly JudgedAccount[] {
  return run.kind === 'judged' ? run.accounts : []
}

/** An account that was not asked, and why. */
export function unjudged(account: Account, failure: FailureValue): JudgedAccount {
  return { account, outcome: { result: 'unverified', ...failure, ...unknown }, ...unasked }
}

/** An account that a line of `exclude` leaves out. */
export function excludedBy(line: string, account: Account): JudgedAccount {
  return { account, outcome: { result: 'excluded', reason: '', line, ...unknown }, ...unasked }
}

/** A disabled subuser that SendGrid refuses to answer for. */
export function skipped(account: Account): JudgedAccount {
  return { account, outcome: { result: 'skipped', reason: '', ...unknown }, ...unasked }
}

const unknown = { before: undefined, after: undefined, changed: false, inDoubt: false, deviations: [] }
const unasked = { requestCounts: { requests: 0, retries: 0 }, identity: 'not-asked' } as const

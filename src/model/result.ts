import type { Account } from './account.ts'
import type { FailureValue } from './failure.ts'
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

/** Whether the step passes. Only a deviation may be softened to a warning. */
export function stepSucceeds(run: Run): boolean {
  return (
    run.kind === 'judged' && run.accounts.every(({ outcome }) => isAccepted(outcome, run.job.failOnDeviation))
  )
}

/** Whether this deviation is only a warning. One that apply could not change never is. */
export function isSoftened({ reason }: Outcome, failOnDeviation: boolean): boolean {
  return !failOnDeviation && (reason === 'deviation' || reason === 'change-limit')
}

function isAccepted(outcome: Outcome, failOnDeviation: boolean): boolean {
  switch (outcome.result) {
    case 'compliant':
    case 'applied':
    case 'waived':
    case 'skipped':
    case 'excluded':
      return true
    case 'deviating':
      return isSoftened(outcome, failOnDeviation)
    case 'unverified':
      return false
  }
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

const unknown = { before: undefined, after: undefined, changed: false, inDoubt: false, deviations: [] }
const unasked = { requestCounts: { requests: 0, retries: 0 }, identity: 'not-asked' } as const

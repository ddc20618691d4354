import type { FailureReason, WhyNoVerdict } from '../failure.ts'
import type { AccountOutcome } from './fleet.ts'

/** How a run ended: a verdict for each account, or none where not even the accounts are known. */
export type RunOutcome =
  | { readonly accounts: readonly AccountOutcome[] }
  | { readonly accounts: readonly []; readonly failure: WhyNoVerdict }

/** The result of a run, worst first. */
export const results = ['unverified', 'deviating', 'applied', 'compliant'] as const
export type Result = (typeof results)[number]

/** Why a run is not well; empty for one that is. Each is a heading under Troubleshooting in the README. */
export type Reason = '' | 'deviation' | 'loosening-refused' | FailureReason

/** The worst result of the accounts. Waived and skipped ones do not count. */
export function resultOf(run: RunOutcome): Result {
  if ('failure' in run) return 'unverified'
  const worst = results.find((result) => run.accounts.some(({ outcome }) => outcome.result === result))
  return worst ?? 'compliant'
}

/** The reason of the first account that has the worst result. */
export function reasonOf(run: RunOutcome): Reason {
  if ('failure' in run) return run.failure.reason
  const result = resultOf(run)
  const first = run.accounts.find(({ outcome }) => outcome.result === result)
  return first === undefined ? '' : accountReason(first)
}

/** Why one account is not well; empty for one that is. */
export function accountReason({ outcome }: AccountOutcome): Reason {
  switch (outcome.result) {
    case 'deviating':
      return outcome.refused.length > 0 ? 'loosening-refused' : 'deviation'
    case 'unverified':
      return outcome.failure.reason
    default:
      return ''
  }
}

/** Whether SendGrid accepted a change, whatever came after. */
export function wasChanged({ outcome }: AccountOutcome): boolean {
  return outcome.result === 'applied' || (outcome.result === 'unverified' && outcome.changed)
}

/** Whether the step passes: a deviation may be softened to a warning, nothing else. */
export function passes(run: RunOutcome, failOnDeviation: boolean): boolean {
  return !('failure' in run) && run.accounts.every(({ outcome }) => isWell(outcome, failOnDeviation))
}

function isWell(outcome: AccountOutcome['outcome'], failOnDeviation: boolean): boolean {
  switch (outcome.result) {
    case 'compliant':
    case 'applied':
    case 'waived':
    case 'skipped':
      return true
    case 'deviating':
      return !failOnDeviation && outcome.refused.length === 0
    case 'unverified':
      return false
  }
}

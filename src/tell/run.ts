import type { FailureReason } from '../failure.ts'
import type { Inputs } from '../inputs.ts'
import type { Outcome } from '../judge/reconcile.ts'

/** How a run ended. Without inputs no account was asked, and the outcome is `unverified`. */
export interface Run {
  readonly inputs: Inputs | undefined
  readonly outcome: Outcome
}

/** Why a run is not well; empty for one that is. Each is a heading under Troubleshooting in the README. */
export type Reason = '' | 'deviation' | 'loosening-refused' | FailureReason

/** The one word for why the run is not well. */
export function reasonOf(outcome: Outcome): Reason {
  switch (outcome.result) {
    case 'compliant':
    case 'applied':
      return ''
    case 'deviating':
      return outcome.refused.length > 0 ? 'loosening-refused' : 'deviation'
    case 'unverified':
      return outcome.failure.reason
  }
}

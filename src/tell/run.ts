import type { Inputs } from '../inputs.ts'
import type { RunOutcome } from '../judge/run.ts'
import type { WaiverRemark } from '../judge/waivers.ts'

/** All that there is to tell. Without inputs no account was asked, and the outcome is a failure. */
export interface Run {
  readonly inputs: Inputs | undefined
  readonly outcome: RunOutcome
  readonly remarks: readonly WaiverRemark[]
}

import type { Inputs, TrackingInputs } from '../inputs.ts'
import type { Context } from './context.ts'
import { explainIssueFailure, keepIssue, type TrackingIssue } from './issue.ts'
import type { Run } from './run.ts'
import { markerOf, planIssue } from './tracking.ts'

/** The issue after the run, and what of it did not go as asked. */
export interface Tracked {
  readonly issue: TrackingIssue | undefined
  readonly remark: string | undefined
}

/** Bound for all that is asked of GitHub. */
const timeoutMs = 120_000

/** Keeps the tracking issue of a run. Never throws: what GitHub refuses is the remark. */
export async function track(
  run: Run,
  inputs: Inputs,
  tracking: TrackingInputs,
  context: Context,
  checkedAtMs: number
): Promise<Tracked> {
  const marker = markerOf(inputs, context)
  const tracker = { ...tracking, repository: context.repository, marker, timeoutMs }
  try {
    const issue = await keepIssue(tracker, (existing) =>
      planIssue(run, inputs, context, checkedAtMs, existing)
    )
    return { issue, remark: issue?.remark }
  } catch (thrown) {
    return { issue: undefined, remark: explainIssueFailure(thrown) }
  }
}

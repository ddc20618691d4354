import type { TrackingInputs } from '../publishing.ts'
import type { WorkflowRun } from '../workflow-run.ts'
import { explainGitHubFailure, keepTrackingIssue, type TrackingIssue } from './github.ts'
import { markerOf, planTrackingIssue, type TrackedRun } from './plan.ts'

/** The issue after the run, and what of it did not go as asked. */
export interface TrackingResult {
  readonly issue: TrackingIssue | undefined
  readonly warning: string | undefined
}

/** Bound for all that is asked of GitHub. */
const timeoutMs = 120_000

/** Keeps the tracking issue of a run. Never throws: what GitHub refuses is the warning. */
export async function track(
  run: TrackedRun,
  tracking: TrackingInputs,
  workflowRun: WorkflowRun,
  checkedAtMs: number
): Promise<TrackingResult> {
  const options = {
    ...tracking,
    repository: workflowRun.repository,
    marker: markerOf(run, workflowRun),
    timeoutMs
  }
  try {
    const kept = await keepTrackingIssue(options, (existing) =>
      planTrackingIssue(run, workflowRun, checkedAtMs, existing)
    )
    return { issue: kept?.issue, warning: kept?.warning }
  } catch (thrown) {
    return { issue: undefined, warning: explainGitHubFailure(thrown) }
  }
}

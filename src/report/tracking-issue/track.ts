import type { TrackingInputs } from '../publishing.ts'
import type { WorkflowRun } from '../workflow-run.ts'
import { explainGitHubFailure, keepTrackingIssue, type TrackingResult } from './github.ts'
import { markerOf, planTrackingIssue, type TrackedRun } from './plan.ts'

/** Bound for all that is asked of GitHub. */
const timeoutMs = 120_000

/** Keeps the tracking issue of a run. Never throws: what GitHub refuses is the warning. */
export async function track(
  run: TrackedRun,
  tracking: TrackingInputs,
  workflowRun: WorkflowRun,
  checkedAtMs: number,
  cancelled: AbortSignal
): Promise<TrackingResult> {
  const options = {
    ...tracking,
    repository: workflowRun.repository,
    marker: markerOf(run, workflowRun),
    timeoutMs,
    cancelled
  }
  try {
    return await keepTrackingIssue(options, (existing) =>
      planTrackingIssue(run, workflowRun, checkedAtMs, existing)
    )
  } catch (thrown) {
    return { issue: undefined, warning: explainGitHubFailure(thrown) }
  }
}

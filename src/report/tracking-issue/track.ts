import type { TrackingInputs } from '../publishing.ts'
import type { WorkflowRun } from '../workflow-run.ts'
import { explainGitHubFailure, keepTrackingIssue, type TrackingResult, type TrackingWaits } from './github.ts'
import { markerOf, planTrackingIssue, type TrackedRun } from './plan.ts'

const usualWaits: TrackingWaits = { timeoutMs: 120_000, pauseMs: 1_000 }

/** Keeps the tracking issue of a run. Never throws: what GitHub refuses is the warning. */
export async function track(
  run: TrackedRun,
  tracking: TrackingInputs,
  workflowRun: WorkflowRun,
  checkedAtMs: number,
  cancelled: AbortSignal,
  waits = usualWaits
): Promise<TrackingResult> {
  const options = {
    ...tracking,
    ...waits,
    repository: workflowRun.repository,
    marker: markerOf(run, workflowRun),
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

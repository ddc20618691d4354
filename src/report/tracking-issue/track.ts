import type { TrackingInputs } from '../../model/publishing.ts'
import type { WorkflowRun } from '../workflow-run.ts'
import { keepTrackingIssue, type TrackingResult } from './github.ts'
import type { GitHubWaits } from './github-client.ts'
import { explainGitHubFailure, redactionOf } from './github-error.ts'
import { markerOf, planTrackingIssue, type TrackedRun } from './plan.ts'

/** Keeps the tracking issue of a run. Never throws: what GitHub refuses is the warning. */
export async function track(
  run: TrackedRun,
  tracking: TrackingInputs,
  workflowRun: WorkflowRun,
  checkedAtMs: number,
  cancelled: AbortSignal,
  waits: GitHubWaits = { timeoutMs: 120_000 }
): Promise<TrackingResult> {
  const { apiUrl, repository } = workflowRun
  const marker = markerOf(run, workflowRun)
  const options = { ...tracking, ...waits, apiUrl, repository, marker, cancelled }
  try {
    return await keepTrackingIssue(options, (existing) =>
      planTrackingIssue(run, workflowRun, checkedAtMs, existing)
    )
  } catch (thrown) {
    return { issue: undefined, warning: explainGitHubFailure(thrown, redactionOf(tracking)) }
  }
}

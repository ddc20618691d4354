import { expect, test } from '@jest/globals'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Connection } from '../../src/model/connection.ts'
import type { Job } from '../../src/model/job.ts'
import type { Publishing } from '../../src/model/publishing.ts'
import type { Run } from '../../src/model/run.ts'
import { type AnnotationPlan, planAnnotations } from '../../src/report/annotations.ts'
import { sumBlocked } from '../../src/report/blocked-totals.ts'
import { planLog } from '../../src/report/log.ts'
import { collectOutputs } from '../../src/report/outputs.ts'
import { formatReport, type Span } from '../../src/report/report-file.ts'
import { formatSarif } from '../../src/report/sarif.ts'
import { formatSummary } from '../../src/report/summary/summary.ts'
import { markerOf, planTrackingIssue } from '../../src/report/tracking-issue/plan.ts'
import type { WorkflowRun } from '../../src/report/workflow-run.ts'

/** Every name of a property in a value of `T`, however deep. */
type NamesIn<T> = T extends readonly (infer Entry)[]
  ? NamesIn<Entry>
  : T extends (...given: never[]) => unknown
    ? never
    : T extends object
      ? { [Name in keyof T]-?: Name | NamesIn<T[Name]> }[keyof T]
      : never

/** `npm run typecheck` is the judge of this: it fails where a line that is marked compiles. Nobody calls it. */
function mustNotCompile(inputs: Inputs, workflowRun: WorkflowRun, span: Span, plan: AnnotationPlan): void {
  // The type sees the secrets where they are, and what else is in a run.
  const key: NamesIn<Connection> = 'apiKey'
  const token: NamesIn<Publishing> = 'token'
  const deep: NamesIn<Run>[] = ['requireTls', 'waiver', 'message', 'eu', 'selection']
  // @ts-expect-error
  const keyOfRun: NamesIn<Run> = 'apiKey'
  // @ts-expect-error
  const tokenOfRun: NamesIn<Run> = 'token'
  // @ts-expect-error
  const keyOfJob: NamesIn<Job> = 'apiKey'
  // @ts-expect-error
  const keyOfWorkflowRun: NamesIn<WorkflowRun> = 'apiKey'
  // @ts-expect-error
  const tokenOfWorkflowRun: NamesIn<WorkflowRun> = 'token'
  // @ts-expect-error
  const keyOfPlan: NamesIn<AnnotationPlan> = 'apiKey'

  // @ts-expect-error
  planAnnotations(inputs, [], '')
  // @ts-expect-error
  planLog(inputs, plan, '')
  // @ts-expect-error
  sumBlocked(inputs)
  // @ts-expect-error
  collectOutputs(inputs)
  // @ts-expect-error
  formatReport(inputs, workflowRun, span)
  // @ts-expect-error
  formatSarif(inputs, workflowRun)
  // @ts-expect-error
  formatSummary(inputs, '')
  // @ts-expect-error
  markerOf(inputs, workflowRun)
  // @ts-expect-error
  planTrackingIssue(inputs, workflowRun, 0, undefined)
  void [key, token, deep, keyOfRun, tokenOfRun, keyOfJob, keyOfWorkflowRun, tokenOfWorkflowRun, keyOfPlan]
}

test('a reporter that could print a secret does not compile', () => {
  expect(mustNotCompile).toBeInstanceOf(Function)
})

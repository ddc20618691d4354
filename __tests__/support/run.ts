import { expect } from '@jest/globals'
import type { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { createTransport } from '../../src/http/transport.ts'
import type { Job } from '../../src/model/job.ts'
import type { Run } from '../../src/model/run.ts'
import { formatReport } from '../../src/report/report-file.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { JobRun } from '../../src/run.ts'
import { FakeClock } from './fake-clock.ts'
import { githubRun } from './github-run.ts'
import { schemaErrors } from './report-schema.ts'
import { never, sessionWith } from './session.ts'

/** A whole run against the sandbox, in this process, whose waits take no time. The schema accepts its report. */
export async function runOf(
  sandbox: SendGridSandbox,
  job: Job,
  transport = createTransport(never)
): Promise<Run> {
  const clock = new FakeClock(Date.now())
  const { connection, redact } = sessionWith(sandbox, { maxRetries: 1 }, { clock })
  // A signal of its own: the run listens to it for good.
  const cancelled = new AbortController().signal
  const options = { clock, startMs: clock.date(), cancelled, redact, random: () => 1, log: () => {} }
  const run = await new JobRun({ connection, job }, { ...options, transport }).finish()
  const report = formatReport(run, readWorkflowRun(githubRun()), { startMs: 0, endMs: 1 })
  expect(schemaErrors(JSON.parse(report))).toEqual([])
  return run
}

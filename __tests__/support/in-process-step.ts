import { expect } from '@jest/globals'
import { parseCommandFile } from '../../sandbox/command-file.ts'
import { passedInputs, type Step } from '../../sandbox/runner.ts'
import type { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { stepSucceeds } from '../../src/model/result.ts'
import { githubRun } from './github-run.ts'
import { publisher } from './published.ts'
import { schemaErrors } from './report-schema.ts'
import { runInputs } from './run-inputs.ts'
import { stepInputs } from './step.ts'

/** What of a step is there in this process too. */
export type InProcessStep = Pick<Step, 'exitCode' | 'log' | 'outputs' | 'summary' | 'report'>

/**
 * Runs steps from src/ in this process, as stepOf runs them from dist/ in one of their own, with a clock on which
 * waits for SendGrid take no time. The schema accepts each report. For what a run says and sends; not for how a process starts, masks and ends.
 */
export function inProcessSteps(): (
  sandbox: SendGridSandbox,
  inputs?: Readonly<Record<string, string>>,
  env?: Readonly<Record<string, string>>
) => Promise<InProcessStep> {
  const published = publisher()
  return async (sandbox, inputs = {}, env = {}) => {
    const { run, lines, tracking } = await runInputs(
      await passedInputs({ ...stepInputs(sandbox), ...inputs })
    )
    const { log, outputs, summary, report } = await published(run, tracking, {
      ...githubRun(),
      ...env
    })
    expect(schemaErrors(JSON.parse(report))).toEqual([])
    return {
      exitCode: stepSucceeds(run) ? 0 : 1,
      log: [...lines, log].join('\n'),
      outputs: parseCommandFile(outputs),
      summary,
      report
    }
  }
}

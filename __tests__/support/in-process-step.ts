import { expect } from '@jest/globals'
import { actionFile, passedInputs, type Step } from '../../sandbox/runner.ts'
import { readAsRunner } from '../../sandbox/runner-rules.ts'
import type { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { stepSucceeds } from '../../src/model/result.ts'
import { githubRun } from './github-run.ts'
import { publisher } from './published.ts'
import { schemaErrors } from './report-schema.ts'
import { runInputs } from './run-inputs.ts'
import { stepInputs } from './step.ts'

/** What of a step is there in this process too. */
export type InProcessStep = Pick<Step, 'exitCode' | 'log' | 'outputs' | 'summary' | 'annotations' | 'report'>

/**
 * Runs steps from src/ in this process, as stepOf runs them from dist/ in one of their own, with a clock on which
 * waits for SendGrid take no time. The schema accepts each report, and the runner finds no rule broken. For what a
 * run says and sends; not for how a process starts, masks and ends, nor for where files go.
 */
export function inProcessSteps(): (
  sandbox: SendGridSandbox,
  inputs?: Readonly<Record<string, string>>,
  env?: Readonly<Record<string, string>>
) => Promise<InProcessStep & { readonly sarif: string }> {
  const published = publisher()
  return async (sandbox, inputs = {}, env = {}) => {
    const passed = await passedInputs({ ...stepInputs(sandbox), ...inputs })
    const { run, lines, ...given } = await runInputs(passed)
    const { outputs: outputFile, ...left } = await published(run, given, { ...githubRun(), ...env })
    expect(schemaErrors(JSON.parse(left.report))).toEqual([])
    const log = [...lines, left.log].join('\n')
    const { violations, ...reading } = readAsRunner(
      {
        ...{ log, errorOutput: '', outputFile, summary: left.summary, otherFiles: {} },
        files: { report: left.report, 'SARIF file': left.sarif },
        secrets: ['api-key', 'github-token'].map((name) => passed[name] ?? '')
      },
      Object.keys((await actionFile()).outputs)
    )
    expect(violations).toEqual([])
    return { ...left, ...reading, exitCode: stepSucceeds(run) ? 0 : 1, log }
  }
}

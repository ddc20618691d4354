import { runStep, type Step, type StepOptions } from '../../sandbox/runner.ts'
import { type SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'

/** The setting of an account that complies with every policy here, in SendGrid's names. */
export const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }

/** Inputs of a step that asks the sandbox and does not wait for long, for its waits are real. */
export function stepInputs(sandbox: SendGridSandbox): Record<string, string> {
  return {
    'api-key': sandboxKey,
    'api-url': sandbox.url,
    'require-tls': 'true',
    'max-retries': '0',
    'verify-timeout-seconds': '1'
  }
}

/** Runs dist/ against the sandbox. */
export function stepOf(
  sandbox: SendGridSandbox,
  inputs: Readonly<Record<string, string>> = {},
  options: StepOptions = {}
): Promise<Step> {
  return runStep({ ...stepInputs(sandbox), ...inputs }, options)
}

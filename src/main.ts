import * as core from '@actions/core'
import { Cancellation } from './cancellation.ts'
import { type Clock, systemClock } from './clock.ts'
import { asFailure, failureValue } from './failure.ts'
import { createTransport } from './http/transport.ts'
import { type Inputs, readApiKey, readFilesAlone, readInputs } from './inputs/inputs.ts'
import { redactMessages, stepSucceeds } from './judge/result.ts'
import type { Run } from './judge/types.ts'
import { type Redact, redactionOf } from './redaction.ts'
import { publish } from './report/publish.ts'
import { policyInWords } from './report/words.ts'
import { readWorkflowRun } from './report/workflow-run.ts'
import { type Course, lostRun, runJob } from './run.ts'
import { oneLine } from './text.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure

const cancellation = new Cancellation()
// The second signal of a canceled step is SIGTERM, and on Windows SIGBREAK.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)
  process.on(signal, () => cancellation.cancel(signal))
void main(systemClock(cancellation.run))

// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(clock: Clock): Promise<void> {
  const startMs = clock.date()
  const workflowRun = readWorkflowRun(process.env)
  const redact = redactionOf(readApiKey(input))
  const inputs = readAllInputs(redact)
  const { publishing, warnings } =
    'failure' in inputs
      ? { publishing: { ...readFilesAlone(input, process.env, redact), tracking: undefined }, warnings: [] }
      : inputs
  const report = async (run: Run): Promise<void> => {
    const span = { startMs, endMs: clock.date() }
    const options = { publishing, warnings, workflowRun, span, cancelled: cancellation.run }
    await publish(redactMessages(run, redact), options)
  }
  if ('failure' in inputs) return await report({ kind: 'not-started', failure: inputs.failure })

  core.info(`Policy: ${policyInWords(inputs.job.policy)} (mode ${inputs.job.mode}).`)
  const course: Course = { accounts: undefined, judged: [] }
  const { run: cancelled, requests } = cancellation
  const options = {
    clock,
    cancelled,
    redact,
    transport: createTransport(requests),
    random: Math.random,
    log: core.info
  }
  // The process is about to end although the run has not: what should have settled never did.
  const lost = Promise.withResolvers<Run>()
  process.once('beforeExit', () => lost.resolve(lostRun(inputs, course)))
  // Thrown where nobody can catch it, as by a callback of Node's.
  process.on('uncaughtException', (thrown) => {
    const failure = asFailure(thrown)
    core.info(oneLine(redact(failure.message)))
    cancellation.end(failure)
  })
  const run = await Promise.race([runJob(inputs, course, options), lost.promise])
  if (stepSucceeds(run)) process.exitCode = core.ExitCode.Success
  await report(run)
}

function readAllInputs(redact: Redact): Inputs | Pick<Extract<Run, { kind: 'not-started' }>, 'failure'> {
  try {
    mask(readApiKey(input))
    const inputs = readInputs(input, process.env, redact)
    if (inputs.publishing.tracking) core.setSecret(inputs.publishing.tracking.token)
    // Both clients read the proxies here, and each ignores what it cannot parse.
    Object.assign(process.env, inputs.proxies)
    return inputs
  } catch (thrown) {
    return { failure: failureValue(thrown) }
  }
}

function input(name: string): string {
  return core.getInput(name, { trimWhitespace: false })
}

/** Masks the key, and each piece of one that has white space inside. The runner would star out short ones. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece.length >= 4) core.setSecret(piece)
  }
}

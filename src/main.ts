import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import * as core from '@actions/core'
import { Cancellation } from './cancellation.ts'
import { type Clock, systemClock } from './clock.ts'
import { createTransport } from './http/transport.ts'
import { type Inputs, readApiKey, readFilesAlone, readInputs } from './inputs/inputs.ts'
import { asFailure, failureValue } from './model/failure.ts'
import { stepSucceeds } from './model/result.ts'
import type { Run } from './model/run.ts'
import { createRedaction, type Redact, redactMessages } from './redaction.ts'
import { formatPolicy } from './report/format.ts'
import { publish } from './report/publish.ts'
import { readEvent, readWorkflowRun } from './report/workflow-run.ts'
import { type RunState, runJob, unsettledRun } from './run.ts'
import { oneLine } from './text.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure
// Where nobody reads the log or nothing holds it, the log is lost and nothing else.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
// In Node's 250 ms a slow line connects to no address of a host, where those of IPv6 lead nowhere.
if (!statesAddressTimeout(process.env['NODE_OPTIONS'])) setDefaultAutoSelectFamilyAttemptTimeout(2_000)

const cancellation = new Cancellation()
// The second signal of a canceled step is SIGTERM, and on Windows SIGBREAK; a terminal that closes sends SIGHUP.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const)
  process.on(signal, () => cancellation.cancel(signal))
void main(systemClock(cancellation.run))

// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(clock: Clock): Promise<void> {
  const startMs = clock.date()
  const redact = createRedaction(readApiKey(input))
  // Thrown where nobody can catch it, as by a callback of Node's.
  process.on('uncaughtException', (thrown) => {
    const failure = asFailure(thrown)
    core.info(oneLine(redact(failure.message)))
    cancellation.end(failure)
  })
  const { run, publishing, warnings } = await finishedRun(clock, startMs, redact)
  const shown = redactMessages(run, redact)
  if (stepSucceeds(run)) process.exitCode = core.ExitCode.Success
  const span = { startMs, endMs: clock.date() }
  const event = publishing.tracking && readEvent(process.env['GITHUB_EVENT_PATH'])
  const workflowRun = readWorkflowRun(process.env, event)
  await publish(shown, { publishing, warnings, workflowRun, span, cancelled: cancellation.run })
}

function statesAddressTimeout(nodeOptions = ''): boolean {
  return nodeOptions.replaceAll('_', '-').includes('--network-family-autoselection-attempt-timeout')
}

/** Never throws: what is thrown before the run is why it has not started. */
async function finishedRun(
  clock: Clock,
  startMs: number,
  redact: Redact
): Promise<{ readonly run: Run } & Pick<Inputs, 'publishing' | 'warnings'>> {
  try {
    const inputs = readAllInputs(redact)
    return { ...inputs, run: await runOf(inputs, clock, startMs, redact) }
  } catch (thrown) {
    const publishing = { ...readFilesAlone(input, process.env, redact), tracking: undefined }
    return { run: { kind: 'not-started', failure: failureValue(thrown) }, publishing, warnings: [] }
  }
}

/** The run, also one that never settles. */
async function runOf(inputs: Inputs, clock: Clock, startMs: number, redact: Redact): Promise<Run> {
  core.info(`Policy: ${formatPolicy(inputs.job.policy)} (mode ${inputs.job.mode}).`)
  const course: RunState = { accounts: undefined, judged: [] }
  const { run: cancelled, requests } = cancellation
  const options = {
    clock,
    startMs,
    cancelled,
    redact,
    transport: createTransport(requests),
    random: Math.random,
    log: core.info
  }
  // The process is about to end although the run has not: what should have settled never did.
  const lost = Promise.withResolvers<Run>()
  process.once('beforeExit', () => lost.resolve(unsettledRun(inputs, course)))
  return await Promise.race([runJob(inputs, course, options), lost.promise])
}

function readAllInputs(redact: Redact): Inputs {
  mask(readApiKey(input))
  const inputs = readInputs(input, process.env, redact)
  if (inputs.publishing.tracking) core.setSecret(inputs.publishing.tracking.token)
  // Both clients read the proxies here, and each ignores what it cannot parse.
  Object.assign(process.env, inputs.proxies)
  return inputs
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

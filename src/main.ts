import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import * as core from '@actions/core'
import { Cancellation } from './cancellation.ts'
import { type Clock, systemClock } from './clock.ts'
import { createTransport } from './http/transport.ts'
import { type Inputs, type RefusedInputs, readApiKey, readInputs } from './inputs/inputs.ts'
import { asFailure, failureValue } from './model/failure.ts'
import { stepSucceeds } from './model/result.ts'
import type { Run } from './model/run.ts'
import { createRedaction, type Redact, redactMessages } from './redaction.ts'
import { formatPolicy } from './report/format.ts'
import { publish } from './report/publish.ts'
import { readEvent, readWorkflowRun } from './report/workflow-run.ts'
import { JobRun } from './run.ts'
import { oneLine } from './text.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure
// A log that nobody reads, or that cannot be written, loses its lines. The run goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
// Node's 250 ms are too short for a slow line: it reaches no address of a host whose IPv6 addresses do not answer.
if (!statesAddressTimeout(process.env['NODE_OPTIONS'])) setDefaultAutoSelectFamilyAttemptTimeout(2_000)

const cancellation = new Cancellation()
// The second signal of a canceled step is SIGTERM, and on Windows SIGBREAK; a terminal that closes sends SIGHUP.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const)
  process.on(signal, () => cancellation.cancel(signal))
void main(systemClock(cancellation.run))

// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(clock: Clock): Promise<void> {
  const startMs = clock.date()
  const apiKey = readApiKey(input)
  mask(apiKey)
  const redact = createRedaction(apiKey)
  endOnUncaughtError(redact)
  const inputs = readInputs(input, process.env, redact)
  const { publishing, warnings } = inputs
  if (publishing.tracking) core.setSecret(publishing.tracking.token)
  const run = redactMessages(await runOf(inputs, clock, startMs, redact), redact)
  if (stepSucceeds(run)) process.exitCode = core.ExitCode.Success
  const span = { startMs, endMs: clock.date() }
  const event = publishing.tracking && readEvent(process.env['GITHUB_EVENT_PATH'])
  const workflowRun = readWorkflowRun(process.env, event)
  await publish(run, { publishing, warnings, workflowRun, span, cancelled: cancellation.run })
}

function statesAddressTimeout(nodeOptions = ''): boolean {
  return nodeOptions.replaceAll('_', '-').includes('--network-family-autoselection-attempt-timeout')
}

function input(name: string): string {
  return core.getInput(name, { trimWhitespace: false })
}

/** Masks the key, and its pieces where white space is inside. Of short ones the runner would hide each occurrence. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece.length >= 4) core.setSecret(piece)
  }
}

/** An error that nobody can catch, as in a callback of Node, ends the run with its reason. */
function endOnUncaughtError(redact: Redact): void {
  process.on('uncaughtException', (thrown) => {
    const failure = asFailure(thrown)
    core.info(oneLine(redact(failure.message)))
    cancellation.end(failure)
  })
}

/** The run that the inputs ask for, also one that never settles. */
async function runOf(
  inputs: Inputs | RefusedInputs,
  clock: Clock,
  startMs: number,
  redact: Redact
): Promise<Run> {
  if ('failure' in inputs) return { kind: 'not-started', failure: inputs.failure }
  core.info(`Policy: ${formatPolicy(inputs.job.policy)} (mode ${inputs.job.mode}).`)
  // Both clients read the proxies here, and each ignores what it cannot parse.
  Object.assign(process.env, inputs.proxies)
  const { run: cancelled, requests } = cancellation
  const transport = createTransport(requests)
  const { random } = Math
  const run = new JobRun(inputs, { clock, startMs, cancelled, redact, transport, random, log: core.info })
  // Node emits this when nothing is left to wait for: then some promise of the run never settled.
  const lost = Promise.withResolvers<Run>()
  process.once('beforeExit', () => {
    const bug = new Error('The run ended before it was over: something never settled.')
    lost.resolve(run.soFar(failureValue(bug)))
  })
  return await Promise.race([run.finish(), lost.promise])
}

import { createTransport } from '../../src/http/transport.ts'
import { type Inputs, readApiKey, readInputs } from '../../src/inputs/inputs.ts'
import { Failure } from '../../src/model/failure.ts'
import type { TrackingInputs } from '../../src/model/publishing.ts'
import type { Run } from '../../src/model/run.ts'
import { createRedaction, redactMessages } from '../../src/redaction.ts'
import { JobRun } from '../../src/run.ts'
import { FakeClock } from './fake-clock.ts'
import { never } from './session.ts'

/** The inputs where all are right. Throws why they are refused. */
export function acceptedInputs(...given: Parameters<typeof readInputs>): Inputs {
  const inputs = readInputs(...given)
  if (!('failure' in inputs)) return inputs
  throw new Failure(inputs.failure.reason, inputs.failure.message)
}

/** The inputs as a step reads them, or why they are refused. Throws whatever is no refusal. */
export function inputsOf(passed: Readonly<Record<string, string>>): Inputs | Failure {
  const read = (name: string): string => passed[name] ?? ''
  try {
    return acceptedInputs(read, {}, createRedaction(readApiKey(read)))
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.reason === 'invalid-input') return thrown
    throw thrown
  }
}

interface RunOfInputs {
  readonly run: Run
  /** What it logs under way. */
  readonly lines: readonly string[]
  readonly tracking?: TrackingInputs | undefined
  readonly warnings?: Inputs['warnings']
}

/** A run as main.ts has it, from strings to what the reporters get. */
export async function runInputs(passed: Readonly<Record<string, string>>): Promise<RunOfInputs> {
  const redact = createRedaction(readApiKey((name) => passed[name] ?? ''))
  const inputs = inputsOf(passed)
  if (inputs instanceof Failure)
    return { run: redactMessages({ kind: 'not-started', failure: inputs }, redact), lines: [] }
  const lines: string[] = []
  const clock = new FakeClock(Date.now())
  const options = {
    clock,
    startMs: clock.date(),
    cancelled: never,
    redact,
    random: () => 1,
    log: (line: string) => lines.push(line)
  }
  const run = await new JobRun(inputs, { ...options, transport: createTransport(never) }).finish()
  const { publishing, warnings } = inputs
  return { run: redactMessages(run, redact), lines, tracking: publishing.tracking, warnings }
}

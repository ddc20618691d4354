import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseCommandFile } from '../../sandbox/command-file.ts'
import * as faults from '../../sandbox/faults.ts'
import { stepEnvironment } from '../../sandbox/runner.ts'
import { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { secure, stepInputs } from '../support/step.ts'
import { fullDevice, signals } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

// Nobody reads the log, or nothing holds it: that costs the log alone.

let sandbox: SendGridSandbox
const workspace = testWorkspace()
const started: ChildProcess[] = []
const opened: number[] = []

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  for (const file of opened.splice(0)) closeSync(file)
  await sandbox.stop()
})

/** How a stream is lost. */
type Loss = 'closed' | 'closed later' | 'full' | 'not writable'
type Streams = readonly [stdout: Loss, stderr: Loss | 'read']

interface Lost {
  readonly streams: Streams
  readonly inputs?: Record<string, string>
  readonly env?: Record<string, string>
  /** Is given the process at once. */
  readonly onStart?: (child: ChildProcess) => void
}

/** A step of dist/ that loses these streams, and what it leaves behind. */
async function stepThatLoses({ streams, inputs = {}, env = {}, onStart }: Lost) {
  const folder = workspace.path
  const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
  const child = spawn(process.execPath, [entry], {
    env: { ...(await stepEnvironment({ ...stepInputs(sandbox), ...inputs }, folder)), ...env },
    stdio: ['ignore', ...streams.map(targetOf)] as const
  })
  started.push(child)
  onStart?.(child)
  for (const [index, stream] of [child.stdout, child.stderr].entries()) {
    if (streams[index] === 'closed') stream?.destroy()
    if (streams[index] === 'closed later') stream?.once('data', () => stream.destroy())
    if (streams[index] === 'read') stream?.resume()
  }
  const [exitCode] = await once(child, 'exit')
  const textOf = (name: string): Promise<string> => readFile(name, 'utf8')
  const outputs = parseCommandFile(await textOf(join(folder, 'output')))
  const summary = await textOf(join(folder, 'summary'))
  return { exitCode, outputs, summary, report: JSON.parse(await textOf(outputs['report-file'] ?? '')) }
}

function targetOf(loss: Streams[number]): 'pipe' | number {
  if (loss !== 'full' && loss !== 'not writable') return 'pipe'
  const file = loss === 'full' ? openSync('/dev/full', 'w') : openSync(fileURLToPath(import.meta.url), 'r')
  opened.push(file)
  return file
}

type Step = Awaited<ReturnType<typeof stepThatLoses>>

function expectAll({ exitCode, outputs, summary, report }: Step, code: number, result: string, reason = '') {
  expect([exitCode, outputs['result'], outputs['reason']]).toEqual([code, result, reason])
  expect([report.result, report.reason ?? '']).toEqual([result, reason])
  expect(summary).toContain('Enforced TLS')
}

const deviating = { ...secure, require_tls: false }
type Ending = [what: string, inputs: Record<string, string>, code: number, result: string, reason?: string]
/** How a run ends, by its inputs: each way to lose the streams sees one that is green, after a write, and one that is red. */
const endings: Ending[] = [
  ['is applied', { mode: 'apply' }, 0, 'applied'],
  ['deviates', {}, 1, 'deviating', 'deviation']
]
const furtherEndings: Ending[] = [
  ['complies', {}, 0, 'compliant'],
  ['cannot start', { mode: 'x' }, 1, 'unverified', 'invalid-input']
]
const closed: Streams = ['closed', 'closed']
const everywhere: Streams[] = [
  ['closed', 'read'],
  closed,
  ['closed later', 'read'],
  ['not writable', 'not writable']
]
const onLinux: Streams[] = [
  ['full', 'read'],
  ['full', 'full'],
  ['closed', 'full']
]
const casesOf = (streams: Streams[]) =>
  streams.flatMap(([out, err]) => endings.map((ending) => [out, err, ...ending] as const))
const further = furtherEndings.map((ending) => [...closed, ...ending] as const)

async function endsAsEver(
  ...[out, err, what, inputs, code, result, reason]: ReturnType<typeof casesOf>[number]
) {
  if (what !== 'complies') sandbox.parent.settings = deviating
  const step = await stepThatLoses({ streams: [out, err], inputs })
  expectAll(step, code, result, reason)
}
test.each([...casesOf(everywhere), ...further])('stdout %s, stderr %s: a run that %s', endsAsEver)
fullDevice.test.each(casesOf(onLinux))('stdout %s, stderr %s: a run that %s', endsAsEver)

test('max-minutes is kept', async () => {
  sandbox.everyRequest = () => faults.rateLimited({ 'retry-after': '90' })
  const inputs = { 'max-minutes': '1', 'max-retries': '5' }
  const step = await stepThatLoses({ streams: closed, inputs })
  expectAll(step, 1, 'unverified', 'rate-limited')
})

// That of a terminal that closes. The others are in cancellation.test.ts.
signals.test('SIGHUP ends the run, with its report', async () => {
  const inputs = { 'request-timeout-seconds': '300' }
  const onStart = (child: ChildProcess): void => {
    sandbox.everyRequest = () => {
      child.kill('SIGHUP')
      return faults.silence
    }
  }
  const step = await stepThatLoses({ streams: closed, inputs, onStart })
  expectAll(step, 1, 'unverified', 'cancelled')
})

signals.test('an error that nobody catches is reported, and is no reason for another one', async () => {
  const code = "process.once('SIGUSR2', () => { throw new RangeError('no dice') })"
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` }
  const inputs = { 'request-timeout-seconds': '300' }
  const onStart = (child: ChildProcess): void => {
    sandbox.everyRequest = () => {
      child.kill('SIGUSR2')
      return faults.silence
    }
  }
  const step = await stepThatLoses({ streams: closed, inputs, env, onStart })
  expectAll(step, 1, 'unverified', 'bug')
  expect(step.report.accounts[0].message).toContain('RangeError: no dice')
})

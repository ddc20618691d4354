import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { readAsRunner, type ShownAnnotation } from './runner-rules.ts'

/** What `github.token` is in the sandbox. */
export const sandboxToken = 'token-of-the-sandbox'

/** A step that runs longer hangs. The longest of the bench takes half a minute. */
export const longestStepMs = 120_000

const running = new Set<ChildProcess>()
let over = false

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a step of a workflow leaves behind. */
export interface Step {
  readonly exitCode: number | null
  readonly log: string
  readonly errorOutput: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly annotations: readonly ShownAnnotation[]
  /** The text of the report file; empty when there is none. */
  readonly report: string
}

export interface StepOptions {
  /** Set for the process, over what a runner sets. `undefined` leaves a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Resolves to the signal that the process is to get, once it is time. */
  readonly signalWhen?: Promise<NodeJS.Signals>
  /** The action's folder: `dist/index.js` is run from it, also when coverage is measured. */
  readonly actionFolder?: string
  /** Where the step runs; a folder of its own if it is not stated. */
  readonly cwd?: string
}

/**
 * Runs the committed `dist/` as GitHub's runner does: a process of its own, inputs in `INPUT_*` with the
 * defaults of action.yml, files for outputs and summary, and a folder that is not the action's. Throws when the
 * step hangs or is ended by `endSteps`, with what it has logged, and when it breaks a rule of the runner.
 */
export async function runStep(
  inputs: Readonly<Record<string, string>>,
  options: StepOptions = {}
): Promise<Step> {
  const folder = await mkdtemp(join(tmpdir(), 'step-'))
  try {
    const env = { ...(await stepEnvironment(inputs, folder)), ...measuring, ...options.env }
    const entry = entryOf(options.actionFolder)
    const ended = await spawned(entry, options.cwd ?? folder, env, options.signalWhen)
    const summary = await textOf(join(folder, summaryFile))
    const { outputs, annotations } = await taken(folder, env, { ...ended, summary })
    return { ...ended, outputs, annotations, summary, report: await textOf(outputs['report-file'] ?? '') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Where Node writes what V8 has seen: scripts/coverage.ts. */
const { NODE_V8_COVERAGE: coverageFolder } = process.env
const measuring = coverageFolder === undefined ? {} : { NODE_V8_COVERAGE: coverageFolder }

/** When coverage is measured it is the source, since V8 counts the lines of the file that it runs. */
function entryOf(actionFolder: string | undefined): string {
  if (coverageFolder !== undefined && actionFolder === undefined) return join(root, 'src', 'main.ts')
  return join(actionFolder ?? root, 'dist', 'index.js')
}

const outputFile = 'output'
const summaryFile = 'summary'
/** Those that this action leaves alone. */
const otherFiles = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE']

/** What the runner takes of what a step has left. Throws when that breaks one of its rules. */
async function taken(
  folder: string,
  env: NodeJS.ProcessEnv,
  ended: Pick<Step, 'log' | 'errorOutput' | 'summary'>
): Promise<Pick<Step, 'outputs' | 'annotations'>> {
  const others = otherFiles.map(async (name) => [name, await textOf(join(folder, name))])
  const written = await readdir(folder)
  const files = written.map(async (name) => [name, await textOf(join(folder, name))])
  const left = {
    ...ended,
    files: Object.fromEntries(await Promise.all(files)),
    secrets: ['INPUT_API-KEY', 'INPUT_GITHUB-TOKEN'].map((name) => env[name] ?? ''),
    outputFile: env['GITHUB_OUTPUT'] === undefined ? undefined : await textOf(join(folder, outputFile)),
    otherFiles: Object.fromEntries(await Promise.all(others))
  }
  const { violations, ...reading } = readAsRunner(left, Object.keys((await actionFile()).outputs))
  if (violations.length > 0)
    throw new Error(
      `The step breaks rules of the runner:\n${violations.slice(0, 20).join('\n')}\nIt said:\n${ended.log}`
    )
  return reading
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

/** The environment of a step, whose files are in `folder` and are made here. */
export async function stepEnvironment(
  inputs: Readonly<Record<string, string>>,
  folder: string
): Promise<Record<string, string>> {
  for (const file of [outputFile, summaryFile, ...otherFiles]) await writeFile(join(folder, file), '')
  return {
    PATH: process.env['PATH'] ?? '',
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, outputFile),
    GITHUB_STEP_SUMMARY: join(folder, summaryFile),
    ...Object.fromEntries(otherFiles.map((name) => [name, join(folder, name)])),
    GITHUB_SERVER_URL: 'https://github.com',
    ...inputVariables(await passedInputs(inputs))
  }
}

/**
 * What GitHub passes for a step that states these inputs. One that it does not state has its default, and is
 * an empty string if it has none.
 */
export async function passedInputs(
  stated: Readonly<Record<string, string>>
): Promise<Record<string, string>> {
  const { inputs } = await actionFile()
  const unknown = Object.keys(stated).filter((name) => !(name in inputs))
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
  const entries = Object.entries(inputs)
  return Object.fromEntries(
    entries.map(([name, input]) => [name, stated[name] ?? evaluated(input.default ?? '')])
  )
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly outputs: Readonly<Record<string, object>>
}

let actionFileRead: Promise<ActionFile> | undefined

/** action.yml, read and parsed once: a test file runs up to a hundred steps. */
export function actionFile(): Promise<ActionFile> {
  actionFileRead ??= readFile(join(root, 'action.yml'), 'utf8').then((text) => parse(text) as ActionFile)
  return actionFileRead
}

/** Inputs as the runner passes them. */
export function inputVariables(inputs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  )
}

/** The one expression that action.yml has as a default. */
function evaluated(standard: string): string {
  return standard.replace(/^\$\{\{ github\.token \}\}$/, sandboxToken)
}

/** Ends the steps that still run, as those of a test that has not waited for them, and lets no other start. */
export function endSteps(): void {
  over = true
  for (const child of running) child.kill('SIGKILL')
}

function spawned(
  entry: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  signalWhen: StepOptions['signalWhen']
): Promise<Pick<Step, 'exitCode' | 'log' | 'errorOutput'>> {
  return new Promise((resolve, reject) => {
    if (over) throw new Error('No step may start any more')
    const child = spawn(process.execPath, [entry], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestStepMs,
      killSignal: 'SIGKILL'
    })
    running.add(child)
    void signalWhen?.then((signal) => child.kill(signal))
    let log = ''
    let errorOutput = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      log += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errorOutput += text
    })
    child.on('error', reject)
    child.on('close', (exitCode, signal) => {
      running.delete(child)
      if (signal !== 'SIGKILL') resolve({ exitCode, log, errorOutput })
      // No result, so that whoever waits for one stops here and does not start the next step.
      else reject(new Error(`The step took too long and was killed. It said:\n${log}${errorOutput}`))
    })
  })
}

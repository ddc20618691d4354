import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { actionRepository } from '../../src/about.ts'
import { type Contexts, holds, textOf } from './conditions.ts'

/** A step of a workflow, as far as a test runs it. */
export interface RecipeStep {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly run?: string
}

interface RecipeJob {
  readonly if?: string
  readonly steps: readonly RecipeStep[]
}

/** The jobs of a workflow by their names. */
export type RecipeJobs = Readonly<Record<string, RecipeJob>>

interface Ended {
  readonly status: number | null
  readonly output: string
}

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')

/** The text under a heading of docs/recipes.md. */
export function sectionOf(title: string): string {
  const [, section] = read('docs/recipes.md').split(`\n## ${title}\n`)
  if (section === undefined) throw new Error(`There is no recipe ${title}`)
  return section.split('\n## ')[0] ?? ''
}

/** The jobs of each workflow under a heading of docs/recipes.md. */
export function recipesOf(title: string): RecipeJobs[] {
  const blocks = [...sectionOf(title).matchAll(/^```yaml\n(.*?)^```$/gms)]
  return blocks.map(([, block = '']) => (parse(block) as { jobs: RecipeJobs }).jobs)
}

/** The jobs of a file in examples/. */
export function exampleOf(name: string): RecipeJobs {
  return (parse(read(`examples/${name}.yml`)) as { jobs: RecipeJobs }).jobs
}

/** The steps of the one job of a workflow. */
export function stepsOf(jobs: RecipeJobs | undefined): readonly RecipeStep[] {
  const [job, ...others] = Object.values(jobs ?? {})
  if (job === undefined || others.length > 0) throw new Error('There is not one job')
  return job.steps
}

/** The one script of steps. */
export function scriptIn(steps: readonly RecipeStep[]): string {
  const [script, ...others] = steps.flatMap(({ run }) => (run === undefined ? [] : [run]))
  if (script === undefined || others.length > 0) throw new Error('There is not one script')
  return script
}

/** Runs a script as a step of a workflow does. */
export async function bash(script: string, env: Record<string, string>, cwd?: string): Promise<Ended> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    env: { ...process.env, ...env },
    cwd
  })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, output: (await output).join('') }
}

/** What a step with this action has left. */
export interface ActionEnded {
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
}

/** How a job has ended, and each of its steps by its place. */
export interface JobEnded {
  readonly isRed: boolean
  readonly outcomes: readonly ('success' | 'failure' | 'skipped')[]
  readonly output: string
}

/** Runs the steps of a job as GitHub does: conditions and texts by its own expressions, scripts in bash. */
export async function runSteps(
  steps: readonly RecipeStep[],
  runAction: (inputs: Record<string, string>) => Promise<ActionEnded>,
  workspace?: string
): Promise<JobEnded> {
  const known: Record<string, { outputs: ActionEnded['outputs']; outcome: string }> = {}
  const outcomes: JobEnded['outcomes'][number][] = []
  let output = ''
  const run = async (step: RecipeStep, contexts: Contexts): Promise<ActionEnded> => {
    const filled = (texts: Readonly<Record<string, unknown>> = {}): Record<string, string> =>
      Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, fill(String(value), contexts)]))
    if (step.run === undefined) {
      if (!step.uses?.startsWith(`${actionRepository}@`)) throw new Error(`${step.uses} cannot be run here`)
      return await runAction(filled(step.with))
    }
    const ended = await bash(step.run, filled(step.env), workspace)
    output += ended.output
    return { exitCode: ended.status, outputs: {} }
  }
  for (const step of steps) {
    const contexts = { steps: known }
    const hasFailed = outcomes.includes('failure')
    const isRun = holds(step.if, contexts, hasFailed)
    const { exitCode, outputs } = isRun ? await run(step, contexts) : { exitCode: 0, outputs: {} }
    const outcome = !isRun ? 'skipped' : exitCode === 0 ? 'success' : 'failure'
    outcomes.push(outcome)
    if (step.id !== undefined) known[step.id] = { outputs, outcome }
  }
  return { isRed: outcomes.includes('failure'), outcomes, output }
}

function fill(value: string, contexts: Contexts): string {
  return value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => textOf(expression, contexts))
}

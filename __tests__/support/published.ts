import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'
import type { TrackingInputs } from '../../src/model/publishing.ts'
import type { Run } from '../../src/model/run.ts'
import { publish } from '../../src/report/publish.ts'
import { planTrackingIssue } from '../../src/report/tracking-issue/plan.ts'
import { readEvent, readWorkflowRun } from '../../src/report/workflow-run.ts'
import { githubRun } from './github-run.ts'
import { never } from './session.ts'

/** What a run leaves in each channel; the issue as its title, its body and its comments, one after the other. */
export interface Published {
  readonly log: string
  readonly outputs: string
  readonly summary: string
  readonly report: string
  /** Empty where there is no SARIF file. */
  readonly sarif: string
  readonly issue: string
}

/** What of the inputs a reporter gets. */
interface Given {
  readonly tracking?: TrackingInputs | undefined
  readonly warnings?: readonly string[] | undefined
}

/**
 * Publishes runs in this process as main.ts does, into files of its own, with what goes to the standard output
 * kept. The issue is what is planned, for nobody and for an issue that is open. GitHub is asked only with `tracking`.
 */
export function publisher(): (run: Run, given?: Given, env?: Record<string, string>) => Promise<Published> {
  let folder: string
  const file = (name: string): string => join(folder, name)
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'published-'))
    process.env['GITHUB_OUTPUT'] = file('outputs')
    process.env['GITHUB_STEP_SUMMARY'] = file('summary')
  })
  afterAll(async () => {
    delete process.env['GITHUB_OUTPUT']
    delete process.env['GITHUB_STEP_SUMMARY']
    await rm(folder, { recursive: true })
  })
  return async (run, { tracking, warnings = [] } = {}, env = githubRun()) => {
    await rm(file('sarif'), { force: true })
    for (const name of ['outputs', 'summary']) await writeFile(file(name), '')
    const workflowRun = readWorkflowRun(env, readEvent(env['GITHUB_EVENT_PATH']))
    const log = await loggedBy(() =>
      publish(run, {
        publishing: { reportFile: file('report.json'), sarifFile: file('sarif'), tracking },
        warnings,
        workflowRun,
        span: { startMs: 0, endMs: 1 },
        cancelled: never
      })
    )
    const read = (name: string): Promise<string> => readFile(file(name), 'utf8').catch(() => '')
    return {
      log,
      outputs: await read('outputs'),
      summary: await read('summary'),
      report: await read('report.json'),
      sarif: await read('sarif'),
      issue: issueOf(run)
    }
  }
}

async function loggedBy(act: () => Promise<void>): Promise<string> {
  const { write } = process.stdout
  let log = ''
  process.stdout.write = (text: string | Uint8Array): boolean => {
    log += text
    return true
  }
  try {
    await act()
  } finally {
    process.stdout.write = write
  }
  return log
}

function issueOf(run: Run): string {
  if (run.kind === 'not-started') return ''
  const plans = [undefined, 'an issue that is open'].map((existing) =>
    planTrackingIssue(run, readWorkflowRun(githubRun()), 0, existing)
  )
  return plans
    .flatMap((plan) => [
      ...('title' in plan ? [plan.title] : []),
      ...('body' in plan ? [plan.body] : []),
      ...('comment' in plan && plan.comment !== undefined ? [plan.comment] : [])
    ])
    .join('\n\n')
}

import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import * as core from '@actions/core'
import { asFailure } from '../failure.ts'
import type { Run } from '../judge/types.ts'
import { oneLine } from '../text.ts'
import { type Annotation, annotationsOf } from './annotations.ts'
import { removeFile, writeWholeFile } from './file.ts'
import { logLines } from './log.ts'
import { outputsOf } from './outputs.ts'
import type { Publishing } from './publishing.ts'
import { reportOf, type Span } from './report-file.ts'
import { sarifOf } from './sarif.ts'
import { summaryOf } from './summary/summary.ts'
import type { TrackingIssue } from './tracking-issue/github.ts'
import type { Folders, WorkflowRun } from './workflow-run.ts'

/** What the channels need besides the run. */
export interface PublishOptions {
  readonly publishing: Publishing
  readonly workflowRun: WorkflowRun
  readonly folders: Folders
  readonly span: Span
}

/** Publishes on each channel in turn, best effort: one that fails is a warning, and the next is tried. */
export async function publish(run: Run, options: PublishOptions): Promise<void> {
  const { actionUrl } = options.workflowRun
  const reportFile = await bestEffort('report', () => writeReport(run, options))
  await bestEffort('outputs', () => setOutputs({ ...outputsOf(run), 'report-file': reportFile ?? '' }))
  await bestEffort('log', () => {
    for (const line of logLines(run)) core.info(line)
  })
  await bestEffort('annotations', () => {
    for (const annotation of annotationsOf(run, actionUrl)) annotate(annotation)
  })
  await bestEffort('job summary', () => core.summary.addRaw(summaryOf(run, actionUrl)).write())
  await bestEffort('SARIF file', () => writeSarif(run, reportFile, options))
  const issue = await bestEffort('tracking issue', () => trackIssue(run, options))
  await bestEffort('outputs', () =>
    setOutputs({ 'issue-number': String(issue?.number ?? ''), 'issue-url': issue?.url ?? '' })
  )
}

async function bestEffort<T>(channel: string, write: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : asFailure(thrown).message
    core.warning(`The ${channel} could not be written: ${oneLine(message)}`)
    return undefined
  }
}

function setOutputs(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/** Returns the report's absolute path. */
function writeReport(run: Run, { publishing, workflowRun, folders, span }: PublishOptions): string {
  const stated = publishing.reportFile
  const path =
    stated === undefined
      ? resolve(folders.temporary, `enforced-tls-report-${randomUUID()}.json`)
      : resolve(folders.workspace, stated)
  writeWholeFile(path, reportOf(run, workflowRun, span))
  return path
}

function writeSarif(run: Run, reportFile: string | undefined, options: PublishOptions): void {
  const { publishing, workflowRun, folders } = options
  if (run.kind === 'not-started' || publishing.sarifFile === undefined) return
  const path = resolve(folders.workspace, publishing.sarifFile)
  if (path === reportFile) throw new Error(`${path} is the report`)
  const sarif = sarifOf(run, workflowRun)
  // A file that an earlier run left would be taken for one of this run.
  if (sarif === undefined) removeFile(path)
  else writeWholeFile(path, sarif.text)
  if (sarif !== undefined && sarif.omitted > 0)
    core.warning(`The SARIF file leaves out ${sarif.omitted} results: GitHub takes 25,000.`)
}

/** A bundle of its own, loaded only for a run that has something to track: scripts/bundle.cjs. */
async function trackIssue(run: Run, options: PublishOptions): Promise<TrackingIssue | undefined> {
  const { publishing, workflowRun, span } = options
  if (run.kind === 'not-started' || publishing.tracking === undefined) return undefined
  const { track } = await import(/* webpackIgnore: true */ './tracking-issue/track.ts')
  const { issue, warning } = await track(run, publishing.tracking, workflowRun, span.endMs)
  if (warning !== undefined) core.warning(warning, { title: 'Tracking issue' })
  return issue
}

function annotate({ level, title, message }: Annotation): void {
  const annotators = { error: core.error, warning: core.warning, notice: core.notice }
  annotators[level](message, { title })
}

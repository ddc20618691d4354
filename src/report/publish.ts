import * as core from '@actions/core'
import { asFailure, Failure } from '../model/failure.ts'
import type { Publishing } from '../model/publishing.ts'
import { resultOf } from '../model/result.ts'
import type { Run } from '../model/run.ts'
import { isSameFile } from '../same-file.ts'
import { oneLine } from '../text.ts'
import { type Annotation, planAnnotations } from './annotations.ts'
import { writeWholeFile } from './atomic-file.ts'
import { type Log, type LogEntry, planLog } from './log.ts'
import { collectOutputs } from './outputs.ts'
import { formatReport, type Span } from './report-file.ts'
import { formatSarif } from './sarif.ts'
import { formatFoot, formatSummary } from './summary/summary.ts'
import type { TrackingIssue } from './tracking-issue/github.ts'
import { explainUntracked, type WorkflowRun } from './workflow-run.ts'

/** What the channels need besides the run. */
export interface PublishOptions {
  readonly publishing: Publishing
  /** About the inputs. */
  readonly warnings: readonly string[]
  readonly workflowRun: WorkflowRun
  readonly span: Span
  /** Ends the requests to GitHub. */
  readonly cancelled: AbortSignal
}

/**
 * Publishes on each channel in turn, best effort: one that fails is a warning, and the next is tried. What needs no
 * network comes first, since a canceled step has seconds and GitHub may hang. So the summary gets its foot, which links
 * the tracking issue, at the end. The verdict is the last line of the log.
 */
export async function publish(run: Run, options: PublishOptions): Promise<void> {
  const { publishing, workflowRun, span } = options
  const { reasonsUrl } = workflowRun
  const warnings = new Warnings(options.warnings)
  const reportFile = await warnings.bestEffort('report', () => {
    writeWholeFile(publishing.reportFile, formatReport(run, workflowRun, span))
    return publishing.reportFile
  })
  await warnings.bestEffort('outputs', () =>
    setOutputs({ ...collectOutputs(run), 'report-file': reportFile ?? '' })
  )
  await warnings.bestEffort('SARIF file', () => writeSarif(run, options, warnings))
  await warnings.bestEffort('job summary', () => core.summary.addRaw(formatSummary(run, reasonsUrl)).write())

  const lastLine = await warnings.bestEffort('log', () => {
    // A warning about the tracking issue may come after these.
    const kept = publishing.tracking === undefined ? [] : [untrackedNotice(workflowRun) ?? asWarning('')]
    const plan = planAnnotations(run, [...warnings.annotations, ...kept], reasonsUrl)
    const log = planLog(run, plan, reasonsUrl)
    writeLog(log)
    return log.lastLine
  })
  warnings.show()
  const issue = await trackIssue(run, options)
  await warnings.bestEffort('outputs', () =>
    setOutputs({ 'issue-number': String(issue?.number ?? ''), 'issue-url': issue?.url ?? '' })
  )
  await warnings.bestEffort('job summary', () =>
    core.summary.addRaw(formatFoot(workflowRun, span.endMs, issue)).write()
  )
  warnings.show()
  if (issue !== undefined) core.info(`Tracking issue: ${oneLine(issue.url)}`)
  core.info(lastLine ?? `Result: ${resultOf(run)}.`)
}

/** The warnings of the channels. */
class Warnings {
  readonly annotations: Annotation[]
  #shown = 0

  constructor(messages: readonly string[]) {
    this.annotations = messages.map((message) => asWarning(message))
  }

  /** A channel that is written twice may fail twice, and then that is one warning. */
  add(message: string): void {
    if (this.annotations.some((known) => known.message === message)) return
    this.annotations.push(asWarning(message))
  }

  /** Shows those that are new. */
  show(): void {
    for (const warning of this.annotations.slice(this.#shown)) writeEntry(warning)
    this.#shown = this.annotations.length
  }

  async bestEffort<T>(channel: string, write: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await write()
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : asFailure(thrown).message
      this.add(`The ${channel} could not be written: ${oneLine(message)}`)
      return undefined
    }
  }
}

function asWarning(message: string, title?: string): Annotation {
  return { level: 'warning', title, message }
}

function writeLog({ open, folded, after }: Log): void {
  for (const entry of open) writeEntry(entry)
  if (folded !== undefined) {
    core.startGroup(folded.heading)
    for (const entry of folded.entries) writeEntry(entry)
    core.endGroup()
  }
  for (const entry of after) writeEntry(entry)
}

function writeEntry(entry: LogEntry): void {
  if (typeof entry === 'string') {
    core.info(entry)
    return
  }
  const annotators = { error: core.error, warning: core.warning, notice: core.notice }
  annotators[entry.level](entry.message, entry.title === undefined ? {} : { title: entry.title })
}

function setOutputs(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/** Comes after the report, and does not replace it. */
function writeSarif(run: Run, { publishing, workflowRun }: PublishOptions, warnings: Warnings): void {
  const path = publishing.sarifFile
  const sarif = path === undefined ? undefined : formatSarif(run, workflowRun)
  if (path === undefined || sarif === undefined) return
  if (isSameFile(path, publishing.reportFile)) {
    warnings.add('sarif-file leads to the report, so no SARIF file was written.')
    return
  }
  writeWholeFile(path, sarif.text)
  if (sarif.omitted > 0)
    warnings.add(`The SARIF file leaves out ${sarif.omitted} results: GitHub takes 25,000.`)
}

function untrackedNotice(workflowRun: WorkflowRun): Annotation | undefined {
  const message = explainUntracked(workflowRun)
  return message === undefined ? undefined : { level: 'notice', title: 'Tracking issue', message }
}

const unusableApiUrl =
  'GITHUB_API_URL is no http or https URL without user info, query and fragment, so GitHub was not asked for the ' +
  'tracking issue.'

/** Loads a bundle of its own, only for a run that has something to track: scripts/bundle.cjs. */
async function trackIssue(run: Run, options: PublishOptions): Promise<TrackingIssue | undefined> {
  const { publishing, workflowRun, span, cancelled } = options
  if (run.kind === 'not-started' || publishing.tracking === undefined || cancelled.aborted) return undefined
  const notice = untrackedNotice(workflowRun)
  if (notice !== undefined) {
    writeEntry(notice)
    return undefined
  }
  try {
    // The bundle throws at its import where it cannot read the variable.
    if (workflowRun.apiUrl === '') throw new Failure('invalid-input', unusableApiUrl)
    const { track } = await import(/* webpackIgnore: true */ './tracking-issue/track.ts')
    const { issue, warning } = await track(run, publishing.tracking, workflowRun, span.endMs, cancelled)
    if (warning !== undefined) writeEntry(asWarning(warning, 'Tracking issue'))
    return issue
  } catch (thrown) {
    writeEntry(asWarning(oneLine(asFailure(thrown).message), 'Tracking issue'))
    return undefined
  }
}

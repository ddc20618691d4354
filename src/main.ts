import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as core from '@actions/core'
import { asFailure, whyNoVerdict } from './failure.ts'
import { actionName, actionVersion } from './identity.ts'
import { type Inputs, readApiKey, readInputs, readReportFile } from './inputs.ts'
import { type Account, parentAccount } from './judge/account.ts'
import { judgeFleet } from './judge/fleet.ts'
import type { Clock } from './judge/reconcile.ts'
import { passes } from './judge/run.ts'
import { reviewWaivers } from './judge/waivers.ts'
import { createClient } from './sendgrid/client.ts'
import type { Connection } from './sendgrid/messages.ts'
import { Pace } from './sendgrid/pace.ts'
import { accountSettings } from './sendgrid/settings.ts'
import { type Annotation, annotationsOf } from './tell/annotations.ts'
import { readContext } from './tell/context.ts'
import { evidenceOf } from './tell/evidence.ts'
import type { TrackingIssue } from './tell/issue.ts'
import { logLines } from './tell/log.ts'
import { outputsOf } from './tell/outputs.ts'
import { Progress } from './tell/progress.ts'
import type { Run } from './tell/run.ts'
import { summaryOf } from './tell/summary.ts'
import { policyInWords } from './tell/words.ts'
import { oneLine } from './text.ts'
import { removeFile, writeWholeFile } from './whole-file.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure

const clock: Clock = { now: Date.now, sleep }
const startMs = clock.now()
const context = readContext(process.env)
void main()

// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(): Promise<void> {
  const run = await judge()
  if (passes(run.outcome, run.inputs?.failOnDeviation ?? true)) process.exitCode = core.ExitCode.Success
  await tell(run, clock.now())
}

async function judge(): Promise<Run> {
  let inputs: Inputs | undefined
  try {
    mask(readApiKey(input))
    inputs = readInputs(input)
    if (inputs.tracking) core.setSecret(inputs.tracking.token)
    for (const warning of inputs.warnings) core.warning(warning)
    core.info(`Policy: ${policyInWords(inputs.policy)} (mode ${inputs.mode}).`)

    const connection: Connection = {
      ...inputs,
      client: createClient(`${actionName}/${actionVersion}`),
      pace: new Pace(clock, startMs + inputs.maxRunMs, core.info),
      clock,
      random: Math.random,
      log: core.info
    }
    if (inputs.selection === 'all-subusers' || inputs.selection.length > 1) await keepMemorySmall()
    const selected = await selectAccounts(inputs, connection)
    const progress = new Progress(selected.length, clock, core.info)
    const accounts = await judgeFleet(
      selected,
      (account) => accountSettings(connection, account),
      inputs,
      clock,
      (judged) => progress.judged(judged)
    )
    return { inputs, outcome: { accounts }, remarks: reviewWaivers(inputs.waivers, accounts, clock.now()) }
  } catch (thrown) {
    return { inputs, outcome: { accounts: [], failure: whyNoVerdict(thrown) }, remarks: [] }
  }
}

function input(name: string): string {
  return core.getInput(name, { trimWhitespace: false })
}

async function selectAccounts({ selection, region }: Inputs, connection: Connection): Promise<Account[]> {
  if (selection !== 'all-subusers') return selection.map((name) => ({ name, region, disabled: false }))
  const { listSubusers } = await import('./sendgrid/subusers.ts')
  const parent = { name: parentAccount, region, disabled: false }
  return [parent, ...(await listSubusers(connection, region))]
}

/**
 * Ten thousand requests leave much garbage, and V8 lets the heap grow with it; its optimizing compilers take
 * as much again. At the pace of a rate limit plain code in a heap that is cleaned often is as fast, and takes
 * 60 MiB less (npm run bench).
 */
async function keepMemorySmall(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  const flags = ['--semi-space-growth-factor=1', '--heap-growing-percent=20']
  const compilers = ['--no-opt', '--no-maglev', '--no-sparkplug']
  for (const flag of [...flags, ...compilers]) setFlagsFromString(flag)
}

/** Masks the key, and each piece of one that has white space inside. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece !== '') core.setSecret(piece)
  }
}

/** Telling is best effort: a channel that fails is a warning, and the next one is tried all the same. */
async function tell(run: Run, endMs: number): Promise<void> {
  const reportFile = await attempt('report', () => writeReport(run, endMs))
  await attempt('outputs', () => {
    for (const [name, value] of Object.entries({ ...outputsOf(run), 'report-file': reportFile ?? '' })) {
      core.setOutput(name, value)
    }
  })
  await attempt('log', () => {
    for (const line of logLines(run)) core.info(line)
  })
  await attempt('annotations', () => {
    for (const annotation of annotationsOf(run, context.actionUrl)) annotate(annotation)
  })
  await attempt('job summary', () => core.summary.addRaw(summaryOf(run, context.actionUrl)).write())
  await attempt('SARIF file', () => writeSarif(run, reportFile))
  const issue = await attempt('tracking issue', () => trackIssue(run, endMs))
  await attempt('outputs', () => {
    core.setOutput('issue-number', String(issue?.number ?? ''))
    core.setOutput('issue-url', issue?.url ?? '')
  })
}

async function attempt<T>(channel: string, telling: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await telling()
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : asFailure(thrown).message
    core.warning(`The ${channel} could not be written: ${oneLine(message)}`)
    return undefined
  }
}

/** Returns the report's absolute path. */
function writeReport(run: Run, endMs: number): string {
  const stated = readReportFile(input)
  const own = resolve(process.env['RUNNER_TEMP'] || tmpdir(), `enforced-tls-report-${randomUUID()}.json`)
  const path = stated ? inWorkspace(stated) : own
  writeWholeFile(path, evidenceOf(run, context, { startMs, endMs }))
  return path
}

async function writeSarif(run: Run, reportFile: string | undefined): Promise<void> {
  if (run.inputs?.sarifFile === undefined) return
  const { sarifOf } = await import('./tell/sarif.ts')
  const path = inWorkspace(run.inputs.sarifFile)
  if (path === reportFile) throw new Error(`${path} is the report`)
  const sarif = sarifOf(run, context)
  // A file that an earlier run left would be taken for one of this run.
  if (sarif === undefined) removeFile(path)
  else writeWholeFile(path, [sarif.text])
  if (sarif !== undefined && sarif.omitted > 0)
    core.warning(`The SARIF file leaves out ${sarif.omitted} results: GitHub takes 25,000.`)
}

function inWorkspace(path: string): string {
  return resolve(process.env['GITHUB_WORKSPACE'] || '.', path)
}

/** A bundle of its own, loaded only for a run that has something to track: scripts/bundle.cjs. */
async function trackIssue(run: Run, endMs: number): Promise<TrackingIssue | undefined> {
  const { inputs } = run
  if (inputs?.tracking === undefined) return undefined
  const { track } = await import(/* webpackIgnore: true */ './tell/track.ts')
  const { issue, remark } = await track(run, inputs, inputs.tracking, context, endMs)
  if (remark !== undefined) core.warning(remark, { title: 'Tracking issue' })
  return issue
}

function annotate({ level, title, message }: Annotation): void {
  const annotators = { error: core.error, warning: core.warning, notice: core.notice }
  annotators[level](message, { title })
}

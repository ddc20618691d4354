import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import * as core from '@actions/core'
import { asFailure, whyNoVerdict } from './failure.ts'
import { actionName, actionRepository, actionVersion } from './identity.ts'
import { type Inputs, readApiKey, readInputs } from './inputs.ts'
import { type Account, parentAccount } from './judge/account.ts'
import { judgeFleet } from './judge/fleet.ts'
import type { Clock } from './judge/reconcile.ts'
import { passes } from './judge/run.ts'
import { reviewWaivers } from './judge/waivers.ts'
import { createClient } from './sendgrid/client.ts'
import type { Connection } from './sendgrid/messages.ts'
import { Pace } from './sendgrid/pace.ts'
import { accountSettings } from './sendgrid/settings.ts'
import { listSubusers } from './sendgrid/subusers.ts'
import { type Annotation, annotationsOf } from './tell/annotations.ts'
import { logLines } from './tell/log.ts'
import { outputsOf } from './tell/outputs.ts'
import { Progress } from './tell/progress.ts'
import type { Run } from './tell/run.ts'
import { summaryOf } from './tell/summary.ts'
import { policyInWords } from './tell/words.ts'
import { oneLine } from './text.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure

const clock: Clock = { now: Date.now, sleep }
const run = await judge()
if (passes(run.outcome, run.inputs?.failOnDeviation ?? true)) process.exitCode = core.ExitCode.Success
await tell(run)

async function judge(): Promise<Run> {
  let inputs: Inputs | undefined
  try {
    const read = (name: string): string => core.getInput(name, { trimWhitespace: false })
    mask(readApiKey(read))
    inputs = readInputs(read)
    for (const warning of inputs.warnings) core.warning(warning)
    core.info(`Policy: ${policyInWords(inputs.policy)} (mode ${inputs.mode}).`)

    const connection: Connection = {
      ...inputs,
      client: createClient(`${actionName}/${actionVersion}`),
      pace: new Pace(clock, clock.now() + inputs.maxRunMs, core.info),
      clock,
      random: Math.random,
      log: core.info
    }
    if (inputs.selection === 'all-subusers' || inputs.selection.length > 1) keepMemorySmall()
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

async function selectAccounts({ selection, region }: Inputs, connection: Connection): Promise<Account[]> {
  if (selection !== 'all-subusers') return selection.map((name) => ({ name, region, disabled: false }))
  const parent = { name: parentAccount, region, disabled: false }
  return [parent, ...(await listSubusers(connection, region))]
}

/**
 * Ten thousand requests leave much garbage, and V8 lets the heap grow with it. At the pace of a rate limit a
 * heap that is cleaned more often is as fast, and takes 50 MiB less (npm run bench).
 */
function keepMemorySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=20')
}

/** Masks the key, and each piece of one that has white space inside. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece !== '') core.setSecret(piece)
  }
}

/** Telling is best effort: a channel that fails is a warning, and the next one is tried all the same. */
async function tell(run: Run): Promise<void> {
  await attempt('outputs', () => {
    for (const [name, value] of Object.entries(outputsOf(run))) core.setOutput(name, value)
  })
  await attempt('log', () => {
    for (const line of logLines(run)) core.info(line)
  })
  await attempt('annotations', () => {
    for (const annotation of annotationsOf(run, troubleshootingUrl())) annotate(annotation)
  })
  await attempt('job summary', () => core.summary.addRaw(summaryOf(run, troubleshootingUrl())).write())
}

async function attempt(channel: string, telling: () => unknown): Promise<void> {
  try {
    await telling()
  } catch (thrown) {
    core.warning(`The ${channel} could not be written: ${oneLine(asFailure(thrown).message)}`)
  }
}

function annotate({ level, title, message }: Annotation): void {
  const annotators = { error: core.error, warning: core.warning, notice: core.notice }
  annotators[level](message, { title })
}

/** The README of the action as the workflow names it; a local checkout has no such name. */
function troubleshootingUrl(): string {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository } = process.env
  return repository
    ? `${server || 'https://github.com'}/${repository}`
    : `https://github.com/${actionRepository}`
}

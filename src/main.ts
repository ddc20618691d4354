import { setTimeout as sleep } from 'node:timers/promises'
import * as core from '@actions/core'
import { asFailure } from './failure.ts'
import { actionName, actionRepository, actionVersion } from './identity.ts'
import { type Inputs, readApiKey, readInputs } from './inputs.ts'
import { type Clock, passes, reconcile } from './judge/reconcile.ts'
import type { Connection } from './sendgrid/messages.ts'
import { accountSettings } from './sendgrid/settings.ts'
import { outputsOf } from './tell/outputs.ts'
import type { Run } from './tell/run.ts'
import { type Story, storyOf } from './tell/story.ts'
import { summaryOf } from './tell/summary.ts'
import { policyInWords } from './tell/words.ts'
import { oneLine } from './text.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure

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
    core.info(`Policy: ${policyInWords(inputs.policy)} (mode ${inputs.mode}, ${inputs.apiUrl}).`)

    const clock: Clock = { now: Date.now, sleep }
    const connection: Connection = {
      ...inputs,
      userAgent: `${actionName}/${actionVersion}`,
      clock,
      random: Math.random,
      log: core.info
    }
    return { inputs, outcome: await reconcile(accountSettings(connection, inputs.account), inputs, clock) }
  } catch (thrown) {
    const failure = asFailure(thrown)
    return { inputs, outcome: { result: 'unverified', failure, changed: false, settings: undefined } }
  }
}

/** Masks the key, and each piece of one that has white space inside. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece !== '') core.setSecret(piece)
  }
}

/** Telling is best effort: a channel that fails is a warning, and the next one is tried all the same. */
async function tell(run: Run): Promise<void> {
  const story = storyOf(run, troubleshootingUrl())
  await attempt('outputs', () => {
    for (const [name, value] of Object.entries(outputsOf(run))) core.setOutput(name, value)
  })
  await attempt('job summary', () => core.summary.addRaw(summaryOf(run, story)).write())
  await attempt('annotation', () => annotate(story))
}

async function attempt(channel: string, telling: () => unknown): Promise<void> {
  try {
    await telling()
  } catch (thrown) {
    core.warning(`The ${channel} could not be written: ${oneLine(asFailure(thrown).message)}`)
  }
}

function annotate({ level, title, lines, help }: Story): void {
  const message = [...lines, ...(help ? [`What to do: ${help}`] : [])].join('\n')
  switch (level) {
    case 'error':
      core.error(message, { title })
      break
    case 'warning':
      core.warning(message, { title })
      break
    case 'notice':
      core.notice(message, { title })
      break
    case 'info':
      core.info(message)
      break
  }
}

/** The README of the action as the workflow names it; a local checkout has no such name. */
function troubleshootingUrl(): string {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository } = process.env
  return repository
    ? `${server || 'https://github.com'}/${repository}`
    : `https://github.com/${actionRepository}`
}

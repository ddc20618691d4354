import * as core from '@actions/core'
import { systemClock } from './clock.ts'
import { failureValue } from './failure.ts'
import { type Inputs, readApiKey, readFiles, readInputs } from './inputs/inputs.ts'
import { judgeFleet } from './judge/fleet.ts'
import { stepSucceeds } from './judge/result.ts'
import { type Account, type Job, parentAccount, type Run } from './judge/types.ts'
import { reviewWaivers } from './judge/waivers.ts'
import { Progress } from './report/progress.ts'
import { publish } from './report/publish.ts'
import type { Publishing } from './report/publishing.ts'
import { policyInWords } from './report/words.ts'
import { readFolders, readWorkflowRun } from './report/workflow-run.ts'
import type { Session } from './sendgrid/connection.ts'
import { RateLimiter } from './sendgrid/rate-limiter.ts'
import { accountClient } from './sendgrid/settings.ts'
import { listSubusers } from './sendgrid/subusers.ts'
import { createTransport } from './sendgrid/transport.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure

void main()

// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(): Promise<void> {
  const startMs = systemClock.date()
  const workflowRun = readWorkflowRun(process.env)
  const { run, publishing } = await runJob()
  if (stepSucceeds(run)) process.exitCode = core.ExitCode.Success
  const span = { startMs, endMs: systemClock.date() }
  await publish(run, { publishing, workflowRun, folders: readFolders(process.env), span })
}

async function runJob(): Promise<{ run: Run; publishing: Publishing }> {
  let inputs: Inputs
  try {
    mask(readApiKey(input))
    inputs = readInputs(input)
  } catch (thrown) {
    const publishing = { ...readFiles(input), tracking: undefined }
    return { run: { kind: 'not-started', failure: failureValue(thrown) }, publishing }
  }
  const { publishing, job } = inputs
  if (publishing.tracking) core.setSecret(publishing.tracking.token)
  for (const warning of inputs.warnings) core.warning(warning)
  core.info(`Policy: ${policyInWords(job.policy)} (mode ${job.mode}).`)
  return { run: await judge(inputs), publishing }
}

async function judge({ connection, job }: Inputs): Promise<Run> {
  const known = { job, hosts: connection.apiUrls }
  const clock = systemClock
  const session: Session = {
    connection,
    transport: createTransport(),
    rateLimiter: new RateLimiter(clock, clock.now() + connection.maxRunMs, core.info),
    clock,
    random: Math.random,
    log: core.info
  }
  try {
    const selected = await selectAccounts(job, session)
    const progress = new Progress(selected.length, clock, core.info)
    const accounts = await judgeFleet(selected, {
      rules: job,
      clock,
      clientOf: (account) => accountClient(session, account),
      onJudged: (judged) => progress.judged(judged)
    })
    const waiverNotices = reviewWaivers(job.waivers, accounts, clock.date())
    return { kind: 'judged', ...known, accounts, waiverNotices }
  } catch (thrown) {
    return { kind: 'no-accounts', ...known, failure: failureValue(thrown) }
  }
}

async function selectAccounts({ selection, region }: Job, session: Session): Promise<Account[]> {
  if (selection !== 'all-subusers') return selection.map((name) => ({ name, region, disabled: false }))
  const parent = { name: parentAccount, region, disabled: false }
  return [parent, ...(await listSubusers(session, region))]
}

function input(name: string): string {
  return core.getInput(name, { trimWhitespace: false })
}

/** Masks the key, and each piece of one that has white space inside. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece !== '') core.setSecret(piece)
  }
}

import * as core from '@actions/core'
import { Cancellation } from './cancellation.ts'
import { type Clock, systemClock } from './clock.ts'
import { failureValue } from './failure.ts'
import { type Inputs, readApiKey, readFilesAlone, readInputs } from './inputs/inputs.ts'
import { countBlockedRecipients } from './judge/blocked-recipients.ts'
import { judgeFleet } from './judge/fleet.ts'
import { IdentityCheck } from './judge/identity.ts'
import { redactMessages, stepSucceeds, unjudged } from './judge/result.ts'
import {
  type Account,
  type BlockedRecipients,
  type Job,
  type JudgedAccount,
  parentAccount,
  type Run
} from './judge/types.ts'
import { reviewWaivers } from './judge/waivers.ts'
import { redactionOf } from './redaction.ts'
import { Progress } from './report/progress.ts'
import { publish } from './report/publish.ts'
import { policyInWords } from './report/words.ts'
import { readWorkflowRun } from './report/workflow-run.ts'
import { blocksScope, countBlocks } from './sendgrid/blocks.ts'
import { type Session, unknownKey } from './sendgrid/connection.ts'
import { RateLimiter } from './sendgrid/rate-limiter.ts'
import { keyScopesOf } from './sendgrid/scopes.ts'
import { accountClient } from './sendgrid/settings.ts'
import { listSubusers } from './sendgrid/subusers.ts'
import { createTransport } from './sendgrid/transport.ts'
import { usernameScope } from './sendgrid/username.ts'

// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = core.ExitCode.Failure

const cancellation = new Cancellation()
// The second signal of a canceled step is SIGTERM, and on Windows SIGBREAK.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)
  process.on(signal, () => cancellation.cancel(signal))
void main(systemClock(cancellation.run))

// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(clock: Clock): Promise<void> {
  const startMs = clock.date()
  const workflowRun = readWorkflowRun(process.env)
  const redact = redactionOf(readApiKey(input))
  const inputs = readAllInputs()
  const { publishing, warnings } =
    'failure' in inputs
      ? { publishing: { ...readFilesAlone(input, process.env), tracking: undefined }, warnings: [] }
      : inputs
  const publishOnce = once(async (run: Run): Promise<void> => {
    const span = { startMs, endMs: clock.date() }
    const options = { publishing, warnings, workflowRun, span, cancelled: cancellation.run }
    await publish(redactMessages(run, redact), options)
  })
  if ('failure' in inputs) return await publishOnce({ kind: 'not-started', failure: inputs.failure })

  core.info(`Policy: ${policyInWords(inputs.job.policy)} (mode ${inputs.job.mode}).`)
  const course: Course = { accounts: undefined, judged: [] }
  // The process is about to end although the run has not: what should have settled never did.
  process.once('beforeExit', () => void publishOnce(lostRun(inputs, course)))
  const run = await judge(inputs, course, clock)
  if (stepSucceeds(run)) process.exitCode = core.ExitCode.Success
  await publishOnce(run)
}

/** How far a run has come. */
interface Course {
  /** Undefined until they are known. */
  accounts: readonly Account[] | undefined
  readonly judged: JudgedAccount[]
}

function readAllInputs(): Inputs | Pick<Extract<Run, { kind: 'not-started' }>, 'failure'> {
  try {
    mask(readApiKey(input))
    const inputs = readInputs(input, process.env)
    if (inputs.publishing.tracking) core.setSecret(inputs.publishing.tracking.token)
    // Both clients read the proxies here, and each ignores what it cannot parse.
    Object.assign(process.env, inputs.proxies)
    return inputs
  } catch (thrown) {
    return { failure: failureValue(thrown) }
  }
}

async function judge({ connection, job }: Inputs, course: Course, clock: Clock): Promise<Run> {
  const redact = redactionOf(connection.apiKey)
  const log = (line: string): void => core.info(redact(line))
  const session: Session = {
    connection,
    transport: createTransport(cancellation.requests),
    rateLimiter: new RateLimiter(clock, clock.now() + connection.maxRunMs, cancellation.run, log),
    clock,
    random: Math.random,
    log,
    redact,
    key: unknownKey()
  }
  const known = { job, hosts: connection.apiUrls }
  const keyScopes = () => keyScopesOf(session, scopesFor(job))
  try {
    course.accounts = await selectAccounts(job, session)
    const progress = new Progress(course.accounts.length, clock, core.info)
    const clientOf = (account: Account) => accountClient(session, account)
    const hostOf = ({ region }: Account) => connection.apiUrls[region]
    const { confirmIdentity } = job
    const fleet = await judgeFleet(course.accounts, {
      rules: job,
      clock,
      clientOf,
      identity: new IdentityCheck(course.accounts, { confirmIdentity, hostOf, clientOf }),
      onJudged: (judged) => {
        course.judged.push(judged)
        progress.judged(judged)
      }
    })
    const waiverNotices = reviewWaivers(job.waivers, fleet.accounts, clock.date())
    const blockedRecipients = await countBlocked(fleet.accounts, job, session)
    return { kind: 'judged', ...known, ...fleet, waiverNotices, keyScopes: keyScopes(), blockedRecipients }
  } catch (thrown) {
    return { kind: 'no-accounts', ...known, failure: failureValue(thrown), keyScopes: keyScopes() }
  }
}

/** After the last verdict, so that it takes no account's time. */
async function countBlocked(
  accounts: readonly JudgedAccount[],
  { blockedRecipientsDays: days }: Job,
  session: Session
): Promise<BlockedRecipients | undefined> {
  if (days === 0) return undefined
  const endTime = Math.floor(session.clock.date() / 1000)
  const period = { startTime: endTime - days * 24 * 60 * 60, endTime }
  return await countBlockedRecipients(accounts, days, (account) => countBlocks(session, account, period))
}

/** What the key needs for the job. */
function scopesFor({ mode, selection, confirmIdentity, blockedRecipientsDays }: Job): string[] {
  return [
    'user.settings.enforced_tls.read',
    ...(mode === 'apply' ? ['user.settings.enforced_tls.update'] : []),
    ...(selection === 'all-subusers' ? ['subusers.read'] : []),
    ...(confirmIdentity === 'none' ? [] : [usernameScope]),
    ...(blockedRecipientsDays === 0 ? [] : [blocksScope])
  ]
}

async function selectAccounts({ selection, region }: Job, session: Session): Promise<Account[]> {
  if (selection !== 'all-subusers') return selection.map((name) => ({ name, region, disabled: false }))
  const parent = { name: parentAccount, region, disabled: false }
  return [parent, ...(await listSubusers(session, region))]
}

/** A run that ended without a word, with what it had found until then. */
function lostRun({ job, connection }: Inputs, { accounts, judged }: Course): Run {
  const known = { job, hosts: connection.apiUrls }
  const failure = failureValue(new Error('The run ended before it was over: something never settled.'))
  if (accounts === undefined) return { kind: 'no-accounts', ...known, failure, keyScopes: undefined }
  const found = new Map(judged.map((one) => [one.account, one]))
  const all = accounts.map((account) => found.get(account) ?? unjudged(account, failure))
  const nothing = {
    keyRefused: undefined,
    waiverNotices: [],
    keyScopes: undefined,
    blockedRecipients: undefined
  }
  return { kind: 'judged', ...known, accounts: all, ...nothing }
}

function once<T>(action: (given: T) => Promise<void>): (given: T) => Promise<void> {
  let done: Promise<void> | undefined
  return (given) => {
    done ??= action(given)
    return done
  }
}

function input(name: string): string {
  return core.getInput(name, { trimWhitespace: false })
}

/** Masks the key, and each piece of one that has white space inside. The runner would star out short ones. */
function mask(apiKey: string): void {
  for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
    if (piece.length >= 4) core.setSecret(piece)
  }
}

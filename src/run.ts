import type { Clock } from './clock.ts'
import type { Transport } from './http/transport.ts'
import type { Inputs } from './inputs/inputs.ts'
import { excludeAccounts, refuseNoVerdict } from './judge/exclude.ts'
import { judgeFleet } from './judge/fleet.ts'
import { IdentityCheck } from './judge/identity-check.ts'
import { almostNamed, reviewWaivers } from './judge/waivers.ts'
import { type Account, parentAccount } from './model/account.ts'
import type { Connection } from './model/connection.ts'
import { Failure, failureValue } from './model/failure.ts'
import type { Job } from './model/job.ts'
import type { JudgedAccount } from './model/outcome.ts'
import { unjudged } from './model/result.ts'
import type { BlockedRecipients, Run } from './model/run.ts'
import type { Redact } from './redaction.ts'
import { formatWaiverNotice } from './report/format.ts'
import { Progress } from './report/progress.ts'
import { countBlockedRecipients } from './sendgrid/blocked-recipients.ts'
import { countBlocks } from './sendgrid/blocks.ts'
import { accountClient } from './sendgrid/client.ts'
import { endpoints } from './sendgrid/endpoints.ts'
import { keyScopesOf } from './sendgrid/key.ts'
import { KeyState } from './sendgrid/key-state.ts'
import { RateLimits } from './sendgrid/rate-limiter.ts'
import { RunEnd } from './sendgrid/run-end.ts'
import type { Session } from './sendgrid/session.ts'
import { listSubusers } from './sendgrid/subusers.ts'

/** What a run has of the world. */
export interface RunOptions {
  readonly clock: Clock
  /** The date of its start, which counts for the whole run, also past midnight. */
  readonly startMs: number
  /** Aborts with a Failure: nothing new starts then. */
  readonly cancelled: AbortSignal
  readonly redact: Redact
  readonly transport: Transport
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
  /** Takes the lines that a run writes under way. */
  readonly log: (line: string) => void
}

/** So many waivers are named that almost name an account. */
const maxListed = 10

/** How far a run has come. */
export interface RunState {
  /** Undefined until they are known. */
  accounts: readonly Account[] | undefined
  readonly judged: JudgedAccount[]
}

/**
 * Finds the accounts, judges each and counts what is to be counted. Never throws; `course` says at any time how
 * far it has come.
 */
export async function runJob(
  { connection, job }: Pick<Inputs, 'connection' | 'job'>,
  course: RunState,
  options: RunOptions
): Promise<Run> {
  const { clock, startMs } = options
  const session = sessionOf(connection, job, options)
  const known = { job, hosts: connection.apiUrls }
  const keyScopes = () => keyScopesOf(session, scopesFor(job))
  try {
    const accounts = await selectAccounts(job, session)
    const { kept, excluded, unmatchedLines } = excludeAccounts(job.exclude, accounts)
    if (job.mode === 'apply') refuseAlmostNamed(job, kept, startMs)
    course.accounts = accounts
    course.judged.push(...excluded)
    const progress = new Progress(kept.length, clock, session.log)
    const clientOf = (account: Account) => accountClient(session, account)
    const hostOf = ({ region }: Account) => connection.apiUrls[region]
    const { confirmIdentity } = job
    const identity = new IdentityCheck({ confirmIdentity, hosts: connection.apiUrls, clientOf })
    const fleet = await judgeFleet(kept, {
      rules: job,
      clock,
      dateMs: startMs,
      clientOf,
      hostOf,
      // An api-url stands for both regions, whose own hosts differ.
      isGateway: connection.apiUrls.global === connection.apiUrls.eu,
      identity,
      onJudged: (judged) => {
        course.judged.push(judged)
        progress.judged(judged)
      }
    })
    const all = [...fleet.accounts, ...excluded]
    refuseNoVerdict(all)
    const waiverNotices = reviewWaivers(job.waivers, all, startMs)
    const blockedRecipients = await countBlocked(fleet.accounts, job, session, options.cancelled)
    return {
      kind: 'judged',
      ...known,
      accounts: all,
      stops: fleet.stops,
      owner: identity.owner,
      waiverNotices,
      unmatchedLines,
      keyScopes: keyScopes(),
      blockedRecipients
    }
  } catch (thrown) {
    return { kind: 'no-accounts', ...known, failure: failureValue(thrown), keyScopes: keyScopes() }
  }
}

/** Before the first write: the account that such a waiver means would be written. */
function refuseAlmostNamed({ mode, waivers }: Job, accounts: readonly Account[], startMs: number): void {
  const names = accounts.map(({ name }) => name)
  const notices = almostNamed(waivers, names, startMs)
  if (notices.length === 0) return
  const listed = notices.slice(0, maxListed).map((notice) => formatWaiverNotice(notice, mode))
  const more = notices.length > maxListed ? [`${notices.length - maxListed} more waivers do so.`] : []
  throw new Failure('invalid-input', [...listed, ...more, 'Nothing was written.'].join('\n'))
}

/** The verdict is known by then. Its annotations and outputs wait for the counts no longer than this. */
const maxCountMs = 120_000

/** After the last verdict, so that it takes no account's time. */
async function countBlocked(
  accounts: readonly JudgedAccount[],
  { blockedRecipientsDays: days }: Job,
  session: Session,
  cancelled: AbortSignal
): Promise<BlockedRecipients | undefined> {
  if (days === 0) return undefined
  const { clock, connection } = session
  const endTime = Math.floor(clock.date() / 1000)
  const period = { startTime: endTime - days * 24 * 60 * 60, endTime }
  // The last request may start so early that its own time fits in.
  const requestTimeoutMs = Math.min(connection.requestTimeoutMs, maxCountMs / 2)
  const countMs = maxCountMs - requestTimeoutMs
  const leftMs = Math.min(countMs, session.end.leftMs)
  const bound = leftMs < countMs ? 'max-minutes' : 'the two minutes for blocked recipients'
  const end = new RunEnd(clock, clock.now() + leftMs, cancelled, () => {}, bound)
  const counting: Session = {
    ...session,
    connection: { ...connection, requestTimeoutMs },
    end,
    rateLimits: new RateLimits(end)
  }
  return await countBlockedRecipients(accounts, days, (account) => countBlocks(counting, account, period))
}

/** What the key needs for the job. */
function scopesFor({ mode, selection, confirmIdentity, blockedRecipientsDays }: Job): string[] {
  const { readSettings, writeSettings, listSubusers, readUsername, listBlocks } = endpoints
  return [
    readSettings.scope,
    ...(mode === 'apply' ? [writeSettings.scope] : []),
    ...(selection === 'all-subusers' ? [listSubusers.scope] : []),
    ...(confirmIdentity ? [readUsername.scope] : []),
    ...(blockedRecipientsDays === 0 ? [] : [listBlocks.scope])
  ]
}

async function selectAccounts({ selection, region }: Job, session: Session): Promise<Account[]> {
  if (selection !== 'all-subusers')
    return selection.map((name) => ({ name, region, disabled: false, isListed: false }))
  const parent = { name: parentAccount, region, disabled: false, isListed: false }
  return [parent, ...(await listSubusers(session, region))]
}

/** A run that ended without a word, with what it had found until then. */
export function unsettledRun(
  { job, connection }: Pick<Inputs, 'connection' | 'job'>,
  { accounts, judged }: RunState
): Run {
  const known = { job, hosts: connection.apiUrls }
  const failure = failureValue(new Error('The run ended before it was over: something never settled.'))
  if (accounts === undefined) return { kind: 'no-accounts', ...known, failure, keyScopes: undefined }
  const found = new Map(judged.map((one) => [one.account, one]))
  const all = accounts.map((account) => found.get(account) ?? unjudged(account, failure))
  const nothing = {
    stops: [],
    owner: undefined,
    waiverNotices: [],
    unmatchedLines: [],
    keyScopes: undefined,
    blockedRecipients: uncounted(job.blockedRecipientsDays)
  }
  return { kind: 'judged', ...known, accounts: all, ...nothing }
}

function uncounted(days: number): BlockedRecipients | undefined {
  const warning = 'The blocked recipients were not counted: the run ended before.'
  return days === 0 ? undefined : { days, byAccount: new Map(), warning }
}

function sessionOf(connection: Connection, { exclude }: Job, options: RunOptions): Session {
  const { clock, cancelled, redact, transport, random } = options
  const log = (line: string): void => options.log(redact(line))
  const end = new RunEnd(clock, clock.now() + connection.maxRunMs, cancelled, log)
  const rateLimits = new RateLimits(end)
  const isParentExcluded = exclude.includes(parentAccount)
  return {
    connection,
    transport,
    rateLimits,
    end,
    clock,
    random,
    log,
    redact,
    key: new KeyState(),
    isParentExcluded
  }
}

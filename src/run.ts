import type { Inputs } from './inputs/inputs.ts'
import { excludeAccounts, refuseNoVerdict } from './judge/exclude.ts'
import { judgeFleet } from './judge/fleet.ts'
import { almostNamed, reviewWaivers } from './judge/waivers.ts'
import { type Account, type Hosts, namedAccount, parentAccount } from './model/account.ts'
import { Failure, type FailureValue, failureValue } from './model/failure.ts'
import type { Job } from './model/job.ts'
import type { JudgedAccount } from './model/outcome.ts'
import { unjudged } from './model/result.ts'
import type { NoAccounts, Run } from './model/run.ts'
import { andMore, formatWaiverNotice } from './report/format.ts'
import { Progress } from './report/progress.ts'
import { countBlockedRecipients } from './sendgrid/blocked-recipients.ts'
import { accountClient } from './sendgrid/client.ts'
import { keyScopesOf } from './sendgrid/key.ts'
import { createSession, type Session, type SessionOptions } from './sendgrid/session.ts'
import { listSubusers } from './sendgrid/subusers.ts'

/** What a run needs from outside. */
export interface RunOptions extends SessionOptions {
  /** The date of its start, which counts for the whole run, also past midnight. */
  readonly startMs: number
}

/** At most this many waivers with an almost right name are listed. */
const maxListed = 10

/** The run of a job, which knows at any time how far it has come. */
export class JobRun {
  readonly #job: Job
  readonly #hosts: Hosts
  readonly #session: Session
  readonly #startMs: number
  /** Undefined until they are known. */
  #accounts: readonly Account[] | undefined
  readonly #judged: JudgedAccount[] = []

  constructor({ connection, job }: Pick<Inputs, 'connection' | 'job'>, { startMs, ...options }: RunOptions) {
    this.#job = job
    this.#hosts = connection.apiUrls
    this.#session = createSession(connection, job.exclude.includes(parentAccount), options)
    this.#startMs = startMs
  }

  /** Finds the accounts, judges each, and counts blocked recipients where the job wants it. Never throws. */
  async finish(): Promise<Run> {
    try {
      return await this.#judge()
    } catch (thrown) {
      return this.#withoutAccounts(failureValue(thrown))
    }
  }

  /** The run with what it has found until now. Every other account has no verdict because of the failure. */
  soFar(failure: FailureValue): Run {
    if (this.#accounts === undefined) return this.#withoutAccounts(failure)
    const found = new Map(this.#judged.map((one) => [one.account, one]))
    const days = this.#job.blockedRecipientsDays
    const warning = 'The blocked recipients were not counted: the run ended before.'
    return {
      kind: 'judged',
      ...this.#known(),
      accounts: this.#accounts.map((account) => found.get(account) ?? unjudged(account, failure)),
      stops: [],
      owner: undefined,
      waiverNotices: [],
      unmatchedLines: [],
      blockedRecipients: days === 0 ? undefined : { days, byAccount: new Map(), warning }
    }
  }

  async #judge(): Promise<Run> {
    const [job, session] = [this.#job, this.#session]
    const accounts = await findAccounts(job, session)
    const { kept, excluded, unmatchedLines } = excludeAccounts(job.exclude, accounts)
    if (job.mode === 'apply') refuseAlmostNamed(job, kept, this.#startMs)
    this.#accounts = accounts
    this.#judged.push(...excluded)
    const progress = new Progress(kept.length, session.clock, session.log)
    const fleet = await judgeFleet(kept, {
      rules: job,
      hosts: this.#hosts,
      clock: session.clock,
      dateMs: this.#startMs,
      clientOf: (account) => accountClient(session, account),
      onJudged: (judged) => {
        this.#judged.push(judged)
        progress.judged(judged)
      }
    })
    const all = [...fleet.accounts, ...excluded]
    refuseNoVerdict(all)
    const days = job.blockedRecipientsDays
    const blockedRecipients =
      days === 0 ? undefined : await countBlockedRecipients(session, fleet.accounts, days)
    return {
      kind: 'judged',
      ...this.#known(),
      ...fleet,
      accounts: all,
      waiverNotices: reviewWaivers(job.waivers, all, this.#startMs),
      unmatchedLines,
      blockedRecipients
    }
  }

  #withoutAccounts(failure: FailureValue): NoAccounts {
    return { kind: 'no-accounts', ...this.#known(), failure }
  }

  #known(): Omit<NoAccounts, 'kind' | 'failure'> {
    return { job: this.#job, hosts: this.#hosts, keyScopes: keyScopesOf(this.#session, this.#job) }
  }
}

/** Such a waiver means an account that apply would write, so nothing is written at all. */
function refuseAlmostNamed({ mode, waivers }: Job, accounts: readonly Account[], startMs: number): void {
  const names = accounts.map(({ name }) => name)
  const notices = almostNamed(waivers, names, startMs)
  if (notices.length === 0) return
  const listed = notices.slice(0, maxListed).map((notice) => formatWaiverNotice(notice, mode))
  const lines = [...listed, ...andMore(notices.length - maxListed, 'waiver'), 'Nothing was written.']
  throw new Failure('invalid-input', lines.join('\n'))
}

async function findAccounts({ selection, region }: Job, session: Session): Promise<Account[]> {
  if (selection !== 'all-subusers') return selection.map((name) => namedAccount(name, region))
  return [namedAccount(parentAccount, region), ...(await listSubusers(session, region))]
}

import pMap from 'p-map'
import type { Clock } from '../clock.ts'
import { type Account, type Hosts, namedAccount, parentAccount } from '../model/account.ts'
import type { AccountClient } from '../model/account-client.ts'
import { type FailureValue, failureValue, isTransient } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount, Outcome } from '../model/outcome.ts'
import { skipped, unjudged } from '../model/result.ts'
import type { Judged } from '../model/run.ts'
import { ChangeBudget } from './change-budget.ts'
import { HostWatch } from './host-watch.ts'
import { IdentityCheck } from './identity-check.ts'
import { type Rules, reconcile } from './reconcile.ts'
import { activeWaiver } from './waivers.ts'

/** What judging needs besides the accounts. */
export interface FleetOptions {
  readonly rules: Rules & Pick<Job, 'waivers' | 'exclude' | 'confirmIdentity' | 'maxChanges'>
  readonly hosts: Hosts
  readonly clock: Clock
  /** The date of the run's start: a waiver counts for the whole run or not at all. */
  readonly dateMs: number
  readonly clientOf: (account: Account) => AccountClient
  /** Called for each account once it is judged, in any order. */
  readonly onJudged: (judged: JudgedAccount) => void
}

/** The accounts with their outcomes, why some of them were not asked, and whose key it is. */
export type JudgedFleet = Pick<Judged, 'accounts' | 'stops' | 'owner'>

/** So many accounts are judged side by side. More of them would wait for the rate limit, and cost memory. */
const concurrentAccounts = 8

/**
 * Judges every account. A failure of one does not touch the others, unless a host refuses the key or does not answer.
 * Accounts are judged one by one until SendGrid has answered for one, so a dead key costs two requests. Resolves to
 * the accounts in the given order. Never throws.
 */
export async function judgeFleet(accounts: readonly Account[], options: FleetOptions): Promise<JudgedFleet> {
  return await new Fleet(options).judge(accounts)
}

/** What the accounts of a run share while they are judged. */
class Fleet {
  readonly #options: FleetOptions
  readonly #budget: ChangeBudget
  readonly #identity: IdentityCheck
  readonly #watches = new Map<string, HostWatch>()
  readonly #notAsked: { readonly account: Account; readonly failure: FailureValue }[] = []
  /** Why the first account got no answer, where that is about the key. */
  #deadKey: FailureValue | undefined

  constructor(options: FleetOptions) {
    this.#options = options
    this.#budget = new ChangeBudget(options.rules.maxChanges)
    this.#identity = new IdentityCheck(options)
  }

  async judge(accounts: readonly Account[]): Promise<JudgedFleet> {
    const alone: JudgedAccount[] = []
    for (const account of accounts) {
      const judged = await this.#judgeOne(account)
      alone.push(judged)
      if (!isUnanswered(judged)) break
    }
    const rest = accounts.slice(alone.length)
    const last = alone.at(-1)
    if (last?.outcome.result === 'unverified' && last.outcome.about === 'key' && rest.length > 0) {
      const { reason, message, about } = last.outcome
      this.#deadKey = { reason, message, about }
      this.#notAsked.push({ account: last.account, failure: this.#deadKey })
    }
    const others = await pMap(rest, (account) => this.#judgeOne(account), { concurrency: concurrentAccounts })
    const byFailure = Map.groupBy(this.#notAsked, ({ failure }) => failure)
    const stops = [...byFailure].map(([failure, left]) => ({
      failure,
      accounts: left.map(({ account }) => account)
    }))
    return { accounts: [...alone, ...others], stops, owner: this.#identity.owner }
  }

  async #judgeOne(account: Account): Promise<JudgedAccount> {
    const judged =
      account.unusable === undefined ? await this.#ask(account) : unjudged(account, account.unusable)
    this.#options.onJudged(judged)
    return judged
  }

  async #ask(account: Account): Promise<JudgedAccount> {
    const watch = this.#watchOf(account)
    const failure = this.#deadKey ?? (await watch.admit(account))
    if (failure !== undefined) {
      this.#notAsked.push({ account, failure })
      return unjudged(account, failure)
    }
    const client = this.#options.clientOf(account)
    const { identity, outcome } = await this.#confirmAndJudge(account, client)
    const judged = { account, outcome, identity, requestCounts: client.requestCounts }
    watch.note(judged)
    return judged
  }

  /** The watch of the account's host. */
  #watchOf({ region }: Account): HostWatch {
    const { hosts, rules } = this.#options
    const isOwnExcluded = rules.exclude.includes(parentAccount)
    const watch =
      this.#watches.get(hosts[region]) ??
      new HostWatch(isOwnExcluded ? undefined : (refused) => this.#askOwnAccount(refused))
    this.#watches.set(hosts[region], watch)
    return watch
  }

  /** Sends the requests of an account for the key's own account, at the same host. Resolves to why it is refused. */
  async #askOwnAccount({ region }: Account): Promise<FailureValue | undefined> {
    const { clientOf, rules } = this.#options
    const client = clientOf(namedAccount(parentAccount, region))
    try {
      if (rules.confirmIdentity) await client.readUsername()
      await client.read()
      return undefined
    } catch (thrown) {
      return failureValue(thrown)
    }
  }

  async #confirmAndJudge(
    account: Account,
    client: AccountClient
  ): Promise<Pick<JudgedAccount, 'outcome' | 'identity'>> {
    const { identity, failure } = await this.#identity.confirm(account, client)
    if (failure !== undefined) return { ...unjudged(account, failure), identity }
    const outcome = await this.#judgeSettings(account, client)
    const isSkipped = account.disabled && outcome.result === 'unverified' && outcome.about === 'account'
    return isSkipped ? { ...skipped(account), identity } : { outcome, identity }
  }

  async #judgeSettings({ name }: Account, client: AccountClient): Promise<Outcome> {
    const { rules, hosts, clock, dateMs } = this.#options
    const waiver = activeWaiver(rules.waivers, name, dateMs)
    const judgedBy = waiver === undefined ? rules : { ...rules, mode: 'check' as const }
    const outcome = await reconcile(client, judgedBy, clock, this.#budget)
    // An api-url stands for both regions, whose own hosts differ.
    const isGateway = hosts.global === hosts.eu
    if (isGateway && outcome.reason === 'not-confirmed' && name !== parentAccount)
      return { ...outcome, message: `${outcome.message} ${gatewayHint}` }
    return waiver === undefined || outcome.result !== 'deviating'
      ? outcome
      : { ...outcome, result: 'waived', reason: '', waiver }
  }
}

/** A gateway may pass on the header with a GET and drop it with a PATCH. */
const gatewayHint =
  "The requests go to api-url. If that drops On-Behalf-Of from a PATCH, the key's own account was written instead: look at its setting."

/** Whether the outcome says nothing about the key. A skipped account does: the key was accepted for another one. */
function isUnanswered({ account, outcome }: JudgedAccount): boolean {
  return outcome.result === 'unverified' && (account.unusable !== undefined || isTransient(outcome))
}

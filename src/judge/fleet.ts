import pMap from 'p-map'
import type { Clock } from '../clock.ts'
import { type Account, type Hosts, namedAccount, parentAccount } from '../model/account.ts'
import type { AccountClient } from '../model/account-client.ts'
import { type FailureValue, failureValue, isTransient } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount, Outcome, Unverified } from '../model/outcome.ts'
import { unjudged } from '../model/result.ts'
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
  const budget = new ChangeBudget(options.rules.maxChanges)
  const identity = new IdentityCheck(options)
  const watches = new Map<string, HostWatch>()
  const notAsked = new Map<FailureValue, Account[]>()
  let deadKey: FailureValue | undefined
  const isOwnExcluded = options.rules.exclude.includes(parentAccount)
  const ask = isOwnExcluded ? undefined : (refused: Account) => askOwnAccount(refused, options)

  const judged = (one: JudgedAccount): JudgedAccount => {
    options.onJudged(one)
    return one
  }

  const judge = async (account: Account): Promise<JudgedAccount> => {
    if (account.unusable !== undefined) return judged(unjudged(account, account.unusable))
    const client = options.clientOf(account)
    const host = options.hosts[account.region]
    const watch = watches.get(host) ?? new HostWatch(ask)
    watches.set(host, watch)
    const stopped = deadKey ?? (await watch.admit(account))
    if (stopped !== undefined) {
      notAsked.set(stopped, [...(notAsked.get(stopped) ?? []), account])
      return judged(unjudged(account, stopped))
    }
    const ended = await judgeAccount(account, client, options, identity, budget)
    const one = { ...ended, account, requestCounts: client.requestCounts }
    watch.note(one)
    return judged(one)
  }

  const alone: JudgedAccount[] = []
  for (const account of accounts) {
    const one = await judge(account)
    alone.push(one)
    if (!isUnanswered(one)) break
  }
  const rest = accounts.slice(alone.length)
  const last = alone.at(-1)
  if (last?.outcome.result === 'unverified' && last.outcome.about === 'key' && rest.length > 0) {
    const { reason, message, about } = last.outcome
    deadKey = { reason, message, about }
    notAsked.set(deadKey, [last.account])
  }
  const others = await pMap(rest, judge, { concurrency: concurrentAccounts })
  const stops = [...notAsked].map(([failure, left]) => ({ failure, accounts: left }))
  return { accounts: [...alone, ...others], stops, owner: identity.owner }
}

/** Sends the requests of an account for the key's own account, at the same host. Resolves to why it is refused. */
async function askOwnAccount(
  { region }: Account,
  { clientOf, rules }: FleetOptions
): Promise<FailureValue | undefined> {
  const client = clientOf(namedAccount(parentAccount, region))
  try {
    if (rules.confirmIdentity) await client.readUsername()
    await client.read()
    return undefined
  } catch (thrown) {
    return failureValue(thrown)
  }
}

/** Whether the outcome says nothing about the key. A disabled subuser may be refused with any key. */
function isUnanswered({ account, outcome }: JudgedAccount): boolean {
  if (outcome.result === 'skipped') return true
  return outcome.result === 'unverified' && (account.unusable !== undefined || isTransient(outcome))
}

async function judgeAccount(
  account: Account,
  client: AccountClient,
  options: FleetOptions,
  check: IdentityCheck,
  budget: ChangeBudget
): Promise<Pick<JudgedAccount, 'outcome' | 'identity'>> {
  const { identity, failure } = await check.confirm(account, client)
  if (failure !== undefined) return { ...unjudged(account, failure), identity }
  const outcome = await judgeSettings(account, client, options, budget)
  if (!account.disabled || outcome.result !== 'unverified' || !isRefused(outcome))
    return { outcome, identity }
  const { before, after, changed, inDoubt, deviations } = outcome
  return { outcome: { result: 'skipped', reason: '', before, after, changed, inDoubt, deviations }, identity }
}

async function judgeSettings(
  account: Account,
  client: AccountClient,
  { rules, hosts, clock, dateMs }: FleetOptions,
  budget: ChangeBudget
): Promise<Outcome> {
  const waiver = activeWaiver(rules.waivers, account.name, dateMs)
  const outcome = await reconcile(
    client,
    waiver === undefined ? rules : { ...rules, mode: 'check' },
    clock,
    budget
  )
  // An api-url stands for both regions, whose own hosts differ.
  const isGateway = hosts.global === hosts.eu
  if (isGateway && outcome.reason === 'not-confirmed' && account.name !== parentAccount)
    return { ...outcome, message: `${outcome.message} ${gatewayHint}` }
  return waiver === undefined || outcome.result !== 'deviating'
    ? outcome
    : { ...outcome, result: 'waived', reason: '', waiver }
}

/** A gateway may pass on the header with a GET and drop it with a PATCH. */
const gatewayHint =
  "The requests go to api-url. If that drops On-Behalf-Of from a PATCH, the key's own account was written instead: look at its setting."

/** Whether SendGrid itself refused the account, and no read succeeded before. */
function isRefused({ about, before }: Unverified): boolean {
  return about === 'account' && before === undefined
}

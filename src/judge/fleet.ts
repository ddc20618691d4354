import pMap from 'p-map'
import type { Clock } from '../clock.ts'
import type { Account } from '../model/account.ts'
import type { AccountClient } from '../model/account-client.ts'
import { type FailureValue, isTransient } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount, Outcome, Unverified } from '../model/outcome.ts'
import { unjudged } from '../model/result.ts'
import type { Judged } from '../model/run.ts'
import type { IdentityCheck } from './identity-check.ts'
import { type Rules, reconcile } from './reconcile.ts'
import { activeWaiver } from './waivers.ts'

/** What judging needs besides the accounts. */
export interface FleetOptions {
  readonly rules: Rules & Pick<Job, 'waivers'>
  readonly clock: Clock
  /** The date of the run's start: a waiver counts for the whole run or not at all. */
  readonly dateMs: number
  readonly clientOf: (account: Account) => AccountClient
  readonly identity: IdentityCheck
  /** Takes every outcome as it comes, in no order. */
  readonly onJudged: (judged: JudgedAccount) => void
}

/** The accounts with their outcomes, and why there is none for any of them when the key was refused. */
export type JudgedFleet = Pick<Judged, 'accounts' | 'keyRefused'>

/** As many as are asked at once: an account that only waits its turn costs memory and wins no time. */
const concurrentAccounts = 8

/**
 * Judges every account; what happens to one does not touch the others. Accounts are judged one by one until
 * SendGrid has answered for one, so a dead key costs two requests. Resolves to the accounts in the order given;
 * never throws.
 */
export async function judgeFleet(accounts: readonly Account[], options: FleetOptions): Promise<JudgedFleet> {
  const judge = async (account: Account): Promise<JudgedAccount> => {
    const client = options.clientOf(account)
    const { outcome, identity } = await judgeAccount(account, client, options)
    const judged = { account, outcome, requestCounts: client.requestCounts, identity }
    options.onJudged(judged)
    return judged
  }

  const alone: JudgedAccount[] = []
  for (const account of accounts) {
    const judged = await judge(account)
    alone.push(judged)
    if (!isUnanswered(judged)) break
  }
  const rest = accounts.slice(alone.length)
  const keyRefused = keyRefusal(alone.at(-1))
  if (keyRefused !== undefined) {
    return { accounts: [...alone, ...rest.map((account) => unjudged(account, keyRefused))], keyRefused }
  }
  const others = await pMap(rest, judge, { concurrency: concurrentAccounts })
  return { accounts: [...alone, ...others], keyRefused: undefined }
}

/** Why the key itself was refused; undefined when it was not. */
function keyRefusal(last: JudgedAccount | undefined): FailureValue | undefined {
  if (last?.outcome.result !== 'unverified' || last.outcome.about !== 'key') return undefined
  const { reason, message, about } = last.outcome
  return { reason, message, about }
}

/** Whether the outcome says nothing about the key: that a disabled subuser is refused is expected. */
function isUnanswered({ account, outcome }: JudgedAccount): boolean {
  if (outcome.result === 'skipped') return true
  return outcome.result === 'unverified' && (account.unusable !== undefined || isTransient(outcome))
}

async function judgeAccount(
  account: Account,
  client: AccountClient,
  options: FleetOptions
): Promise<Pick<JudgedAccount, 'outcome' | 'identity'>> {
  if (account.unusable !== undefined) return unjudged(account, account.unusable)
  const { identity, failure } = await options.identity.confirm(account, client)
  if (failure !== undefined) return { ...unjudged(account, failure), identity }
  const outcome = await judgeSettings(account, client, options)
  if (!account.disabled || outcome.result !== 'unverified' || !isRefused(outcome))
    return { outcome, identity }
  const { before, after, changed, inDoubt, deviations } = outcome
  return { outcome: { result: 'skipped', reason: '', before, after, changed, inDoubt, deviations }, identity }
}

async function judgeSettings(
  account: Account,
  client: AccountClient,
  { rules, clock, dateMs }: FleetOptions
): Promise<Outcome> {
  const waiver = activeWaiver(rules.waivers, account.name, dateMs)
  const outcome = await reconcile(client, waiver === undefined ? rules : { ...rules, mode: 'check' }, clock)
  if (waiver === undefined || outcome.result !== 'deviating') return outcome
  const { before, after, changed, inDoubt, deviations } = outcome
  return { result: 'waived', reason: '', before, after, changed, inDoubt, deviations, waiver }
}

/** Whether SendGrid itself has refused the account from the first read on. */
function isRefused({ about, before }: Unverified): boolean {
  return about === 'account' && before === undefined
}

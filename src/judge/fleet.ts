import { type FailureReason, whyNoVerdict } from '../failure.ts'
import { type Account, parentAccount } from './account.ts'
import type { Deviation, Settings } from './policy.ts'
import {
  type AccountSettings,
  type Clock,
  type Effort,
  type Order,
  type Outcome,
  reconcile,
  type Unverified
} from './reconcile.ts'
import { activeWaiver, type Waiver } from './waivers.ts'

/** How one account of a run ended. */
export interface AccountOutcome {
  readonly account: Account
  readonly outcome: Outcome | Waived | Skipped
  readonly effort: Readonly<Effort>
}

/** It deviates, and a waiver says that this may be so for now. Nothing was written. */
export interface Waived {
  readonly result: 'waived'
  readonly settings: Settings
  readonly deviations: readonly Deviation[]
  readonly waiver: Waiver
}

/** A disabled subuser for which SendGrid refuses to answer. */
export interface Skipped {
  readonly result: 'skipped'
  readonly settings: undefined
}

/** What is to be done with all accounts. */
export interface FleetOrder extends Order {
  readonly waivers: readonly Waiver[]
}

/** Takes every outcome as it comes, in no order. */
export type OnJudged = (outcome: AccountOutcome) => void

/** Trouble that says nothing about the key. */
const passing: readonly FailureReason[] = ['unavailable', 'rate-limited']

const none: Readonly<Effort> = { requests: 0, retries: 0 }

/** As many as are asked at once: an account that only waits its turn costs memory and wins no time. */
const concurrentAccounts = 8

/**
 * Judges every account; what happens to one does not touch the others. Accounts are judged one by one until
 * SendGrid has answered for one, so a dead key costs one request (two where the first account is a subuser,
 * whose name may be the fault). Resolves to the outcomes in the order of the accounts; never throws.
 */
export async function judgeFleet(
  accounts: readonly Account[],
  open: (account: Account) => AccountSettings,
  order: FleetOrder,
  clock: Clock,
  onJudged: OnJudged
): Promise<AccountOutcome[]> {
  const judge = async (account: Account): Promise<AccountOutcome> => {
    const settings = open(account)
    const outcome = await judgeAccount(account, settings, order, clock)
    const judged = { account, outcome, effort: settings.effort }
    onJudged(judged)
    return judged
  }

  const alone: AccountOutcome[] = []
  for (const account of accounts) {
    const judged = await judge(account)
    alone.push(judged)
    const { outcome } = judged
    if (outcome.result !== 'unverified' || !passing.includes(outcome.failure.reason)) break
  }
  const rest = accounts.slice(alone.length)
  if (rest.length === 0) return alone
  const refusal = await keyRefusal(alone.at(-1), open)
  if (refusal !== undefined)
    return [...alone, ...rest.map((account) => ({ account, outcome: refusal, effort: none }))]
  const { default: pMap } = await import('p-map')
  return [...alone, ...(await pMap(rest, judge, { concurrency: concurrentAccounts }))]
}

/** The outcome for every other account when the key itself is dead. */
async function keyRefusal(
  first: AccountOutcome | undefined,
  open: (account: Account) => AccountSettings
): Promise<Unverified | undefined> {
  if (first?.outcome.result !== 'unverified' || first.outcome.failure.reason !== 'unauthorized')
    return undefined
  // It has answered a read, so it is alive; what the write was told is that account's own.
  if (first.outcome.before !== undefined) return undefined
  if (first.account.name === parentAccount) return first.outcome
  try {
    await open({ name: parentAccount, region: first.account.region, disabled: false }).read()
    return undefined
  } catch (thrown) {
    const failure = whyNoVerdict(thrown)
    if (failure.reason !== 'unauthorized') return undefined
    return { result: 'unverified', failure, changed: false, before: undefined, settings: undefined }
  }
}

async function judgeAccount(
  account: Account,
  settings: AccountSettings,
  order: FleetOrder,
  clock: Clock
): Promise<AccountOutcome['outcome']> {
  const waiver = activeWaiver(order.waivers, account.name, clock.now())
  const outcome = await reconcile(settings, waiver === undefined ? order : { ...order, mode: 'check' }, clock)
  if (waiver !== undefined && outcome.result === 'deviating') {
    return { result: 'waived', settings: outcome.settings, deviations: outcome.deviations, waiver }
  }
  if (account.disabled && outcome.result === 'unverified' && isRefusedRead(outcome)) {
    return { result: 'skipped', settings: undefined }
  }
  return outcome
}

/** Whether SendGrid refused to answer at all: a refused write comes after a read. */
function isRefusedRead({ failure, before }: Unverified): boolean {
  const noAnswerForIt = ['unauthorized', 'forbidden', 'not-found']
  return before === undefined && noAnswerForIt.includes(failure.reason)
}

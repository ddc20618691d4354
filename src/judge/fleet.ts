import pMap from 'p-map'
import type { Clock } from '../clock.ts'
import { failureValue, isTransient } from '../failure.ts'
import { type Rules, reconcile } from './reconcile.ts'
import {
  type Account,
  type AccountClient,
  type Job,
  type JudgedAccount,
  type Outcome,
  parentAccount,
  type RequestCounts,
  type Unverified
} from './types.ts'
import { activeWaiver } from './waivers.ts'

/** What judging needs besides the accounts. */
export interface FleetOptions {
  readonly rules: Rules & Pick<Job, 'waivers'>
  readonly clock: Clock
  readonly clientOf: (account: Account) => AccountClient
  /** Takes every outcome as it comes, in no order. */
  readonly onJudged: (judged: JudgedAccount) => void
}

const noRequests: Readonly<RequestCounts> = { requests: 0, retries: 0 }

/** As many as are asked at once: an account that only waits its turn costs memory and wins no time. */
const concurrentAccounts = 8

/**
 * Judges every account; what happens to one does not touch the others. Accounts are judged one by one until
 * SendGrid has answered for one, so a dead key costs one request (two where the first account is a subuser,
 * whose name may be the fault). Resolves to the accounts in the order given; never throws.
 */
export async function judgeFleet(
  accounts: readonly Account[],
  options: FleetOptions
): Promise<JudgedAccount[]> {
  const judge = async (account: Account): Promise<JudgedAccount> => {
    const client = options.clientOf(account)
    const outcome = await judgeAccount(account, client, options)
    const judged = { account, outcome, requestCounts: client.requestCounts }
    options.onJudged(judged)
    return judged
  }

  const alone: JudgedAccount[] = []
  for (const account of accounts) {
    const judged = await judge(account)
    alone.push(judged)
    if (judged.outcome.result !== 'unverified' || !isTransient(judged.outcome)) break
  }
  const rest = accounts.slice(alone.length)
  if (rest.length === 0) return alone
  const deadKey = await deadKeyOutcome(alone.at(-1), options.clientOf)
  if (deadKey !== undefined)
    return [...alone, ...rest.map((account) => ({ account, outcome: deadKey, requestCounts: noRequests }))]
  return [...alone, ...(await pMap(rest, judge, { concurrency: concurrentAccounts }))]
}

/** The outcome for every other account when the key itself is dead. */
async function deadKeyOutcome(
  first: JudgedAccount | undefined,
  clientOf: FleetOptions['clientOf']
): Promise<Unverified | undefined> {
  if (first?.outcome.result !== 'unverified' || first.outcome.reason !== 'unauthorized') return undefined
  // It has answered a read, so it is alive; what the write was answered is that account's own.
  if (first.outcome.before !== undefined) return undefined
  if (first.account.name === parentAccount) return first.outcome
  try {
    await clientOf({ name: parentAccount, region: first.account.region, disabled: false }).read()
    return undefined
  } catch (thrown) {
    const failure = failureValue(thrown)
    return failure.reason === 'unauthorized' ? { ...first.outcome, ...failure } : undefined
  }
}

async function judgeAccount(
  account: Account,
  client: AccountClient,
  { rules, clock }: FleetOptions
): Promise<Outcome> {
  const waiver = activeWaiver(rules.waivers, account.name, clock.date())
  const outcome = await reconcile(client, waiver === undefined ? rules : { ...rules, mode: 'check' }, clock)
  if (waiver !== undefined && outcome.result === 'deviating') {
    const { before, after, changed, deviations } = outcome
    return { result: 'waived', reason: '', before, after, changed, deviations, waiver }
  }
  if (account.disabled && outcome.result === 'unverified' && isRefusedRead(outcome)) {
    return { ...outcome, result: 'skipped', reason: '' }
  }
  return outcome
}

/** Whether SendGrid refused to answer at all: a refused write comes after a read. */
function isRefusedRead({ reason, before }: Unverified): boolean {
  return before === undefined && ['unauthorized', 'forbidden', 'not-found'].includes(reason)
}

import { Failure, type FailureReason, type WhyNoVerdict, whyNoVerdict } from '../failure.ts'
import { type Deviation, findDeviations, loosens, type Policy, remedy, type Settings } from './policy.ts'

/** What the judge needs of SendGrid: the setting of one account. Either call may throw a Failure. */
export interface AccountSettings {
  /** What the account has cost so far. */
  readonly effort: Readonly<Effort>
  read(): Promise<Settings>
  /** Resolves when SendGrid has accepted the change, which does not mean that it is in force. */
  write(change: Partial<Settings>): Promise<void>
}

/** Requests sent for an account, retries among them. */
export interface Effort {
  requests: number
  retries: number
}

/** Milliseconds since the epoch, and a wait in milliseconds. */
export interface Clock {
  now(): number
  sleep(milliseconds: number): Promise<void>
}

/** What is to be done with every account. */
export interface Order {
  readonly mode: 'check' | 'apply'
  readonly policy: Policy
  readonly allowLoosening: boolean
  /** How long the read-back may take after an accepted change; 0 means two reads. */
  readonly verifyTimeoutMs: number
}

/** What SendGrid said about an account, in a form we understand. */
export type Verdict =
  | { readonly result: 'compliant'; readonly settings: Settings }
  | { readonly result: 'applied'; readonly before: Settings; readonly settings: Settings }
  | {
      readonly result: 'deviating'
      readonly settings: Settings
      readonly deviations: readonly Deviation[]
      /** The deviations that apply would have had to loosen; then nothing was written. */
      readonly refused: readonly Deviation[]
    }

/** No verdict. `settings` are those of the last read, unless a write since then makes them doubtful. */
export interface Unverified {
  readonly result: 'unverified'
  readonly failure: WhyNoVerdict
  readonly changed: boolean
  /** By the first read; undefined when there was none. */
  readonly before: Settings | undefined
  readonly settings: Settings | undefined
}

export type Outcome = Verdict | Unverified

/** Answers by which SendGrid says that it has not made the change. */
const refusals: ReadonlySet<FailureReason> = new Set(['unauthorized', 'forbidden', 'not-found', 'rejected'])

const firstPauseMs = 250
const longestPauseMs = 2_000

/** Reads one account, compares it with the policy and, in apply, writes and reads back. Never throws. */
export async function reconcile(account: AccountSettings, order: Order, clock: Clock): Promise<Outcome> {
  let before: Settings | undefined
  let settings: Settings | undefined
  let changed = false
  // A write that got no clear answer, or no read since: what was read before says nothing any more.
  let inDoubt = false
  let retriesBeforeWrite = 0
  const read = async (): Promise<Settings> => {
    settings = await account.read()
    inDoubt = false
    return settings
  }
  try {
    before = await read()
    const deviations = findDeviations(order.policy, before)
    if (deviations.length === 0) return { result: 'compliant', settings: before }
    if (order.mode === 'check') return { result: 'deviating', settings: before, deviations, refused: [] }

    const refused = order.allowLoosening ? [] : deviations.filter(loosens)
    if (refused.length > 0) return { result: 'deviating', settings: before, deviations, refused }

    inDoubt = true
    retriesBeforeWrite = account.effort.retries
    await account.write(remedy(deviations))
    changed = true
    return { result: 'applied', before, settings: await readBack(read, order, clock) }
  } catch (thrown) {
    const failure = whyNoVerdict(thrown)
    // A try that was lost may have changed the setting, whatever the next one is told.
    const onlyTry = account.effort.retries === retriesBeforeWrite
    const writeRefused = !changed && onlyTry && refusals.has(failure.reason)
    return {
      result: 'unverified',
      failure,
      changed,
      before,
      settings: inDoubt && !writeRefused ? undefined : settings
    }
  }
}

/**
 * Reads at once, then again after growing pauses, until two reads in a row comply; not-confirmed when the
 * time is over. SendGrid may answer a read right after a write with the old values
 * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little.
 */
async function readBack(read: () => Promise<Settings>, order: Order, clock: Clock): Promise<Settings> {
  const end = clock.now() + order.verifyTimeoutMs
  let compliantReads = 0
  let pauseMs = firstPauseMs
  for (let reads = 1; ; reads++) {
    const settings = await read()
    compliantReads = findDeviations(order.policy, settings).length === 0 ? compliantReads + 1 : 0
    if (compliantReads === 2) return settings
    const leftMs = Math.max(0, end - clock.now())
    // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
    const oneMore = compliantReads === 1 && order.verifyTimeoutMs > 0
    if (leftMs === 0 && reads >= 2 && !oneMore) break
    await clock.sleep(Math.min(pauseMs, leftMs))
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
  throw new Failure(
    'not-confirmed',
    `No two reads in a row showed every stated value (verify-timeout-seconds is ${order.verifyTimeoutMs / 1000}). ` +
      'Run a check later to see whether the change has taken effect.'
  )
}

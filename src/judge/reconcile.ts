import type { Clock } from '../clock.ts'
import type { AccountClient, Attempted } from '../model/account-client.ts'
import { type FailureReason, type FailureValue, failureValue } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { Outcome } from '../model/outcome.ts'
import { type Deviation, type Settings, settingInputs } from '../model/settings.ts'
import type { ChangeBudget } from './change-budget.ts'
import { findDeviations, loosens, remedy, strongest, weakerThan } from './policy.ts'

/** What `reconcile` needs of a job. */
export type Rules = Pick<Job, 'mode' | 'policy' | 'allowLoosening' | 'verifyTimeoutMs'>

/** An older read may miss somebody's change, and the write would undo it. */
const maxReadAgeMs = 5_000
const firstPauseMs = 250
const maxPauseMs = 2_000

/** After these failures nobody knows what SendGrid did, whatever was read before. */
const leavesStateUnknown: readonly FailureReason[] = ['unexpected-response', 'bug']

/** Reads one account, compares it with the policy and, in apply, writes and reads back. Never throws. */
export async function reconcile(
  client: AccountClient,
  rules: Rules,
  clock: Clock,
  budget: ChangeBudget
): Promise<Outcome> {
  return await new Reconciliation(client, rules, clock, budget).run()
}

/** What is known of an account while it is judged. */
class Reconciliation {
  readonly #client: AccountClient
  readonly #rules: Rules
  readonly #clock: Clock
  readonly #budget: ChangeBudget
  #before: Settings | undefined
  /** By the last read; undefined when a write came after it. */
  #after: Settings | undefined
  #readAtMs = 0
  /** Whether a PATCH was sent, whatever came of it. */
  #isSent = false
  /** Whether SendGrid has accepted a change. `in-doubt`: it may have carried one out. */
  #written: 'no' | 'in-doubt' | 'accepted' = 'no'
  /** The strongest values in the reads before our writes. What we loosened with consent has its new value. */
  #floor: Partial<Settings> = {}

  constructor(client: AccountClient, rules: Rules, clock: Clock, budget: ChangeBudget) {
    this.#client = client
    this.#rules = rules
    this.#clock = clock
    this.#budget = budget
  }

  async run(): Promise<Outcome> {
    try {
      return await this.#judge()
    } catch (thrown) {
      return this.#notRead(failureValue(thrown))
    }
  }

  async #judge(): Promise<Outcome> {
    const isCheck = this.#rules.mode === 'check'
    const verdict = this.#verdictOn(await this.#read(isCheck ? undefined : 'forWrite'))
    if (isCheck || verdict.reason !== 'deviation') return verdict
    if (!this.#budget.take()) return { ...verdict, reason: 'change-limit' }
    const failure = await this.#write().finally(() => this.#isSent || this.#budget.giveBack())
    if (failure === undefined && this.#after !== undefined) {
      const later = this.#verdictOn(this.#after)
      // After a lost write, a read that complies is the first of the two that confirm it.
      if (this.#written === 'no' || later.result !== 'compliant') return later
    }
    if (failure !== undefined && this.#written === 'no') return this.#notChanged(failure)
    return await this.#readBack(failure)
  }

  async #read(purpose?: 'forWrite'): Promise<Settings> {
    const settings = await this.#client.read(purpose)
    this.#readAtMs = this.#clock.now()
    this.#before ??= settings
    this.#after = settings
    return settings
  }

  /**
   * Writes the settings that deviate by the last read. Before each further attempt it reads again. Resolves to why
   * SendGrid has not accepted the change, or to undefined: it has, or nothing is left to write.
   */
  async #write(): Promise<FailureValue | undefined> {
    const write = this.#client.newWrite()
    for (let known = this.#after; ; known = undefined) {
      const settings = known ?? (await this.#read('forWrite'))
      const verdict = this.#verdictOn(settings)
      if (verdict.reason !== 'deviation') return undefined
      const change = remedy(verdict.deviations)
      const validUntilMs = this.#readAtMs + maxReadAgeMs
      const sentBefore = this.#client.requestCounts.requests
      const attempted = await write.attempt({ settings: change, validUntilMs })
      this.#isSent ||= this.#client.requestCounts.requests > sentBefore
      if (attempted.kind === 'accepted' || attempted.inDoubt) this.#noteWrite(attempted, settings, change)
      if (attempted.kind === 'failed') return attempted.failure
      if (attempted.kind === 'accepted') return undefined
    }
  }

  #noteWrite({ kind }: Attempted, read: Settings, change: Partial<Settings>): void {
    this.#written = kind === 'accepted' ? 'accepted' : 'in-doubt'
    this.#after = undefined
    this.#floor = strongest(this.#floor, read, change)
  }

  #verdictOn(settings: Settings): Outcome {
    const { policy, mode, allowLoosening } = this.#rules
    const deviations = findDeviations(policy, settings)
    const known = { ...this.#known(), before: this.#before ?? settings, after: settings, deviations }
    if (deviations.length === 0) return { result: 'compliant', reason: '', ...known }
    const refused = mode === 'check' || allowLoosening ? [] : deviations.filter(loosens)
    if (refused.length > 0) return { result: 'deviating', reason: 'loosening-refused', refused, ...known }
    return { result: 'deviating', reason: 'deviation', ...known }
  }

  /** A read that fails before any write leaves the verdict of the read before. After a write there is no verdict. */
  #notRead(failure: FailureValue): Outcome {
    if (this.#written === 'no' && !leavesStateUnknown.includes(failure.reason))
      return this.#notChanged(failure)
    return { result: 'unverified', ...failure, ...this.#known() }
  }

  /** If the last read deviates, the result is deviating, with this reason. */
  #notChanged(failure: FailureValue): Outcome {
    const { before, after, ...known } = this.#known()
    return after !== undefined && known.deviations.length > 0
      ? { result: 'deviating', ...failure, ...known, before: before ?? after, after }
      : { result: 'unverified', ...failure, ...known, before, after }
  }

  /**
   * Reads at once, then again after growing pauses, until two reads in a row comply and show nothing weakened;
   * not-confirmed when the time is over. SendGrid may answer a read right after a write with the old values
   * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little. `failure` is why the
   * write is in doubt.
   */
  async #readBack(failure: FailureValue | undefined): Promise<Outcome> {
    const { verifyTimeoutMs } = this.#rules
    const endMs = this.#clock.now() + verifyTimeoutMs
    let compliantReads = 0
    let pauseMs = firstPauseMs
    for (let reads = 1; ; reads++) {
      const settings = (reads === 1 ? this.#after : undefined) ?? (await this.#read())
      const isGood = this.#deviations().length === 0 && weakerThan(this.#floor, settings).length === 0
      compliantReads = isGood ? compliantReads + 1 : 0
      if (compliantReads === 2) return this.#applied(settings)
      const leftMs = Math.max(0, endMs - this.#clock.now())
      // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
      const oneMore = compliantReads === 1 && verifyTimeoutMs > 0
      if (leftMs === 0 && reads >= 2 && !oneMore)
        return this.#notChanged(this.#notConfirmed(settings, failure))
      await this.#clock.sleep(Math.min(pauseMs, leftMs))
      pauseMs = Math.min(pauseMs * 2, maxPauseMs)
    }
  }

  #applied(after: Settings): Outcome {
    const known = { ...this.#known(), before: this.#before ?? after, after, changed: true, inDoubt: false }
    return { result: 'applied', reason: '', ...known }
  }

  /** A setting that is weaker than before goes first: SendGrid or somebody else has changed it. */
  #notConfirmed(settings: Settings, failure: FailureValue | undefined): FailureValue {
    const weakened = weakerThan(this.#floor, settings).map(
      (name) =>
        `${settingInputs[name]} is ${settings[name]} after the write, and was ${this.#floor[name]} before it.`
    )
    if (weakened.length > 0) {
      const message = `${weakened.join(' ')} Set it back, or state it in the policy.`
      return { reason: 'not-confirmed', message }
    }
    if (failure !== undefined) return failure
    const within = `(verify-timeout-seconds is ${this.#rules.verifyTimeoutMs / 1000})`
    return {
      reason: 'not-confirmed',
      message: `No two reads in a row showed every stated value ${within}. Run a check later to see whether the change has taken effect.`
    }
  }

  #deviations(): Deviation[] {
    return this.#after === undefined ? [] : findDeviations(this.#rules.policy, this.#after)
  }

  #known() {
    return {
      before: this.#before,
      after: this.#after,
      changed: this.#written !== 'no',
      inDoubt: this.#written === 'in-doubt',
      deviations: this.#deviations()
    }
  }
}

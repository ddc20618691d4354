import type { Clock } from '../clock.ts'
import { type FailureReason, type FailureValue, failureValue } from '../failure.ts'
import { findDeviations, loosens, pick, raiseFloor, remedy, weakerThan } from './policy.ts'
import {
  type AccountClient,
  type Deviation,
  inputNames,
  type Job,
  type Outcome,
  type Settings,
  settingNames,
  type WriteResult
} from './types.ts'

/** What `reconcile` needs of a job. */
export type Rules = Pick<Job, 'mode' | 'policy' | 'allowLoosening' | 'verifyTimeoutMs'>

/** A write that stands on an older read could undo what somebody has changed since. */
const longestReadAgeMs = 5_000
const firstPauseMs = 250
const longestPauseMs = 2_000

/** After these nothing is known of what SendGrid did, whatever was read before. */
const unclear: readonly FailureReason[] = ['unexpected-response', 'bug']
/** These end a run, and stay what they are whatever they have cut short. */
const keptReasons: readonly FailureReason[] = ['cancelled', 'bug']

/** Reads one account, compares it with the policy and, in apply, writes and reads back. Never throws. */
export async function reconcile(client: AccountClient, rules: Rules, clock: Clock): Promise<Outcome> {
  return await new Reconciliation(client, rules, clock).run()
}

/** What is known of an account while it is judged. */
class Reconciliation {
  readonly #client: AccountClient
  readonly #rules: Rules
  readonly #clock: Clock
  #before: Settings | undefined
  /** By the last read; undefined while a write since then makes it doubtful. */
  #after: Settings | undefined
  #readAtMs = 0
  /** Whether SendGrid has accepted a change. */
  #changed = false
  /** Whether SendGrid has carried out a change, or may have. */
  #mayHaveChanged = false
  /** What our writes must not go below. */
  #floor: Partial<Settings> = {}
  /** What the policy made us write. */
  #remedy: Partial<Settings> = {}
  /** What our writes weakened beside it and what is therefore put back; undefined until that is found. */
  #weakened: readonly (keyof Settings)[] | undefined

  constructor(client: AccountClient, rules: Rules, clock: Clock) {
    this.#client = client
    this.#rules = rules
    this.#clock = clock
  }

  async run(): Promise<Outcome> {
    try {
      return await this.#judge()
    } catch (thrown) {
      return this.#notRead(failureValue(thrown))
    }
  }

  async #judge(): Promise<Outcome> {
    const verdict = this.#verdictOn(await this.#read(this.#rules.mode === 'apply' ? 'forWrite' : undefined))
    if (verdict.reason !== 'deviation' || this.#rules.mode === 'check') return verdict
    const result = await this.#write((settings) => this.#remedyOf(settings))
    if (result.kind === 'failed') return this.#notWritten(result.failure)
    if (result.kind === 'accepted') this.#changed = true
    else if (this.#after !== undefined) {
      const later = this.#verdictOn(this.#after)
      // After a lost write a read that complies is the first that confirms it.
      if (!this.#mayHaveChanged || later.result !== 'compliant') return later
      this.#changed = true
    }
    return await this.#readBack()
  }

  async #read(purpose?: 'forWrite'): Promise<Settings> {
    const settings = await this.#client.read(purpose)
    this.#readAtMs = this.#clock.now()
    this.#before ??= settings
    this.#after = settings
    return settings
  }

  /** Writes what `changeOf` makes of a read that is not old; nothing where it names no setting. */
  async #write(changeOf: (settings: Settings) => Partial<Settings>): Promise<WriteResult> {
    let isFirst = true
    const result = await this.#client.write(async (inDoubt) => {
      if (inDoubt) this.#after = undefined
      else if (!this.#changed) this.#forgetFloor()
      const settings = (isFirst ? this.#after : undefined) ?? (await this.#read('forWrite'))
      isFirst = false
      const change = changeOf(settings)
      if (Object.keys(change).length === 0) return undefined
      // What puts back has to hold. What the policy asks for is judged by the policy, but what a write before this
      // one may have weakened is put back all the same.
      const mayWeaken = settingNames.filter((name) => !(name in change) || this.#weakened?.includes(name))
      this.#floor = { ...this.#floor, ...raiseFloor(this.#floor, settings, mayWeaken) }
      this.#mayHaveChanged = true
      return { settings: change, validUntilMs: this.#readAtMs + longestReadAgeMs }
    })
    if (result.kind === 'accepted' || (result.kind === 'failed' && result.inDoubt)) this.#after = undefined
    return result
  }

  /** For a write that was not carried out. */
  #forgetFloor(): void {
    this.#mayHaveChanged = false
    this.#floor = {}
  }

  #remedyOf(settings: Settings): Partial<Settings> {
    const verdict = this.#verdictOn(settings)
    if (verdict.reason !== 'deviation') return {}
    const change = remedy(verdict.deviations)
    this.#remedy = { ...this.#remedy, ...change }
    return change
  }

  /** The verdict of a read that came before any write. */
  #verdictOn(settings: Settings): Outcome {
    const { policy, mode, allowLoosening } = this.#rules
    const deviations = findDeviations(policy, settings)
    const known = { ...this.#known(), before: this.#before ?? settings, after: settings, deviations }
    if (deviations.length === 0) return { result: 'compliant', reason: '', ...known }
    const refused = mode === 'check' || allowLoosening ? [] : deviations.filter(loosens)
    if (refused.length > 0) return { result: 'deviating', reason: 'loosening-refused', refused, ...known }
    return { result: 'deviating', reason: 'deviation', ...known }
  }

  /** A read that fails before any write leaves what was read before; one after a write decides nothing. */
  #notRead(failure: FailureValue): Outcome {
    if (!this.#changed && !unclear.includes(failure.reason)) return this.#notChanged(failure)
    return { result: 'unverified', ...this.#notPutBack(failure), ...this.#known() }
  }

  /** A weakened setting is named, whatever kept its putting back from being seen. */
  #notPutBack(failure: FailureValue): FailureValue {
    if (this.#weakened === undefined) return failure
    const message = `${weakenedInWords(this.#weakened)} Putting it back failed: ${failure.message}`
    return { reason: keptReasons.includes(failure.reason) ? failure.reason : 'not-confirmed', message }
  }

  #notWritten(failure: FailureValue): Outcome {
    if (unclear.includes(failure.reason)) this.#after = undefined
    return this.#notChanged(failure)
  }

  /** Where the last thing known is a deviation, it is one, whatever kept it from being changed. */
  #notChanged(failure: FailureValue): Outcome {
    const { before, after, ...known } = this.#known()
    return after !== undefined && known.deviations.length > 0
      ? { result: 'deviating', ...failure, ...known, before: before ?? after, after }
      : { result: 'unverified', ...failure, ...known, before, after }
  }

  /**
   * Reads at once, then again after growing pauses, until two reads in a row comply and show nothing weakened;
   * not-confirmed when the time is over. SendGrid may answer a read right after a write with the old values
   * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little. A read that
   * answered a doubt about the write counts as the first.
   */
  async #readBack(): Promise<Outcome> {
    const { verifyTimeoutMs } = this.#rules
    let endMs = this.#clock.now() + verifyTimeoutMs
    let compliantReads = 0
    let pauseMs = firstPauseMs
    for (let reads = 1; ; reads++) {
      const settings = (reads === 1 ? this.#after : undefined) ?? (await this.#read())
      const weakened = this.#weakenedIn(settings)
      if (weakened.length > 0 && this.#weakened === undefined) {
        const failure = await this.#putBack(weakened)
        if (failure !== undefined) return this.#notChanged(failure)
        endMs = this.#clock.now() + verifyTimeoutMs
        compliantReads = 0
        reads = 0
        continue
      }
      compliantReads = this.#deviations().length === 0 && weakened.length === 0 ? compliantReads + 1 : 0
      if (compliantReads === 2) return this.#applied(settings)
      const leftMs = Math.max(0, endMs - this.#clock.now())
      // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
      const oneMore = compliantReads === 1 && verifyTimeoutMs > 0
      if (leftMs === 0 && reads >= 2 && !oneMore) return this.#notChanged(this.#notConfirmed(weakened))
      await this.#clock.sleep(Math.min(pauseMs, leftMs))
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  /** Twilio's schema gives the version of a PATCH a default, so a write may weaken what it does not name. */
  async #putBack(weakened: readonly (keyof Settings)[]): Promise<FailureValue | undefined> {
    this.#weakened = weakened
    const result = await this.#write((settings) => {
      const names = this.#weakenedIn(settings)
      if (names.length === 0) return {}
      this.#weakened = settingNames.filter((name) => names.includes(name) || weakened.includes(name))
      return { ...this.#namedAgain(settings), ...pick(this.#floor, names) }
    })
    return result.kind === 'failed' ? this.#notPutBack(result.failure) : undefined
  }

  /** What was written for the policy, lest another write weakens it in turn; what is stronger by now stays. */
  #namedAgain(settings: Settings): Partial<Settings> {
    const { policy, allowLoosening } = this.#rules
    const named = settingNames.filter((name) => name in this.#remedy)
    const tightening = findDeviations(policy, settings).filter((one) => allowLoosening || !loosens(one))
    return { ...pick(settings, named), ...remedy(tightening) }
  }

  #applied(after: Settings): Outcome {
    const known = { ...this.#known(), before: this.#before ?? after, after, changed: true }
    return { result: 'applied', reason: '', restored: this.#weakened ?? [], ...known }
  }

  #notConfirmed(weakened: readonly (keyof Settings)[]): FailureValue {
    const within = `(verify-timeout-seconds is ${this.#rules.verifyTimeoutMs / 1000})`
    const first =
      weakened.length > 0
        ? `${weakenedInWords(weakened)} Putting it back does not show ${within}.`
        : `No two reads in a row showed every stated value ${within}.`
    return {
      reason: 'not-confirmed',
      message: `${first} Run a check later to see whether the change has taken effect.`
    }
  }

  /** What our writes have weakened beside what they were for. */
  #weakenedIn(settings: Settings): (keyof Settings)[] {
    return weakerThan(this.#floor, settings)
  }

  #deviations(): Deviation[] {
    return this.#after === undefined ? [] : findDeviations(this.#rules.policy, this.#after)
  }

  #known() {
    return {
      before: this.#before,
      after: this.#after,
      changed: this.#changed,
      deviations: this.#deviations()
    }
  }
}

function weakenedInWords(names: readonly (keyof Settings)[]): string {
  const settings = names.map((name) => inputNames[name]).join(', ')
  return `SendGrid weakened ${settings} with the write, which did not name it.`
}

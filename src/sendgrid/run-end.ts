import type { Clock } from '../clock.ts'
import { Failure } from '../model/failure.ts'

/** The end of a run, one for all its requests: it is canceled, or its time is over or would be after a wait. */
export class RunEnd {
  readonly clock: Clock
  readonly #endAtMs: number
  readonly #cancelled: AbortSignal
  readonly log: (line: string) => void
  readonly #listeners: (() => void)[] = []
  /** Why the run has stopped early. */
  #stopped: string | undefined
  /** What a request is said to have failed by that was never sent. */
  lastTransientReason: Failure['reason'] = 'unavailable'

  readonly #bound: string

  /** `endAtMs` is by `clock.now()`. `cancelled` aborts with a Failure. `bound` is what the end comes from, in words. */
  constructor(
    clock: Clock,
    endAtMs: number,
    cancelled: AbortSignal,
    log: (line: string) => void,
    bound = 'max-minutes'
  ) {
    this.clock = clock
    this.#endAtMs = endAtMs
    this.#cancelled = cancelled
    this.log = log
    this.#bound = bound
  }

  /** Milliseconds that are left. */
  get leftMs(): number {
    return this.#endAtMs - this.clock.now()
  }

  /** Calls the listener once nothing may start any more. */
  onEnd(listener: () => void): void {
    this.#listeners.push(listener)
    this.#cancelled.addEventListener('abort', listener)
  }

  /** Whether nothing may start after a wait. Where the wait would pass the end, the run stops for all. */
  isReachedAfter(waitMs: number): boolean {
    if (this.#cancelled.aborted || this.#stopped !== undefined) return true
    if (this.clock.now() + waitMs < this.#endAtMs) return false
    if (waitMs > 0) this.lastTransientReason = 'rate-limited'
    this.#stopped =
      waitMs > 0
        ? `the next wait of ${(waitMs / 1000).toFixed(1)} s would pass ${this.#bound}`
        : `${this.#bound} are over`
    this.log(`The run stops early: ${this.#stopped}. The accounts left are not verified.`)
    for (const listener of this.#listeners) listener()
    return true
  }

  /** Why a request is not sent any more. `last` is how the attempt before ended, undefined for the first. */
  failureOf(last: Failure | undefined): Failure {
    if (this.#cancelled.aborted) return this.#cancelled.reason
    const asked = last === undefined ? 'Not asked' : `${last.message} Not asked again`
    return new Failure(last?.reason ?? this.lastTransientReason, `${asked}: ${this.#stopped}.`)
  }

  /** A wait that is one request's own. Throws a Failure when nothing may start after it. */
  async sleep(milliseconds: number, failure: Failure): Promise<void> {
    if (this.clock.now() + milliseconds >= this.#endAtMs) {
      throw new Failure('unavailable', `${failure.message} The next attempt would pass ${this.#bound}.`)
    }
    await this.clock.sleep(milliseconds)
  }
}

import type { Clock } from '../clock.ts'
import { Failure } from '../model/failure.ts'

interface RunEndOptions {
  readonly clock: Clock
  /** By `clock.now()`. */
  readonly endAtMs: number
  /** The limit that sets this time, as messages name it. */
  readonly limit: string
  /** Aborts with a Failure. */
  readonly cancelled: AbortSignal
  readonly log: (line: string) => void
}

/** The end of a run, shared by all its requests: it is canceled, its time is over, or a wait would take too long. */
export class RunEnd {
  readonly clock: Clock
  readonly log: (line: string) => void
  readonly #options: RunEndOptions
  readonly #listeners: (() => void)[] = []
  /** Why the run has stopped early. */
  #stopped: string | undefined
  /** The reason of a request that was never sent, because the run has stopped. */
  lastTransientReason: Failure['reason'] = 'unavailable'

  constructor(options: RunEndOptions) {
    this.clock = options.clock
    this.log = options.log
    this.#options = options
  }

  /** An earlier end for some requests, by a limit of their own. It logs nothing. */
  within(milliseconds: number, limit: string): RunEnd {
    const endAtMs = this.clock.now() + milliseconds
    const sooner = endAtMs < this.#options.endAtMs ? { endAtMs, limit } : {}
    return new RunEnd({ ...this.#options, ...sooner, log: () => {} })
  }

  /** Calls the listener once nothing may start any more. */
  onEnd(listener: () => void): void {
    this.#listeners.push(listener)
    this.#options.cancelled.addEventListener('abort', listener)
  }

  /** Whether nothing may start after a wait. If the wait would pass the end, the run stops for all requests. */
  isReachedAfter(waitMs: number): boolean {
    const { cancelled, limit } = this.#options
    if (cancelled.aborted || this.#stopped !== undefined) return true
    if (!this.#isPassedBy(waitMs)) return false
    if (waitMs > 0) this.lastTransientReason = 'rate-limited'
    this.#stopped =
      waitMs > 0
        ? `the next wait of ${(waitMs / 1000).toFixed(1)} s would pass ${limit}`
        : `${limit} are over`
    this.log(`The run stops early: ${this.#stopped}. The remaining accounts are not verified.`)
    for (const listener of this.#listeners) listener()
    return true
  }

  /** Why a request is not sent any more. `last` is how the attempt before ended, undefined for the first. */
  whyNotSent(last: Failure | undefined): Failure {
    const { cancelled } = this.#options
    if (cancelled.aborted) return cancelled.reason
    const asked = last === undefined ? 'Not asked' : `${last.message} Not asked again`
    return new Failure(last?.reason ?? this.lastTransientReason, `${asked}: ${this.#stopped}.`)
  }

  /** The wait of one request. Throws a Failure when nothing may start after it. */
  async sleep(milliseconds: number, failure: Failure): Promise<void> {
    if (this.#isPassedBy(milliseconds)) {
      const { limit } = this.#options
      throw new Failure('unavailable', `${failure.message} The next attempt would pass ${limit}.`)
    }
    await this.clock.sleep(milliseconds)
  }

  #isPassedBy(waitMs: number): boolean {
    return this.clock.now() + waitMs >= this.#options.endAtMs
  }
}

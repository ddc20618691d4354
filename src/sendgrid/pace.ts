import { Failure } from '../failure.ts'
import type { Clock } from '../judge/reconcile.ts'
import type { Answer } from './messages.ts'
import { longestRateLimitWaitMs, resetTime } from './retry-wait.ts'

/** A rate limit window, as the answers of it tell. */
interface Window {
  readonly resetAtMs: number
  /** The lowest `X-RateLimit-Remaining` seen. */
  lowestRemaining: number
  /** How many requests may still start; those in flight count as spent. */
  left: number
}

/** How one try of a request ended. */
export interface Tried {
  readonly answer: Answer | Failure
  /** Undefined for a complete 200. */
  readonly failure: Failure | undefined
  /** The wait before a retry; after a 429 it is everyone's. */
  readonly waitMs: number | undefined
}

interface Waiting {
  /** How the try before ended; undefined for the first. */
  readonly last: Failure | undefined
  readonly resolve: (isScout: boolean) => void
  readonly reject: (failure: Failure) => void
}

/** How many requests are in flight at once, to begin with: a 429 halves it. */
const politeConcurrency = 8
/** Two answers of one window may differ by this where the reset is told in whole seconds left. */
const resetToleranceMs = 1_500

/**
 * The one gate that all requests of a run pass. It learns the budget from `X-RateLimit-*` and lets everyone
 * wait together when the window is spent or SendGrid has answered 429. What comes after a wait is one
 * request alone, a scout: only when its answer shows an open window the rest follow.
 */
export class Pace {
  readonly #clock: Clock
  readonly #endAtMs: number
  readonly #log: (line: string) => void
  readonly #waiting: Waiting[] = []
  #window: Window | undefined
  #concurrency = politeConcurrency
  #inFlight = 0
  #scouting = true
  #pausedUntilMs = 0
  #sleeping = false
  /** Why the run has stopped early. */
  #stopped: string | undefined
  #trouble: 'rate-limited' | 'unavailable' = 'unavailable'

  /** `endAtMs` is when the run has to end, in milliseconds since the epoch. */
  constructor(clock: Clock, endAtMs: number, log: (line: string) => void) {
    this.#clock = clock
    this.#endAtMs = endAtMs
    this.#log = log
  }

  /**
   * Sends a request once it may start. Throws a Failure when it could not before the end of the run. `last` is
   * how the try before it ended.
   */
  async admit(send: () => Promise<Tried>, last?: Failure): Promise<Tried> {
    const isScout = await new Promise<boolean>((resolve, reject) => {
      this.#waiting.push({ resolve, reject, last })
      this.#startThoseWhoMay()
    })
    let tried: Tried | undefined
    try {
      tried = await send()
      return tried
    } finally {
      this.#inFlight--
      if (tried !== undefined) this.#learn(tried, isScout)
      this.#startThoseWhoMay()
    }
  }

  /** A wait that is one request's own. Throws a Failure when it would pass the end of the run. */
  async sleep(milliseconds: number, failure: Failure): Promise<void> {
    if (this.#clock.now() + milliseconds > this.#endAtMs) {
      throw new Failure('unavailable', `${failure.message} The next try would pass max-minutes.`)
    }
    await this.#clock.sleep(milliseconds)
  }

  #pause(milliseconds: number): void {
    const nowMs = this.#clock.now()
    // Those in flight together are refused together: that is one reason to slow down, not many.
    if (nowMs >= this.#pausedUntilMs) this.#concurrency = Math.max(1, Math.floor(this.#concurrency / 2))
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + milliseconds)
    this.#scouting = true
  }

  #learn({ answer, failure, waitMs }: Tried, isScout: boolean): void {
    if (failure?.reason === 'unavailable' || failure?.reason === 'rate-limited')
      this.#trouble = failure.reason
    if (answer instanceof Failure) return
    const nowMs = this.#clock.now()
    if (isScout) this.#scouting = false
    if (failure?.reason === 'rate-limited') {
      // Where it says itself how long to wait, the scout learns what there is then.
      const told = answer.headers['retry-after'] ?? answer.headers['x-ratelimit-reset']
      if (told !== undefined) this.#window = undefined
      this.#pause(waitMs ?? 0)
      return
    }

    const toldResetMs = resetTime(answer.headers, nowMs)
    const remaining = String(answer.headers['x-ratelimit-remaining'] ?? '').trim()
    if (toldResetMs === undefined || !/^\d+$/.test(remaining)) return
    // A late answer of the window before says nothing. That a scout gets one means that the clocks differ.
    if (toldResetMs <= nowMs && !isScout) return
    const resetAtMs = Math.min(Math.max(toldResetMs, nowMs + 1_000), nowMs + longestRateLimitWaitMs)
    this.#learnWindow(resetAtMs, Number(remaining), isScout)
  }

  #learnWindow(resetAtMs: number, remaining: number, isScout: boolean): void {
    const window = this.#window
    if (window === undefined || isScout || resetAtMs > window.resetAtMs + resetToleranceMs) {
      this.#window = { resetAtMs, lowestRemaining: remaining, left: remaining - this.#inFlight }
      // From here on the window says how many may go, so an earlier back-off has done its work.
      this.#concurrency = politeConcurrency
      return
    }
    // SendGrid may not have counted those in flight yet. With none in flight its number is exact.
    window.lowestRemaining = Math.min(window.lowestRemaining, remaining)
    window.left =
      this.#inFlight === 0
        ? window.lowestRemaining
        : Math.min(window.left, window.lowestRemaining - this.#inFlight)
  }

  /** Starts as many of those that wait as may start now, and sees to it that somebody looks again. */
  #startThoseWhoMay(): void {
    while (this.#waiting.length > 0) {
      const nowMs = this.#clock.now()
      const waitMs = this.#waitMs(nowMs)
      if (this.#stopped || nowMs >= this.#endAtMs || nowMs + waitMs > this.#endAtMs) {
        this.#stop(waitMs)
        return
      }
      if (waitMs > 0) {
        this.#sleepOnce(waitMs)
        return
      }
      if (this.#window !== undefined && nowMs >= this.#window.resetAtMs) {
        this.#window = undefined
        this.#scouting = true
      }
      if (this.#inFlight >= (this.#scouting ? 1 : this.#concurrency)) return
      if (this.#window !== undefined && this.#window.left <= 0) return
      if (this.#window !== undefined) this.#window.left--
      this.#inFlight++
      this.#waiting.shift()?.resolve(this.#scouting)
    }
  }

  /** How long nobody may start. A window that looks spent may have some left once nothing is in flight. */
  #waitMs(nowMs: number): number {
    const spent = this.#window !== undefined && this.#window.left <= 0 && this.#inFlight === 0
    const windowMs = spent ? (this.#window?.resetAtMs ?? 0) - nowMs : 0
    return Math.max(0, windowMs, this.#pausedUntilMs - nowMs)
  }

  /** All who wait share one sleep. */
  #sleepOnce(waitMs: number): void {
    this.#trouble = 'rate-limited'
    if (this.#sleeping) return
    this.#sleeping = true
    // After a 429 the line about the retry says so already.
    if (this.#clock.now() >= this.#pausedUntilMs)
      this.#log(`The rate limit is spent: every request waits ${(waitMs / 1000).toFixed(1)} s.`)
    void this.#clock.sleep(waitMs).then(() => {
      this.#sleeping = false
      this.#startThoseWhoMay()
    })
  }

  #stop(waitMs: number): void {
    if (this.#stopped === undefined) {
      if (waitMs > 0) this.#trouble = 'rate-limited'
      this.#stopped =
        waitMs > 0
          ? `the next wait of ${(waitMs / 1000).toFixed(1)} s would pass max-minutes`
          : 'max-minutes are over'
      this.#log(`The run stops early: ${this.#stopped}. The accounts left are not verified.`)
    }
    for (const { reject, last } of this.#waiting.splice(0)) {
      const asked = last === undefined ? 'Not asked' : `${last.message} Not asked again`
      reject(new Failure(last?.reason ?? this.#trouble, `${asked}: ${this.#stopped}.`))
    }
  }
}

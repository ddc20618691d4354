import type { Clock } from '../clock.ts'
import { maxRateLimitWaitMs, resetInMs } from '../http/rate-limit.ts'
import type { HttpResponse as Answer } from '../http/transport.ts'
import { Failure, isTransient } from '../model/failure.ts'

/** How one attempt of a request ended. */
export type Attempt =
  | { readonly answer: Answer; readonly failure: undefined }
  | {
      /** Undefined where none came. */
      readonly answer: Answer | undefined
      readonly failure: Failure
      /** The wait before a retry; after a 429 it is everyone's. */
      readonly waitMs: number
    }

/** The budget of a rate limit window, as its answers show it. */
interface Window {
  readonly resetAtMs: number
  /** The lowest `X-RateLimit-Remaining` seen. */
  lowestRemaining: number
  /** How many requests may still start; those under way count as spent. */
  left: number
}

interface Waiting {
  readonly isWrite: boolean
  /** How the attempt before ended; undefined for the first. */
  readonly last: Failure | undefined
  readonly start: (isProbe: boolean) => void
  readonly reject: (failure: Failure) => void
}

/** What the limiter learns of a request. */
export interface Turn {
  /** Writes go before reads: each stands on a read that grows old. */
  readonly isWrite: boolean
  /** How the attempt before ended; undefined for the first. */
  readonly last: Failure | undefined
}

/** Two answers of one window may differ by this where the reset is in whole seconds left. */
const resetToleranceMs = 1_500

/**
 * What all requests of a run pass. It learns the budget from `X-RateLimit-*`, and lets everyone wait together
 * when the window is spent or SendGrid has answered 429. After a wait one request goes alone, the probe: only
 * when it is answered the others follow. How many are under way is the caller's to bound.
 */
export class RateLimiter {
  readonly #clock: Clock
  readonly #endAtMs: number
  readonly #log: (line: string) => void
  readonly #waiting: Waiting[] = []
  #window: Window | undefined
  #underWay = 0
  #probing = true
  #pausedUntilMs = Number.NEGATIVE_INFINITY
  #sleeping = false
  readonly #cancelled: AbortSignal
  /** Why the run has stopped early. */
  #stopped: string | undefined
  #trouble: Failure['reason'] = 'unavailable'

  /**
   * `endAtMs` is when the run has to end, by `clock.now()`. Nothing starts once `cancelled` aborts, whose reason
   * is a Failure.
   */
  constructor(clock: Clock, endAtMs: number, cancelled: AbortSignal, log: (line: string) => void) {
    this.#clock = clock
    this.#endAtMs = endAtMs
    this.#cancelled = cancelled
    this.#log = log
    cancelled.addEventListener('abort', () => this.#startNext())
  }

  /**
   * Sends once the request may start. Throws a Failure when it could not before the end of the run. `send` may
   * resolve to undefined when it has sent nothing after all.
   */
  async run<T extends Attempt | undefined>(send: () => Promise<T>, { isWrite, last }: Turn): Promise<T> {
    const isProbe = await new Promise<boolean>((start, reject) => {
      const firstRead = this.#waiting.findIndex((waiting) => !waiting.isWrite)
      const at = isWrite && firstRead >= 0 ? firstRead : this.#waiting.length
      this.#waiting.splice(at, 0, { isWrite, start, reject, last })
      this.#startNext()
    })
    let attempt: Attempt | undefined
    try {
      const sent = await send()
      attempt = sent
      return sent
    } finally {
      this.#underWay--
      if (attempt !== undefined) this.#learn(attempt, isProbe)
      else if (this.#window !== undefined) this.#window.left++
      this.#startNext()
    }
  }

  /** A wait that is one request's own. Throws a Failure when nothing may start after it. */
  async sleep(milliseconds: number, failure: Failure): Promise<void> {
    if (this.#clock.now() + milliseconds >= this.#endAtMs) {
      throw new Failure('unavailable', `${failure.message} The next attempt would pass max-minutes.`)
    }
    await this.#clock.sleep(milliseconds)
  }

  #learn(attempt: Attempt, isProbe: boolean): void {
    const { answer, failure } = attempt
    if (failure !== undefined && isTransient(failure)) this.#trouble = failure.reason
    if (answer === undefined) return
    if (isProbe) this.#probing = false
    const nowMs = this.#clock.now()
    const resetMs = resetInMs(answer.headers, this.#clock.date())
    if (attempt.failure !== undefined && attempt.failure.reason === 'rate-limited') {
      // Where it says itself how long to wait, the probe learns what there is then.
      if (resetMs !== undefined || answer.headers['retry-after'] !== undefined) this.#window = undefined
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + attempt.waitMs)
      this.#probing = true
      return
    }
    const remaining = String(answer.headers['x-ratelimit-remaining'])
    if (resetMs === undefined || !/^\d+$/.test(remaining)) return
    // A late answer of the window before says nothing. That a probe gets one means that the clocks differ.
    if (resetMs <= 0 && !isProbe) return
    const resetAtMs = nowMs + Math.min(Math.max(resetMs, 1_000), maxRateLimitWaitMs)
    this.#learnWindow(resetAtMs, Number(remaining), isProbe)
  }

  #learnWindow(resetAtMs: number, remaining: number, isProbe: boolean): void {
    const window = this.#window
    if (window === undefined || isProbe || resetAtMs > window.resetAtMs + resetToleranceMs) {
      this.#window = { resetAtMs, lowestRemaining: remaining, left: remaining - this.#underWay }
      return
    }
    // SendGrid may not have counted those under way yet. With none under way its number is exact.
    window.lowestRemaining = Math.min(window.lowestRemaining, remaining)
    const left = window.lowestRemaining - this.#underWay
    window.left = this.#underWay === 0 ? left : Math.min(window.left, left)
  }

  /** Starts as many of those that wait as may start now, and sees to it that somebody looks again. */
  #startNext(): void {
    if (this.#cancelled.aborted) {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#cancelled.reason)
    }
    while (this.#waiting.length > 0) {
      const nowMs = this.#clock.now()
      const waitMs = this.#waitMs(nowMs)
      if (this.#stopped || nowMs + waitMs >= this.#endAtMs) {
        this.#stop(waitMs)
        return
      }
      if (waitMs > 0) {
        this.#sleepOnce(waitMs)
        return
      }
      if (this.#window !== undefined && nowMs >= this.#window.resetAtMs) {
        this.#window = undefined
        this.#probing = true
      }
      if (this.#probing && this.#underWay > 0) return
      if (this.#window !== undefined && this.#window.left <= 0) return
      if (this.#window !== undefined) this.#window.left--
      this.#underWay++
      this.#waiting.shift()?.start(this.#probing)
    }
  }

  /** How long nobody may start. A window that looks spent may have some left once nothing is under way. */
  #waitMs(nowMs: number): number {
    const window = this.#window
    const isSpent = window !== undefined && window.left <= 0 && this.#underWay === 0
    const resetAtMs = isSpent ? window.resetAtMs : nowMs
    return Math.max(resetAtMs, this.#pausedUntilMs, nowMs) - nowMs
  }

  /** All who wait share one sleep. */
  #sleepOnce(waitMs: number): void {
    this.#trouble = 'rate-limited'
    if (this.#sleeping) return
    this.#sleeping = true
    // After a 429 the line about the retry says so already.
    if (this.#clock.now() >= this.#pausedUntilMs)
      this.#log(`The rate limit is spent: every request waits ${(waitMs / 1000).toFixed(1)} s.`)
    const wake = (): void => {
      this.#sleeping = false
      this.#startNext()
    }
    this.#clock.sleep(waitMs).then(wake, wake)
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

import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../clock.ts'
import { maxRateLimitWaitMs, resetInMs } from '../http/rate-limit.ts'

/** Two responses of one window may differ by this where the reset is in whole seconds left. */
const resetToleranceMs = 1_500

/** The rate limit window of an endpoint, as far as its responses show it. Times are those of `Clock.now()`. */
export class Window {
  #endsAtMs: number | undefined
  #lowestRemaining = Number.POSITIVE_INFINITY
  /** How many requests may still start; those under way count as spent. */
  #left = Number.POSITIVE_INFINITY
  #underWay = 0

  /** Undefined as long as no response has shown one. */
  get endsAtMs(): number | undefined {
    return this.#endsAtMs
  }

  get underWay(): number {
    return this.#underWay
  }

  /** It may turn out to have some left once nothing is under way. */
  get isSpent(): boolean {
    return this.#left <= 0
  }

  /** Takes one request, which ends by `release`. */
  take(): void {
    this.#left--
    this.#underWay++
  }

  /** A request has ended. One that was not sent after all is left for another. */
  release(isSent: boolean): void {
    this.#underWay--
    if (!isSent) this.#left++
  }

  /** Learns from the response to a request that was released. A probe went alone, so what it shows is exact. */
  learn(headers: IncomingHttpHeaders, isProbe: boolean, clock: Pick<Clock, 'date' | 'now'>): void {
    const resetMs = resetInMs(headers, clock.date())
    const remaining = String(headers['x-ratelimit-remaining'])
    if (resetMs === undefined || !/^\d+$/.test(remaining)) return
    // A late response of the window before says nothing. Where a probe gets one, the clocks differ.
    if (resetMs <= 0 && !isProbe) return
    const endsAtMs = clock.now() + Math.min(Math.max(resetMs, 1_000), maxRateLimitWaitMs)
    if (isProbe || this.#endsAtMs === undefined || endsAtMs > this.#endsAtMs + resetToleranceMs) {
      this.#endsAtMs = endsAtMs
      this.#lowestRemaining = Number(remaining)
      this.#left = this.#lowestRemaining - this.#underWay
      return
    }
    // SendGrid may not have counted those under way yet. With none under way its number is exact.
    this.#lowestRemaining = Math.min(this.#lowestRemaining, Number(remaining))
    const left = this.#lowestRemaining - this.#underWay
    this.#left = this.#underWay === 0 ? left : Math.min(this.#left, left)
  }

  /** What was shown counts no more; the next response shows another window. */
  forget(): void {
    this.#endsAtMs = undefined
    this.#left = Number.POSITIVE_INFINITY
  }
}

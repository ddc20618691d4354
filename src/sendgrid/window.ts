import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../clock.ts'
import { maxRateLimitWaitMs, resetInMs } from '../http/rate-limit.ts'

/** The ends that two responses of one window show may differ by this, since a reset has whole seconds. */
const resetToleranceMs = 1_500

/** The rate limit window of an endpoint, as far as its responses show it. Times are those of `Clock.now()`. */
export class Window {
  #endsAtMs: number | undefined
  #lowestRemaining = Number.POSITIVE_INFINITY
  /** How many requests may still start. Those under way count as spent. */
  #left = Number.POSITIVE_INFINITY
  #underWay = 0

  /** Undefined as long as no response has shown one. */
  get endsAtMs(): number | undefined {
    return this.#endsAtMs
  }

  get underWay(): number {
    return this.#underWay
  }

  /** Once nothing is under way, the next response may show that some are left. */
  get isSpent(): boolean {
    return this.#left <= 0
  }

  /** Takes one request, which ends by `release`. */
  take(): void {
    this.#left--
    this.#underWay++
  }

  /** A request has ended. If it was not sent after all, another one may start. */
  release(isSent: boolean): void {
    this.#underWay--
    if (!isSent) this.#left++
  }

  /** Learns from the response to a request that was released. A probe went alone, so its numbers are exact. */
  learn(headers: IncomingHttpHeaders, isProbe: boolean, clock: Pick<Clock, 'date' | 'now'>): void {
    const resetMs = resetInMs(headers, clock.date())
    const remaining = String(headers['x-ratelimit-remaining'])
    if (resetMs === undefined || !/^\d+$/.test(remaining)) return
    // A late response of the window before says nothing. For a probe it means that our clock is ahead.
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

  /** The window is over. The next response shows another one. */
  forget(): void {
    this.#endsAtMs = undefined
    this.#left = Number.POSITIVE_INFINITY
  }
}

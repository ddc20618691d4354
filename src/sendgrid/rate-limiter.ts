import type { Clock } from '../clock.ts'
import type { HttpResponse } from '../http/transport.ts'
import { type Failure, isTransient } from '../model/failure.ts'
import type { RunEnd } from './run-end.ts'
import { Window } from './window.ts'

/** How one attempt of a request ended. */
export type Attempt = FailedAttempt | { readonly response: HttpResponse; readonly failure: undefined }

export interface FailedAttempt {
  /** Undefined where none came. */
  readonly response: HttpResponse | undefined
  readonly failure: Failure
  /** The wait before a retry. After a 429 every request to the endpoint waits so long. */
  readonly waitMs: number
}

/** What the limiter must know of a request. */
export interface RequestOptions {
  /** Writes go before reads, since the read before a write soon grows too old. */
  readonly isWrite: boolean
  /** How the attempt before ended; undefined for the first. */
  readonly last: Failure | undefined
}

interface QueuedRequest extends RequestOptions {
  readonly start: (isProbe: boolean) => void
  readonly reject: (failure: Failure) => void
}

/** The rate limiters of a run. "Each endpoint permits a fixed number of requests per refresh period" (Twilio). */
export class RateLimits {
  readonly #limiters = new Map<string, RateLimiter>()
  readonly #end: RunEnd

  constructor(end: RunEnd) {
    this.#end = end
  }

  /** The limiter of a path at a host, whatever the method. */
  for(host: string, path: string): RateLimiter {
    const limiter = this.#limiters.get(host + path) ?? new RateLimiter(path, this.#end)
    this.#limiters.set(host + path, limiter)
    return limiter
  }
}

/**
 * The queue of all requests to one endpoint. It learns the budget from `X-RateLimit-*`. When the window is spent, or
 * SendGrid has answered 429, all requests wait. Then one goes alone, the probe, and the others follow its response.
 * The caller limits how many are under way.
 */
export class RateLimiter {
  readonly #path: string
  readonly #clock: Clock
  readonly #end: RunEnd
  readonly #window = new Window()
  readonly #queue: QueuedRequest[] = []
  #probing = true
  #pausedUntilMs = Number.NEGATIVE_INFINITY
  #sleeping = false

  constructor(path: string, end: RunEnd) {
    this.#path = path
    this.#clock = end.clock
    this.#end = end
    end.onEnd(() => this.#startNext())
  }

  /** Milliseconds until the wait or the window of earlier responses ends; negative without one. */
  get knownWaitMs(): number {
    const { endsAtMs = Number.NEGATIVE_INFINITY } = this.#window
    return Math.max(this.#pausedUntilMs, endsAtMs) - this.#clock.now()
  }

  /**
   * Sends once the request may start. Throws a Failure when it could not before the end of the run. `send` may
   * resolve to undefined when it has sent nothing after all.
   */
  async run<T extends Attempt | undefined>(
    send: () => Promise<T>,
    { isWrite, last }: RequestOptions
  ): Promise<T> {
    const isProbe = await new Promise<boolean>((start, reject) => {
      const firstRead = this.#queue.findIndex((queued) => !queued.isWrite)
      const at = isWrite && firstRead >= 0 ? firstRead : this.#queue.length
      this.#queue.splice(at, 0, { isWrite, start, reject, last })
      this.#startNext()
    })
    let attempt: T | undefined
    try {
      attempt = await send()
      return attempt
    } finally {
      this.#window.release(attempt !== undefined)
      if (attempt !== undefined) this.#learn(attempt, isProbe)
      this.#startNext()
    }
  }

  #learn(attempt: Attempt, isProbe: boolean): void {
    const { response, failure } = attempt
    if (failure !== undefined && isTransient(failure)) this.#end.lastTransientReason = failure.reason
    if (response === undefined) return
    if (attempt.failure !== undefined && attempt.failure.reason === 'rate-limited') {
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#clock.now() + attempt.waitMs)
      // The next probe shows the window after the wait.
      this.#window.forget()
      this.#probing = true
      return
    }
    if (isProbe) this.#probing = false
    this.#window.learn(response.headers, isProbe, this.#clock)
  }

  /** Starts what may start, or schedules the next look. */
  #startNext(): void {
    while (this.#queue.length > 0) {
      const nowMs = this.#clock.now()
      const waitMs = this.#waitMs(nowMs)
      if (this.#end.isReachedAfter(waitMs)) {
        for (const { reject, last } of this.#queue.splice(0)) reject(this.#end.whyNotSent(last))
        return
      }
      if (waitMs > 0) {
        this.#sleepOnce(waitMs)
        return
      }
      const { endsAtMs } = this.#window
      if (endsAtMs !== undefined && nowMs >= endsAtMs) {
        this.#window.forget()
        this.#probing = true
      }
      if (this.#window.isSpent || (this.#probing && this.#window.underWay > 0)) return
      this.#window.take()
      this.#queue.shift()?.start(this.#probing)
    }
  }

  /** How long nothing may start. */
  #waitMs(nowMs: number): number {
    const { isSpent, underWay, endsAtMs = nowMs } = this.#window
    const opensAtMs = isSpent && underWay === 0 ? endsAtMs : nowMs
    return Math.max(opensAtMs, this.#pausedUntilMs, nowMs) - nowMs
  }

  /** All requests that wait share one sleep. */
  #sleepOnce(waitMs: number): void {
    this.#end.lastTransientReason = 'rate-limited'
    if (this.#sleeping) return
    this.#sleeping = true
    // After a 429 there is a line about the retry already.
    if (this.#clock.now() >= this.#pausedUntilMs)
      this.#end.log(
        `The rate limit of ${this.#path} is spent: its requests wait ${(waitMs / 1000).toFixed(1)} s.`
      )
    const wake = (): void => {
      this.#sleeping = false
      this.#startNext()
    }
    this.#clock.sleep(waitMs).then(wake, wake)
  }
}

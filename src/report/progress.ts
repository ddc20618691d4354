import type { Clock } from '../clock.ts'
import type { JudgedAccount } from '../model/outcome.ts'
import { digits } from '../text.ts'

const intervalMs = 10_000

/** Writes a line about a long run at most every ten seconds. */
export class Progress {
  readonly #total: number
  readonly #clock: Clock
  readonly #log: (line: string) => void
  readonly #startMs: number
  #lastLineMs: number
  #judged = 0
  #deviating = 0

  constructor(total: number, clock: Clock, log: (line: string) => void) {
    this.#total = total
    this.#clock = clock
    this.#log = log
    this.#startMs = clock.now()
    this.#lastLineMs = this.#startMs
  }

  /** To be called for each account. */
  judged({ outcome }: JudgedAccount): void {
    this.#judged++
    if (outcome.result === 'deviating') this.#deviating++
    const nowMs = this.#clock.now()
    if (nowMs - this.#lastLineMs < intervalMs || this.#judged === this.#total) return
    this.#lastLineMs = nowMs
    const leftMs = ((nowMs - this.#startMs) / this.#judged) * (this.#total - this.#judged)
    this.#log(
      `${digits(this.#judged)} of ${digits(this.#total)} accounts judged, ${digits(this.#deviating)} deviating so far, ` +
        `about ${inMinutes(leftMs)} left at this rate.`
    )
  }
}

function inMinutes(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** How many accounts a run may still write. */
export class ChangeBudget {
  #left: number

  /** Without a bound where `max` is undefined. */
  constructor(max: number | undefined) {
    this.#left = max ?? Number.POSITIVE_INFINITY
  }

  /** Takes the turn of one account. Returns false when none is left. */
  take(): boolean {
    if (this.#left === 0) return false
    this.#left--
    return true
  }

  /** Gives back the turn of an account to which nothing was sent. */
  giveBack(): void {
    this.#left++
  }
}

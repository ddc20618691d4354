import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'

/** A clock that moves only when somebody sleeps, and notes for how long. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = []
  #dateMs: number
  #nowMs = 0

  /** `dateMs` is the date at which it starts; `now` starts at 0. */
  constructor(dateMs = Date.UTC(2026, 0, 1)) {
    this.#dateMs = dateMs
  }

  readonly date = (): number => this.#dateMs

  readonly now = (): number => this.#nowMs

  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.sleeps.push(milliseconds)
    // Whoever has something to do now does it before the time moves on, as in a real wait.
    await nextTurn()
    this.#nowMs += milliseconds
    this.#dateMs += milliseconds
  }
}

import type { Clock } from '../../src/judge/reconcile.ts'

/** A clock that moves only when somebody sleeps, and notes for how long. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = []
  #nowMs: number

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs
  }

  readonly now = (): number => this.#nowMs

  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.sleeps.push(milliseconds)
    this.#nowMs += milliseconds
  }
}

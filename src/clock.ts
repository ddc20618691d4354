import { setTimeout as wait } from 'node:timers/promises'

/** Time as a run sees it. It is handed in, so that tests do not wait. */
export interface Clock {
  /** The date, in milliseconds since the epoch. Somebody may set it back. */
  date(): number
  /** For durations: milliseconds that only grow. */
  now(): number
  sleep(milliseconds: number): Promise<void>
}

export const systemClock: Clock = {
  date: Date.now,
  now: () => performance.now(),
  sleep: (milliseconds) => wait(milliseconds)
}

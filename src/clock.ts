import { setTimeout as wait } from 'node:timers/promises'

/** Time as a run sees it. It is handed in, so that tests do not wait. */
export interface Clock {
  /** The date, in milliseconds since the epoch. Somebody may set it back. */
  date(): number
  /** For durations: milliseconds that only grow. */
  now(): number
  /** Rejects with the reason of the run's end when that comes first. */
  sleep(milliseconds: number): Promise<void>
}

/** The system's time, for a run that ends with the signal. */
export function systemClock(end: AbortSignal): Clock {
  return {
    date: Date.now,
    now: () => performance.now(),
    sleep: (milliseconds) =>
      wait(milliseconds, undefined, { signal: end }).catch(() => Promise.reject(end.reason))
  }
}

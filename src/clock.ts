import { setTimeout as wait } from 'node:timers/promises'

/** The time of a run. It is passed in, so that tests do not wait. */
export interface Clock {
  /** Milliseconds since the epoch. Somebody may set the date back. */
  date(): number
  /** Milliseconds that only grow, for durations. */
  now(): number
  /** Rejects with the reason of the run's end if the run ends first. */
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

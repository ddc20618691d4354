import { Failure } from './model/failure.ts'

/** How long requests under way may still take. The runner gives a canceled step 7.5 seconds in all. */
const graceMs = 2_000

/**
 * The end of a run before its time, in two steps. GitHub spells it `cancelled` in code and "canceled" in text, and so
 * do we.
 */
export class Cancellation {
  readonly #run = new AbortController()
  readonly #requests = new AbortController()

  /** Aborts at once, with the Failure: nothing new starts. */
  get run(): AbortSignal {
    return this.#run.signal
  }

  /** Aborts two seconds later, with the same Failure: requests under way end. */
  get requests(): AbortSignal {
    return this.#requests.signal
  }

  /** Ends the run for a signal of the runner. A second end changes nothing. */
  cancel(signal: string): void {
    this.end(new Failure('cancelled', `The run was canceled (${signal}) before this was known.`))
  }

  /** Ends the run. Accounts without a verdict get none, because of the failure. */
  end(failure: Failure): void {
    if (this.#run.signal.aborted) return
    this.#run.abort(failure)
    // With `unref` the timer does not keep the process alive.
    setTimeout(() => this.#requests.abort(failure), graceMs).unref()
  }
}

import { Failure } from './failure.ts'

/** How long requests under way may still take. The runner gives a canceled step 7.5 seconds in all. */
const graceMs = 2_000

/** The end of a run before its time, in two steps. */
export class Cancellation {
  readonly #run = new AbortController()
  readonly #requests = new AbortController()

  /** Aborts at once, with a `cancelled` Failure: nothing new starts. */
  get run(): AbortSignal {
    return this.#run.signal
  }

  /** Aborts two seconds later, with the same Failure: what is under way ends. */
  get requests(): AbortSignal {
    return this.#requests.signal
  }

  /** `cause` is what happened, such as the name of a signal. A second call changes nothing. */
  cancel(cause: string): void {
    if (this.#run.signal.aborted) return
    this.#run.abort(new Failure('cancelled', `The run was canceled (${cause}) before this was known.`))
    // It holds nobody up: without requests under way the process may end before.
    setTimeout(() => this.#requests.abort(this.#run.signal.reason), graceMs).unref()
  }
}

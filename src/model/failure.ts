/** Why there is no verdict. Each is a heading in docs/troubleshooting.md. */
export type FailureReason =
  | 'invalid-input'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rejected'
  | 'rate-limited'
  | 'unavailable'
  | 'unexpected-response'
  | 'not-confirmed'
  | 'cancelled'
  | 'wrong-account'
  | 'bug'

/** The fields of a Failure. The error itself would keep its stack and its causes in memory. */
export interface FailureValue {
  readonly reason: FailureReason
  readonly message: string
  /**
   * The cause of a refusal, where that is known: the key is invalid, it lacks a scope, SendGrid accepts the key and
   * refuses this account, or the proxy refuses its login.
   */
  readonly about?: 'key' | 'scope' | 'account' | 'proxy' | undefined
}

/** The only error of this program: there is no verdict, for a reason from a closed list. */
export class Failure extends Error implements FailureValue {
  override readonly name = 'Failure'
  readonly reason: FailureReason
  readonly about: FailureValue['about']

  constructor(
    reason: FailureReason,
    message: string,
    options: ErrorOptions & Pick<FailureValue, 'about'> = {}
  ) {
    super(message, options)
    this.reason = reason
    this.about = options.about
  }
}

/** Whatever was thrown, as a Failure. Anything but a Failure is a bug, and the message has its stack. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  const trace = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return new Failure('bug', `This is a bug in the action, please report it. ${trace}`, { cause: thrown })
}

/** The same as a value. */
export function failureValue(thrown: unknown): FailureValue {
  const { reason, message, about } = asFailure(thrown)
  return { reason, message, about }
}

/** Whether the same request may succeed a moment later. */
export function isTransient({ reason }: FailureValue): boolean {
  return reason === 'unavailable' || reason === 'rate-limited'
}

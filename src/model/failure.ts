/** Why no verdict could be reached. Each is a heading in docs/troubleshooting.md. */
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

/** A Failure as a value to keep: without the stack, and what hangs on it, that an error drags along. */
export interface FailureValue {
  readonly reason: FailureReason
  readonly message: string
  /**
   * What a refusal is about, where that is known: the key itself, a scope that it lacks, this account, which
   * SendGrid itself refuses to a key that it accepts, or the login of the proxy.
   */
  readonly about?: 'key' | 'scope' | 'account' | 'proxy' | undefined
}

/** The one error of this program: no verdict, for a reason from a closed list. */
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

/** Whatever was thrown, as a Failure: what is not one already is a bug and carries its stack. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  const trace = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return new Failure('bug', `This is a bug in the action, please report it. ${trace}`, { cause: thrown })
}

/** What to keep of whatever was thrown. */
export function failureValue(thrown: unknown): FailureValue {
  const { reason, message, about } = asFailure(thrown)
  return { reason, message, about }
}

/** Whether the same request may succeed a moment later. */
export function isTransient({ reason }: FailureValue): boolean {
  return reason === 'unavailable' || reason === 'rate-limited'
}

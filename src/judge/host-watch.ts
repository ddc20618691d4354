import type { Account } from '../model/account.ts'
import type { FailureReason, FailureValue } from '../model/failure.ts'
import type { JudgedAccount } from '../model/outcome.ts'

/** After this many accounts in a row without a verdict for one cause, one probe decides whether the rest is asked. */
const maxInARow = 3

/** What every further account of a host would meet too. */
const sharedCauses: readonly FailureReason[] = ['unauthorized', 'forbidden', 'unavailable']

/** Asks for the key's own account at the host of an account. Resolves to why that gets no answer. */
export type AskOwnAccount = (account: Account) => Promise<FailureValue | undefined>

/**
 * Watches one host, as its answers come. A refusal is probed by the key's own account there, and silence by the next
 * account, as is a refusal where the own account is excluded. When the probe fails too, nothing more is asked at the host.
 */
export class HostWatch {
  readonly #askOwnAccount: AskOwnAccount | undefined
  #cause: FailureReason | undefined
  #inARow = 0
  /** The account that is the probe, while the others wait for it. */
  #probe: { readonly account: Account | undefined; readonly ended: PromiseWithResolvers<void> } | undefined
  #stopped: FailureValue | undefined

  constructor(askOwnAccount: AskOwnAccount | undefined) {
    this.#askOwnAccount = askOwnAccount
  }

  /** To be awaited before an account is asked. Resolves to why nothing is asked any more. Never throws. */
  async admit(account: Account): Promise<FailureValue | undefined> {
    while (this.#probe !== undefined) await this.#probe.ended.promise
    if (this.#stopped !== undefined || this.#inARow < maxInARow) return this.#stopped
    const ask = this.#cause === 'unavailable' ? undefined : this.#askOwnAccount
    this.#probe = { account: ask === undefined ? account : undefined, ended: Promise.withResolvers() }
    if (ask === undefined) return undefined
    const failure = await ask(account)
    this.#endProbe(isOfKey(failure) ? failure : undefined)
    return this.#stopped
  }

  /** To be called with each account that was asked. */
  note({ account, outcome }: JudgedAccount): void {
    const failure = outcome.result === 'unverified' ? outcome : undefined
    // That SendGrid refuses a disabled subuser is expected, and says nothing of the others.
    if (outcome.result === 'skipped' && this.#probe?.account !== account) return
    if (failure?.about === 'proxy') {
      this.#endProbe(failure)
      return
    }
    const isShared = failure !== undefined && sharedCauses.includes(failure.reason)
    if (this.#probe?.account === account) {
      const isOfAll =
        this.#cause === 'unavailable'
          ? failure?.reason === 'unavailable'
          : failure?.about !== 'account' && isOfKey(failure)
      this.#endProbe(isOfAll ? failure : undefined)
      return
    }
    this.#inARow = isShared ? (failure.reason === this.#cause ? this.#inARow + 1 : 1) : 0
    this.#cause = isShared ? failure.reason : undefined
  }

  /** A probe that is answered starts the count anew. */
  #endProbe(failure: FailureValue | undefined): void {
    this.#stopped = failure && {
      reason: failure.reason,
      message: `Not asked: ${failure.message}`,
      about: failure.about
    }
    this.#inARow = 0
    this.#probe?.ended.resolve()
    this.#probe = undefined
  }
}

/** Whether the key's own account is refused because of the key: dead, or without a scope that is needed. */
function isOfKey(failure: FailureValue | undefined): boolean {
  return failure?.reason === 'unauthorized' || failure?.about === 'key' || failure?.about === 'scope'
}

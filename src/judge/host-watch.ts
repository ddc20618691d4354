import type { Account } from '../model/account.ts'
import type { FailureReason, FailureValue } from '../model/failure.ts'
import type { JudgedAccount } from '../model/outcome.ts'

/** After this many accounts in a row without a verdict for one cause, one probe decides whether the rest is asked. */
const maxInARow = 3

/** Every further account of a host may fail for these causes too. */
const sharedCauses: readonly FailureReason[] = ['unauthorized', 'forbidden', 'unavailable']

/** Asks for the key's own account at the host of an account. Resolves to why that gets no answer. */
export type AskOwnAccount = (account: Account) => Promise<FailureValue | undefined>

/**
 * Watches the outcomes of one host. After several refusals the key's own account is the probe. After silence, or where
 * the own account is excluded, the next account is the probe. When the probe fails too, the host is asked no more.
 */
export class HostWatch {
  readonly #askOwnAccount: AskOwnAccount | undefined
  #cause: FailureReason | undefined
  #inARow = 0
  /** The account that is the probe, or for which the own account is asked. The others wait meanwhile. */
  #probe: { readonly account: Account; readonly ended: PromiseWithResolvers<void> } | undefined
  #stopped: FailureValue | undefined

  constructor(askOwnAccount: AskOwnAccount | undefined) {
    this.#askOwnAccount = askOwnAccount
  }

  /** Await it before an account is asked. Resolves to why the host is asked no more. Never throws. */
  async admit(account: Account): Promise<FailureValue | undefined> {
    while (this.#probe !== undefined) await this.#probe.ended.promise
    if (this.#stopped !== undefined || this.#inARow < maxInARow) return this.#stopped
    const ask = this.#cause === 'unavailable' ? undefined : this.#askOwnAccount
    this.#probe = { account, ended: Promise.withResolvers() }
    if (ask === undefined) return undefined
    const failure = await ask(account)
    this.#endProbe(isOfKey(failure) ? failure : undefined)
    return this.#stopped
  }

  /** Call it with each account that was asked. */
  note({ account, outcome }: JudgedAccount): void {
    const failure = outcome.result === 'unverified' ? outcome : undefined
    // SendGrid may refuse a disabled subuser. That says nothing of the others.
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

  /** Without a failure the count starts anew. */
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

/** Whether the key's own account is refused because of the key: it is dead, or lacks a scope. */
function isOfKey(failure: FailureValue | undefined): boolean {
  return failure?.reason === 'unauthorized' || failure?.about === 'scope'
}

import { type Account, parentAccount } from '../model/account.ts'
import type { AccountClient } from '../model/account-client.ts'
import { Failure, type FailureValue, failureValue } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { Identity } from '../model/outcome.ts'
import { oneLine, visibleName } from '../text.ts'

/** Who an account is; with a failure nothing may be asked on its behalf. */
export interface IdentityResult {
  readonly identity: Identity
  readonly failure: FailureValue | undefined
}

/** What confirming needs of the run. */
export interface IdentityOptions {
  readonly confirmIdentity: Job['confirmIdentity']
  /** The host that is asked for an account. */
  readonly hostOf: (account: Account) => string
  readonly clientOf: (account: Account) => AccountClient
}

const notAsked: IdentityResult = { identity: 'not-asked', failure: undefined }

/**
 * Confirms that SendGrid answers for the account that is named, before anything else is asked on its behalf. It
 * was once reported to answer for the parent (sendgrid/docs#3751), and a gateway may drop the header: then every
 * subuser looks like the parent, and apply would write the parent.
 */
export class IdentityCheck {
  readonly #accounts: readonly Account[]
  readonly #options: IdentityOptions
  /** With `first`: what was found at each host. */
  readonly #byHost = new Map<string, Promise<IdentityResult>>()
  #parentName: Promise<string> | undefined

  constructor(accounts: readonly Account[], options: IdentityOptions) {
    this.#accounts = accounts
    this.#options = options
  }

  /** Never throws. `client` is the account's own. */
  async confirm(account: Account, client: AccountClient): Promise<IdentityResult> {
    const { confirmIdentity, hostOf, clientOf } = this.#options
    if (confirmIdentity === 'none' || account.name === parentAccount) return notAsked
    if (confirmIdentity === 'all') return await this.#ask(account, client)
    const host = hostOf(account)
    const first = this.#firstAt(host)
    // Where all are disabled none can speak for the others.
    if (first === undefined) return await this.#ask(account, client)
    const asked = this.#byHost.get(host) ?? this.#ask(first, first === account ? client : clientOf(first))
    this.#byHost.set(host, asked)
    const result = await asked
    return first === account
      ? result
      : { identity: 'not-asked', failure: ofHost(result.failure, first, host) }
  }

  /** The first enabled subuser at a host, one with a name of its own where there is one. */
  #firstAt(host: string): Account | undefined {
    const candidates = this.#accounts.filter(
      (account) =>
        account.name !== parentAccount &&
        !account.disabled &&
        account.unusable === undefined &&
        this.#options.hostOf(account) === host
    )
    return candidates.find((account) => !hasIdAlone(account)) ?? candidates[0]
  }

  async #ask(account: Account, client: AccountClient): Promise<IdentityResult> {
    try {
      const answered = await client.readUsername()
      if (!hasIdAlone(account)) {
        if (answered === account.name) return { identity: 'confirmed', failure: undefined }
        throw wrongAccount(account, `by another name ("${oneLine(answered, 100)}")`)
      }
      // Its name is not known, so all that can be said is whose it must not be.
      const parent = { name: parentAccount, region: 'global', disabled: false, isListed: false } as const
      this.#parentName ??= this.#options.clientOf(parent).readUsername()
      if (answered !== (await this.#parentName)) return { identity: 'not-parent', failure: undefined }
      throw wrongAccount(account, "by the name of the key's own account")
    } catch (thrown) {
      return { identity: 'not-asked', failure: failureValue(thrown) }
    }
  }
}

function hasIdAlone({ name }: Account): boolean {
  return name.startsWith('account-id ')
}

function wrongAccount({ name }: Account, how: string): Failure {
  return new Failure(
    'wrong-account',
    `GET /v3/user/username for ${visibleName(name)} was answered ${how}: On-Behalf-Of is not followed. Nothing was asked or written on its behalf.`
  )
}

function ofHost(failure: FailureValue | undefined, first: Account, host: string): FailureValue | undefined {
  // A dead key is not about this account or that.
  if (failure === undefined || failure.about === 'key') return failure
  const message = `Nothing is asked on behalf of any account at ${host}, because ${visibleName(first.name)} could not be confirmed (${failure.reason}).`
  return { reason: failure.reason, message }
}

import { type Account, type Hosts, namedAccount, parentAccount } from '../model/account.ts'
import type { AccountClient } from '../model/account-client.ts'
import {
  Failure,
  type FailureReason,
  type FailureValue,
  failureValue,
  isTransient
} from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { Identity } from '../model/outcome.ts'
import { oneLine, visibleName } from '../text.ts'

/** Who an account is. After a failure nothing may be asked on its behalf. */
export interface IdentityResult {
  readonly identity: Identity
  readonly failure: FailureValue | undefined
}

/** What confirming needs of the run. */
interface IdentityOptions {
  readonly rules: Pick<Job, 'confirmIdentity'>
  readonly hosts: Hosts
  readonly clientOf: (account: Account) => AccountClient
}

const notAsked: IdentityResult = { identity: 'not-asked', failure: undefined }

/** A host that does not give the name of the key's own account for these reasons may still answer for others. */
const saysNothing: readonly FailureReason[] = [
  'unauthorized',
  'forbidden',
  'not-found',
  'rejected',
  'unexpected-response'
]

/**
 * Confirms that SendGrid answers for the named account, before any other request on its behalf. It was once reported to
 * answer for the parent (sendgrid/docs#3751), and a gateway may drop the header. Then every subuser looks like the
 * parent, and apply would write the parent.
 */
export class IdentityCheck {
  readonly #options: IdentityOptions
  /** By host, the name of the key's own account, or why the host does not give it. */
  readonly #parentNames = new Map<string, Promise<string | FailureValue>>()
  /** The names that are known by now. */
  readonly #known = new Map<string, string>()

  constructor(options: IdentityOptions) {
    this.#options = options
  }

  /** The username of the key's own account, by the global host, else by the other one; undefined when unknown. */
  get owner(): string | undefined {
    const { global, eu } = this.#options.hosts
    return this.#known.get(global) ?? this.#known.get(eu)
  }

  /** Never throws. `client` is the account's own. */
  async confirm(account: Account, client: AccountClient): Promise<IdentityResult> {
    if (!this.#options.rules.confirmIdentity) return notAsked
    try {
      const parent = await this.#parentName(account.region)
      if (account.name === parentAccount) return notAsked
      return { identity: await confirmName(account, client, parent), failure: undefined }
    } catch (thrown) {
      const failure = failureValue(thrown)
      // The key's own account needs no confirmation, so it is judged without its name too.
      return account.name === parentAccount && isTransient(failure)
        ? notAsked
        : { identity: 'not-asked', failure }
    }
  }

  /** Asks the host of the region, then the other one. */
  async #parentName(region: Account['region']): Promise<string | FailureValue> {
    const here = await this.#askOnce(region)
    if (typeof here === 'string') return here
    const other = await this.#askOnce(region === 'eu' ? 'global' : 'eu')
    return typeof other === 'string' ? other : here
  }

  /** Throws a Failure that is transient or about the key: without an answer no account there can be confirmed. */
  #askOnce(region: Account['region']): Promise<string | FailureValue> {
    const { hosts, clientOf } = this.#options
    const host = hosts[region]
    const ask = async (): Promise<string | FailureValue> => {
      try {
        const name = await clientOf(namedAccount(parentAccount, region)).readUsername()
        this.#known.set(host, name)
        return name
      } catch (thrown) {
        const failure = failureValue(thrown)
        if (saysNothing.includes(failure.reason) && failure.about !== 'key') return failure
        this.#parentNames.delete(host)
        throw thrown
      }
    }
    const asked = this.#parentNames.get(host) ?? ask()
    this.#parentNames.set(host, asked)
    return asked
  }
}

/** Throws a Failure when SendGrid answers for another account. */
async function confirmName(
  account: Account,
  client: AccountClient,
  parent: string | FailureValue
): Promise<Identity> {
  const { name } = account
  if (name === parent)
    throw new Failure(
      'wrong-account',
      `${visibleName(name)} is the username of the key's own account: state ${parentAccount} for it. Nothing was asked on its behalf.`
    )
  const answered = await client.readUsername()
  if (answered === parent) throw wrongAccount(account, "by the name of the key's own account")
  if (!name.startsWith('account-id ')) {
    if (answered === name) return 'confirmed'
    throw wrongAccount(account, `by another name ("${oneLine(answered, 100)}")`)
  }
  // Only its ID is known, so its name can only be compared with the parent's.
  if (typeof parent !== 'string') throw new Failure(parent.reason, parent.message)
  return 'not-parent'
}

function wrongAccount({ name }: Account, how: string): Failure {
  return new Failure(
    'wrong-account',
    `GET /v3/user/username for ${visibleName(name)} was answered ${how}: On-Behalf-Of is not followed. Nothing was asked or written on its behalf.`
  )
}

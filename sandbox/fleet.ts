/** The fleet that the demo judges, the sandbox offers, and whose summary is the picture of the documents. */
import * as faults from './faults.ts'
import { newAccount, type SendGridSandbox, type StoredAccount } from './sendgrid.ts'

const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }

/** What a workflow states for it. */
export const fleetInputs = {
  'all-subusers': 'true',
  'require-tls': 'true',
  'tls-version': '1.2',
  waivers: 'legacy-mail until 2099-03-31: its largest recipient gets a new mail server'
}

interface Misbehaving {
  readonly does: string
  readonly account: StoredAccount
}

/** The accounts that misbehave on purpose, by name. */
export function misbehavingAccounts(): Record<string, Misbehaving> {
  return {
    'billing-mail': {
      does: 'has Enforced TLS off',
      account: newAccount({ ...secure, require_tls: false })
    },
    newsletter: {
      does: 'has Enforced TLS off, and permits TLS 1.1',
      account: newAccount({ ...secure, require_tls: false, version: 1.1 })
    },
    'legacy-mail': {
      does: 'deviates like newsletter, under a waiver',
      account: newAccount({ require_valid_cert: true, version: 1.1 })
    },
    'old-store': {
      does: 'complies, but its first two requests are answered with 502',
      account: newAccount(secure)
    }
  }
}

/** 40 accounts: two deviate, one deviates under a waiver, and one is not answered for at first. */
export function makeFleet(sandbox: SendGridSandbox): void {
  sandbox.parent.settings = secure
  for (let number = 1; number <= 35; number++)
    sandbox.accounts.set(`shop-${String(number).padStart(2, '0')}`, newAccount(secure))
  for (const [name, { account }] of Object.entries(misbehavingAccounts())) sandbox.accounts.set(name, account)
  let refused = 0
  sandbox.everyRequest = ({ onBehalfOf }) =>
    onBehalfOf === 'old-store' && refused++ < 2 ? faults.badGateway : undefined
}

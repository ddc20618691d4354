/** The fleet that the demo judges and whose summary is the picture of the documents. */
import * as faults from './faults.ts'
import { newAccount, type SendGridSandbox } from './sendgrid.ts'

const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }

/** What a workflow states for it. */
export const fleetInputs = {
  'all-subusers': 'true',
  'require-tls': 'true',
  'tls-version': '1.2',
  waivers: 'legacy-mail until 2099-03-31: its largest recipient gets a new mail server'
}

/** 40 accounts: two deviate, one deviates under a waiver, and one is not answered for. */
export function makeFleet(sandbox: SendGridSandbox): void {
  sandbox.parent.settings = secure
  for (let number = 1; number <= 35; number++)
    sandbox.accounts.set(`shop-${String(number).padStart(2, '0')}`, newAccount(secure))
  sandbox.accounts.set('billing-mail', newAccount({ ...secure, require_tls: false }))
  sandbox.accounts.set('newsletter', newAccount({ ...secure, require_tls: false, version: 1.1 }))
  sandbox.accounts.set('legacy-mail', newAccount({ require_valid_cert: true, version: 1.1 }))
  sandbox.accounts.set('old-store', newAccount(secure))
  sandbox.everyRequest = ({ onBehalfOf }) => (onBehalfOf === 'old-store' ? faults.badGateway : undefined)
}

import type { Account } from '../model/account.ts'
import type { AccountClient } from '../model/account-client.ts'
import { askedAccount, type Session } from './session.ts'
import { readSettings, SettingsWrite } from './settings.ts'
import { readUsername } from './username.ts'

/** What a run asks SendGrid for one account. */
export function accountClient(session: Session, account: Account): AccountClient {
  const asked = askedAccount(account)
  return {
    requestCounts: asked.requestCounts,
    read: (purpose) => readSettings(session, asked, purpose),
    readUsername: () => readUsername(session, asked),
    newWrite: () => new SettingsWrite(session, asked)
  }
}

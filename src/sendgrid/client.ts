import type { Account, AccountClient } from '../judge/types.ts'
import { askedAccount, type Session } from './session.ts'
import { newWrite, readSettings } from './settings.ts'
import { readUsername } from './username.ts'

/** What a run asks SendGrid for one account. */
export function accountClient(session: Session, account: Account): AccountClient {
  const asked = askedAccount(account)
  return {
    requestCounts: asked.requestCounts,
    read: (purpose) => readSettings(session, asked, purpose),
    readUsername: () => readUsername(session, asked),
    newWrite: () => newWrite(session, asked)
  }
}

import { Failure } from '../failure.ts'
import { type Account, parentAccount, type RequestCounts } from '../judge/types.ts'
import type { Redact } from '../redaction.ts'
import type { Request, Session } from './connection.ts'
import { countNames, parseJson } from './json.ts'
import { askWithKey } from './key.ts'

/** The scope that it takes to ask for a name. */
export const usernameScope = 'user.username.read'

/**
 * The name by which SendGrid answers for an account (twilio/sendgrid-oai, tsg_user_v3). Throws a Failure when it
 * does not answer with a name.
 */
export async function readUsername(
  session: Session,
  account: Account,
  requestCounts: RequestCounts
): Promise<string> {
  const request: Request = {
    method: 'GET',
    apiUrl: session.connection.apiUrls[account.region],
    path: '/v3/user/username',
    onBehalfOf: account.name === parentAccount ? undefined : account.name,
    scope: usernameScope,
    requestCounts
  }
  try {
    return usernameIn(await askWithKey(session, account, request), session.redact)
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.reason !== 'forbidden') throw thrown
    const cure = `confirm-identity needs ${usernameScope}, which the console may not offer: create the key by SendGrid's API.`
    throw new Failure('forbidden', `${thrown.message} ${cure}`, { cause: thrown })
  }
}

function usernameIn(body: string, redact: Redact): string {
  const value = parseJson(body) as { username?: unknown } | null | undefined
  const username = value?.username
  const isPlain = typeof username === 'string' && username !== '' && countNames(body).get('username') === 1
  // It is quoted where it is another one than the account's.
  if (isPlain && redact(username) === username) return username
  throw new Failure(
    'unexpected-response',
    'SendGrid answered 200 to GET /v3/user/username with a body that has no plain username, so nobody knows for which account.'
  )
}

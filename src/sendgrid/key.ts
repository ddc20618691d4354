import { Failure } from '../failure.ts'
import { type Account, parentAccount, type RequestCounts } from '../judge/types.ts'
import type { Request, Session } from './connection.ts'
import { send, waitForSecondAsk } from './request.ts'
import { explainByScopes } from './scopes.ts'

/**
 * Asks for an account, and once more after a 401. As long as the key has not been answered for any account, the
 * parent is asked first: where that is refused too, the key counts as dead. A 401 or 403 that stays is explained.
 */
export async function askWithKey(session: Session, account: Account, request: Request): Promise<string> {
  const { key } = session
  try {
    return await answered(session, request)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    if (thrown.reason !== 'unauthorized') throw await explainByScopes(session, thrown, request)
    await waitForSecondAsk(session, thrown)
  }
  if (!key.answered && !isParentAtHome(session, account)) await askForParent(session, request)
  const hadAnswered = key.answered
  try {
    return await answered(session, request)
  } catch (thrown) {
    const failure = thrown instanceof Failure ? await explainByScopes(session, thrown, request) : thrown
    throw hadAnswered ? failure : asDeadKey(failure)
  }
}

async function answered(session: Session, request: Request): Promise<string> {
  const body = await send(session, request)
  session.key.answered = true
  return body
}

/** Whether asking for the account asks for nothing but the key: a parent account is global. */
function isParentAtHome({ connection: { apiUrls } }: Session, { name, region }: Account): boolean {
  return name === parentAccount && apiUrls[region] === apiUrls.global
}

/** A 403 says that the key is known, and then the account is to be asked again. */
async function askForParent(session: Session, refused: Request): Promise<void> {
  const request = settingsRequest(
    session,
    { name: parentAccount, region: 'global' },
    'GET',
    refused.requestCounts
  )
  try {
    await answered(session, request)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    if (thrown.reason !== 'forbidden') throw asDeadKey(await explainByScopes(session, thrown, request))
    session.key.answered = true
  }
}

function asDeadKey(thrown: unknown): unknown {
  if (!(thrown instanceof Failure) || thrown.reason !== 'unauthorized') return thrown
  return new Failure(thrown.reason, thrown.message, { cause: thrown, about: 'key' })
}

/** The request for the Enforced TLS setting of an account (twilio/sendgrid-oai, tsg_enforced_tls_v3). */
export function settingsRequest(
  { connection: { apiUrls } }: Session,
  { name, region }: Pick<Account, 'name' | 'region'>,
  method: 'GET' | 'PATCH',
  requestCounts: RequestCounts | undefined
): Request {
  return {
    method,
    apiUrl: apiUrls[region],
    path: '/v3/user/settings/enforced_tls',
    onBehalfOf: name === parentAccount ? undefined : name,
    scope: `user.settings.enforced_tls.${method === 'GET' ? 'read' : 'update'}`,
    ...(requestCounts === undefined ? {} : { requestCounts })
  }
}

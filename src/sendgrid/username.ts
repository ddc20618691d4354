import { Failure } from '../model/failure.ts'
import { endpoints } from './endpoints.ts'
import { sendWithKey } from './key.ts'
import { hasErrorField, parseObject } from './response.ts'
import type { AskedAccount, Session } from './session.ts'

/** The username that SendGrid has for the account. Throws a Failure when the response is not plainly one. */
export async function readUsername(session: Session, asked: AskedAccount): Promise<string> {
  const value = parseObject(await sendWithKey(session, { endpoint: endpoints.readUsername, asked }))
  const username = value?.['username']
  // A message may quote it, so it must not hold the key.
  const isPlain = typeof username === 'string' && username !== '' && session.redact(username) === username
  if (isPlain && !hasErrorField(value)) return username
  throw new Failure(
    'unexpected-response',
    'SendGrid answered 200 to GET /v3/user/username with a body that has no plain username, so it is not known for which account it is.'
  )
}

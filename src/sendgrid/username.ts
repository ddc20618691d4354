import { Failure } from '../model/failure.ts'
import { endpoints } from './endpoints.ts'
import { sendWithKey } from './key.ts'
import { hasErrorField, parseObject } from './response.ts'
import type { AskedAccount, Session } from './session.ts'

/** The name by which SendGrid answers for an account. Throws a Failure when it does not answer with a name. */
export async function readUsername(session: Session, asked: AskedAccount): Promise<string> {
  const value = parseObject(await sendWithKey(session, { endpoint: endpoints.readUsername, asked }))
  const username = value?.['username']
  // It is quoted where it is another one than the account's.
  const isPlain = typeof username === 'string' && username !== '' && session.redact(username) === username
  if (isPlain && !hasErrorField(value)) return username
  throw new Failure(
    'unexpected-response',
    'SendGrid answered 200 to GET /v3/user/username with a body that has no plain username, so nobody knows for which account.'
  )
}

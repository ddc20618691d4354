import { namedAccount, parentAccount } from '../model/account.ts'
import { Failure } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { KeyScopes } from '../model/run.ts'
import { quotable } from '../redaction.ts'
import { endpoints, scopesFor } from './endpoints.ts'
import type { ScopeLookup } from './key-state.ts'
import type { Attempt } from './rate-limiter.ts'
import { explainRefusal, isAboutAccount } from './refusal.ts'
import { attempt, send, waitBeforeRetryOn401 } from './request.ts'
import { parseObject, Refused } from './response.ts'
import { askedAccount, hostOf, limiterOf, type Request, type Session } from './session.ts'

/** SendGrid's longest scopes have about 60 characters. */
const maxScopeLength = 100
const keyLength = 69

/**
 * Sends a read with its retries, and once more after a 401. If no host has accepted the key by then, the key's own
 * account is asked in between: if that is refused too, the key is the cause. Throws a Failure that says what a refusal
 * means.
 */
export async function sendWithKey(session: Session, request: Request): Promise<string> {
  try {
    return await sendAccepted(session, request)
  } catch (thrown) {
    if (!(thrown instanceof Refused) || thrown.status !== 401) throw await explain(session, thrown, request)
    await waitBeforeRetryOn401(session, thrown)
  }
  await acceptKey(session, request)
  try {
    return await sendAccepted(session, request)
  } catch (thrown) {
    throw await explain(session, thrown, request)
  }
}

async function sendAccepted(session: Session, request: Request): Promise<string> {
  const body = await send(session, request)
  session.key.accept(hostOf(session, request))
  request.asked.isAnswered = true
  return body
}

/**
 * Asks for the setting of the key's own account at the global host. That is not needed where a host has accepted the
 * key, or where the request itself asks there for that account; its name is not enough, since a run goes on without
 * it. A 403 means that the key is valid.
 */
async function acceptKey(session: Session, { asked, endpoint }: Request): Promise<void> {
  const { key, connection } = session
  const own = namedAccount(parentAccount, 'global')
  const host = connection.apiUrls.global
  const isItself =
    endpoint !== endpoints.readUsername &&
    asked.account.name === parentAccount &&
    connection.apiUrls[asked.account.region] === host
  if (isItself || session.isParentExcluded || key.acceptedFrom(host) !== 'nowhere') return
  const request = {
    endpoint: endpoints.readSettings,
    asked: { account: own, requestCounts: asked.requestCounts, isAnswered: false }
  }
  try {
    await sendAccepted(session, request)
  } catch (thrown) {
    if (!(thrown instanceof Refused) || thrown.author !== 'sendgrid' || thrown.status !== 403)
      throw await explain(session, thrown, request)
    key.accept(host)
  }
}

/** What was thrown. A refusal is replaced by a Failure that says what it means, by all that is known of the key. */
export async function explain(session: Session, thrown: unknown, request: Request): Promise<unknown> {
  if (!(thrown instanceof Refused)) return thrown
  const { status, author, words, reason, message } = thrown
  const { endpoint, asked } = request
  const { account, isAnswered } = asked
  const host = hostOf(session, request)
  const accepted = session.key.acceptedFrom(host)
  const facts = { status, author, words, endpoint, host, account, isAnswered, accepted }
  // Where the key's own account is excluded, no refusal of it can show that a scope is missing.
  const needsScopes =
    status !== 404 && author !== 'page' && (session.isParentExcluded || !isAboutAccount(facts))
  const lookup = needsScopes ? await lookUpScopes(session, request) : session.key.lookupAt(host)
  const { about, advice } = explainRefusal({
    ...facts,
    lookup,
    keyHint: describeKey(session.connection.apiKey)
  })
  return new Failure(reason, `${message} ${advice}`, { cause: thrown, about })
}

/** How a key differs from SendGrid's own ("SG.", 22 characters, a dot and 43 more); empty if it does not. */
function describeKey(key: string): string {
  if (!key.startsWith('SG.')) return 'SendGrid keys start with "SG.", and this one does not.'
  return key.length === keyLength
    ? ''
    : `This key has ${key.length} characters, and SendGrid keys have ${keyLength}: it may be cut, or have something added.`
}

/** What the key can do beyond the scopes that the job needs; undefined when its scopes were not seen. */
export function keyScopesOf({ key, redact }: Session, job: Job): KeyScopes | undefined {
  const scopes = key.seenScopes
  if (scopes === undefined) return undefined
  const excess = scopes.filter((scope) => /^(mail\.send$|api_keys\.|teammates\.)/.test(scope))
  return { needed: scopesFor(job), excess: excess.map((scope) => quotable(scope, redact, maxScopeLength)) }
}

/**
 * Looks up the scopes at the host that refused, once a run and without a retry. For minutes a deleted key still gets
 * an answer there (trufflehog#3708), so an answer does not prove that the key is valid.
 */
async function lookUpScopes(session: Session, { asked: { account } }: Request): Promise<ScopeLookup> {
  const { key, connection } = session
  const own = askedAccount({ ...account, name: parentAccount })
  const request: Request = { endpoint: endpoints.readScopes, asked: own }
  const ask = () =>
    limiterOf(session, request)
      .run(() => attempt(session, request, 0), { isWrite: false, last: undefined })
      .then(
        parseLookup,
        // The limiter throws a Failure where the run is over before this may start.
        (thrown: unknown): ScopeLookup => {
          if (!(thrown instanceof Failure)) throw thrown
          return { kind: 'nothing' }
        }
      )
  return await key.lookUp(connection.apiUrls[account.region], ask)
}

function parseLookup({ failure, response }: Attempt): ScopeLookup {
  if (failure !== undefined) return { kind: failure.reason === 'unauthorized' ? 'unauthorized' : 'nothing' }
  const scopes = parseObject(response.body)?.['scopes']
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string'))
    return { kind: 'nothing' }
  // SendGrid mixes states of the account (2fa_required and others) into the list. They are no scopes.
  const isState = (scope: string) => scope === '2fa_required' || scope.startsWith('sender_verification_')
  return { kind: 'scopes', scopes: scopes.filter((scope) => !isState(scope)) }
}

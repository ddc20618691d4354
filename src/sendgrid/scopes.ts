import { Failure } from '../failure.ts'
import type { KeyScopes } from '../judge/types.ts'
import { quotable } from '../redaction.ts'
import { visibleName } from '../text.ts'
import type { Look, Request, Session } from './connection.ts'
import { parseJson } from './json.ts'
import type { Attempt } from './rate-limiter.ts'
import { attempt } from './request.ts'

/** SendGrid's longest scopes have about 60 characters. */
const longestScope = 100

/**
 * The 401 or 403 with what the key's scopes say about it. They are looked at once a run, at the global host, without
 * a retry. A deleted key has been seen to answer there for minutes (trufflehog#3708), so that it answers is all
 * that is said.
 */
export async function explainByScopes(
  session: Session,
  failure: Failure,
  request: Request
): Promise<Failure> {
  if (failure.reason !== 'unauthorized' && failure.reason !== 'forbidden') return failure
  // The key is answered for others, so nothing is wrong with its scopes.
  if (failure.about === 'account') return failure
  session.key.look ??= lookAtScopes(session)
  const explanation = explanationOf(await session.key.look, request)
  if (explanation === undefined) return failure
  const { reason, message, about } = failure
  const isRefusedSetting = failure.isRefusedSetting && !lacksScope(session, request.scope)
  return new Failure(reason, `${message} ${explanation}`, { cause: failure, about, isRefusedSetting })
}

/** Whether the scopes were seen and lack this one. */
export function lacksScope({ key: { scopes } }: Session, scope: string): boolean {
  return scopes !== undefined && !scopes.includes(scope)
}

/** What the key can do beyond the scopes that the job needs; undefined when its scopes were not seen. */
export function keyScopesOf(
  { key: { scopes }, redact }: Session,
  needed: readonly string[]
): KeyScopes | undefined {
  if (scopes === undefined) return undefined
  const excess = scopes.filter((scope) => /^(mail\.send$|api_keys\.|teammates\.)/.test(scope))
  return { needed, excess: excess.map((scope) => quotable(scope, redact, longestScope)) }
}

async function lookAtScopes(session: Session): Promise<Look> {
  const look = lookOf(await askForScopes(session))
  session.key.scopes = look.kind === 'scopes' ? look.scopes : undefined
  return look
}

/** Undefined where the run is over before this may be asked. */
async function askForScopes(session: Session): Promise<Attempt | undefined> {
  const request: Request = {
    method: 'GET',
    apiUrl: session.connection.apiUrls.global,
    path: '/v3/scopes',
    onBehalfOf: undefined,
    scope: 'none'
  }
  const turn = { isWrite: false, last: undefined }
  try {
    return await session.rateLimiter.run(() => attempt(session, request, 0), turn)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return undefined
  }
}

function lookOf(attempt: Attempt | undefined): Look {
  if (attempt === undefined) return { kind: 'nothing' }
  if (attempt.failure !== undefined)
    return { kind: attempt.failure.reason === 'unauthorized' ? 'unauthorized' : 'nothing' }
  const scopes = scopesIn(attempt.answer.body)
  return scopes === undefined ? { kind: 'nothing' } : { kind: 'scopes', scopes }
}

/** The scopes that mean something here: SendGrid lists states of the account among them. */
function scopesIn(body: string): string[] | undefined {
  const value = parseJson(body) as { scopes?: unknown } | null | undefined
  const scopes = value?.scopes
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) return undefined
  return scopes.filter((scope) => scope !== '2fa_required' && !scope.startsWith('sender_verification_'))
}

function explanationOf(look: Look, { scope, onBehalfOf }: Request): string | undefined {
  if (look.kind === 'nothing') return undefined
  if (look.kind === 'unauthorized')
    return 'GET /v3/scopes does not answer for this key either: the key is dead, or of another region.'
  const answers = 'GET /v3/scopes answers for this key'
  if (look.scopes.some((one) => one.startsWith('billing.')))
    return `${answers} with scopes for billing, which exclude all others: create another key.`
  if (!look.scopes.includes(scope)) return `${answers} without the scope ${scope}: give the key this scope.`
  const name = onBehalfOf === undefined ? 'this account' : visibleName(onBehalfOf)
  return (
    `${answers} with the scope ${scope}. First see whether IP Access Management lists the address of this ` +
    `runner, then whether ${name} is an account of this key.`
  )
}

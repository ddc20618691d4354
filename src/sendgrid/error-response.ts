import { Failure, type FailureReason } from '../failure.ts'
import type { HttpResponse as Answer } from '../http/transport.ts'
import { quotable, type Redact } from '../redaction.ts'
import { visibleName } from '../text.ts'
import { describe, type Request, type Session } from './connection.ts'
import { parseJson } from './json.ts'

/** Why an answer is of no use, with SendGrid's own words and what a person can do. */
export function errorResponse(answer: Answer, request: Request, { redact, key }: Session): Failure {
  const { status } = answer
  const isHtml = looksLikeHtml(answer)
  // What is said about a list of recipients may quote their addresses.
  const mayQuote = !request.path.startsWith('/v3/suppression/')
  const quoted = mayQuote && !isHtml ? quoteAnswer(answer, redact) : ''
  const encoding = encodingOf(answer)
  const encoded = encoding === undefined ? undefined : `encoded (${quotable(encoding, redact, 40)})`
  const said = isHtml ? ' with an HTML page' : quoted === '' ? '' : ` ("${quoted}")`
  const hidden = said === '' && status !== 200 && encoded ? ` with a body that is ${encoded}` : ''
  const answered = `${describe(request)} was answered ${status}${said}${hidden}.`
  // What a write is refused for is its scope: the account was answered a read.
  const isOfSettings = request.scope === 'user.settings.enforced_tls.read'
  const ofAccount = request.onBehalfOf !== undefined && isOfSettings && key.answered
  const fail = (reason: FailureReason, advice: string, about?: 'account'): Failure =>
    new Failure(reason, `${answered} ${advice}`, { about })

  if (status === 401 || status === 403 || status === 404) {
    const reason = status === 401 ? 'unauthorized' : status === 403 ? 'forbidden' : 'not-found'
    if (ofAccount && !isHtml) return fail(reason, accountAdvice(request), 'account')
    return fail(reason, adviceOn(status, isHtml, request, key.answered))
  }
  if (status === 429) return fail('rate-limited', 'The rate limit is spent.')
  if (status >= 500 || status === 408 || status === 425)
    return fail('unavailable', 'SendGrid is not available.')
  if (status >= 400) return fail('rejected', 'SendGrid refuses the request.')
  if (status !== 200) return fail('unexpected-response', 'Only 200 is an answer; redirects are not followed.')
  if (!answer.complete) return fail('unexpected-response', 'The body is too large to be what was asked for.')
  return fail('unexpected-response', `The body is ${encoded}, although it was asked for as it is.`)
}

/** The key has been answered for another account, so it is not the key. */
function accountAdvice({ onBehalfOf = '', apiUrl }: Request): string {
  const name = visibleName(onBehalfOf)
  return (
    `The key is answered for other accounts, so this is about ${name}: the name is misspelled, it is not an ` +
    `account of this key, or it is not at ${apiUrl}.`
  )
}

function adviceOn(
  status: 401 | 403 | 404,
  isHtml: boolean,
  { onBehalfOf, apiUrl, scope, method }: Request,
  keyAnswered: boolean
): string {
  // A page is not SendGrid's API: what answered is in front of it.
  if (isHtml)
    return `What answered at ${apiUrl} is not SendGrid's API: a proxy, a gateway or a firewall may be in between.`
  const subject =
    onBehalfOf === undefined || method === 'PATCH'
      ? ''
      : `, or ${visibleName(onBehalfOf)} is not an account of this key`
  if (status === 401 && keyAnswered && method === 'GET')
    return `The key is answered at another host, so this is about ${apiUrl}: a parent account is global.`
  if (status === 401)
    return `The key in api-key is wrong, expired or revoked, or it belongs to another region than ${apiUrl}${subject}.`
  if (status === 403)
    return `The key lacks the scope ${scope}, or IP Access Management does not list the address of this runner${subject}.`
  return `${apiUrl} has no such resource${subject}.`
}

/** How the body is encoded; undefined where it is as it was asked for. */
export function encodingOf({ headers }: Answer): string | undefined {
  const encoding = String(headers['content-encoding'] ?? '')
  return /^(identity)?$/i.test(encoding) ? undefined : encoding
}

/** What an answer says of itself: errors in JSON, or plain text. */
function quoteAnswer(answer: Answer, redact: Redact): string {
  const { headers, body } = answer
  if (encodingOf(answer) !== undefined) return ''
  if (parseJson(body) === undefined && /^text\/plain\b/i.test(headers['content-type'] ?? ''))
    return quotable(body, redact)
  return quoteErrors(body, redact)
}

/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
export function quoteErrors(body: string, redact: Redact): string {
  const messages = messagesIn(parseJson(body))
    .map((message) => message.trim())
    .filter((message) => message !== '')
  return quotable(messages.join('; '), redact)
}

/** No shape that was seen is as deep as this. */
const deepestMessage = 10

/** The shapes that SendGrid's services, old and new, and gateways in front of them have for an error. */
function messagesIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth === deepestMessage) return []
  const { errors, error, message } = value as Record<string, unknown>
  const inner = Array.isArray(value) ? value : [errors, error, message]
  return inner.flatMap((one) => messagesIn(one, depth + 1))
}

/** By its label or its looks; JSON that is labeled as HTML is JSON. */
function looksLikeHtml({ headers, body }: Answer): boolean {
  return (
    /^\s*<(!doctype|html|head|body)\b/i.test(body) ||
    (/\bhtml\b/i.test(String(headers['content-type'] ?? '')) && parseJson(body) === undefined)
  )
}

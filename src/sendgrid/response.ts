import { isTransientResponse } from '../http/retry.ts'
import type { HttpResponse } from '../http/transport.ts'
import { Failure, type FailureReason } from '../model/failure.ts'
import { quotable, type Redact } from '../redaction.ts'
import { describeRequest, type Request } from './session.ts'

/** Who wrote a response: SendGrid, by errors in its own form; something in front of it, by an HTML page; or unknown. */
export type Author = 'sendgrid' | 'page' | 'unknown'

/** A 401, 403 or 404, before it is known what it means. */
export class Refused extends Failure {
  readonly status: 401 | 403 | 404
  readonly author: Author
  /** What the response says, clean and without the key; empty for nothing. */
  readonly words: string

  constructor(message: string, status: Refused['status'], author: Author, words: string) {
    super(reasons[status], message)
    this.status = status
    this.author = author
    this.words = words
  }
}

const reasons = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found' } as const

/** Why a response cannot be used; undefined for a complete 200 that comes from no cache. */
export function failureOf(response: HttpResponse, request: Request, redact: Redact): Failure | undefined {
  const { status, complete } = response
  if (status === 200 && complete && !isCached(response)) return undefined
  const isPage = isHtml(response)
  const words = isPage || request.endpoint.namesRecipients ? '' : quoteResponse(response, redact)
  const said = isPage ? ' with an HTML page' : words === '' ? '' : ` ("${words}")`
  const answered = `${describeRequest(request)} was answered ${status}${said}.`
  const fail = (reason: FailureReason, advice: string) => new Failure(reason, `${answered} ${advice}`)

  if (status === 429) return fail('rate-limited', 'The rate limit is spent.')
  if (isTransientResponse(response)) return fail('unavailable', 'SendGrid is not available.')
  if (isCached(response))
    return fail('unexpected-response', 'A cache answered (Age is above 0), and not SendGrid.')
  if (status === 401 || status === 403 || status === 404)
    return new Refused(
      answered,
      status,
      isPage ? 'page' : hasErrors(response) ? 'sendgrid' : 'unknown',
      words
    )
  if (status >= 400) return fail('rejected', 'SendGrid refuses the request.')
  if (status !== 200) return fail('unexpected-response', 'Only 200 is an answer; redirects are not followed.')
  return fail('unexpected-response', 'The body is too large for this request.')
}

/** `Age` is how long a cache has kept the response (RFC 9111, 5.1). */
function isCached({ headers }: HttpResponse): boolean {
  return !/^0*$/.test(String(headers.age ?? '').trim())
}

/** The fields of a JSON object; none for any other body. */
export function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(body)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is wrong with the body of a 200, as the end of a sentence: `is not JSON`, or `has errors`. */
export function describeBody(body: string, redact: Redact): string {
  if (/^\s*</.test(body)) return 'is HTML and not JSON'
  const value = parseJson(body)
  if (value === undefined) return 'is not JSON'
  const quoted = quoteErrors(value, redact)
  if (quoted !== '') return `has errors ("${quoted}")`
  return hasErrorField(value) ? 'has errors' : 'is JSON of another form'
}

/** Whether a body has errors. Some of SendGrid's 200 have. */
export function hasErrorField(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('errors' in value || 'error' in value)
}

/** What a response says of itself: errors in JSON, or plain text. */
function quoteResponse({ headers, body }: HttpResponse, redact: Redact): string {
  const value = parseJson(body)
  if (value === undefined && /^text\/plain\b/i.test(headers['content-type'] ?? ''))
    return quotable(body, redact)
  return quoteErrors(value, redact)
}

/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
function quoteErrors(value: unknown, redact: Redact): string {
  const messages = messagesIn(value)
    .map((message) => message.trim())
    .filter((message) => message !== '')
  return quotable(messages.join('; '), redact)
}

/** Whether there are errors in the form of SendGrid's v3 API. Proxies and firewalls use other forms. */
function hasErrors({ body }: HttpResponse): boolean {
  const errors = parseObject(body)?.['errors']
  return Array.isArray(errors) && messagesIn(errors).length > 0
}

/** Deeper than any error that was seen. */
const maxDepth = 10

/** The shapes that SendGrid's services, old and new, and gateways in front of them have for an error. */
function messagesIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth === maxDepth) return []
  const { errors, error, message } = value as Record<string, unknown>
  const inner = Array.isArray(value) ? value : [errors, error, message]
  return inner.flatMap((one) => messagesIn(one, depth + 1))
}

/** By its content type or by its first tag. JSON is JSON, also with the content type of HTML. */
function isHtml({ headers, body }: HttpResponse): boolean {
  return (
    /^\s*<(!doctype|html|head|body)\b/i.test(body) ||
    (/\bhtml\b/i.test(String(headers['content-type'] ?? '')) && parseJson(body) === undefined)
  )
}

import { Failure } from '../failure.ts'
import { oneLine } from '../text.ts'
import { describe, type Request } from './connection.ts'
import { parseJson } from './json.ts'
import type { Answer } from './transport.ts'

/** Why an answer is of no use, with SendGrid's own words and what a person can do. */
export function errorResponse(answer: Answer, apiKey: string, request: Request): Failure {
  const quoted = quoteErrors(answer.body, apiKey)
  const answered = `${describe(request)} was answered ${answer.status}${quoted === '' ? '' : ` ("${quoted}")`}.`
  const { status } = answer
  const subject =
    request.onBehalfOf === undefined
      ? ''
      : `, or ${oneLine(request.onBehalfOf)} is not an account of this key`
  if (status === 401) {
    return new Failure(
      'unauthorized',
      `${answered} The key is wrong, expired or revoked, or it belongs to another region than ${request.apiUrl}${subject}.`
    )
  }
  if (status === 403) {
    return new Failure(
      'forbidden',
      `${answered} The key lacks the scope ${request.scope}, or IP Access Management does not list the address ` +
        `of this runner${subject}.`
    )
  }
  if (status === 404) {
    return new Failure('not-found', `${answered} ${request.apiUrl} has no such resource${subject}.`)
  }
  if (status === 429) return new Failure('rate-limited', `${answered} The rate limit is spent.`)
  if (status >= 500) return new Failure('unavailable', `${answered} SendGrid is not available.`)
  if (status >= 400) return new Failure('rejected', `${answered} SendGrid refuses the request.`)
  if (status === 200)
    return new Failure('unexpected-response', `${answered} The body is too large to be what was asked for.`)
  return new Failure('unexpected-response', `${answered} Only 200 is an answer; redirects are not followed.`)
}

/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
export function quoteErrors(body: string, apiKey: string): string {
  const value = parseJson(body)
  if (typeof value !== 'object' || value === null) return ''
  const { errors, error } = value as { errors?: unknown; error?: unknown }
  const messages = Array.isArray(errors)
    ? errors.map((entry) => (entry as { message?: unknown } | null)?.message)
    : [error]
  const joined = messages.filter((message) => typeof message === 'string').join('; ')
  return oneLine(oneLine(joined, joined.length * 2).replaceAll(apiKey, '***'))
}

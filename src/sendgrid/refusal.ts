import { Failure } from '../failure.ts'
import { oneLine } from '../text.ts'
import { parseJson } from './json.ts'
import { type Answer, type Connection, describe, type Request } from './messages.ts'

/** Why an answer is of no use, with SendGrid's own words and what a person can do. */
export function refusal(answer: Answer, connection: Connection, request: Request): Failure {
  const said = quoteErrors(answer.body, connection.apiKey)
  const told = `${describe(request)} was answered ${answer.status}${said === '' ? '' : ` ("${said}")`}.`
  const { status } = answer
  const subject =
    request.onBehalfOf === undefined
      ? ''
      : `, or ${oneLine(request.onBehalfOf)} is not an account of this key`
  if (status === 401) {
    return new Failure(
      'unauthorized',
      `${told} The key is wrong, expired or revoked, or it belongs to another region than ${request.apiUrl}${subject}.`
    )
  }
  if (status === 403) {
    return new Failure(
      'forbidden',
      `${told} The key lacks the scope ${request.scope}, or IP Access Management does not list the address ` +
        `of this runner${subject}.`
    )
  }
  if (status === 404) {
    return new Failure('not-found', `${told} ${request.apiUrl} has no such resource${subject}.`)
  }
  if (status === 429) return new Failure('rate-limited', `${told} The rate limit is spent.`)
  if (status >= 500) return new Failure('unavailable', `${told} SendGrid is not available.`)
  if (status >= 400) return new Failure('rejected', `${told} SendGrid refuses the request.`)
  if (status === 200)
    return new Failure('unexpected-response', `${told} The body is too large to be what was asked for.`)
  return new Failure('unexpected-response', `${told} Only 200 is an answer; redirects are not followed.`)
}

/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
export function quoteErrors(body: string, apiKey: string): string {
  const value = parseJson(body)
  if (typeof value !== 'object' || value === null) return ''
  const { errors, error } = value as { errors?: unknown; error?: unknown }
  const messages = Array.isArray(errors)
    ? errors.map((entry) => (entry as { message?: unknown } | null)?.message)
    : [error]
  const said = messages.filter((message) => typeof message === 'string').join('; ')
  return oneLine(oneLine(said, said.length * 2).replaceAll(apiKey, '***'))
}

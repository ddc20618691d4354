import { Failure, isTransient } from '../failure.ts'
import { actionName, actionVersion } from '../identity.ts'
import { oneLine } from '../text.ts'
import { describe, type Request, type Session } from './connection.ts'
import { errorResponse } from './error-response.ts'
import type { Attempt } from './rate-limiter.ts'
import { retryWaitMs } from './retry.ts'
import type { Answer, HttpRequest } from './transport.ts'

/** The setting is under 100 bytes; 64 KiB leaves room for any error page. */
const usualBodyBoundBytes = 64 * 1024

/**
 * Sends the request, again where it failed in passing (lost connection, timeout, 429, 5xx), and resolves to
 * the body of a complete 200. Throws a Failure for everything else.
 */
export async function send(session: Session, request: Request): Promise<string> {
  const { rateLimiter, log } = session
  const { maxRetries } = session.connection
  let last: Failure | undefined
  for (let retry = 0; ; retry++) {
    const ended = await rateLimiter.run(() => attempt(session, request, retry), last)
    const { failure } = ended
    if (failure === undefined) return ended.answer.body
    if (!isTransient(failure) || retry === maxRetries) throw failure
    const { waitMs } = ended
    log(`Retry ${retry + 1} of ${maxRetries} in ${(waitMs / 1000).toFixed(1)} s: ${failure.message}`)
    // After a 429 the limiter makes everyone wait; any other trouble is this request's own.
    if (failure.reason === 'unavailable') await rateLimiter.sleep(waitMs, failure)
    last = failure
  }
}

async function attempt(session: Session, request: Request, retry: number): Promise<Attempt> {
  count(request, retry)
  const answer = await answerTo(session, request)
  if (answer instanceof Failure)
    return { answer: undefined, failure: answer, waitMs: retryWaitMs(undefined, retry, session) }
  if (answer.status === 200 && answer.complete) return { answer, failure: undefined }
  const failure = errorResponse(answer, session.connection.apiKey, request)
  return { answer, failure, waitMs: retryWaitMs(answer, retry, session) }
}

function count({ requestCounts }: Request, retry: number): void {
  if (requestCounts === undefined) return
  requestCounts.requests++
  if (retry > 0) requestCounts.retries++
}

/** That no answer came is an `unavailable` Failure, returned. */
async function answerTo({ transport, connection }: Session, request: Request): Promise<Answer | Failure> {
  try {
    return await transport({
      method: request.method,
      url: request.apiUrl + request.path,
      headers: headersOf(request, connection.apiKey),
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      timeoutMs: connection.requestTimeoutMs,
      bodyBoundBytes: request.bodyBoundBytes ?? usualBodyBoundBytes
    })
  } catch (thrown) {
    return new Failure('unavailable', `${describe(request)} failed: ${oneLine(errorText(thrown))}.`, {
      cause: thrown
    })
  }
}

function headersOf({ onBehalfOf, body }: Request, apiKey: string): HttpRequest['headers'] {
  return {
    Authorization: `Bearer ${apiKey}`,
    Accept: 'application/json',
    'User-Agent': `${actionName}/${actionVersion}`,
    // In lower case SendGrid has been seen to ignore this one and to answer for the parent
    // (sendgrid/docs#3751), which would be a false verdict.
    ...(onBehalfOf === undefined ? {} : { 'On-Behalf-Of': onBehalfOf }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
  }
}

/** Node's error for several refused addresses has a code and no message. */
function errorText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.message || (thrown as NodeJS.ErrnoException).code || thrown.name
}

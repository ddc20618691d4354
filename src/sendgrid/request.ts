import { Failure, isTransient } from '../failure.ts'
import { retryWaitMs } from '../http/retry.ts'
import type { HttpResponse as Answer, HttpRequest } from '../http/transport.ts'
import { actionName, actionVersion } from '../identity.ts'
import { quotable } from '../redaction.ts'
import { describe, type Request, type Session } from './connection.ts'
import { encodingOf, errorResponse } from './error-response.ts'
import type { Attempt } from './rate-limiter.ts'

/** The setting is under 100 bytes; 64 KiB hold any error page. */
const usualBodyBoundBytes = 64 * 1024

/** Good keys have been answered 401 for a moment, so that is asked about once more, after a second. */
const secondAskAfterMs = 1_000

/**
 * Sends a read, again where it failed in passing (lost connection, timeout, 408, 425, 429, 5xx), and resolves
 * to the body of a complete 200. Throws a Failure for everything else.
 */
export async function send(session: Session, request: Request): Promise<string> {
  let last: Failure | undefined
  for (let retry = 0; ; retry++) {
    const turn = { isWrite: false, last }
    const ended = await session.rateLimiter.run(() => attempt(session, request, retry), turn)
    if (ended.failure === undefined) return ended.answer.body
    if (!isTransient(ended.failure) || retry === session.connection.maxRetries) throw ended.failure
    await waitForRetry(session, retry, ended)
    last = ended.failure
  }
}

/** Sends a read as `send` does, and once more after a 401. */
export async function sendAndAskOnceMore(session: Session, request: Request): Promise<string> {
  try {
    return await send(session, request)
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.reason !== 'unauthorized') throw thrown
    await waitForSecondAsk(session, thrown)
  }
  return await send(session, request)
}

/** One attempt of a request, counted. */
export async function attempt(session: Session, request: Request, retry: number): Promise<Attempt> {
  if (request.requestCounts !== undefined) {
    request.requestCounts.requests++
    if (retry > 0) request.requestCounts.retries++
  }
  const answer = await answerTo(session, request)
  if (answer instanceof Failure)
    return { answer: undefined, failure: answer, waitMs: retryWaitMs(undefined, retry, session) }
  if (answer.status === 200 && answer.complete) {
    if (encodingOf(answer) === undefined) return { answer, failure: undefined }
  }
  const failure = errorResponse(answer, request, session)
  return { answer, failure, waitMs: retryWaitMs(answer, retry, session) }
}

/** Waits as the failed attempt says, with a line in the log. After a 429 the limiter makes everyone wait. */
export async function waitForRetry(
  { connection, rateLimiter, log }: Session,
  retry: number,
  { failure, waitMs }: Extract<Attempt, { failure: Failure }>
): Promise<void> {
  const seconds = (waitMs / 1000).toFixed(1)
  log(`Retry ${retry + 1} of ${connection.maxRetries} in ${seconds} s: ${failure.message}`)
  if (failure.reason === 'unavailable') await rateLimiter.sleep(waitMs, failure)
}

/** Waits before a 401 is asked about once more, with a line in the log. */
export async function waitForSecondAsk({ rateLimiter, log }: Session, failure: Failure): Promise<void> {
  log(`Asked once more in ${(secondAskAfterMs / 1000).toFixed(1)} s: ${failure.message}`)
  await rateLimiter.sleep(secondAskAfterMs, failure)
}

/** That no answer came is a Failure, returned: `unavailable`, or the reason of the run's end where that came first. */
async function answerTo(session: Session, request: Request): Promise<Answer | Failure> {
  const { transport, connection, redact } = session
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
    const end = causeOf(thrown)
    // Its stack says more than that the run has ended.
    if (end instanceof Failure && end.reason === 'bug') return end
    const why = quotable(errorText(thrown), redact)
    const reason = end instanceof Failure ? end.reason : 'unavailable'
    return new Failure(reason, `${describe(request)} failed: ${why}.`, { cause: thrown })
  }
}

function headersOf({ onBehalfOf, body }: Request, apiKey: string): HttpRequest['headers'] {
  return {
    Authorization: `Bearer ${apiKey}`,
    Accept: 'application/json',
    'Accept-Encoding': 'identity',
    'User-Agent': `${actionName}/${actionVersion}`,
    // In lower case SendGrid has been seen to ignore this one and to answer for the parent
    // (sendgrid/docs#3751), which would be a false verdict.
    ...(onBehalfOf === undefined ? {} : { 'On-Behalf-Of': onBehalfOf }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
  }
}

/** The transport names the run's end, which is a Failure, as the cause. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined
}

/** Node's error for several refused addresses has a code and no message. */
function errorText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.message || (thrown as NodeJS.ErrnoException).code || thrown.name
}

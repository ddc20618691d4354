import { actionName, actionVersion } from '../about.ts'
import { retryWaitMs } from '../http/retry.ts'
import { type HttpRequest, type HttpResponse, ProxyLoginError } from '../http/transport.ts'
import { Failure, isTransient } from '../model/failure.ts'
import { quotable } from '../redaction.ts'
import type { Attempt, FailedAttempt } from './rate-limiter.ts'
import { failureOf } from './response.ts'
import { describeRequest, hostOf, limiterOf, onBehalfOf, type Request, type Session } from './session.ts'

/** Valid keys have got a 401 for a moment (sendgrid-nodejs#970, #1008), so that is retried once, after a second. */
const retryOn401AfterMs = 1_000

/**
 * Sends a read, and again after a transient failure (lost connection, timeout, 408, 425, 429, 5xx). Resolves to the
 * body of a complete 200. Throws a Failure for everything else.
 */
export async function send(session: Session, request: Request): Promise<string> {
  let last: Failure | undefined
  for (let retry = 0; ; retry++) {
    const options = { isWrite: false, last }
    const ended = await limiterOf(session, request).run(() => attempt(session, request, retry), options)
    if (ended.failure === undefined) return ended.response.body
    if (!isTransient(ended.failure) || retry === session.connection.maxRetries) throw ended.failure
    await waitForRetry(session, retry, ended)
    last = ended.failure
  }
}

/** One attempt of a request, counted. */
export async function attempt(session: Session, request: Request, retry: number): Promise<Attempt> {
  const { requestCounts } = request.asked
  requestCounts.requests++
  if (retry > 0) requestCounts.retries++
  const response = await sendOnce(session, request)
  if (response instanceof Failure)
    return { response: undefined, failure: response, waitMs: retryWaitMs(undefined, retry, session) }
  const failure = failureOf(response, request, session.redact)
  if (failure === undefined) return { response, failure }
  const { knownWaitMs } = limiterOf(session, request)
  return { response, failure, waitMs: retryWaitMs(response, retry, { ...session, knownWaitMs }) }
}

/** Waits as the failed attempt says, with a line in the log. After a 429 the limiter waits. */
export async function waitForRetry(
  { connection, end, log }: Session,
  retry: number,
  { failure, waitMs }: FailedAttempt
): Promise<void> {
  const seconds = (waitMs / 1000).toFixed(1)
  log(`Retry ${retry + 1} of ${connection.maxRetries} in ${seconds} s: ${failure.message}`)
  if (failure.reason === 'unavailable') await end.sleep(waitMs, failure)
}

/** Waits before a 401 is retried, with a line in the log. */
export async function waitBeforeRetryOn401({ end, log }: Session, failure: Failure): Promise<void> {
  log(`Retry once in ${(retryOn401AfterMs / 1000).toFixed(1)} s: ${failure.message}`)
  await end.sleep(retryOn401AfterMs, failure)
}

/** Resolves to a Failure where no response came: `unavailable`, or the reason of the run's end if that came first. */
async function sendOnce(session: Session, request: Request): Promise<HttpResponse | Failure> {
  const { transport, connection, redact } = session
  const { method, path, maxBodyBytes } = request.endpoint
  try {
    return await transport({
      method,
      url: hostOf(session, request) + path + (request.query ?? ''),
      headers: headersOf(request, connection.apiKey),
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      timeoutMs: connection.requestTimeoutMs,
      maxBodyBytes
    })
  } catch (thrown) {
    if (thrown instanceof ProxyLoginError) {
      const advice = 'Check USER:PASSWORD in the proxy variable of the job, such as HTTPS_PROXY.'
      return new Failure('rejected', `${describeRequest(request)} failed: ${thrown.message}. ${advice}`, {
        cause: thrown,
        about: 'proxy'
      })
    }
    // Where the run has ended, the transport throws an error whose cause is the Failure of that end.
    const end = thrown instanceof Error ? thrown.cause : undefined
    // The stack of a bug says more than that the run has ended.
    if (end instanceof Failure && end.reason === 'bug') return end
    const why = quotable(thrown instanceof Error ? thrown.message : String(thrown), redact)
    const reason = end instanceof Failure ? end.reason : 'unavailable'
    const message = `${describeRequest(request)} failed: ${why}.${isAboutCertificate(thrown) ? certificateAdvice : ''}`
    return new Failure(reason, message, { cause: thrown })
  }
}

/** Node's own words may advise an option of its command line, which nobody can state for an action. */
const certificateAdvice = ' If a proxy inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS.'

/** By the codes of OpenSSL (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
function isAboutCertificate(thrown: unknown): boolean {
  const { code = '' } = thrown as NodeJS.ErrnoException
  return /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|CERT_|INVALID_CA)/.test(code)
}

function headersOf(request: Request, apiKey: string): HttpRequest['headers'] {
  const name = onBehalfOf(request)
  return {
    Authorization: `Bearer ${apiKey}`,
    Accept: 'application/json',
    'Accept-Encoding': 'identity',
    // A cache may look at the path alone, and answer for another account.
    'Cache-Control': 'no-cache',
    'User-Agent': `${actionName}/${actionVersion}`,
    // In lower case SendGrid has been seen to ignore this one and to answer for the parent
    // (sendgrid/docs#3751), which would be a false verdict.
    ...(name === undefined ? {} : { 'On-Behalf-Of': name }),
    ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' })
  }
}

import type { HttpClientResponse } from '@actions/http-client'
import { Failure } from '../failure.ts'
import { oneLine } from '../text.ts'
import { pastTheClient } from './client.ts'
import { type Answer, type Connection, describe, type Request } from './messages.ts'
import type { Tried } from './pace.ts'
import { refusal } from './refusal.ts'
import { retryWaitMs } from './retry-wait.ts'

/** The setting is under 100 bytes; 64 KiB leaves room for any error page. */
const usualBodyBoundBytes = 64 * 1024

/**
 * Sends the request, again where it failed in passing (lost connection, timeout, 429, 5xx), and resolves to
 * the body of a complete 200. Throws a Failure for everything else.
 */
export async function exchange(connection: Connection, request: Request): Promise<string> {
  const { pace, maxRetries, log } = connection
  let last: Failure | undefined
  for (let retry = 0; ; retry++) {
    const { answer, failure, waitMs } = await pace.admit(async (): Promise<Tried> => {
      count(request, retry)
      const answer = await tryOnce(connection, request)
      const failure = failureOf(answer, connection, request)
      return { answer, failure, waitMs: failure && retryWaitMs(answer, retry, connection) }
    }, last)
    if (failure === undefined) return (answer as Answer).body
    if (!isPassing(failure) || retry === maxRetries || waitMs === undefined) throw failure
    log(`Retry ${retry + 1} of ${maxRetries} in ${(waitMs / 1000).toFixed(1)} s: ${failure.message}`)
    // After a 429 the gate makes everyone wait; any other trouble is this request's own.
    if (failure.reason === 'unavailable') await pace.sleep(waitMs, failure)
    last = failure
  }
}

function count({ effort }: Request, retry: number): void {
  if (effort === undefined) return
  effort.requests++
  if (retry > 0) effort.retries++
}

function failureOf(answer: Answer | Failure, connection: Connection, request: Request): Failure | undefined {
  if (answer instanceof Failure) return answer
  return answer.status === 200 && answer.complete ? undefined : refusal(answer, connection, request)
}

function isPassing({ reason }: Failure): boolean {
  return reason === 'unavailable' || reason === 'rate-limited'
}

/** One try under one deadline. A try that brings no answer is an `unavailable` Failure, returned. */
async function tryOnce(connection: Connection, request: Request): Promise<Answer | Failure> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), connection.requestTimeoutMs)
  try {
    const response = await send(connection, request, deadline.signal)
    const { text, complete } = await readBody(response, request.bodyBoundBytes ?? usualBodyBoundBytes)
    return {
      status: response.message.statusCode ?? 0,
      headers: response.message.headers,
      body: text,
      complete
    }
  } catch (thrown) {
    const why = deadline.signal.aborted
      ? `no complete answer within ${connection.requestTimeoutMs / 1000} s`
      : oneLine(errorText(thrown))
    return new Failure('unavailable', `${describe(request)} failed: ${why}.`, { cause: thrown })
  } finally {
    clearTimeout(timer)
  }
}

function send(
  { client, apiKey }: Connection,
  request: Request,
  signal: AbortSignal
): Promise<HttpClientResponse> {
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' }
  const past = pastTheClient({ onBehalfOf: request.onBehalfOf, signal })
  const url = request.apiUrl + request.path
  return request.body === undefined
    ? client.request(request.method, url, null, { ...headers, ...past })
    : client.request(request.method, url, JSON.stringify(request.body), {
        ...headers,
        ...past,
        'content-type': 'application/json'
      })
}

/** Rejects when the connection is lost inside the body, where the client's own readBody never settles. */
function readBody(
  { message }: HttpClientResponse,
  boundBytes: number
): Promise<{ text: string; complete: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const end = (complete: boolean): void =>
      resolve({ text: Buffer.concat(chunks).subarray(0, boundBytes).toString('utf8'), complete })
    message.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes <= boundBytes) return
      end(false)
      message.destroy()
    })
    message.on('end', () => end(true))
    message.on('error', reject)
    message.on('close', () => reject(new Error('the connection was lost inside the answer')))
  })
}

/** Node's error for several refused addresses has a code and no message. */
function errorText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.message || (thrown as NodeJS.ErrnoException).code || thrown.name
}

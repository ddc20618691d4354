import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { HttpClient } from '@actions/http-client'

/** One HTTP request, with its headers as they are to be sent. */
export interface HttpRequest {
  readonly method: 'GET' | 'PATCH' | 'POST'
  readonly url: string
  readonly headers: Readonly<OutgoingHttpHeaders>
  readonly body: string | undefined
  /** From connecting to the last byte of the response. */
  readonly timeoutMs: number
  /** How much of the response is read. */
  readonly maxBodyBytes: number
}

/** What came back. `complete` says whether all of the body is there: it is cut at the bound. */
export interface HttpResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly complete: boolean
}

/** Sends one request and resolves to whatever response comes. Rejects when no whole one comes in time. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>

/** Longer than any bound of ours: the client's own timer ends a request without saying so to anybody. */
const clientTimeoutMs = 24 * 60 * 60 * 1000

/**
 * A transport with a connection for each request, so that nothing that comes on one is taken for the response of
 * another. Requests under way end when `end` aborts. The client is used for its proxies alone: its `request`
 * follows redirects, changes the case of header names, which SendGrid has been seen to mind
 * (sendgrid/docs#3751), and adds the ID of the job's orchestration to the user agent.
 */
export function createTransport(end: AbortSignal): Transport {
  const client = new HttpClient(undefined, [], { keepAlive: false, socketTimeout: clientTimeoutMs })
  return (request) => bounded(client, request, end)
}

/** Whatever never settles ends here: a 101, for one, makes Node forget the request. */
function bounded(client: HttpClient, request: HttpRequest, end: AbortSignal): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>()
  const connection = new AbortController()
  const giveUp = (why: Error): void => {
    reject(why)
    connection.abort()
  }
  const onEnd = (): void => giveUp(new Error('the run was canceled', { cause: end.reason }))
  const timer = setTimeout(
    () => giveUp(new Error(`no complete answer within ${request.timeoutMs / 1000} s`)),
    request.timeoutMs
  )
  end.addEventListener('abort', onEnd)
  if (end.aborted) onEnd()
  else exchange(client, request, connection.signal).then(resolve, (thrown) => reject(explainError(thrown)))
  return promise.finally(() => {
    clearTimeout(timer)
    end.removeEventListener('abort', onEnd)
  })
}

/** The proxy refuses its login (407). Further tries could lock the login, so it is final. */
export class ProxyLoginError extends Error {}

function explainError(error: NodeJS.ErrnoException): Error {
  // The words of the tunnel package.
  if (/\bstatusCode=407\b/.test(error.message))
    return new ProxyLoginError('the proxy refuses its login (407)', { cause: error })
  // Node's error for several refused addresses has a code and no message.
  return error.message === '' ? new Error(error.code, { cause: error }) : error
}

async function exchange(
  client: HttpClient,
  request: HttpRequest,
  signal: AbortSignal
): Promise<HttpResponse> {
  const { message } = await client.requestRaw(rawRequest(client, request, signal), bodyOf(request))
  const { body, complete } = await readBody(message, request.maxBodyBytes)
  return { status: message.statusCode ?? 0, headers: message.headers, body, complete }
}

/** As bytes: with a body that is text Node sends the headers as UTF-8 too, and each of them is Latin-1. */
function bodyOf({ body }: HttpRequest): Readable | null {
  return body === undefined ? null : Readable.from([Buffer.from(body)])
}

function rawRequest(client: HttpClient, { method, url, headers, body }: HttpRequest, signal: AbortSignal) {
  const parsedUrl = new URL(url)
  const agent = client.getAgent(url)
  // A proxy that never answers CONNECT is beyond the reach of the request's own signal. The tunnel reads this
  // within the call.
  const { proxyOptions } = agent as { proxyOptions?: { signal?: AbortSignal } }
  if (proxyOptions !== undefined) proxyOptions.signal = signal
  return {
    parsedUrl,
    httpModule: parsedUrl.protocol === 'https:' ? https : http,
    options: {
      method,
      // node:http takes an IPv6 address without the brackets of the URL.
      host: parsedUrl.hostname.replace(/[[\]]/g, ''),
      port: parsedUrl.port || (parsedUrl.protocol === 'https:' ? 443 : 80),
      path: parsedUrl.pathname + parsedUrl.search,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
      agent,
      signal
    }
  }
}

/**
 * Rejects when the connection is lost inside the body, where the client's own readBody never settles. A body
 * without a length ends with its connection, and Node takes a reset for such an end too: the socket knows.
 */
function readBody(
  message: IncomingMessage,
  boundBytes: number
): Promise<Pick<HttpResponse, 'body' | 'complete'>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (complete: boolean): void =>
      resolve({ body: Buffer.concat(chunks).subarray(0, boundBytes).toString('utf8'), complete })
    const lose = (): void => reject(new Error('the connection was lost inside the answer'))
    message.socket.on('error', reject)
    message.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes <= boundBytes) return
      settle(false)
      message.destroy()
    })
    message.on('end', () => settle(true))
    message.on('error', lose)
    message.on('close', lose)
  })
}

import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { getProxyUrl, HttpClient } from '@actions/http-client'

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

/** One response. `complete` is false for a body that was cut at the limit. */
export interface HttpResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly complete: boolean
}

/** Sends one request and resolves to whatever response comes. Rejects when no whole one comes in time. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>

/** Longer than any limit of ours, since the client's own timer ends a request without an error. */
const clientTimeoutMs = 24 * 60 * 60 * 1000

/**
 * A transport with a connection for each request, so that no request gets the response of another. Requests under
 * way end when `end` aborts. The client only brings its proxies. Its own `request` follows redirects, adds an ID of
 * the job to the user agent, and changes the case of header names, which SendGrid has been seen to mind
 * (sendgrid/docs#3751).
 */
export function createTransport(end: AbortSignal): Transport {
  const client = new HttpClient(undefined, [], { keepAlive: false, socketTimeout: clientTimeoutMs })
  let refusedLogin: ProxyLoginError | undefined
  return async (request) => {
    if (refusedLogin !== undefined && getProxyUrl(request.url) !== '') throw refusedLogin
    return await bounded(client, request, end).catch((thrown: unknown) => {
      if (thrown instanceof ProxyLoginError) refusedLogin = thrown
      throw thrown
    })
  }
}

/** Ends a request that would never settle. After a 101, for example, Node forgets the request. */
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

/** The proxy refuses its login (407). A further request could lock the login, so none goes there any more. */
export class ProxyLoginError extends Error {}

function explainError(error: NodeJS.ErrnoException): Error {
  // These are the words of the package `tunnel`.
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
  const { message } = await client.requestRaw(rawRequest(client, request, signal), streamBody(request))
  const { body, complete } = await readBody(message, request.maxBodyBytes)
  return { status: message.statusCode ?? 0, headers: message.headers, body, complete }
}

/** As bytes: if the body is text, Node sends the headers as UTF-8 too, and ours are Latin-1. */
function streamBody({ body }: HttpRequest): Readable | null {
  return body === undefined ? null : Readable.from([Buffer.from(body)])
}

function rawRequest(client: HttpClient, { method, url, headers, body }: HttpRequest, signal: AbortSignal) {
  const parsedUrl = new URL(url)
  const agent = client.getAgent(url)
  // The signal of the request does not end a CONNECT that a proxy never answers. This one does: the tunnel reads it
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
 * Rejects when the connection is lost inside the body. (The client's own readBody would never settle.) A body without
 * a length ends with its connection. Node takes a reset for that end too, so the error of the socket counts.
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
    message.on('close', lose)
  })
}

import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { HttpClient } from '@actions/http-client'

/** One HTTP request, with its headers as they are to be sent. */
export interface HttpRequest {
  readonly method: 'GET' | 'PATCH'
  readonly url: string
  readonly headers: Readonly<OutgoingHttpHeaders>
  readonly body: string | undefined
  /** From connecting to the last byte of the answer. */
  readonly timeoutMs: number
  /** How much of an answer is read. */
  readonly bodyBoundBytes: number
}

/** What came back. `complete` says whether all of the body is there: it is cut at the bound. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly complete: boolean
}

/** Sends one request and resolves to whatever is answered. Rejects when no whole answer comes in time. */
export type Transport = (request: HttpRequest) => Promise<Answer>

/**
 * A transport that keeps its connections. The client is used for its proxies alone: its `request` follows
 * redirects, changes the case of header names, which SendGrid has been seen to mind (sendgrid/docs#3751), and
 * adds the ID of the job's orchestration to the user agent.
 */
export function createTransport(): Transport {
  const client = new HttpClient(undefined, [], { keepAlive: true })
  return (request) => send(client, request)
}

async function send(client: HttpClient, request: HttpRequest): Promise<Answer> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs)
  try {
    const { message } = await client.requestRaw(
      rawRequest(client, request, deadline.signal),
      request.body ?? null
    )
    const { body, complete } = await readBody(message, request.bodyBoundBytes)
    return { status: message.statusCode ?? 0, headers: message.headers, body, complete }
  } catch (thrown) {
    if (deadline.signal.aborted) throw new Error(`no complete answer within ${request.timeoutMs / 1000} s`)
    throw thrown
  } finally {
    clearTimeout(timer)
  }
}

function rawRequest(client: HttpClient, { method, url, headers }: HttpRequest, signal: AbortSignal) {
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
      host: parsedUrl.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: parsedUrl.port || (parsedUrl.protocol === 'https:' ? 443 : 80),
      path: parsedUrl.pathname + parsedUrl.search,
      headers: { ...headers },
      agent,
      signal
    }
  }
}

/** Rejects when the connection is lost inside the body, where the client's own readBody never settles. */
function readBody(message: IncomingMessage, boundBytes: number): Promise<Pick<Answer, 'body' | 'complete'>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const end = (complete: boolean): void =>
      resolve({ body: Buffer.concat(chunks).subarray(0, boundBytes).toString('utf8'), complete })
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

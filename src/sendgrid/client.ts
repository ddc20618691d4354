import type { OutgoingHttpHeaders, RequestOptions } from 'node:http'
import { HttpClient } from '@actions/http-client'

/** What belongs to one request and what the client has no parameter for. */
interface Passenger {
  readonly onBehalfOf: string | undefined
  readonly signal: AbortSignal
}

/** The name of a header that carries the passenger to the handler, and is never sent. */
const carrier = 'x-carried'

/**
 * The client of a run: no redirects, connections kept alive. Handlers belong to a client and not to a request,
 * so this one keeps nothing: all that it sets it finds in the request at hand.
 */
export function createClient(userAgent: string): HttpClient {
  return new HttpClient(userAgent, [{ ...noAuthentication, prepareRequest }], {
    allowRedirects: false,
    keepAlive: true
  })
}

/** The header to give to the client's `request` for what is to be set on the way. */
export function pastTheClient(passenger: Passenger): OutgoingHttpHeaders {
  return { [carrier]: passenger as unknown as string }
}

function prepareRequest(options: RequestOptions): void {
  const headers = options.headers as Record<string, unknown>
  const { onBehalfOf, signal } = headers[carrier] as Passenger
  delete headers[carrier]
  // The client lower-cases the names it is given. SendGrid has been seen to ignore the lower-case header
  // and to answer for the parent (sendgrid/docs#3751), which would be a false verdict.
  if (onBehalfOf !== undefined) headers['On-Behalf-Of'] = onBehalfOf
  options.signal = signal
  // node:http takes an IPv6 address without the brackets of the URL.
  options.host = options.host?.replace(/^\[(.*)\]$/, '$1') ?? null
  // A proxy that never answers CONNECT is beyond the reach of the request's own signal. The tunnel reads this
  // at once, within the call that is being prepared.
  const { proxyOptions } = options.agent as { proxyOptions?: { signal?: AbortSignal } }
  if (proxyOptions !== undefined) proxyOptions.signal = signal
}

const noAuthentication = {
  canHandleAuthentication: () => false,
  handleAuthentication: () => Promise.reject(new Error('SendGrid keys do not take part in challenges'))
}

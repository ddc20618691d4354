import type { IncomingHttpHeaders } from 'node:http'

/** The longest wait for a rate limit: SendGrid's windows last a minute, and clocks may differ by five seconds. */
export const maxRateLimitWaitMs = 65_000

/**
 * The date of the server, in milliseconds since the epoch; `ourDateMs` where it states none. The header `Date` has
 * whole seconds, so within its second our own date is more exact.
 */
export function serverDateMs({ date = '' }: IncomingHttpHeaders, ourDateMs: number): number {
  const statedMs = Date.parse(date)
  const isOurs = Number.isNaN(statedMs) || (ourDateMs >= statedMs && ourDateMs < statedMs + 1_000)
  return isOurs ? ourDateMs : statedMs
}

/**
 * Milliseconds until the rate limit window ends by `X-RateLimit-Reset`; negative when it is over. The header
 * has seconds since the epoch at GitHub and on SendGrid's classic API, and seconds left on newer parts of it
 * (sendgrid-oai, tsg_recipients_data_erasure_v3). The number itself tells which: no wait is 30 years long.
 */
export function resetInMs(headers: IncomingHttpHeaders, ourDateMs: number): number | undefined {
  const reset = String(headers['x-ratelimit-reset'] ?? '').trim()
  if (!/^\d+(\.\d+)?$/.test(reset)) return undefined
  const seconds = Number(reset)
  return seconds < 1e9 ? seconds * 1000 : seconds * 1000 - serverDateMs(headers, ourDateMs)
}

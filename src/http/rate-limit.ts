import type { IncomingHttpHeaders } from 'node:http'

/** No wait for a rate limit is longer: SendGrid's windows last a minute, and clocks may differ by five seconds. */
export const maxRateLimitWaitMs = 65_000

/**
 * Milliseconds until the rate limit window ends by `X-RateLimit-Reset`; negative when it is over. The header
 * has seconds since the epoch at GitHub and on SendGrid's classic API, and seconds left on newer parts of it
 * (sendgrid-oai, tsg_recipients_data_erasure_v3); no wait is 30 years long.
 */
export function resetInMs(headers: IncomingHttpHeaders, dateMs: number): number | undefined {
  const reset = String(headers['x-ratelimit-reset'] ?? '').trim()
  if (!/^\d+(\.\d+)?$/.test(reset)) return undefined
  const seconds = Number(reset)
  return seconds < 1e9 ? seconds * 1000 : seconds * 1000 - dateMs
}

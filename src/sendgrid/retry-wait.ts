import type { IncomingHttpHeaders } from 'node:http'
import { Failure } from '../failure.ts'
import type { Answer, Connection } from './messages.ts'

const backoffBaseMs = 1_000
const backoffCapMs = 20_000
const leastRateLimitWaitMs = 1_000
/** SendGrid's windows last a minute; five seconds more for clocks that differ. */
export const longestRateLimitWaitMs = 65_000

/**
 * Milliseconds to wait before retry number `retry` (from 0). A 429 says itself how long; otherwise backoff
 * with full jitter.
 */
export function retryWaitMs(answer: Answer | Failure, retry: number, connection: Connection): number {
  const told =
    !(answer instanceof Failure) && answer.status === 429
      ? rateLimitWaitMs(answer, connection.clock.now())
      : undefined
  if (told !== undefined) return Math.min(Math.max(told, leastRateLimitWaitMs), longestRateLimitWaitMs)
  return connection.random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** retry)
}

function rateLimitWaitMs({ headers }: Answer, nowMs: number): number | undefined {
  const retryAfter = headers['retry-after']
  if (retryAfter !== undefined) {
    if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000
    // HTTP's dates begin with a day; of other text Date.parse makes dates too.
    const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN
    if (!Number.isNaN(date)) return date - nowMs
  }
  const resetMs = resetTime(headers, nowMs)
  return resetMs === undefined ? undefined : resetMs - nowMs
}

/**
 * When the rate limit window ends by `X-RateLimit-Reset`, in milliseconds since the epoch. The header tells
 * seconds since the epoch on the classic API and seconds left on newer parts of it (sendgrid-oai,
 * tsg_recipients_data_erasure_v3); no wait is 30 years long.
 */
export function resetTime(headers: IncomingHttpHeaders, nowMs: number): number | undefined {
  const reset = String(headers['x-ratelimit-reset'] ?? '').trim()
  if (!/^\d+(\.\d+)?$/.test(reset)) return undefined
  const seconds = Number(reset)
  return seconds < 1e9 ? nowMs + seconds * 1000 : seconds * 1000
}

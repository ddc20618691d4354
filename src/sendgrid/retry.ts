import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Answer } from './transport.ts'

const backoffBaseMs = 1_000
const backoffCapMs = 20_000
const leastRateLimitWaitMs = 1_000
/** SendGrid's windows last a minute; five seconds more for clocks that differ. */
export const longestRateLimitWaitMs = 65_000

/**
 * Milliseconds to wait before retry number `retry` (from 0). A 429 and a 503 may say how long, the longest of
 * what they say; otherwise backoff with full jitter. `answer` is undefined where none came.
 */
export function retryWaitMs(
  answer: Answer | undefined,
  retry: number,
  { clock, random }: { readonly clock: Clock; readonly random: () => number }
): number {
  const statedMs = answer === undefined ? [] : statedWaitsMs(answer, clock.date())
  if (statedMs.length > 0)
    return Math.min(Math.max(leastRateLimitWaitMs, ...statedMs), longestRateLimitWaitMs)
  return random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** retry)
}

function statedWaitsMs({ status, headers }: Answer, dateMs: number): number[] {
  if (status !== 429 && status !== 503) return []
  // Every answer may have the reset; only a 429 says by it that it has to be waited for.
  const waits = [retryAfterMs(headers, dateMs), status === 429 ? resetInMs(headers, dateMs) : undefined]
  return waits.filter((waitMs) => waitMs !== undefined)
}

function retryAfterMs(headers: IncomingHttpHeaders, dateMs: number): number | undefined {
  const retryAfter = headers['retry-after'] ?? ''
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000
  // HTTP's dates begin with a day; of other text Date.parse makes dates too.
  const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(date) ? undefined : date - dateMs
}

/**
 * Milliseconds until the rate limit window ends by `X-RateLimit-Reset`; negative when it is over. The header
 * has seconds since the epoch on the classic API and seconds left on newer parts of it (sendgrid-oai,
 * tsg_recipients_data_erasure_v3); no wait is 30 years long.
 */
export function resetInMs(headers: IncomingHttpHeaders, dateMs: number): number | undefined {
  const reset = String(headers['x-ratelimit-reset'] ?? '').trim()
  if (!/^\d+(\.\d+)?$/.test(reset)) return undefined
  const seconds = Number(reset)
  return seconds < 1e9 ? seconds * 1000 : seconds * 1000 - dateMs
}

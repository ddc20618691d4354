import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../clock.ts'
import { maxRateLimitWaitMs, resetInMs, serverDateMs } from './rate-limit.ts'
import type { HttpResponse } from './transport.ts'

const backoffBaseMs = 1_000
const maxBackoffMs = 20_000
const minStatedWaitMs = 1_000

/** What else a wait depends on. */
interface RetryTiming {
  readonly clock: Pick<Clock, 'date'>
  /** From 0 to 1. */
  readonly random: () => number
  /** A longer stated wait is cut to this. */
  readonly maxStatedWaitMs?: number
  /** The time until the window of earlier responses ends, for a 429 that states no wait. */
  readonly knownWaitMs?: number
}

/** Whether the same request may succeed a moment later. `response` is undefined where none came. */
export function isTransientResponse(response: Pick<HttpResponse, 'status'> | undefined): boolean {
  return response === undefined || response.status >= 500 || [408, 425, 429].includes(response.status)
}

/**
 * Milliseconds to wait before retry number `retry` (from 0). A 429 and a 503 may state a wait, and the longest
 * one counts; otherwise backoff with full jitter. `response` is undefined where none came.
 */
export function retryWaitMs(
  response: HttpResponse | undefined,
  retry: number,
  { clock, random, maxStatedWaitMs = maxRateLimitWaitMs, knownWaitMs = 0 }: RetryTiming
): number {
  const statedMs = response === undefined ? [] : statedWaitsMs(response, clock.date())
  if (statedMs.length === 0 && response?.status === 429 && knownWaitMs > 0) statedMs.push(knownWaitMs)
  if (statedMs.length > 0) return Math.min(Math.max(minStatedWaitMs, ...statedMs), maxStatedWaitMs)
  return random() * Math.min(maxBackoffMs, backoffBaseMs * 2 ** retry)
}

function statedWaitsMs({ status, headers }: HttpResponse, ourDateMs: number): number[] {
  if (status !== 429 && status !== 503) return []
  // Every response may have a reset. Only a 429 asks to wait for it.
  const waits = [retryAfterMs(headers, ourDateMs), status === 429 ? resetInMs(headers, ourDateMs) : undefined]
  return waits.filter((waitMs) => waitMs !== undefined)
}

function retryAfterMs(headers: IncomingHttpHeaders, ourDateMs: number): number | undefined {
  const retryAfter = headers['retry-after'] ?? ''
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000
  // An HTTP date begins with the name of a day. Date.parse would accept other texts too.
  const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(date) ? undefined : date - serverDateMs(headers, ourDateMs)
}

import type { AccountName } from './account.ts'
import type { AccountOutcome } from './fleet.ts'

/** A dated exception: until its day is over (UTC), the account's deviations do not fail the run. */
export interface Waiver {
  readonly account: AccountName
  /** The last day that counts, `YYYY-MM-DD`. */
  readonly until: string
  readonly reason: string
}

/** What a person should know of a waiver. */
export interface WaiverRemark {
  readonly kind: 'expired' | 'expires-soon' | 'not-needed' | 'not-judged'
  readonly waiver: Waiver
}

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

/** The waiver of an account that still counts at a time in milliseconds since the epoch. */
export function activeWaiver(
  waivers: readonly Waiver[],
  account: AccountName,
  nowMs: number
): Waiver | undefined {
  return waivers.find((waiver) => waiver.account === account && !isExpired(waiver, nowMs))
}

/** At most one remark a waiver, the one that asks most of a person. */
export function reviewWaivers(
  waivers: readonly Waiver[],
  outcomes: readonly AccountOutcome[],
  nowMs: number
): WaiverRemark[] {
  const results = new Map(outcomes.map(({ account, outcome }) => [account.name, outcome.result]))
  return waivers.flatMap((waiver): WaiverRemark[] => {
    if (isExpired(waiver, nowMs)) return [{ kind: 'expired', waiver }]
    const result = results.get(waiver.account)
    if (result === undefined) return [{ kind: 'not-judged', waiver }]
    if (result === 'compliant') return [{ kind: 'not-needed', waiver }]
    if (startOf(waiver.until) - startOf(dayOf(nowMs)) <= soonDays * dayMs)
      return [{ kind: 'expires-soon', waiver }]
    return []
  })
}

function isExpired({ until }: Waiver, nowMs: number): boolean {
  return dayOf(nowMs) > until
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

import type { AccountName, JudgedAccount, Waiver, WaiverNotice } from './types.ts'

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

/** The waiver of an account that still counts at a date in milliseconds since the epoch. */
export function activeWaiver(
  waivers: readonly Waiver[],
  account: AccountName,
  dateMs: number
): Waiver | undefined {
  return waivers.find((waiver) => waiver.account === account && !isExpired(waiver, dateMs))
}

/** At most one notice for each waiver, the one that asks most of a person. */
export function reviewWaivers(
  waivers: readonly Waiver[],
  accounts: readonly JudgedAccount[],
  dateMs: number
): WaiverNotice[] {
  const results = new Map(accounts.map(({ account, outcome }) => [account.name, outcome.result]))
  return waivers.flatMap((waiver): WaiverNotice[] => {
    if (isExpired(waiver, dateMs)) return [{ kind: 'expired', waiver }]
    const result = results.get(waiver.account)
    if (result === undefined) return [{ kind: 'not-judged', waiver }]
    if (result === 'compliant') return [{ kind: 'not-needed', waiver }]
    if (startOf(waiver.until) - startOf(dayOf(dateMs)) <= soonDays * dayMs)
      return [{ kind: 'expires-soon', waiver }]
    return []
  })
}

function isExpired({ until }: Waiver, dateMs: number): boolean {
  return dayOf(dateMs) > until
}

function dayOf(dateMs: number): string {
  return new Date(dateMs).toISOString().slice(0, 10)
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

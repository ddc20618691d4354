import type { AccountName } from '../model/account.ts'
import type { Waiver } from '../model/job.ts'
import type { JudgedAccount } from '../model/outcome.ts'
import type { AlmostNamed, WaiverNotice } from '../model/run.ts'

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

/** The waiver of an account that has not expired at a date, in milliseconds since the epoch. */
export function activeWaiver(
  waivers: readonly Waiver[],
  account: AccountName,
  dateMs: number
): Waiver | undefined {
  return waivers.find((waiver) => waiver.account === account && daysLeft(waiver, dateMs) >= 0)
}

/** At most one notice for each waiver: the first kind that applies. */
export function reviewWaivers(
  waivers: readonly Waiver[],
  accounts: readonly JudgedAccount[],
  dateMs: number
): WaiverNotice[] {
  const results = new Map(accounts.map(({ account, outcome }) => [account.name, outcome.result]))
  const judged = [...results.keys()].filter((name) => results.get(name) !== 'excluded')
  const almost = new Map(almostNamed(waivers, judged, dateMs).map((one) => [one.waiver, one]))
  return waivers.flatMap((waiver): WaiverNotice[] => {
    const days = daysLeft(waiver, dateMs)
    const result = results.get(waiver.account)
    if (result === 'excluded')
      return [{ kind: days < 0 ? 'expired' : 'not-judged', waiver, days, isExcluded: true }]
    if (days < 0) return [{ kind: 'expired', waiver, days }]
    if (result === undefined) return [almost.get(waiver) ?? { kind: 'not-judged', waiver, days }]
    if (result === 'compliant') return [{ kind: 'not-needed', waiver, days }]
    return days <= soonDays ? [{ kind: 'expires-soon', waiver, days }] : []
  })
}

/**
 * The waivers that have not expired and name no account, but differ from one only in letter case, white space, or
 * quotes and punctuation at their ends.
 */
export function almostNamed(
  waivers: readonly Waiver[],
  accounts: readonly AccountName[],
  dateMs: number
): AlmostNamed[] {
  const names = new Set(accounts)
  const byCore = new Map(accounts.map((account) => [coreOf(account), account]))
  return waivers.flatMap((waiver): AlmostNamed[] => {
    const days = daysLeft(waiver, dateMs)
    if (days < 0 || names.has(waiver.account)) return []
    const account = byCore.get(coreOf(waiver.account))
    return account === undefined ? [] : [{ kind: 'almost-named', waiver, days, account }]
  })
}

/** Names that look alike have the same core. A name of punctuation alone is its own core. */
function coreOf(name: string): string {
  const solid = name.toLowerCase().replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')
  return solid.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '') || solid
}

/** From the day of the date to the last day of the waiver, in UTC. */
function daysLeft({ until }: Waiver, dateMs: number): number {
  return Date.parse(until) / dayMs - Math.floor(dateMs / dayMs)
}

import type { AccountName } from '../model/account.ts'
import type { Waiver } from '../model/job.ts'
import type { JudgedAccount } from '../model/outcome.ts'
import type { AlmostNamed, WaiverNotice } from '../model/run.ts'

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
  const judged = [...results.keys()].filter((name) => results.get(name) !== 'excluded')
  const almost = new Map(almostNamed(waivers, judged, dateMs).map((one) => [one.waiver, one]))
  return waivers.flatMap((waiver): WaiverNotice[] => {
    const result = results.get(waiver.account)
    const expired = isExpired(waiver, dateMs)
    if (result === 'excluded') return [{ kind: expired ? 'expired' : 'not-judged', waiver, isExcluded: true }]
    if (expired) return [{ kind: 'expired', waiver }]
    if (result === undefined) return [almost.get(waiver) ?? { kind: 'not-judged', waiver }]
    if (result === 'compliant') return [{ kind: 'not-needed', waiver }]
    if (startOf(waiver.until) - startOf(dayOf(dateMs)) <= soonDays * dayMs)
      return [{ kind: 'expires-soon', waiver }]
    return []
  })
}

/**
 * The waivers that count, name no account, and differ from one only in letter case, white space, or quotes and
 * punctuation at their ends.
 */
export function almostNamed(
  waivers: readonly Waiver[],
  accounts: readonly AccountName[],
  dateMs: number
): AlmostNamed[] {
  if (waivers.length === 0) return []
  const names = new Set(accounts)
  const byCore = new Map(accounts.map((account) => [coreOf(account), account]))
  return waivers.flatMap((waiver): AlmostNamed[] => {
    if (isExpired(waiver, dateMs) || names.has(waiver.account)) return []
    const account = byCore.get(coreOf(waiver.account))
    return account === undefined ? [] : [{ kind: 'almost-named', waiver, account }]
  })
}

/** What two names have in common that look like one. A name of punctuation alone is kept. */
function coreOf(name: string): string {
  const solid = name.toLowerCase().replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')
  return solid.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '') || solid
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

import { parentAccount } from '../model/account.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount, Outcome } from '../model/outcome.ts'
import { withResult } from '../model/result.ts'
import type { WaiverNotice } from '../model/run.ts'
import { type Deviation, type Policy, type Settings, settingInputs, settingNames } from '../model/settings.ts'
import { count, digits, visibleName } from '../text.ts'

type Setting = keyof Settings

/** What the policy states of a setting: `true`, `at least 1.2`, or `not judged`. */
export function statedValue(policy: Policy, setting: Setting): string {
  if (setting !== 'tlsVersion') return String(policy[setting] ?? 'not judged')
  if (policy.tlsVersion === undefined) return 'not judged'
  const { match, version } = policy.tlsVersion
  return match === 'minimum' ? `at least ${version}` : `exactly ${version}`
}

/** The stated settings in one line. */
export function formatPolicy(policy: Policy): string {
  return settingNames
    .filter((setting) => policy[setting] !== undefined)
    .map((setting) => `${settingInputs[setting]} ${statedValue(policy, setting)}`)
    .join(', ')
}

/** One deviation in words. */
export function formatDeviation({ setting, actual }: Deviation, policy: Policy): string {
  return `${settingInputs[setting]} is ${actual}, and the policy states ${statedValue(policy, setting)}`
}

/** What the worst deviation of these accounts means for mail; empty where none is left to be removed. */
export function formatMeaning(accounts: readonly JudgedAccount[]): string {
  const deviations = withResult(accounts, 'deviating').flatMap(({ outcome }) => outcome.deviations)
  if (deviations.length === 0) return ''
  const weak = deviations.filter(({ expected, actual }) => actual < expected).map(({ setting }) => setting)
  if (weak.includes('requireTls')) return 'Mail can leave in clear text.'
  if (weak.includes('requireValidCert')) return 'Mail can go to a server whose certificate is not valid.'
  if (weak.includes('tlsVersion')) return 'Mail can leave with an older TLS version than the policy accepts.'
  return 'What is in force is stricter than the policy states.'
}

/** What changed between two readings, in words: `require-tls from false to true`. */
export function formatChanges(before: Settings, after: Settings): string {
  return settingNames
    .filter((setting) => before[setting] !== after[setting])
    .map((setting) => `${settingInputs[setting]} from ${before[setting]} to ${after[setting]}`)
    .join(', ')
}

/** A waiver notice in words; `shown` makes of a name what is to be shown. */
export function formatWaiverNotice(
  notice: WaiverNotice,
  mode: Job['mode'],
  shown: (name: string) => string = (name) => visibleName(name, maxNameLength)
): string {
  const { waiver, days } = notice
  const waived = `The waiver of ${shown(waiver.account)} until ${waiver.until}`
  if (notice.kind !== 'almost-named' && notice.isExcluded)
    return `${waived} does nothing: exclude leaves the account out.`
  switch (notice.kind) {
    case 'expired':
      return `${waived} has expired: the account counts again.`
    case 'expires-soon': {
      const end = `${waived} ends ${days === 0 ? 'today' : `in ${count(days, 'day')}`}.`
      return mode === 'apply' ? `${end} If the account deviates, it is written from the day after.` : end
    }
    case 'not-needed':
      return `${waived} is not needed: the account complies.`
    case 'almost-named':
      return (
        `${waived} does not cover ${shown(notice.account)}: the names differ in letter case, in white space, or in ` +
        'quotes or punctuation at an end. State the name exactly.'
      )
    case 'not-judged':
      return `${waived} names an account that was not judged.`
  }
}

/** How many accounts ended how, in the order in which people read it. */
export function countResults(accounts: readonly JudgedAccount[]): Record<Outcome['result'], number> {
  const counts = {
    compliant: 0,
    applied: 0,
    deviating: 0,
    unverified: 0,
    waived: 0,
    skipped: 0,
    excluded: 0
  }
  for (const { outcome } of accounts) counts[outcome.result]++
  return counts
}

/** How many accounts ended how: `3 accounts: 2 compliant, 1 deviating.` `detail` stands after each result. */
export function formatCounts(
  accounts: readonly JudgedAccount[],
  detail: (result: Outcome['result']) => string = () => ''
): string {
  const counts = resultsOf(countResults(accounts)).map(
    ([result, number]) => `${digits(number)} ${result}${detail(result)}`
  )
  return `${count(accounts.length, 'account')}: ${counts.join(', ')}.`
}

function resultsOf(counts: Record<Outcome['result'], number>): [Outcome['result'], number][] {
  const all = Object.entries(counts) as [Outcome['result'], number][]
  return all.filter(([, number]) => number > 0)
}

/** Longer names are cut, in characters. SendGrid's own are shorter. */
export const maxNameLength = 100

/** An account as it is named in plain text. */
export function formatName({ account: { name } }: JudgedAccount): string {
  return name === parentAccount ? "the key's own account" : visibleName(name, maxNameLength)
}

/** The line after the first of a list: `And 2 more accounts.` None where none is left out. */
export function andMore(number: number, noun: string): string[] {
  return number > 0 ? [`And ${count(number, `more ${noun}`)}.`] : []
}

/** A time as `2026-11-28 17:05 UTC`. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

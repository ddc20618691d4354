import type { AccountOutcome } from '../judge/fleet.ts'
import type { Deviation, Policy, Settings } from '../judge/policy.ts'
import type { WaiverRemark } from '../judge/waivers.ts'
import { oneLine } from '../text.ts'

type Setting = Deviation['setting']

/** The settings by the names of their inputs. */
export const inputNames: Readonly<Record<Setting, string>> = {
  requireTls: 'require-tls',
  requireValidCert: 'require-valid-cert',
  tlsVersion: 'tls-version'
}

/** The settings, in the order in which people read them. */
export const settingNames = Object.keys(inputNames) as Setting[]

/** What the policy states of a setting: `true`, `at least 1.2`, or `not stated`. */
export function statedValue(policy: Policy, setting: Setting): string {
  if (setting !== 'tlsVersion') return String(policy[setting] ?? 'not stated')
  if (policy.tlsVersion === undefined) return 'not stated'
  const { match, version } = policy.tlsVersion
  return match === 'minimum' ? `at least ${version}` : `exactly ${version}`
}

/** The stated settings in one line. */
export function policyInWords(policy: Policy): string {
  return settingNames
    .filter((setting) => policy[setting] !== undefined)
    .map((setting) => `${inputNames[setting]} ${statedValue(policy, setting)}`)
    .join(', ')
}

/** One deviation in words. */
export function deviationInWords({ setting, expected, actual }: Deviation, policy: Policy): string {
  const demand = setting === 'tlsVersion' ? statedValue(policy, setting) : String(expected)
  return `${inputNames[setting]} is ${actual}, and the policy states ${demand}`
}

/** What changed between two readings, in words: `require-tls from false to true`. */
export function changesInWords(before: Settings, after: Settings): string {
  return settingNames
    .filter((setting) => before[setting] !== after[setting])
    .map((setting) => `${inputNames[setting]} from ${before[setting]} to ${after[setting]}`)
    .join(', ')
}

/** A waiver remark in words. */
export function remarkInWords({ kind, waiver }: WaiverRemark): string {
  const waived = `The waiver of ${oneLine(waiver.account)} until ${waiver.until}`
  switch (kind) {
    case 'expired':
      return `${waived} has expired: the account counts again.`
    case 'expires-soon':
      return `${waived} expires soon.`
    case 'not-needed':
      return `${waived} is not needed: the account complies.`
    case 'not-judged':
      return `${waived} names an account that was not judged.`
  }
}

/** How many accounts ended how: `3 accounts: 2 compliant, 1 deviating`. */
export function countsInWords(accounts: readonly AccountOutcome[]): string {
  const order = ['compliant', 'applied', 'deviating', 'unverified', 'waived', 'skipped'] as const
  const counts = order
    .map((result) => [accounts.filter(({ outcome }) => outcome.result === result).length, result] as const)
    .filter(([number]) => number > 0)
    .map(([number, result]) => `${number} ${result}`)
  return `${count(accounts.length, 'account')}: ${counts.join(', ')}.`
}

/** `1 account`, `2 accounts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

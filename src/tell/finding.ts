import type { Inputs } from '../inputs.ts'
import { parentAccount } from '../judge/account.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import type { Deviation, Policy, Settings } from '../judge/policy.ts'
import { accountReason, type Reason } from '../judge/run.ts'
import { oneLine } from '../text.ts'
import { changesInWords, deviationInWords, inputNames, policyInWords } from './words.ts'

/** How loudly something is told. */
export type Level = 'error' | 'warning' | 'notice' | 'info'

/** What is to be said of one account. Plain text: foreign parts are clean, and not escaped for Markdown. */
export interface Finding {
  readonly level: Level
  readonly title: string
  readonly lines: readonly string[]
  readonly reason: Reason
}

/** The titles by result. A policy finding and a broken check read differently on purpose. */
export const titles = {
  compliant: 'Enforced TLS complies with the policy',
  applied: 'Enforced TLS was changed and confirmed',
  deviating: 'Enforced TLS deviates from the policy',
  waived: 'Enforced TLS deviates from the policy, and a waiver covers it',
  'loosening-refused': 'Enforced TLS was left alone: the policy would loosen it',
  unverified: 'Enforced TLS could not be verified'
} as const

/** What to know of an account that requires certificates only. */
export const certificatesOnly =
  'Valid certificates are required and TLS is not. SendGrid does not say whether clear text is refused then, ' +
  'so this does not count as requiring TLS.'

/** What to know of an account that is unverified although it was written to. */
export const acceptedBefore = 'SendGrid accepted a change before that.'

/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
export function nothingWritten(where: string, refused: readonly Deviation[]): string {
  const settings = refused.map(({ setting }) => inputNames[setting]).join(', ')
  return `Nothing was written${where}, because the policy would loosen ${settings}.`
}

/** One account's outcome in words. */
export function findingOf(judged: AccountOutcome, inputs: Inputs): Finding {
  const { account, outcome } = judged
  const subject =
    account.name === parentAccount ? "The key's own account" : `Account ${oneLine(account.name)}`
  const reason = accountReason(judged)
  switch (outcome.result) {
    case 'compliant':
      return {
        level: 'info',
        title: titles.compliant,
        reason,
        lines: [`${subject} complies: ${policyInWords(inputs.policy)}.`]
      }
    case 'applied':
      return {
        level: 'notice',
        title: titles.applied,
        reason,
        lines: [
          `${subject}: changed ${changesInWords(outcome.before, outcome.settings)}. Two reads confirm it.`
        ]
      }
    case 'deviating': {
      const lines = outcome.deviations.map(
        (deviation) => `${subject} deviates: ${deviationInWords(deviation, inputs.policy)}.`
      )
      if (requiresCertificatesOnly(outcome.settings, inputs.policy)) lines.push(certificatesOnly)
      if (outcome.refused.length === 0) {
        return { level: inputs.failOnDeviation ? 'error' : 'warning', title: titles.deviating, reason, lines }
      }
      lines.push(nothingWritten('', outcome.refused))
      return { level: 'error', title: titles['loosening-refused'], reason, lines }
    }
    case 'unverified':
      return {
        level: 'error',
        title: titles.unverified,
        reason,
        lines: [
          `${subject}: no verdict. ${oneLine(outcome.failure.message, 1000)}`,
          ...(outcome.changed ? [acceptedBefore] : [])
        ]
      }
    case 'waived': {
      const what = outcome.deviations
        .map((deviation) => deviationInWords(deviation, inputs.policy))
        .join('; ')
      const { until, reason: why } = outcome.waiver
      return {
        level: 'info',
        title: titles.deviating,
        reason,
        lines: [`${subject} is waived until ${until} (${oneLine(why)}): ${what}.`]
      }
    }
    case 'skipped':
      return {
        level: 'info',
        title: titles.unverified,
        reason,
        lines: [`${subject} is skipped: it is disabled, and SendGrid does not answer for it.`]
      }
  }
}

/** Whether valid certificates are required and TLS is not, which a reader may take for more than it is. */
export function requiresCertificatesOnly(settings: Settings, policy: Policy): boolean {
  return policy.requireTls === true && !settings.requireTls && settings.requireValidCert
}

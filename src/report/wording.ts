import {
  type Deviation,
  type Job,
  type JudgedAccount,
  type Policy,
  parentAccount,
  type Settings
} from '../judge/types.ts'
import { oneLine } from '../text.ts'
import { changesInWords, deviationInWords, inputNames, policyInWords } from './words.ts'

/** How loudly something is said. */
export type Level = 'error' | 'warning' | 'notice' | 'info'

/** What is to be said of one account. Plain text: foreign parts are clean, and not escaped for Markdown. */
export interface Wording {
  readonly level: Level
  readonly title: string
  /** What happened, in sentences that name the account. */
  readonly findings: readonly string[]
  /** The same about "it", for a reader who sees a table of the settings. */
  readonly story: readonly string[]
  /** What there is to know besides. */
  readonly notes: readonly string[]
}

/** The titles of one account. A policy finding and a broken check read differently on purpose. */
export const titles = {
  compliant: 'Enforced TLS complies with the policy',
  applied: 'Enforced TLS was changed and confirmed',
  deviation: 'Enforced TLS deviates from the policy',
  waived: 'Enforced TLS deviates from the policy, and a waiver covers it',
  'loosening-refused': 'Enforced TLS was left alone: the policy would loosen it',
  unverified: 'Enforced TLS could not be verified',
  'not-started': 'Enforced TLS was not checked: the action cannot start'
} as const

/** One account's outcome in words: the one place that turns outcomes into sentences. */
export function wordingOf({ account, outcome }: JudgedAccount, job: Job): Wording {
  const subject =
    account.name === parentAccount ? "The key's own account" : `Account ${oneLine(account.name)}`
  const deviations = outcome.deviations.map((deviation) => deviationInWords(deviation, job.policy))
  switch (outcome.result) {
    case 'compliant':
      return {
        level: 'info',
        title: titles.compliant,
        findings: [`${subject} complies: ${policyInWords(job.policy)}.`],
        story: [],
        notes: []
      }
    case 'applied': {
      const changes = changesInWords(outcome.before, outcome.after)
      return {
        level: 'notice',
        title: titles.applied,
        findings: [`${subject}: changed ${changes}. Two reads confirm it.`],
        story: [`Changed ${changes}. Two reads confirm it.`],
        notes: []
      }
    }
    case 'deviating': {
      const softened = outcome.reason === 'deviation' && !job.failOnDeviation
      return {
        level: softened ? 'warning' : 'error',
        title: titles[outcome.reason],
        findings: deviations.map((deviation) => `${subject} deviates: ${deviation}.`),
        story: [],
        notes: [
          ...(requiresCertificatesOnly(outcome.after, job.policy) ? [certificatesOnly] : []),
          ...(outcome.reason === 'loosening-refused' ? [nothingWritten('', outcome.refused)] : [])
        ]
      }
    }
    case 'unverified':
      return {
        level: 'error',
        title: titles.unverified,
        findings: [`${subject}: no verdict. ${oneLine(outcome.message, 1000)}`],
        story: [outcome.message],
        notes: outcome.changed ? [acceptedBefore] : []
      }
    case 'waived': {
      const { until, reason } = outcome.waiver
      return {
        level: 'info',
        title: titles.waived,
        findings: [`${subject} is waived until ${until} (${oneLine(reason)}): ${deviations.join('; ')}.`],
        story: [`It deviates, and is waived until ${until}: ${reason}`],
        notes: []
      }
    }
    case 'skipped':
      return {
        level: 'info',
        title: titles.unverified,
        findings: [`${subject} is skipped: it is disabled, and SendGrid does not answer for it.`],
        story: ['It is disabled, and SendGrid does not answer for it.'],
        notes: []
      }
  }
}

const certificatesOnly =
  'Valid certificates are required and TLS is not. SendGrid does not say whether clear text is refused then, ' +
  'so this does not count as requiring TLS.'

/** What to know of an account that is unverified although it was written to. */
export const acceptedBefore = 'SendGrid accepted a change before that.'

/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
export function nothingWritten(where: string, refused: readonly Deviation[]): string {
  const settings = refused.map(({ setting }) => inputNames[setting]).join(', ')
  return `Nothing was written${where}, because the policy would loosen ${settings}.`
}

/** Whether valid certificates are required and TLS is not, which a reader may take for more than it is. */
export function requiresCertificatesOnly(settings: Settings, policy: Policy): boolean {
  return policy.requireTls === true && !settings.requireTls && settings.requireValidCert
}

import { type Account, parentAccount } from '../model/account.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount, Outcome } from '../model/outcome.ts'
import { severityOf } from '../model/result.ts'
import type { Judged, Stop } from '../model/run.ts'
import { type Deviation, settingInputs } from '../model/settings.ts'
import { count, digits, formatList, oneLine, visibleName } from '../text.ts'
import { formatChanges, formatDeviation, formatPolicy, maxNameLength } from './format.ts'

/** What is to be said of one account. Plain text: foreign parts are clean, and not escaped for Markdown. */
export interface AccountMessage {
  readonly kind: Kind
  /** What happened, in a sentence that names the account. */
  readonly finding: string
  /** Further facts. */
  readonly notes: readonly string[]
  /** What removes a deviation; empty where there is none. */
  readonly cure: string
}

export type Kind = keyof typeof titles

/** The titles of one account. A policy finding and a broken check read differently on purpose. */
export const titles = {
  compliant: 'Enforced TLS complies with the policy',
  applied: 'Enforced TLS was changed and confirmed',
  deviation: 'Enforced TLS deviates from the policy',
  waived: 'Enforced TLS deviates from the policy, and a waiver covers it',
  'loosening-refused': 'Enforced TLS was left alone: the policy would loosen it',
  'not-changed': 'Enforced TLS deviates and could not be changed',
  unverified: 'Enforced TLS could not be verified',
  'not-started': 'Enforced TLS was not checked: the action cannot start'
} as const

/** The titles that are shorter before the name of an account. */
const titlesBeforeName: Partial<Record<Kind, string>> = {
  deviation: 'Enforced TLS deviates',
  'loosening-refused': 'Enforced TLS was left alone'
}

/** A title where there are many accounts: `Enforced TLS deviates: newsletter`. */
export function titleFor(kind: Kind, who: string): string {
  return `${titlesBeforeName[kind] ?? titles[kind]}: ${who}`
}

/** What stands before a verdict, never without its word: good, bad, or open to a person's look. */
export const icons = { good: '\u2705', bad: '\u274c', open: '\u26a0\ufe0f' } as const

/** The icon of an account: bad for a deviation that fails the step, open for a check that did not work. */
export function iconOf({ outcome }: JudgedAccount, job: Job): string {
  if (outcome.result === 'compliant' || outcome.result === 'applied') return icons.good
  return outcome.result === 'deviating' && severityOf(outcome, job) === 'error' ? icons.bad : icons.open
}

/** One account's outcome in words: the one place that turns outcomes into sentences. */
export function describeAccount({ account, outcome }: JudgedAccount, job: Job): AccountMessage {
  const subject =
    account.name === parentAccount ? "The key's own account" : `Account ${visibleName(account.name)}`
  const deviations = outcome.deviations.map((deviation) => formatDeviation(deviation, job.policy)).join('; ')
  const none = { notes: [], cure: '' }
  switch (outcome.result) {
    case 'compliant':
      return {
        ...none,
        kind: 'compliant',
        finding: `${subject} complies: ${formatPolicy(job.policy)}.`
      }
    case 'applied': {
      const changes = formatChanges(outcome.before, outcome.after)
      return {
        ...none,
        kind: 'applied',
        finding: `${subject} was changed: ${changes}. Two reads confirm it.`
      }
    }
    case 'deviating':
      return { finding: `${subject} deviates: ${deviations}.`, ...describeDeviation(outcome) }
    case 'unverified':
      return {
        ...none,
        kind: 'unverified',
        finding: `${subject}: no verdict. ${oneLine(outcome.message, 1000)}`,
        notes: changeNotes(outcome)
      }
    case 'waived': {
      const { until, reason } = outcome.waiver
      return {
        ...none,
        kind: 'waived',
        finding: `${subject} is waived until ${until} (${oneLine(reason)}): ${deviations}.`
      }
    }
    case 'skipped':
      return {
        ...none,
        kind: 'unverified',
        finding: `${subject} is skipped: it is disabled, and SendGrid does not answer for it.`
      }
    case 'excluded':
      return {
        ...none,
        kind: 'unverified',
        finding: `${subject} was not asked: the line "${visibleName(outcome.line)}" of exclude leaves it out.`
      }
  }
}

function describeDeviation(
  outcome: Extract<Outcome, { result: 'deviating' }>
): Omit<AccountMessage, 'finding'> {
  if ('message' in outcome)
    return {
      kind: 'not-changed',
      notes: [oneLine(outcome.message, 1000), ...changeNotes(outcome)],
      cure: 'Correct what kept it from being changed, and run again.'
    }
  if (outcome.reason === 'loosening-refused')
    return {
      kind: 'loosening-refused',
      notes: [formatNothingWritten('', outcome.refused)],
      cure: 'Correct the policy, or state allow-loosening: true.'
    }
  const isLimited = outcome.reason === 'change-limit'
  const cure = isLimited ? 'Run again to change more.' : formatCure(outcome.deviations)
  return { kind: 'deviation', notes: [], cure }
}

/** One sentence about all accounts that have no verdict for one cause. */
export function formatStop(stop: Stop, run: Judged): string {
  const { failure, accounts: left } = stop
  const all = count(toBeJudged(run).length, 'account')
  const key = failure.about === 'key' ? 'The key was refused; none' : 'None'
  const who = stopsAll(stop, run)
    ? `${key} of ${all} was judged.`
    : `${digits(left.length)} of ${all} were not judged.`
  return `${who} ${oneLine(failure.message, 1000)}`
}

/** Whether it left no account judged. */
export function stopsAll({ accounts }: Stop, run: Judged): boolean {
  return accounts.length === toBeJudged(run).length
}

function toBeJudged({ accounts }: Judged): readonly JudgedAccount[] {
  return accounts.filter(({ outcome }) => outcome.result !== 'excluded')
}

/** Names the lines of `exclude` that match no account; undefined where there is none. */
export function formatUnmatchedLines({ unmatchedLines: lines }: Judged): string | undefined {
  if (lines.length === 0) return undefined
  const shown = formatList(lines, (line) => `"${visibleName(line, maxNameLength)}"`, 10)
  return `exclude has ${count(lines.length, 'line')} that ${lines.length === 1 ? 'matches' : 'match'} no account: ${shown}.`
}

/** The accounts that have no sentence of their own, since one is about all of them. */
export function stoppedAccounts({ stops }: Judged): ReadonlySet<Account> {
  return new Set(stops.flatMap(({ accounts }) => accounts))
}

/** How many accounts `max-changes` has left; undefined where there is none. */
export function formatChangeLimit({ job, accounts }: Judged): string | undefined {
  const left = accounts.filter(({ outcome }) => outcome.reason === 'change-limit').length
  if (left === 0 || job.maxChanges === undefined) return undefined
  const were = job.maxChanges === 1 ? 'was' : 'were'
  const deviate = left === 1 ? 'deviates and was left' : 'deviate and were left'
  return `${count(job.maxChanges, 'account')} ${were} changed, which is the limit that max-changes states; ${digits(left)} more ${deviate}.`
}

/** Says that SendGrid lists no subuser; undefined where that was not asked, or is not so. */
export function formatNoSubusers({ job, accounts }: Judged): string | undefined {
  if (job.selection !== 'all-subusers' || accounts.length > 1) return undefined
  return "SendGrid lists no subuser for this key, so the key's own account alone was judged."
}

/** What a write may have done that is not confirmed. */
export function changeNotes({ changed, inDoubt }: Outcome): string[] {
  if (inDoubt) return ['The setting may have been changed before that.']
  return changed ? ['SendGrid accepted a change before that.'] : []
}

/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
export function formatNothingWritten(where: string, refused: readonly Deviation[]): string {
  const settings = refused.map(({ setting }) => settingInputs[setting]).join(', ')
  return `Nothing was written${where}, because the policy would loosen ${settings}.`
}

function formatCure(deviations: readonly Deviation[]): string {
  return deviations.some(({ expected, actual }) => expected < actual)
    ? 'Correct the policy, or run with mode: apply and allow-loosening: true.'
    : 'Run with mode: apply to restore it.'
}

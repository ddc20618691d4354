import { type Account, parentAccount } from '../model/account.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount, Outcome } from '../model/outcome.ts'
import { isSoftened } from '../model/result.ts'
import type { Judged, Stop } from '../model/run.ts'
import { type Deviation, settingInputs } from '../model/settings.ts'
import { oneLine, visibleName } from '../text.ts'
import { count, digits, formatChanges, formatDeviation, formatPolicy } from './format.ts'

/** How loudly something is said. */
export type Level = 'error' | 'warning' | 'notice' | 'info'

/** What is to be said of one account. Plain text: foreign parts are clean, and not escaped for Markdown. */
export interface AccountMessage {
  readonly level: Level
  readonly title: string
  /** What happened, in sentences that name the account. */
  readonly findings: readonly string[]
  /** The same about "it", for a reader who sees a table of the settings. */
  readonly story: readonly string[]
  /** What there is to know besides. */
  readonly notes: readonly string[]
  /** What a deviation means, and what removes it. */
  readonly consequence: readonly string[]
}

/** So many lines are named in a sentence. */
const maxLines = 10

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

/** What stands before a verdict, never without its word: good, bad, or open to a person's look. */
export const icons = { good: '\u2705', bad: '\u274c', open: '\u26a0\ufe0f' } as const

/** The icon of an account by how loudly it is said. */
export function iconOf({ outcome }: JudgedAccount, job: Job): string {
  switch (outcome.result) {
    case 'compliant':
    case 'applied':
      return icons.good
    case 'deviating':
      return isSoftened(outcome, job.failOnDeviation) ? icons.open : icons.bad
    default:
      return icons.open
  }
}

/** One account's outcome in words: the one place that turns outcomes into sentences. */
export function describeAccount({ account, outcome }: JudgedAccount, job: Job): AccountMessage {
  const subject =
    account.name === parentAccount ? "The key's own account" : `Account ${visibleName(account.name)}`
  const deviations = outcome.deviations.map((deviation) => formatDeviation(deviation, job.policy))
  const none = { story: [], notes: [], consequence: [] }
  switch (outcome.result) {
    case 'compliant': {
      const findings = [`${subject} complies: ${formatPolicy(job.policy)}.`]
      return { ...none, level: 'info', title: titles.compliant, findings }
    }
    case 'applied': {
      const changes = `${formatChanges(outcome.before, outcome.after)}. Two reads confirm it.`
      return {
        ...none,
        level: 'notice',
        title: titles.applied,
        findings: [`${subject}: changed ${changes}`],
        story: [`Changed ${changes}`]
      }
    }
    case 'deviating': {
      const softened = isSoftened(outcome, job.failOnDeviation)
      const findings = deviations.map((deviation) => `${subject} deviates: ${deviation}.`)
      const meaning = consequenceOf(outcome.deviations)
      if ('message' in outcome) {
        return {
          ...none,
          level: 'error',
          title: titles['not-changed'],
          findings,
          notes: [oneLine(outcome.message, 1000), ...changeNotes(outcome)],
          consequence: [meaning, 'Correct what kept it from being changed, and run again.']
        }
      }
      if (outcome.reason === 'loosening-refused') {
        return {
          ...none,
          level: 'error',
          title: titles['loosening-refused'],
          findings,
          notes: [formatNothingWritten('', outcome.refused)],
          consequence: [meaning, 'Correct the policy, or state allow-loosening: true.']
        }
      }
      const level = softened ? 'warning' : 'error'
      const isLimited = outcome.reason === 'change-limit'
      const consequence = [meaning, isLimited ? 'Run again to change more.' : cureOf(outcome.deviations)]
      return { ...none, level, title: titles.deviation, findings, consequence }
    }
    case 'unverified':
      return {
        ...none,
        level: 'error',
        title: titles.unverified,
        findings: [`${subject}: no verdict. ${oneLine(outcome.message, 1000)}`],
        story: [outcome.message],
        notes: changeNotes(outcome)
      }
    case 'waived': {
      const { until, reason } = outcome.waiver
      return {
        ...none,
        level: 'info',
        title: titles.waived,
        findings: [`${subject} is waived until ${until} (${oneLine(reason)}): ${deviations.join('; ')}.`],
        story: [`It deviates, and is waived until ${until}: ${reason}`]
      }
    }
    case 'skipped':
      return {
        ...none,
        level: 'info',
        title: titles.unverified,
        findings: [`${subject} is skipped: it is disabled, and SendGrid does not answer for it.`],
        story: ['It is disabled, and SendGrid does not answer for it.']
      }
    case 'excluded': {
      const line = `the line "${visibleName(outcome.line)}" of exclude leaves it out`
      return {
        ...none,
        level: 'info',
        title: titles.unverified,
        findings: [`${subject} was not asked: ${line}.`],
        story: [`It was not asked: ${line}.`]
      }
    }
  }
}

/** What a run says once of all accounts that have no verdict for one cause. */
export function formatStop(stop: Stop, run: Judged): string {
  const { failure, accounts: left } = stop
  const all = count(toBeJudged(run).length, 'account')
  const key = failure.about === 'key' ? 'The key was refused; none' : 'None'
  const who = stopsAll(stop, run)
    ? `${key} of ${all} was judged.`
    : `${digits(left.length)} of ${all} were not judged.`
  return `${who} ${oneLine(failure.message, 1000)}`
}

/** Whether no account was judged because of it. */
export function stopsAll({ accounts }: Stop, run: Judged): boolean {
  return accounts.length === toBeJudged(run).length
}

function toBeJudged({ accounts }: Judged): readonly JudgedAccount[] {
  return accounts.filter(({ outcome }) => outcome.result !== 'excluded')
}

/** What a run says of lines of `exclude` that match no account; undefined where there is none. */
export function formatUnmatchedLines({ unmatchedLines: lines }: Judged): string | undefined {
  if (lines.length === 0) return undefined
  const shown = lines.slice(0, maxLines).map((line) => `"${visibleName(line, 100)}"`)
  const more = lines.length > maxLines ? ` and ${digits(lines.length - maxLines)} more` : ''
  return `exclude has ${count(lines.length, 'line')} that ${lines.length === 1 ? 'matches' : 'match'} no account: ${shown.join(', ')}${more}.`
}

/** The accounts that are not said of by themselves, because the run says so once. */
export function stoppedAccounts({ stops }: Judged): ReadonlySet<Account> {
  return new Set(stops.flatMap(({ accounts }) => accounts))
}

/** What a run says of the accounts that `max-changes` has left; undefined where there is none. */
export function formatChangeLimit({ job, accounts }: Judged): string | undefined {
  const left = accounts.filter(({ outcome }) => outcome.reason === 'change-limit').length
  if (left === 0 || job.maxChanges === undefined) return undefined
  const were = job.maxChanges === 1 ? 'was' : 'were'
  const deviate = left === 1 ? 'deviates and was left' : 'deviate and were left'
  return `${count(job.maxChanges, 'account')} ${were} changed, which is the limit that max-changes states; ${digits(left)} more ${deviate}.`
}

/** What a run says that was to judge every subuser and found none; undefined for any other run. */
export function formatNoSubusers({ job, accounts }: Judged): string | undefined {
  if (job.selection !== 'all-subusers' || accounts.length > 1) return undefined
  return "SendGrid lists no subuser for this key, so the key's own account alone was judged."
}

/** What to know of an account without a confirmed change although it was written to. */
export function changeNotes({ changed, inDoubt }: Outcome): string[] {
  if (inDoubt) return ['The setting may have been changed before that.']
  return changed ? ['SendGrid accepted a change before that.'] : []
}

/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
export function formatNothingWritten(where: string, refused: readonly Deviation[]): string {
  const settings = refused.map(({ setting }) => settingInputs[setting]).join(', ')
  return `Nothing was written${where}, because the policy would loosen ${settings}.`
}

/** What the worst of the deviations means for mail. */
function consequenceOf(deviations: readonly Deviation[]): string {
  const weak = deviations.filter(({ expected, actual }) => actual < expected).map(({ setting }) => setting)
  if (weak.includes('requireTls')) return 'Mail can leave in clear text.'
  if (weak.includes('requireValidCert')) return 'Mail can go to a server whose certificate is not valid.'
  if (weak.includes('tlsVersion')) return 'Mail can leave with an older TLS version than the policy accepts.'
  return 'What is in force is stricter than the policy states.'
}

function cureOf(deviations: readonly Deviation[]): string {
  return deviations.some(({ expected, actual }) => expected < actual)
    ? 'Correct the policy, or run with mode: apply and allow-loosening: true.'
    : 'Run with mode: apply to restore it.'
}

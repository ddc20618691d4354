import type { Job } from '../../model/job.ts'
import type { JudgedAccount, NotChanged, Outcome, Unverified, Waived } from '../../model/outcome.ts'
import { withResult } from '../../model/result.ts'
import { type Settings, settingInputs, settingNames } from '../../model/settings.ts'
import { count, digits, formatList } from '../../text.ts'
import { changeNotes, formatNothingWritten, iconOf, icons, titles } from '../account-message.ts'
import { countResults, formatChanges, statedValue } from '../format.ts'
import { code, codeCell, escapeMarkdown, fold, tableHead, tableRow } from '../markdown.ts'
import { joinedList, listSection } from './lists.ts'
import { splitMessage } from './split-message.ts'

/** Longer messages and reasons are cut, in characters. The report has them whole. */
const maxTextLength = 500

/** How a fleet ended, in one line. Deviating is a finding and unverified a broken check: they differ in words. */
export function fleetTitle(accounts: readonly JudgedAccount[], job: Job): string {
  const { compliant, deviating, unverified, applied, waived } = countResults(accounts)
  const parts = [
    { number: deviating, verb: deviating === 1 ? 'deviates' : 'deviate' },
    { number: unverified, verb: 'could not be verified' },
    { number: applied, verb: 'changed' }
  ].filter(({ number }) => number > 0)
  const waivers = waived === 0 ? '' : `; ${count(waived, 'account is', 'accounts are')} waived`
  if (parts.length === 0) {
    const nobodyComplies = waived > 0 && compliant === 0
    const verdict = nobodyComplies ? `${icons.open} ${titles.deviation}` : `${icons.good} ${titles.compliant}`
    return verdict + waivers
  }
  const phrases = parts.map(
    ({ number, verb }, index) => `${index === 0 ? count(number, 'account') : digits(number)} ${verb}`
  )
  const isBad = accounts.some((judged) => iconOf(judged, job) === icons.bad)
  const icon = isBad ? icons.bad : deviating + unverified > 0 ? icons.open : icons.good
  return `${icon} Enforced TLS: ${phrases.join(', ')}${waivers}`
}

/** The accounts of a fleet that need a decision, by kind, those without a verdict first. */
export function fleetSections(accounts: readonly JudgedAccount[], job: Job): string[] {
  return [
    ...accountList('What could not be verified', accounts, (outcome) =>
      outcome.result === 'unverified' ? whatHappened(outcome) : undefined
    ),
    ...accountList('What could not be changed', accounts, (outcome) =>
      outcome.result === 'deviating' && 'message' in outcome ? whatHappened(outcome) : undefined
    ),
    ...deviationTable(accounts, job),
    ...looseningNotes(accounts),
    ...accountList('What was changed and confirmed', accounts, (outcome) =>
      outcome.result === 'applied' ? formatChanges(outcome.before, outcome.after) : undefined
    ),
    ...accountList('What is waived', accounts, (outcome) =>
      outcome.result === 'waived' ? formatWaived(outcome) : undefined
    )
  ]
}

/** The accounts that ask for nothing. */
export function fleetFolds(accounts: readonly JudgedAccount[]): string[] {
  const compliant = namesOf(accounts, 'compliant')
  const skipped = namesOf(accounts, 'skipped')
  const excluded = accounts.flatMap(({ account, outcome }) =>
    outcome.result === 'excluded' ? [excludedName(account.name, outcome.line)] : []
  )
  const them = skipped.length === 1 ? 'it' : 'them'
  return [
    ...nameFold(count(compliant.length, 'compliant account'), compliant),
    ...nameFold(
      `${count(skipped.length, 'skipped account')}: disabled, and SendGrid does not answer for ${them}`,
      skipped
    ),
    ...nameFold(`${count(excluded.length, 'excluded account')}: left out by exclude, and not asked`, excluded)
  ]
}

/** A line for each account that `describe` has something to say of. A list, since a long text makes a table too wide. */
function accountList(
  heading: string,
  accounts: readonly JudgedAccount[],
  describe: (outcome: Outcome) => string | undefined
): string[] {
  const entries = accounts.flatMap(({ account, outcome }) => {
    const text = describe(outcome)
    return text === undefined ? [] : [`- ${code(account.name)}: ${text}`]
  })
  return listSection(heading, { entries, noun: 'account' })
}

/** A row for each account, with the settings in which one of them deviates. */
function deviationTable(accounts: readonly JudgedAccount[], { policy }: Job): string[] {
  const deviating = accounts.flatMap(({ account, outcome }) =>
    outcome.result === 'deviating' ? [{ account, outcome }] : []
  )
  const settings = settingNames.filter((setting) =>
    deviating.some(({ outcome }) => deviatesIn(outcome, setting))
  )
  const heads = settings.map(
    (setting) => `${settingInputs[setting]}<br>policy: ${statedValue(policy, setting)}`
  )
  const entries = deviating.map(({ account, outcome }) => {
    const cells = settings.map((setting) =>
      deviatesIn(outcome, setting)
        ? `${icons.bad} deviates: ${outcome.after[setting]}`
        : String(outcome.after[setting])
    )
    return tableRow([codeCell(account.name), ...cells])
  })
  const list = { entries, noun: 'account' }
  return listSection('What deviates', list, `${tableHead(['Account', ...heads])}\n`)
}

function deviatesIn({ deviations }: Outcome, setting: keyof Settings): boolean {
  return deviations.some((deviation) => deviation.setting === setting)
}

function whatHappened(outcome: Unverified | NotChanged): string {
  const { request, cause } = splitMessage(outcome.message)
  const why = escapeMarkdown(`${outcome.reason}: ${cause} ${request}`, maxTextLength)
  return [why, ...changeNotes(outcome)].join(' ')
}

function formatWaived({ waiver, deviations }: Waived): string {
  const what = deviations.map(({ setting, actual }) => `${settingInputs[setting]} is ${actual}`).join(', ')
  return `until ${waiver.until}, ${escapeMarkdown(waiver.reason, maxTextLength)} (${what})`
}

/** One sentence for all accounts that were left alone for the same settings. */
function looseningNotes(accounts: readonly JudgedAccount[]): string[] {
  const left = accounts.filter(({ outcome }) => outcome.reason === 'loosening-refused')
  const alike = Map.groupBy(left, ({ outcome }) =>
    refusedOf(outcome)
      .map(({ setting }) => setting)
      .join()
  )
  return [...alike.values()].map((group) => {
    const [first] = group
    return formatNothingWritten(
      ` to ${formatList(group, ({ account }) => code(account.name), 10)}`,
      first === undefined ? [] : refusedOf(first.outcome)
    )
  })
}

function refusedOf(outcome: Outcome) {
  return outcome.reason === 'loosening-refused' ? outcome.refused : []
}

function excludedName(name: string, line: string): string {
  const shown = code(name)
  return line === name ? shown : `${shown} by ${code(line)}`
}

function namesOf(accounts: readonly JudgedAccount[], result: 'compliant' | 'skipped'): string[] {
  return withResult(accounts, result).map(({ account }) => code(account.name))
}

function nameFold(title: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return []
  return fold(title, ...joinedList({ entries, noun: 'account' }, ', '))
}

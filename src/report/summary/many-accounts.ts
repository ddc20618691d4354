import type { Job } from '../../model/job.ts'
import type { JudgedAccount, NotChanged, Outcome, Unverified, Waived } from '../../model/outcome.ts'
import { withResult } from '../../model/result.ts'
import { type Settings, settingInputs, settingNames } from '../../model/settings.ts'
import { changeNotes, formatNothingWritten, iconOf, icons, titles } from '../account-message.ts'
import { count, countResults, digits, formatChanges, formatNames, statedValue } from '../format.ts'
import { code, codeCell, escapeMarkdown, fold, tableHead, tableRow } from '../markdown.ts'
import { inReport, joinedList, listSection } from './lists.ts'

/** Longer messages and reasons are cut in a table, in characters. The report has them whole. */
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

/** The accounts of a fleet that need a decision, a table for each kind, those without a verdict first. */
export function fleetTables(accounts: readonly JudgedAccount[], { policy }: Job): string[] {
  const stated = settingNames.filter((setting) => policy[setting] !== undefined)
  const heads = stated.map(
    (setting) => `${settingInputs[setting]}<br>policy: ${statedValue(policy, setting)}`
  )
  return [
    ...accountTable('What could not be verified', ['What happened'], accounts, (outcome) =>
      outcome.result === 'unverified' ? [`${icons.open} ${whatHappened(outcome)}`] : undefined
    ),
    ...accountTable('What could not be changed', ['What happened'], accounts, (outcome) =>
      outcome.result === 'deviating' && 'message' in outcome
        ? [`${icons.bad} ${whatHappened(outcome)}`]
        : undefined
    ),
    ...accountTable('What deviates', heads, accounts, (outcome) =>
      outcome.result === 'deviating' ? stated.map((setting) => verdictCell(outcome, setting)) : undefined
    ),
    ...looseningNotes(accounts),
    ...accountTable('What was changed and confirmed', ['Change'], accounts, (outcome) =>
      outcome.result === 'applied'
        ? [`${icons.good} ${formatChanges(outcome.before, outcome.after)}`]
        : undefined
    ),
    // The head is wider than the date, which would break where it has a hyphen.
    ...accountTable('What is waived', ['Waived\u00a0until', 'Reason', 'Deviation'], accounts, (outcome) =>
      outcome.result === 'waived' ? waivedCells(outcome) : undefined
    )
  ]
}

/** The accounts that need no eyes. */
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

/** One row for each account; `cellsOf` has the cells after its name, and none for one that is not of this table. */
function accountTable(
  heading: string,
  head: readonly string[],
  accounts: readonly JudgedAccount[],
  cellsOf: (outcome: Outcome) => readonly string[] | undefined
): string[] {
  const entries = accounts.flatMap(({ account, outcome }) => {
    const cells = cellsOf(outcome)
    return cells === undefined ? [] : [tableRow([codeCell(account.name), ...cells])]
  })
  const list = { entries, noun: 'account', elsewhere: inReport }
  return listSection(heading, list, `${tableHead(['Account', ...head])}\n`)
}

function verdictCell(
  { after, deviations }: Extract<Outcome, { result: 'deviating' }>,
  setting: keyof Settings
): string {
  return deviations.some((deviation) => deviation.setting === setting)
    ? `${icons.bad} deviates: ${after[setting]}`
    : `${icons.good} complies: ${after[setting]}`
}

function whatHappened(outcome: Unverified | NotChanged): string {
  const why = escapeMarkdown(`${outcome.reason}: ${outcome.message}`, maxTextLength)
  return [why, ...changeNotes(outcome)].join(' ')
}

function waivedCells({ waiver, deviations }: Waived): string[] {
  const what = deviations.map(({ setting, actual }) => `${settingInputs[setting]} ${actual}`).join(', ')
  return [
    `\`${waiver.until}\``,
    escapeMarkdown(waiver.reason, maxTextLength),
    `${icons.open} deviates: ${what}`
  ]
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
      ` to ${formatNames(group, ({ account }) => code(account.name), 10)}`,
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
  return fold(title, ...joinedList({ entries, noun: 'account', elsewhere: inReport }, ', '))
}

import {
  type Deviation,
  inputNames,
  type Job,
  type JudgedAccount,
  type NotChanged,
  type Outcome,
  type Policy,
  type Unverified,
  type Waived
} from '../../judge/types.ts'
import { code, codeCell, escapeMarkdown, fold, tableHead, tableRow } from '../markdown.ts'
import { acceptedBefore, nothingWritten, requiresCertificatesOnly, titles } from '../wording.ts'
import { changesInWords, count, deviationInWords, digits, resultCounts, statedValue } from '../words.ts'
import { inReport, joinedList, listSection } from './lists.ts'

/** Longer names are cut, in characters. SendGrid's own are shorter. */
const longestName = 100
/** Longer messages and reasons are cut in a table, in characters. */
const longestText = 500
/** As many are named in a sentence. */
const mostNamed = 10

/** How a fleet ended, in one line. Deviating is a finding and unverified a broken check: they differ in words. */
export function fleetTitle(accounts: readonly JudgedAccount[]): string {
  const numbers = new Map(resultCounts(accounts).map(({ result, number }) => [result, number]))
  const deviating = numbers.get('deviating') ?? 0
  const parts = [
    { number: deviating, verb: deviating === 1 ? 'deviates' : 'deviate' },
    { number: numbers.get('unverified') ?? 0, verb: 'could not be verified' },
    { number: numbers.get('applied') ?? 0, verb: 'changed' }
  ].filter(({ number }) => number > 0)
  if (parts.length === 0) return titles.compliant
  const phrases = parts.map(
    ({ number, verb }, index) => `${index === 0 ? count(number, 'account') : digits(number)} ${verb}`
  )
  return `Enforced TLS: ${phrases.join(', ')}`
}

/** The accounts of a fleet that need eyes, a table for each way in which they do. */
export function fleetTables(accounts: readonly JudgedAccount[], { policy }: Job): string[] {
  return [
    ...accountTable('What deviates', ['Account', 'Setting', 'Expected', 'Actual'], accounts, (outcome) =>
      outcome.result === 'deviating' ? outcome.deviations.map((one) => deviationCells(one, policy)) : []
    ),
    ...accountTable('What could not be changed', ['Account', 'What happened'], accounts, (outcome) =>
      outcome.result === 'deviating' && 'message' in outcome ? [[whatHappened(outcome)]] : []
    ),
    ...certificateNote(accounts, policy),
    ...refusalNotes(accounts),
    ...accountTable('What could not be verified', ['Account', 'What happened'], accounts, (outcome) =>
      outcome.result === 'unverified' ? [[whatHappened(outcome)]] : []
    ),
    ...accountTable('What was changed and confirmed', ['Account', 'Change'], accounts, (outcome) =>
      outcome.result === 'applied' ? [[changesInWords(outcome.before, outcome.after)]] : []
    ),
    ...accountTable('What is waived', ['Account', 'Until', 'Reason', 'Deviation'], accounts, (outcome) =>
      outcome.result === 'waived' ? [waivedCells(outcome, policy)] : []
    )
  ]
}

/** The accounts that need no eyes. */
export function fleetFolds(accounts: readonly JudgedAccount[]): string[] {
  const compliant = namesOf(accounts, 'compliant')
  const skipped = namesOf(accounts, 'skipped')
  const them = skipped.length === 1 ? 'it' : 'them'
  return [
    ...nameFold(count(compliant.length, 'compliant account'), compliant),
    ...nameFold(
      `${count(skipped.length, 'skipped account')}: disabled, and SendGrid does not answer for ${them}`,
      skipped
    )
  ]
}

/** `rowsOf` has an account's cells after its name, and none for one that is not of this table. */
function accountTable(
  heading: string,
  head: readonly string[],
  accounts: readonly JudgedAccount[],
  rowsOf: (outcome: Outcome) => readonly (readonly string[])[]
): string[] {
  const entries = accounts.flatMap(({ account, outcome }) => {
    const rows = rowsOf(outcome).map((cells) => tableRow([codeCell(account.name, longestName), ...cells]))
    return rows.length > 0 ? [rows.join('\n')] : []
  })
  return listSection(heading, { entries, noun: 'account', elsewhere: inReport }, `${tableHead(head)}\n`)
}

function deviationCells({ setting, actual }: Deviation, policy: Policy): string[] {
  return [inputNames[setting], statedValue(policy, setting), String(actual)]
}

function whatHappened({ reason, message, changed }: Unverified | NotChanged): string {
  const why = escapeMarkdown(`${reason}: ${message}`, longestText)
  return changed ? `${why} ${acceptedBefore}` : why
}

function waivedCells({ waiver, deviations }: Waived, policy: Policy): string[] {
  const what = deviations.map((deviation) => deviationInWords(deviation, policy)).join('; ')
  return [waiver.until, escapeMarkdown(waiver.reason, longestText), what]
}

function certificateNote(accounts: readonly JudgedAccount[], policy: Policy): string[] {
  const some = accounts.some(
    ({ outcome }) => outcome.result === 'deviating' && requiresCertificatesOnly(outcome.after, policy)
  )
  return some
    ? ['Some of these accounts require valid certificates only. That does not count as requiring TLS.']
    : []
}

/** One sentence for all accounts that were left alone for the same settings. */
function refusalNotes(accounts: readonly JudgedAccount[]): string[] {
  const refused = accounts.flatMap(({ account, outcome }) =>
    outcome.reason === 'loosening-refused' ? [{ name: account.name, refused: outcome.refused }] : []
  )
  const alike = Map.groupBy(refused, ({ refused }) => refused.map(({ setting }) => setting).join())
  return [...alike.values()].map((group) => {
    const names = group.slice(0, mostNamed).map(({ name }) => code(name, longestName))
    const more = group.length - names.length
    const rest = more > 0 ? ` and ${count(more, 'more account')}` : ''
    return nothingWritten(` to ${names.join(', ')}${rest}`, group[0]?.refused ?? [])
  })
}

function namesOf(accounts: readonly JudgedAccount[], result: 'compliant' | 'skipped'): string[] {
  return accounts
    .filter(({ outcome }) => outcome.result === result)
    .map(({ account }) => code(account.name, longestName))
}

function nameFold(title: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return []
  return fold(title, ...joinedList({ entries, noun: 'account', elsewhere: inReport }, ', '))
}

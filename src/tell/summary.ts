import type { Inputs } from '../inputs.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { accountReason, type Reason, reasonOf, resultOf } from '../judge/run.ts'
import { startTitle } from './annotations.ts'
import { findingOf, titles } from './finding.ts'
import { code, codeCell, inert, pieChart, table } from './markdown.ts'
import type { Run } from './run.ts'
import {
  changesInWords,
  count,
  countsInWords,
  deviationInWords,
  inputNames,
  policyInWords,
  remarkInWords,
  settingNames,
  statedValue
} from './words.ts'

/** GitHub drops a summary over 1 MiB whole; what folds out is cut first, and each table has a bound. */
const mostRows = 500
const mostFoldedNames = 2_000

/** The job summary, in GitHub's Markdown. `actionUrl` is the page whose headings are the reasons. */
export function summaryOf(run: Run, actionUrl: string): string {
  const { inputs, outcome } = run
  const parts =
    inputs === undefined || 'failure' in outcome
      ? withoutAccounts(run)
      : withAccounts(run, outcome.accounts, inputs)
  return `${[...parts, ...nextSteps(run, actionUrl)].join('\n\n')}\n`
}

function withoutAccounts({ inputs, outcome }: Run): string[] {
  const message = 'failure' in outcome ? outcome.failure.message : ''
  return [`## ${inputs === undefined ? startTitle : titles.unverified}`, ...message.split('\n').map(inert)]
}

function withAccounts(run: Run, accounts: readonly AccountOutcome[], inputs: Inputs): string[] {
  const reason = reasonOf(run.outcome)
  const [only, ...others] = accounts
  const single = only !== undefined && others.length === 0 ? only : undefined
  return [
    `## ${reason === 'loosening-refused' ? titles[reason] : titles[resultOf(run.outcome)]}`,
    single ? `Account ${code(single.account.name)}.` : countsInWords(accounts),
    `**Policy** (mode ${inputs.mode}): ${policyInWords(inputs.policy)}.`,
    ...(single ? inForce(single, inputs) : verdictChart(accounts)),
    ...deviatingTable(accounts, inputs),
    ...unverifiedTable(accounts),
    ...appliedTable(accounts),
    ...waivedTable(accounts, inputs),
    ...run.remarks.map((remark) => inert(remarkInWords(remark))),
    ...(single ? [] : [...folded(accounts, 'compliant'), ...folded(accounts, 'skipped')])
  ]
}

function inForce({ outcome }: AccountOutcome, { policy }: Inputs): string[] {
  const rows = settingNames.map((setting) => [
    inputNames[setting],
    statedValue(policy, setting),
    String(outcome.settings?.[setting] ?? 'unknown')
  ])
  return [table(['Setting', 'Policy', 'In force'], rows)]
}

function verdictChart(accounts: readonly AccountOutcome[]): string[] {
  const verdicts = new Map<string, number>()
  for (const { outcome } of accounts) verdicts.set(outcome.result, (verdicts.get(outcome.result) ?? 0) + 1)
  return [pieChart('Verdicts', verdicts)]
}

function deviatingTable(accounts: readonly AccountOutcome[], inputs: Inputs): string[] {
  const rows = accounts.flatMap(({ account, outcome }) =>
    outcome.result !== 'deviating'
      ? []
      : outcome.deviations.map(({ setting, expected, actual }) => [
          codeCell(account.name),
          inputNames[setting],
          setting === 'tlsVersion' ? statedValue(inputs.policy, setting) : String(expected),
          String(actual)
        ])
  )
  const notes = accounts
    .filter(({ outcome }) => outcome.result === 'deviating' && outcome.refused.length > 0)
    .slice(0, 20)
    .map((judged) => inert(findingOf(judged, inputs).lines.at(-1) ?? ''))
  const ambiguous = accounts.some(
    ({ outcome }) =>
      outcome.result === 'deviating' &&
      inputs.policy.requireTls &&
      !outcome.settings.requireTls &&
      outcome.settings.requireValidCert
  )
  return section('What deviates', ['Account', 'Setting', 'Expected', 'Actual'], rows, [
    ...new Set(notes),
    ...(ambiguous ? ['Requiring valid certificates alone does not count as requiring TLS.'] : [])
  ])
}

function unverifiedTable(accounts: readonly AccountOutcome[]): string[] {
  const rows = accounts.flatMap((judged) =>
    judged.outcome.result !== 'unverified'
      ? []
      : [
          [
            codeCell(judged.account.name),
            accountReason(judged),
            inert(
              `${judged.outcome.failure.message}${judged.outcome.changed ? ' SendGrid accepted a change before that.' : ''}`
            )
          ]
        ]
  )
  return section('What could not be verified', ['Account', 'Reason', 'What happened'], rows)
}

function appliedTable(accounts: readonly AccountOutcome[]): string[] {
  const rows = accounts.flatMap(({ account, outcome }) =>
    outcome.result !== 'applied'
      ? []
      : [[codeCell(account.name), changesInWords(outcome.before, outcome.settings)]]
  )
  return section('What was changed and confirmed', ['Account', 'Change'], rows)
}

function waivedTable(accounts: readonly AccountOutcome[], { policy }: Inputs): string[] {
  const rows = accounts.flatMap(({ account, outcome }) =>
    outcome.result !== 'waived'
      ? []
      : [
          [
            codeCell(account.name),
            outcome.waiver.until,
            inert(outcome.waiver.reason),
            outcome.deviations.map((deviation) => deviationInWords(deviation, policy)).join('; ')
          ]
        ]
  )
  return section('What is waived', ['Account', 'Until', 'Reason', 'Deviation'], rows)
}

/** Nothing for no rows; past the bound a line that says so. */
function section(
  heading: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  notes: readonly string[] = []
): string[] {
  if (rows.length === 0) return []
  const more = rows.length - mostRows
  return [
    `### ${heading}`,
    table(head, rows.slice(0, mostRows)),
    ...(more > 0 ? [`**And ${count(more, 'more row')}.** The report file has them all.`] : []),
    ...notes
  ]
}

function folded(accounts: readonly AccountOutcome[], result: 'compliant' | 'skipped'): string[] {
  const names = accounts.filter(({ outcome }) => outcome.result === result).map(({ account }) => account.name)
  if (names.length === 0) return []
  const more = names.length - mostFoldedNames
  return [
    `<details><summary>${count(names.length, `${result} account`)}</summary>`,
    names.slice(0, mostFoldedNames).map(code).join(', '),
    ...(more > 0 ? [`And ${more} more. The report file has them all.`] : []),
    '</details>'
  ]
}

function nextSteps({ outcome }: Run, actionUrl: string): string[] {
  const reasons =
    'failure' in outcome
      ? [outcome.failure.reason]
      : outcome.accounts.map(accountReason).filter((reason) => reason !== '')
  const links = [...new Set<Reason>(reasons)].map((reason) => `[${reason}](${actionUrl}#${reason})`)
  return links.length === 0 ? [] : [`**What to do next:** ${links.join(', ')}.`]
}

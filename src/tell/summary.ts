import type { Inputs } from '../inputs.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { type RunOutcome, reasonOf, resultOf } from '../judge/run.ts'
import type { WaiverRemark } from '../judge/waivers.ts'
import { startTitle } from './annotations.ts'
import { inReport, joined, section } from './bounded.ts'
import { verdictChart } from './chart.ts'
import { titles } from './finding.ts'
import { code, inert } from './markdown.ts'
import { nextSteps } from './next-steps.ts'
import type { Run } from './run.ts'
import { accountParts } from './summary-account.ts'
import { fleetFolds, fleetTables, fleetTitle } from './summary-fleet.ts'
import { countsInWords, policyInWords, remarkInWords } from './words.ts'

/** The job summary, in GitHub's Markdown. `actionUrl` is the page whose headings are the reasons. */
export function summaryOf(run: Run, actionUrl: string): string {
  const next = nextSteps(run, actionUrl)
  return `${partsOf(run, next).join('\n\n')}\n`
}

function partsOf(run: Run, next: readonly string[]): string[] {
  const { inputs, outcome } = run
  if (inputs === undefined || 'failure' in outcome) return partsWithoutAccounts(run, next)
  const remarks = remarkSection(run.remarks)
  const [only, ...others] = outcome.accounts
  if (only === undefined || others.length > 0) return fleetParts(outcome.accounts, inputs, next, remarks)
  return [
    `## ${onlyTitle(only, outcome)}`,
    ...accountParts(only, inputs, policyLine(inputs), next),
    ...remarks
  ]
}

function onlyTitle({ outcome: { result } }: AccountOutcome, run: RunOutcome): string {
  if (result === 'waived') return titles.waived
  const reason = reasonOf(run)
  return reason === 'loosening-refused' ? titles[reason] : titles[resultOf(run)]
}

function partsWithoutAccounts({ inputs, outcome }: Run, next: readonly string[]): string[] {
  const message = 'failure' in outcome ? outcome.failure.message : ''
  const entries = message.split('\n').map((line) => inert(line))
  return [
    `## ${inputs === undefined ? startTitle : titles.unverified}`,
    ...(inputs === undefined ? [] : ['The accounts are not known, so none was judged.', policyLine(inputs)]),
    ...joined({ entries, noun: 'line', elsewhere: inReport }, '\n\n'),
    ...next
  ]
}

function fleetParts(
  accounts: readonly AccountOutcome[],
  inputs: Inputs,
  next: readonly string[],
  remarks: readonly string[]
): string[] {
  return [
    `## ${fleetTitle(accounts)}`,
    countsInWords(accounts),
    policyLine(inputs),
    ...next,
    ...fleetTables(accounts, inputs),
    ...remarks,
    ...verdictChart(accounts),
    ...fleetFolds(accounts)
  ]
}

function policyLine({ mode, policy }: Inputs): string {
  return `**Policy** (mode ${mode}): ${policyInWords(policy)}.`
}

function remarkSection(remarks: readonly WaiverRemark[]): string[] {
  const entries = remarks.map((remark) => `- ${remarkInWords(remark, code(remark.waiver.account, 100))}`)
  return section('Waivers to look after', {
    entries,
    noun: 'waiver',
    elsewhere: 'The input `waivers` has them all.'
  })
}

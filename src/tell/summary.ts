import type { Inputs } from '../inputs.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { reasonOf, resultOf } from '../judge/run.ts'
import { findingOf, titles } from './finding.ts'
import { code, codeCell, inert, table } from './markdown.ts'
import type { Run } from './run.ts'
import {
  countsInWords,
  inputNames,
  policyInWords,
  remarkInWords,
  settingNames,
  statedValue
} from './words.ts'

/** The job summary, in GitHub's Markdown. `troubleshootingUrl` is the page whose headings are the reasons. */
export function summaryOf(run: Run, troubleshootingUrl: string): string {
  const { inputs, outcome } = run
  const reason = reasonOf(outcome)
  const parts: string[] = []
  if (inputs === undefined || 'failure' in outcome) {
    parts.push(
      `## ${inputs === undefined ? 'Enforced TLS was not checked: the action cannot start' : titles.unverified}`
    )
    if ('failure' in outcome) parts.push(...outcome.failure.message.split('\n').map(inert))
  } else {
    const [only, ...others] = outcome.accounts
    parts.push(`## ${reason === 'loosening-refused' ? titles[reason] : titles[resultOf(outcome)]}`)
    if (only !== undefined && others.length === 0) parts.push(...oneAccount(only, inputs))
    else parts.push(...manyAccounts(outcome.accounts, inputs))
    parts.push(...run.remarks.map((remark) => inert(remarkInWords(remark))))
  }
  if (reason) parts.push(`[What to do](${troubleshootingUrl}#${reason})`)
  return `${parts.join('\n\n')}\n`
}

function oneAccount(judged: AccountOutcome, inputs: Inputs): string[] {
  const settings = judged.outcome.settings
  return [
    `Account ${code(judged.account.name)}, mode ${code(inputs.mode)}, asked at ${code(inputs.apiUrls[judged.account.region])}.`,
    table(
      ['Setting', 'Policy', 'In force'],
      settingNames.map((setting) => [
        inputNames[setting],
        statedValue(inputs.policy, setting),
        String(settings?.[setting] ?? 'unknown')
      ])
    ),
    ...findingOf(judged, inputs).lines.map(inert)
  ]
}

function manyAccounts(accounts: readonly AccountOutcome[], inputs: Inputs): string[] {
  const told = accounts.filter(({ outcome }) => outcome.result !== 'compliant').slice(0, 500)
  return [
    countsInWords(accounts),
    `Policy: ${policyInWords(inputs.policy)} (mode ${inputs.mode}).`,
    ...(told.length === 0
      ? []
      : [
          table(
            ['Account', 'Result', 'Finding'],
            told.map((judged) => [
              codeCell(judged.account.name),
              judged.outcome.result,
              inert(findingOf(judged, inputs).lines.join(' '))
            ])
          )
        ])
  ]
}

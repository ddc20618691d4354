import type { Judged } from '../../judge/types.ts'
import { blockedInWords, blockedTotalOf } from '../blocked.ts'
import { codeCell, escapeMarkdown, tableHead, tableRow } from '../markdown.ts'
import { digits } from '../words.ts'
import { inReport, listSection } from './lists.ts'

/** Who is blocked because of TLS, in counts by account. Nothing where it was not to be counted. */
export function blockedSection(run: Judged): string[] {
  if (run.blockedRecipients === undefined) return []
  const { byAccount, warning } = run.blockedRecipients
  const total = blockedTotalOf(run)
  const entries = [...byAccount]
    .filter(([, { count, otherBlocks }]) => count + otherBlocks > 0)
    .sort(([, one], [, other]) => other.count - one.count)
    .map(([account, { count, domains, otherBlocks, isComplete }]) =>
      tableRow([
        codeCell(account.name, 100),
        `${isComplete ? '' : 'at least '}${digits(count)}`,
        digits(domains.length),
        digits(otherBlocks)
      ])
    )
  const head = `${tableHead(['Account', 'Addresses blocked because of TLS', 'Domains', 'Other blocks'])}\n`
  const list = { entries, noun: 'account', elsewhere: inReport }
  return [
    '### Recipients blocked because of TLS',
    ...(total === undefined && warning === undefined
      ? ['None of the accounts requires TLS, so nothing was counted.']
      : []),
    ...(total === undefined ? [] : [blockedInWords(total)]),
    ...(warning === undefined ? [] : [escapeMarkdown(warning)]),
    ...listSection(undefined, list, head)
  ]
}

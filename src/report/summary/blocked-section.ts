import type { Judged } from '../../model/run.ts'
import { formatBlocked, sumBlocked } from '../blocked-totals.ts'
import { digits } from '../format.ts'
import { codeCell, escapeMarkdown, tableHead, tableRow } from '../markdown.ts'
import { inReport, listSection } from './lists.ts'

/** How many recipients are blocked because of TLS, by account. Nothing where they were not to be counted. */
export function blockedSection(run: Judged): string[] {
  if (run.blockedRecipients === undefined) return []
  const { byAccount, warning } = run.blockedRecipients
  const total = sumBlocked(run)
  const entries = [...byAccount]
    .filter(([, { count, otherBlocks }]) => count + otherBlocks > 0)
    .sort(([, one], [, other]) => other.count - one.count)
    .map(([account, { count, domains, otherBlocks, isComplete }]) =>
      tableRow([
        codeCell(account.name),
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
    ...(total === undefined ? [] : [formatBlocked(total)]),
    ...(warning === undefined ? [] : [escapeMarkdown(warning)]),
    ...listSection(undefined, list, head)
  ]
}

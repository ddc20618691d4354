import type { Judged } from '../../model/run.ts'
import { count } from '../../text.ts'
import { formatBlocked, sumBlocked } from '../blocked-totals.ts'
import { code, escapeMarkdown } from '../markdown.ts'
import { listSection } from './lists.ts'

/** How many recipients are blocked because of TLS, by account. Nothing where they were not to be counted. */
export function blockedSection(run: Judged): string[] {
  if (run.blockedRecipients === undefined) return []
  const { byAccount, warning } = run.blockedRecipients
  const total = sumBlocked(run)
  const entries = [...byAccount]
    .filter(([, { count, otherBlocks }]) => count + otherBlocks > 0)
    .sort(([, one], [, other]) => other.count - one.count)
    .map(([account, { count: number, domains, otherBlocks, isComplete }]) => {
      const addresses = `${isComplete ? '' : 'at least '}${count(number, 'address', 'addresses')}`
      const others = count(otherBlocks, 'other block')
      return `- ${code(account.name)}: ${addresses} in ${count(domains.length, 'domain')}, and ${others}`
    })
  const list = { entries, noun: 'account' }
  return [
    '### Recipients blocked because of TLS',
    ...(total === undefined && warning === undefined
      ? ['None of the accounts requires TLS, so nothing was counted.']
      : []),
    ...(total === undefined ? [] : [formatBlocked(total)]),
    ...(warning === undefined ? [] : [escapeMarkdown(warning)]),
    ...listSection(undefined, list)
  ]
}

import type { BlockedCount } from '../model/outcome.ts'
import type { Run } from '../model/run.ts'
import { count } from '../text.ts'

/** The counts of all accounts together. */
export interface BlockedTotal extends BlockedCount {
  readonly days: number
}

/** Sums the counts, domains with the most addresses first. Undefined when no account was counted. */
export function sumBlocked(run: Run): BlockedTotal | undefined {
  const blocked = run.kind === 'judged' ? run.blockedRecipients : undefined
  if (blocked === undefined || blocked.byAccount.size === 0) return undefined
  const counts = [...blocked.byAccount.values()]
  const sum = (part: (one: BlockedCount) => number): number => counts.reduce((all, one) => all + part(one), 0)
  return {
    days: blocked.days,
    count: sum((one) => one.count),
    domains: domainsOf(counts.flatMap(({ domains }) => domains)),
    otherBlocks: sum((one) => one.otherBlocks),
    isComplete: blocked.warning === undefined && counts.every(({ isComplete }) => isComplete)
  }
}

function domainsOf(parts: BlockedCount['domains']): BlockedCount['domains'] {
  const byDomain = Map.groupBy(parts, ({ domain }) => domain)
  return [...byDomain]
    .map(([domain, same]) => ({ domain, count: same.reduce((all, one) => all + one.count, 0) }))
    .sort((one, other) => other.count - one.count || (one.domain < other.domain ? -1 : 1))
}

/** The counts in sentences, without domains: a summary may be public, and domains name customers. */
export function formatBlocked({
  days,
  count: number,
  domains,
  otherBlocks,
  isComplete
}: BlockedTotal): string {
  const addresses = count(number, 'address', 'addresses')
  const blocks = count(otherBlocks, 'other block')
  return (
    `${isComplete ? '' : 'At least '}${addresses} in ${count(domains.length, 'domain')} ${number === 1 ? 'is' : 'are'} ` +
    `blocked because of TLS, by the lists of the last ${count(days, 'day')}. ${blocks} ${otherBlocks === 1 ? 'has' : 'have'} ` +
    'another reason. This is a lower bound: people and SendGrid take addresses off these lists.'
  )
}

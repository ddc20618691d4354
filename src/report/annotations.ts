import type { Job } from '../model/job.ts'
import type { JudgedAccount, Reason } from '../model/outcome.ts'
import { type Severity, severityOf, withResult } from '../model/result.ts'
import type { Judged, Run } from '../model/run.ts'
import { oneLine, visibleName } from '../text.ts'
import {
  describeAccount,
  formatChangeLimit,
  formatNoSubusers,
  formatStop,
  formatUnmatchedLines,
  stoppedAccounts,
  titles
} from './account-message.ts'
import { formatBlocked, sumBlocked } from './blocked-totals.ts'
import { andMore, count, digits, formatWaiverNotice } from './format.ts'

export interface Annotation {
  readonly level: Exclude<Severity, 'info'>
  /** Undefined for one of the runner's own kind, whose message says it all. */
  readonly title: string | undefined
  readonly message: string
}

/** All annotations of a step. */
export interface AnnotationPlan {
  /** Those that are about the run, or about many accounts. */
  readonly single: readonly Annotation[]
  /** Those of accounts, as many as GitHub still shows. */
  readonly ofAccounts: ReadonlyMap<JudgedAccount, Annotation>
  /** What counts the others. */
  readonly further: readonly Annotation[]
}

/** GitHub keeps ten of a level for each step; a warning of the runner itself may take one. */
const maxOfLevel = 9
/** GitHub cuts a longer message at its end, where the advice is. */
const maxMessageLength = 4096
/** So many accounts or waivers are named in one annotation. */
const maxNamed = 10

/**
 * Plans the annotations of the whole step: single ones first, and accounts in what is left. `others` are those
 * that other channels have, some of them perhaps yet to come. `actionUrl` is the page whose headings are the
 * reasons.
 */
export function planAnnotations(run: Run, others: readonly Annotation[], actionUrl: string): AnnotationPlan {
  if (run.kind !== 'judged') {
    const title = run.kind === 'not-started' ? titles['not-started'] : titles.unverified
    const lines = run.failure.message.split('\n').map((line) => oneLine(line, 1000))
    const message = withAdvice(lines, help(run.failure.reason, actionUrl))
    return { single: [{ level: 'error', title, message }], ofAccounts: new Map(), further: [] }
  }
  const single = [
    ...stopAnnotations(run, actionUrl),
    ...changeLimitAnnotations(run, actionUrl),
    ...appliedAnnotations(run.accounts, run.job),
    ...waiverAnnotations(run),
    ...subuserAnnotations(run),
    ...excludeAnnotations(run),
    ...blockedAnnotations(run)
  ]
  const ofAccounts = new Map<JudgedAccount, Annotation>()
  const further: Annotation[] = []
  for (const level of ['error', 'warning'] as const) {
    const left = maxOfLevel - [...single, ...others].filter((annotation) => annotation.level === level).length
    const accounts = annotatedAccounts(run).filter(({ outcome }) => severityOf(outcome, run.job) === level)
    const shown = accounts.length > left ? accounts.slice(0, Math.max(0, left - 1)) : accounts
    for (const judged of shown) ofAccounts.set(judged, accountAnnotation(judged, level, run.job, actionUrl))
    further.push(...furtherAnnotations(accounts.slice(shown.length), level))
  }
  return { single, ofAccounts, further }
}

function annotatedAccounts(run: Judged): readonly JudgedAccount[] {
  const stopped = stoppedAccounts(run)
  return run.accounts.filter(({ account, outcome }) => outcome.reason !== '' && !stopped.has(account))
}

function accountAnnotation(
  judged: JudgedAccount,
  level: Annotation['level'],
  job: Job,
  actionUrl: string
): Annotation {
  const { title, finding, notes, consequence } = describeAccount(judged, job)
  const meaning = consequence.length > 0 ? [consequence.join(' ')] : []
  const message = withAdvice([finding, ...notes, ...meaning], help(judged.outcome.reason, actionUrl))
  return { level, title, message }
}

function furtherAnnotations(further: readonly JudgedAccount[], level: Annotation['level']): Annotation[] {
  if (further.length === 0) return []
  const deviating = withResult(further, 'deviating').length
  return [
    {
      level,
      title: `Enforced TLS: ${count(further.length, 'more account')}`,
      message: `${digits(deviating)} deviating and ${digits(further.length - deviating)} unverified. The report names them.`
    }
  ]
}

function stopAnnotations(run: Judged, actionUrl: string): Annotation[] {
  return run.stops.map((stop) => ({
    level: 'error',
    title: titles.unverified,
    message: `${formatStop(stop, run)}\n${help(stop.failure.reason, actionUrl)}`
  }))
}

function changeLimitAnnotations(run: Judged, actionUrl: string): Annotation[] {
  const words = formatChangeLimit(run)
  if (words === undefined) return []
  const level = run.job.failOnDeviation ? 'error' : 'warning'
  const message = `${words}\n${help('change-limit', actionUrl)}`
  return [{ level, title: 'Enforced TLS: the limit of changes is reached', message }]
}

function appliedAnnotations(accounts: readonly JudgedAccount[], job: Job): Annotation[] {
  const applied = withResult(accounts, 'applied')
  const [only] = accounts.length === 1 ? applied : []
  if (only !== undefined) {
    return [{ level: 'notice', title: titles.applied, message: describeAccount(only, job).finding }]
  }
  // What was changed stands with the findings in the log.
  const message = firstLines(applied, 'account', ({ account }) => visibleName(account.name))
  return applied.length === 0 ? [] : [{ level: 'notice', title: titles.applied, message }]
}

/** One for all that are of a level: each of its own would crowd out the accounts. */
function waiverAnnotations({ waiverNotices: notices, job }: Judged): Annotation[] {
  const uncovered = notices.filter(
    (notice) => notice.kind === 'expired' || notice.kind === 'almost-named' || notice.isExcluded === true
  )
  const others = notices.filter((notice) => !uncovered.includes(notice))
  return [
    { level: 'warning', listed: uncovered } as const,
    { level: 'notice', listed: others } as const
  ].flatMap(({ level, listed }): Annotation[] => {
    const message = firstLines(listed, 'waiver', (notice) => formatWaiverNotice(notice, job.mode))
    return listed.length === 0 ? [] : [{ level, title: 'Waivers of the Enforced TLS policy', message }]
  })
}

function subuserAnnotations(run: Judged): Annotation[] {
  const message = formatNoSubusers(run)
  return message === undefined ? [] : [{ level: 'notice', title: 'No subusers', message }]
}

function excludeAnnotations(run: Judged): Annotation[] {
  const message = formatUnmatchedLines(run)
  return message === undefined ? [] : [{ level: 'warning', title: 'Accounts to leave out', message }]
}

function blockedAnnotations(run: Judged): Annotation[] {
  const title = 'Recipients blocked because of TLS'
  const total = sumBlocked(run)
  const warning = run.blockedRecipients?.warning
  return [
    ...(total === undefined ? [] : [{ level: 'notice', title, message: formatBlocked(total) } as const]),
    ...(warning === undefined ? [] : [{ level: 'warning', title, message: oneLine(warning, 1000) } as const])
  ]
}

function firstLines<T>(entries: readonly T[], noun: string, lineOf: (entry: T) => string): string {
  return [...entries.slice(0, maxNamed).map(lineOf), ...andMore(entries.length - maxNamed, noun)].join('\n')
}

/** The advice as the last line, after as many of the others as a message holds. */
function withAdvice(lines: readonly string[], advice: string): string {
  for (let shown = lines.length; ; shown--) {
    const more = lines.length - shown
    const rest = more === 0 ? [] : [`And ${count(more, 'more line')}, which the job summary has.`]
    const message = [...lines.slice(0, shown), ...rest, advice].join('\n')
    if (message.length <= maxMessageLength || shown === 0) return message
  }
}

function help(reason: Reason, actionUrl: string): string {
  return `What to do: ${actionUrl}#${reason}`
}

import type { Job } from '../model/job.ts'
import type { JudgedAccount, Reason } from '../model/outcome.ts'
import { type Severity, severityOf, withResult } from '../model/result.ts'
import type { Judged, Run, WaiverNotice } from '../model/run.ts'
import { count, formatList, oneLine } from '../text.ts'
import {
  describeAccount,
  formatChangeLimit,
  formatNoSubusers,
  formatStop,
  formatUnmatchedLines,
  type Kind,
  stoppedAccounts,
  titleFor,
  titles
} from './account-message.ts'
import { formatBlocked, sumBlocked } from './blocked-totals.ts'
import { andMore, formatMeaning, formatName, formatWaiverNotice } from './format.ts'

export interface Annotation {
  readonly level: Exclude<Severity, 'info'>
  /** Undefined where the message needs none. */
  readonly title: string | undefined
  readonly message: string
}

/** All annotations of a step. */
export interface AnnotationPlan {
  readonly aboutRun: readonly Annotation[]
  /** Those of one account each. */
  readonly ofAccounts: ReadonlyMap<JudgedAccount, Annotation>
  /** Those of all accounts of a kind, where GitHub would not keep one for each. */
  readonly ofKinds: readonly Annotation[]
}

/** GitHub keeps ten of a level for each step; a warning of the runner itself may take one. */
const maxOfLevel = 9
/** GitHub cuts a longer message at its end, where the advice is. */
const maxMessageLength = 4096
/** For lines about waivers, and for names of changed accounts. */
const maxNamed = 10
/** For names of accounts of a kind. So many of the longest names fit in a message. */
const maxNamedOfKind = 30

/**
 * Plans the annotations of the whole step: first those about the run, then those of accounts. `others` are those of
 * other channels, which keep their place. `reasonsUrl` is the page whose headings are the reasons.
 */
export function planAnnotations(run: Run, others: readonly Annotation[], reasonsUrl: string): AnnotationPlan {
  if (run.kind !== 'judged') {
    const title = run.kind === 'not-started' ? titles['not-started'] : titles.unverified
    const lines = run.failure.message.split('\n').map((line) => oneLine(line, 1000))
    const message = withAdvice(lines, help(run.failure.reason, reasonsUrl))
    return { aboutRun: [{ level: 'error', title, message }], ofAccounts: new Map(), ofKinds: [] }
  }
  const aboutRun = [
    ...stopAnnotations(run, reasonsUrl),
    ...changeLimitAnnotations(run, reasonsUrl),
    ...appliedAnnotations(run.accounts, run.job),
    ...waiverAnnotations(run),
    ...annotate('notice', 'No subusers', formatNoSubusers(run)),
    ...annotate('warning', 'Accounts to leave out', formatUnmatchedLines(run)),
    ...blockedAnnotations(run)
  ]
  const ofAccounts = new Map<JudgedAccount, Annotation>()
  const ofKinds: Annotation[] = []
  for (const level of ['error', 'warning'] as const) {
    let left = maxOfLevel - [...aboutRun, ...others].filter((annotation) => annotation.level === level).length
    const kinds = kindsOf(run, level)
    for (const [index, [kind, accounts]] of kinds.entries()) {
      const reserved = kinds.length - 1 - index
      if (accounts.length === 1 || accounts.length + reserved <= left) {
        left -= accounts.length
        for (const judged of accounts)
          ofAccounts.set(judged, accountAnnotation(judged, level, run, reasonsUrl))
      } else {
        left -= 1
        ofKinds.push(kindAnnotation(kind, accounts, level, run.job, reasonsUrl))
      }
    }
  }
  return { aboutRun, ofAccounts, ofKinds }
}

/** The accounts that need an annotation, by kind. The smallest kind is first, so that most accounts have their own. */
function kindsOf(run: Judged, level: Severity): [Kind, JudgedAccount[]][] {
  const stopped = stoppedAccounts(run)
  const accounts = run.accounts.filter(
    ({ account, outcome }) =>
      outcome.reason !== '' && !stopped.has(account) && severityOf(outcome, run.job) === level
  )
  const kinds = Map.groupBy(accounts, (judged) => describeAccount(judged, run.job).kind)
  return [...kinds].sort(([, one], [, other]) => one.length - other.length)
}

function accountAnnotation(
  judged: JudgedAccount,
  level: Annotation['level'],
  { job, accounts }: Judged,
  reasonsUrl: string
): Annotation {
  const { kind, finding, notes } = describeAccount(judged, job)
  const title = accounts.length === 1 ? titles[kind] : titleFor(kind, formatName(judged))
  const message = withAdvice(
    [finding, ...notes, ...consequence([judged], job)],
    help(judged.outcome.reason, reasonsUrl)
  )
  return { level, title, message }
}

function kindAnnotation(
  kind: Kind,
  accounts: readonly JudgedAccount[],
  level: Annotation['level'],
  job: Job,
  reasonsUrl: string
): Annotation {
  const byReason = [...Map.groupBy(accounts, ({ outcome }) => outcome.reason)]
  // The log shows no titles, so each line says what it is about.
  const lines = byReason.flatMap(([reason, alike]) => [
    `${titleFor(kind, formatList(alike, formatName, maxNamedOfKind))} (${reason}).`,
    ...causeOfFirst(alike)
  ])
  const advice = help(byReason[0]?.[0] ?? '', reasonsUrl)
  const message = withAdvice([...lines, ...consequence(accounts, job)], advice)
  return { level, title: titleFor(kind, count(accounts.length, 'account')), message }
}

/** The causes of the others may name other accounts, and are seldom different. */
function causeOfFirst([first]: readonly JudgedAccount[]): string[] {
  return first !== undefined && 'message' in first.outcome
    ? [`The first of them: ${oneLine(first.outcome.message, 500)}`]
    : []
}

/** What deviations mean for mail, and what removes them. */
function consequence(accounts: readonly JudgedAccount[], job: Job): string[] {
  const cures = new Set(accounts.map((judged) => describeAccount(judged, job).cure))
  const sentences = [formatMeaning(accounts), ...cures].filter((sentence) => sentence !== '')
  return sentences.length === 0 ? [] : [sentences.join(' ')]
}

function stopAnnotations(run: Judged, reasonsUrl: string): Annotation[] {
  return run.stops.map((stop) => ({
    level: 'error',
    title: titles.unverified,
    message: `${formatStop(stop, run)}\n${help(stop.failure.reason, reasonsUrl)}`
  }))
}

function changeLimitAnnotations(run: Judged, reasonsUrl: string): Annotation[] {
  const words = formatChangeLimit(run)
  const message = words && `${words}\n${help('change-limit', reasonsUrl)}`
  const level = run.job.failOnDeviation ? 'error' : 'warning'
  return annotate(level, 'Enforced TLS: the limit of changes is reached', message)
}

function appliedAnnotations(accounts: readonly JudgedAccount[], job: Job): Annotation[] {
  const applied = withResult(accounts, 'applied')
  const [first] = applied
  if (first === undefined) return []
  const names = formatList(applied, formatName, maxNamed)
  const message =
    accounts.length === 1 ? describeAccount(first, job).finding : `${titleFor('applied', names)}.`
  return annotate('notice', titles.applied, message)
}

/** One for all of a level. One for each would push out the accounts. */
function waiverAnnotations({ waiverNotices, job }: Judged): Annotation[] {
  const levelOf = (notice: WaiverNotice): Annotation['level'] =>
    notice.kind === 'expired' || notice.kind === 'almost-named' || notice.isExcluded ? 'warning' : 'notice'
  return (['warning', 'notice'] as const).flatMap((level) => {
    const notices = waiverNotices.filter((notice) => levelOf(notice) === level)
    if (notices.length === 0) return []
    const lines = notices.slice(0, maxNamed).map((notice) => formatWaiverNotice(notice, job.mode))
    const message = [...lines, ...andMore(notices.length - maxNamed, 'waiver')].join('\n')
    return annotate(level, 'Waivers of the Enforced TLS policy', message)
  })
}

function blockedAnnotations(run: Judged): Annotation[] {
  const title = 'Recipients blocked because of TLS'
  const total = sumBlocked(run)
  const warning = run.blockedRecipients?.warning
  return [
    ...annotate('notice', title, total && formatBlocked(total)),
    ...annotate('warning', title, warning && oneLine(warning, 1000))
  ]
}

/** One annotation; none where there is nothing to say. */
function annotate(level: Annotation['level'], title: string, message: string | undefined): Annotation[] {
  return message === undefined ? [] : [{ level, title, message }]
}

/** The lines that fit in a message, with the advice as the last one. */
function withAdvice(lines: readonly string[], advice: string): string {
  for (let shown = lines.length; ; shown--) {
    const more = lines.length - shown
    const rest = more === 0 ? [] : [`And ${count(more, 'more line')}, which the job summary has.`]
    const message = [...lines.slice(0, shown), ...rest, advice].join('\n')
    if (message.length <= maxMessageLength || shown === 0) return message
  }
}

function help(reason: Reason, reasonsUrl: string): string {
  return `What to do: ${reasonsUrl}#${reason}`
}

import type { JudgedAccount, Outcome } from '../model/outcome.ts'
import { accountsOf, reasonOf, resultOf, severities, severityOf, withResult } from '../model/result.ts'
import type { Judged, Run } from '../model/run.ts'
import { count, formatList } from '../text.ts'
import { describeAccount, stoppedAccounts } from './account-message.ts'
import type { Annotation, AnnotationPlan } from './annotations.ts'
import { andMore, formatCounts, formatName } from './format.ts'

/** A line, or an annotation in its place. */
export type LogEntry = string | Annotation

/** What the log of a run shows, in its order. GitHub shows no titles in it. */
export interface Log {
  /** Findings, each once, those that fail the step first. */
  readonly open: readonly LogEntry[]
  /** The rest of them under a heading, which a person opens. */
  readonly folded: { readonly heading: string; readonly entries: readonly LogEntry[] } | undefined
  readonly after: readonly LogEntry[]
  /** The verdict, whom it is about, and the page that says what to do. */
  readonly lastLine: string
}

/** A log of ten thousand lines is not read. The summary and the report have the rest. */
const maxAccounts = 200
/** With more findings some are folded. */
const maxOpen = 10
/** How many stay open then. */
const openBeforeFold = 5
/** For names in the last line, of each result. */
const maxNamed = 3

/** The log of a run, after the lines that it has written under way. */
export function planLog(run: Run, plan: AnnotationPlan, reasonsUrl: string): Log {
  const after = [...plan.ofKinds, ...plan.aboutRun]
  const lastLine = formatLastLine(run, reasonsUrl)
  if (run.kind !== 'judged') return { open: [], folded: undefined, after, lastLine }
  const entriesOf = (judged: JudgedAccount): LogEntry[] => {
    const annotation = plan.ofAccounts.get(judged)
    if (annotation !== undefined) return [annotation]
    const { finding, notes } = describeAccount(judged, run.job)
    return [finding, ...notes]
  }
  const listed = listedAccounts(run)
  const open = listed.length > maxOpen ? listed.slice(0, openBeforeFold) : listed
  const rest = listed.slice(open.length)
  // An annotation that is planned is shown, however many accounts stand before it.
  const shown = rest.filter((judged, at) => open.length + at < maxAccounts || plan.ofAccounts.has(judged))
  const entries = [...shown.flatMap(entriesOf), ...andMore(rest.length - shown.length, 'account')]
  const heading = `More findings: ${count(rest.length, 'account')}`
  const folded = rest.length === 0 ? undefined : { heading, entries }
  return { open: open.flatMap(entriesOf), folded, after, lastLine }
}

/** The accounts that have something to say, those that fail the step first. */
function listedAccounts(run: Judged): readonly JudgedAccount[] {
  const { accounts, job } = run
  const [only, ...others] = accounts
  // Its notice says what was applied.
  if (others.length === 0) return only?.outcome.result === 'applied' ? [] : accounts
  const stopped = stoppedAccounts(run)
  const bySeverity = Map.groupBy(
    accounts.filter(
      ({ account, outcome: { result } }) =>
        result !== 'compliant' && result !== 'excluded' && !stopped.has(account)
    ),
    ({ outcome }) => severityOf(outcome, job)
  )
  return severities.flatMap((severity) => bySeverity.get(severity) ?? [])
}

function formatLastLine(run: Run, reasonsUrl: string): string {
  const accounts = accountsOf(run)
  const reason = reasonOf(run)
  const namesOf = (result: Outcome['result']): string =>
    result === 'deviating' || result === 'unverified' || result === 'applied'
      ? ` (${formatList(withResult(accounts, result), formatName, maxNamed)})`
      : ''
  return [
    `Result: ${resultOf(run)}${reason === '' ? '' : ` (${reason})`}.`,
    ...(accounts.length > 1 ? [formatCounts(accounts, namesOf)] : []),
    ...(reason === '' ? [] : [`What to do: ${linksOf(run, reasonsUrl)}`])
  ].join(' ')
}

/** The reason of the run, and beside accounts without a verdict also that of the first deviation, which counts for mail. */
function linksOf(run: Run, reasonsUrl: string): string {
  const deviating = withResult(accountsOf(run), 'deviating').slice(0, 1)
  const reasons = new Set([reasonOf(run), ...deviating.map(({ outcome }) => outcome.reason)])
  return [...reasons].map((reason) => `${reasonsUrl}#${reason}`).join(', ')
}

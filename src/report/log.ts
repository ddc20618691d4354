import type { JudgedAccount } from '../model/outcome.ts'
import { reasonOf, resultOf } from '../model/result.ts'
import type { Run } from '../model/run.ts'
import { describeAccount, stoppedAccounts } from './account-message.ts'
import type { Annotation, AnnotationPlan } from './annotations.ts'
import { andMore, count, formatCounts } from './format.ts'

/** What the log of a run shows, in its order. An annotation is shown where it stands. */
export interface Log {
  /** Each finding once; under a heading where there are several accounts. */
  readonly findings: readonly (string | Annotation)[]
  readonly heading: string | undefined
  readonly after: readonly (string | Annotation)[]
  /** The verdict, with the page that says what to do. */
  readonly lastLine: string
}

/** A log of ten thousand lines is not read; the summary and the report have the rest. */
const maxAccounts = 200

/** The log of a run, after the lines that it has written under way. */
export function planLog(run: Run, plan: AnnotationPlan, actionUrl: string): Log {
  const reason = reasonOf(run)
  const next = reason === '' ? '' : ` (${reason}). What to do: ${actionUrl}#${reason}`
  const lastLine = `Result: ${resultOf(run)}${next === '' ? '.' : next}`
  const single = [...plan.further, ...plan.single]
  if (run.kind !== 'judged') return { heading: undefined, findings: [], after: single, lastLine }
  const { accounts, job } = run
  const entriesOf = (judged: JudgedAccount): (string | Annotation)[] => {
    const annotation = plan.ofAccounts.get(judged)
    if (annotation !== undefined) return [annotation]
    // The notice about what was applied names the first ones, and this is the place for each.
    const { finding, notes, consequence } = describeAccount(judged, job)
    return [finding, ...notes, ...consequence]
  }
  const [only, ...others] = accounts
  if (only !== undefined && others.length === 0) {
    const isSaidByNotice = only.outcome.result === 'applied'
    return { heading: undefined, findings: isSaidByNotice ? [] : entriesOf(only), after: single, lastLine }
  }
  const stopped = stoppedAccounts(run)
  const listed = accounts.filter(
    ({ account, outcome }) =>
      outcome.result !== 'compliant' && outcome.result !== 'excluded' && !stopped.has(account)
  )
  // An annotation that is planned is shown, however many accounts stand before it.
  const shown = listed.filter((judged, index) => index < maxAccounts || plan.ofAccounts.has(judged))
  const findings = [...shown.flatMap(entriesOf), ...andMore(listed.length - shown.length, 'account')]
  const heading = listed.length === 0 ? undefined : `Findings: ${count(listed.length, 'account')}`
  return { heading, findings, after: [...single, formatCounts(accounts)], lastLine }
}

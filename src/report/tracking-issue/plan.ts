import type { JudgedAccount } from '../../model/outcome.ts'
import { accountsOf, reasonOf, resultOf, withResult } from '../../model/result.ts'
import type { Judged, NoAccounts } from '../../model/run.ts'
import { settingInputs } from '../../model/settings.ts'
import { digest } from '../digest.ts'
import {
  andMore,
  count,
  countResults,
  digits,
  formatNames,
  formatPolicy,
  formatTime,
  statedValue
} from '../format.ts'
import { code, codeCell, fittingOf, linkRun, tableHead, tableRow } from '../markdown.ts'
import type { WorkflowRun } from '../workflow-run.ts'

/** What is to happen to the tracking issue. */
export type TrackingIssuePlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open'; readonly title: string; readonly body: string }
  | { readonly kind: 'rewrite'; readonly body: string; readonly comment: string | undefined }
  | { readonly kind: 'close'; readonly comment: string }

/** A run that may have something to track: its inputs are right. */
export type TrackedRun = NoAccounts | Judged

/** GitHub refuses a body over 65,536 characters; in bytes it holds under every way of counting. */
const maxBodyBytes = 65_536
/** What of it the rows may take; the rest is for the words around them. */
const rowsBoundBytes = 60_000

/**
 * The hidden line by which the issue is found again: one for this workflow, these hosts and the accounts as
 * stated, so that a new subuser does not orphan it.
 */
export function markerOf({ job, hosts }: TrackedRun, { workflowFile, workflow }: WorkflowRun): string {
  const selection = job.selection === 'all-subusers' ? job.selection : [...job.selection].sort()
  const urls = [...new Set(Object.values(hosts))].sort()
  const id = digest([workflowFile || workflow, urls, job.region, selection])
  return `<!-- sendgrid-enforced-tls-action tracking ${id} -->`
}

/** Decides from the outcomes alone; `existing` is the body of the open issue, if there is one. */
export function planTrackingIssue(
  run: TrackedRun,
  workflowRun: WorkflowRun,
  checkedAtMs: number,
  existing: string | undefined
): TrackingIssuePlan {
  const accounts = accountsOf(run)
  const deviating = withResult(accounts, 'deviating')
  const checked = checkedLine(run, workflowRun, checkedAtMs)
  if (deviating.length > 0) {
    const body = bodyOf(run, deviating, workflowRun, checked)
    if (existing === undefined)
      return { kind: 'open', title: 'SendGrid Enforced TLS deviates from the policy', body }
    const same = existing.includes(stateOf(deviating))
    return { kind: 'rewrite', body, comment: same ? undefined : changeComment(run, deviating, workflowRun) }
  }
  if (existing === undefined) return { kind: 'nothing' }
  if (resultOf(run) === 'unverified') {
    return { kind: 'rewrite', body: withCheckedLine(existing, checked), comment: undefined }
  }
  const counts = countResults(accounts)
  const aside = (['waived', 'skipped', 'excluded'] as const)
    .filter((result) => counts[result] > 0)
    .map((result) => `, ${count(counts[result], `${result} account`)} aside`)
  return {
    kind: 'close',
    comment: `No account deviates from the policy any more${aside.join('')}, as of ${linkRun(workflowRun)}.`
  }
}

function bodyOf(
  run: TrackedRun,
  deviating: readonly JudgedAccount[],
  workflowRun: WorkflowRun,
  checked: string
): string {
  const { policy } = run.job
  const rows = deviating.flatMap(({ account, outcome }) =>
    outcome.deviations.map(({ setting, actual }) =>
      tableRow([codeCell(account.name), settingInputs[setting], statedValue(policy, setting), String(actual)])
    )
  )
  const shown = fittingOf(rows, rowsBoundBytes)
  // What has to be done first: the reason that stands in the way of a plain apply.
  const reason =
    deviating.map(({ outcome }) => outcome.reason).find((one) => one !== 'deviation') ?? 'deviation'
  const deviate = deviating.length === 1 ? 'deviates' : 'deviate'
  const body = [
    markerOf(run, workflowRun),
    stateOf(deviating),
    `${count(deviating.length, 'account')} of ${digits(accountsOf(run).length)} ${deviate} from the policy: ${formatPolicy(policy)}.`,
    [tableHead(['Account', 'Setting', 'Policy', 'In force']), ...shown].join('\n'),
    ...andMore(rows.length - shown.length, 'row').map((line) => `${line} The report file has them all.`),
    `[What to do](${workflowRun.actionUrl}#${reason}). This issue closes by itself when the accounts comply.`,
    checked
  ].join('\n\n')
  if (Buffer.byteLength(body) > maxBodyBytes) throw new Error('The body of the tracking issue is too long')
  return body
}

/** A hidden line that is the same as long as the same settings deviate in the same way. */
function stateOf(deviating: readonly JudgedAccount[]): string {
  const state = deviating
    .map(({ account, outcome }) => [account.name, outcome.deviations] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `<!-- deviations ${digest(state)} -->`
}

function changeComment(
  run: TrackedRun,
  deviating: readonly JudgedAccount[],
  workflowRun: WorkflowRun
): string {
  const names = formatNames(deviating, ({ account }) => code(account.name), 20)
  return `What deviates has changed, as of ${linkRun(workflowRun)}: now ${count(deviating.length, 'account')} (${names}).${formatUnverified(run)}`
}

const checkedStart = 'Last checked: '

function checkedLine(run: TrackedRun, workflowRun: WorkflowRun, checkedAtMs: number): string {
  return `${checkedStart}${formatTime(checkedAtMs)}, ${linkRun(workflowRun)}.${formatUnverified(run)}`
}

function formatUnverified(run: TrackedRun): string {
  if (resultOf(run) !== 'unverified') return ''
  const { unverified } = countResults(accountsOf(run))
  return ` ${unverified > 0 ? count(unverified, 'account') : 'The accounts'} could not be verified (${reasonOf(run)}).`
}

function withCheckedLine(body: string, checked: string): string {
  const lines = body.split(/\r?\n/)
  const at = lines.findLastIndex((line) => line.startsWith(checkedStart))
  if (at >= 0) lines[at] = checked
  else lines.push('', checked)
  const updated = lines.join('\n')
  // A person may have filled the body up.
  return Buffer.byteLength(updated) > maxBodyBytes ? body : updated
}

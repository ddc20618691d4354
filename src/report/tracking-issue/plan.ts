import type { JudgedAccount, Reason } from '../../model/outcome.ts'
import { accountsOf, reasonOf, resultOf, withResult } from '../../model/result.ts'
import type { Judged, NoAccounts } from '../../model/run.ts'
import { settingInputs } from '../../model/settings.ts'
import { count, digits, formatList } from '../../text.ts'
import { digest } from '../digest.ts'
import { andMore, countResults, formatMeaning, formatPolicy, formatTime } from '../format.ts'
import { code, codeCell, escapeMarkdown, fittingOf, linkRun, tableHead, tableRow } from '../markdown.ts'
import type { WorkflowRun } from '../workflow-run.ts'

/** What to do with the tracking issue. */
export type TrackingIssuePlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open'; readonly title: string; readonly body: string }
  | { readonly kind: 'rewrite'; readonly body: string; readonly comment: string | undefined }
  | { readonly kind: 'close'; readonly body: string; readonly comment: string }

/** A run whose inputs are right. */
export type TrackedRun = NoAccounts | Judged

/** GitHub refuses a body over 65,536 characters. No way of counting finds more of them than bytes. */
const maxBodyBytes = 65_536
/** The rest is for the words around them. */
const rowsBoundBytes = 45_000
const waiversBoundBytes = 10_000

/** The hidden line by which the issue is found again: of the workflow, the hosts and the accounts as stated. */
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
  const now = `${formatTime(checkedAtMs)}, ${linkRun(workflowRun)}`
  const since = readSince(existing, workflowRun)
  if (deviating.length > 0) {
    const body = formatBody(run, workflowRun, [
      stateOf(deviating),
      ...deviationParts(run, deviating, workflowRun),
      `Deviating since ${since ?? now}.`,
      ...waiverParts(accounts),
      `[What to do](${workflowRun.reasonsUrl}#${firstReason(deviating)}). This issue closes by itself when the accounts comply.`,
      checked
    ])
    if (existing === undefined)
      return { kind: 'open', title: 'SendGrid Enforced TLS deviates from the policy', body }
    const same = existing.includes(stateOf(deviating))
    return { kind: 'rewrite', body, comment: same ? undefined : changeComment(run, deviating, workflowRun) }
  }
  if (existing === undefined) return { kind: 'nothing' }
  if (resultOf(run) === 'unverified') {
    const line = `${checked} What stands above is from an earlier run.`
    return { kind: 'rewrite', body: withCheckedLine(existing, line), comment: undefined }
  }
  const comment = `No account deviates from the policy any more${formatAside(accounts)}, as of ${linkRun(workflowRun)}.`
  const body = formatBody(run, workflowRun, [
    comment,
    ...(since === undefined ? [] : [`Deviated from ${since}, to ${now}.`]),
    ...waiverParts(accounts),
    checked
  ])
  return { kind: 'close', body, comment }
}

/** The marker has the first line. */
function formatBody(run: TrackedRun, workflowRun: WorkflowRun, parts: readonly string[]): string {
  const body = [markerOf(run, workflowRun), ...parts].join('\n\n')
  if (Buffer.byteLength(body) > maxBodyBytes) throw new Error('The body of the tracking issue is too long')
  return body
}

/** What deviates, what that means for mail, and a table. */
function deviationParts(
  run: TrackedRun,
  deviating: readonly JudgedAccount[],
  workflowRun: WorkflowRun
): string[] {
  const { policy } = run.job
  const rows = deviating.flatMap(({ account, outcome }) =>
    outcome.deviations.map(({ setting, actual }) =>
      tableRow([codeCell(account.name), settingInputs[setting], String(actual)])
    )
  )
  const shown = fittingOf(rows, rowsBoundBytes)
  const all = `${count(deviating.length, 'account')} of ${digits(accountsOf(run).length)}`
  return [
    `${all} ${deviating.length === 1 ? 'deviates' : 'deviate'} from the policy: ${formatPolicy(policy)}. ${formatMeaning(deviating)}`,
    [tableHead(['Account', 'Setting', 'In force']), ...shown].join('\n'),
    ...andMore(rows.length - shown.length, 'row').map(
      (line) => `${line} The report file of ${linkRun(workflowRun)} has them all.`
    )
  ]
}

/** The accounts that a waiver keeps out of the table. */
function waiverParts(accounts: readonly JudgedAccount[]): string[] {
  const entries = accounts.flatMap(({ account, outcome }) =>
    outcome.result === 'waived'
      ? [
          `- ${code(account.name)} until ${outcome.waiver.until}: ${escapeMarkdown(outcome.waiver.reason, 200)}`
        ]
      : []
  )
  const shown = fittingOf(entries, waiversBoundBytes)
  return entries.length === 0
    ? []
    : [
        'Waived accounts, which deviate and do not count:',
        shown.join('\n'),
        ...andMore(entries.length - shown.length, 'account')
      ]
}

/** What has to be done first: the reason that stands in the way of a plain apply. */
function firstReason(deviating: readonly JudgedAccount[]): Reason {
  return deviating.map(({ outcome }) => outcome.reason).find((one) => one !== 'deviation') ?? 'deviation'
}

function formatAside(accounts: readonly JudgedAccount[]): string {
  const counts = countResults(accounts)
  return (['waived', 'skipped', 'excluded'] as const)
    .filter((result) => counts[result] > 0)
    .map((result) => `, ${count(counts[result], `${result} account`)} aside`)
    .join('')
}

/**
 * Time and run of the first body of the issue, which each later one repeats. Undefined where a person took it out. A
 * person may also have made the address too long.
 */
function readSince(body = '', workflowRun: WorkflowRun): string | undefined {
  const [line, time] = /^Deviating since (\d{4}-\d\d-\d\d \d\d:\d\d UTC), .*$/m.exec(body) ?? []
  const [, runUrl = ''] = /\]\(([^()]{1,500})\)\.$/.exec(line ?? '') ?? []
  return time === undefined ? undefined : `${time}, ${linkRun({ ...workflowRun, runUrl })}`
}

/** A hidden line that stays the same while the same settings deviate in the same way. */
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
  const names = formatList(deviating, ({ account }) => code(account.name), 20)
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

import { createHash } from 'node:crypto'
import type { Inputs } from '../inputs.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { reasonOf, resultOf } from '../judge/run.ts'
import { fittingOf } from './bounded.ts'
import type { Context } from './context.ts'
import { code, codeCell, inert, tableHead, tableRow } from './markdown.ts'
import type { Run } from './run.ts'
import { count, digits, inputNames, policyInWords, statedValue } from './words.ts'

/** What is to happen to the tracking issue. */
export type IssuePlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open'; readonly title: string; readonly body: string }
  | { readonly kind: 'rewrite'; readonly body: string; readonly comment: string | undefined }
  | { readonly kind: 'close'; readonly comment: string }

/** GitHub refuses a body over 65,536 characters; in bytes it holds under every way of counting. */
const bodyBoundBytes = 65_536
/** What of it the rows may take; the rest is for the words around them. */
const rowsBoundBytes = 60_000

/**
 * The hidden line by which the issue is found again: one for this workflow, these hosts and the accounts as
 * stated, so that a new subuser does not orphan it.
 */
export function markerOf(inputs: Inputs, context: Context): string {
  const selection = inputs.selection === 'all-subusers' ? inputs.selection : [...inputs.selection].sort()
  const hosts = [...new Set(Object.values(inputs.apiUrls))].sort()
  const id = digest([context.workflowFile || context.workflow, hosts, inputs.region, selection])
  return `<!-- sendgrid-enforced-tls-action tracking ${id} -->`
}

/** Decides from the verdicts alone; `existing` is the body of the open issue, if there is one. */
export function planIssue(
  run: Run,
  inputs: Inputs,
  context: Context,
  checkedAtMs: number,
  existing: string | undefined
): IssuePlan {
  const deviating = run.outcome.accounts.filter(({ outcome }) => outcome.result === 'deviating')
  const checked = checkedLine(run, context, checkedAtMs)
  if (deviating.length > 0) {
    const body = bodyOf(run, deviating, inputs, context, checked)
    if (existing === undefined)
      return { kind: 'open', title: 'SendGrid Enforced TLS deviates from the policy', body }
    const same = existing.includes(stateOf(deviating))
    return { kind: 'rewrite', body, comment: same ? undefined : changeComment(deviating, context) }
  }
  if (existing === undefined) return { kind: 'nothing' }
  if (resultOf(run.outcome) === 'unverified') {
    return { kind: 'rewrite', body: withCheckedLine(existing, checked), comment: undefined }
  }
  const waived = run.outcome.accounts.filter(({ outcome }) => outcome.result === 'waived').length
  const aside = waived > 0 ? `, ${count(waived, 'waived account')} aside` : ''
  return {
    kind: 'close',
    comment: `No account deviates from the policy any more${aside}, as of ${runLink(context)}.`
  }
}

function bodyOf(
  run: Run,
  deviating: readonly AccountOutcome[],
  inputs: Inputs,
  context: Context,
  checked: string
): string {
  const rows = deviating.flatMap(({ account, outcome }) =>
    outcome.result !== 'deviating'
      ? []
      : outcome.deviations.map(({ setting, actual }) =>
          tableRow([
            codeCell(account.name),
            inputNames[setting],
            statedValue(inputs.policy, setting),
            String(actual)
          ])
        )
  )
  const shown = fittingOf(rows, rowsBoundBytes)
  const omitted = rows.length - shown.length
  const reason = run.outcome.accounts.some(
    ({ outcome }) => outcome.result === 'deviating' && outcome.refused.length > 0
  )
    ? 'loosening-refused'
    : 'deviation'
  const body = [
    markerOf(inputs, context),
    stateOf(deviating),
    `${count(deviating.length, 'account')} of ${digits(run.outcome.accounts.length)} ${deviating.length === 1 ? 'deviates' : 'deviate'} from the policy: ${policyInWords(inputs.policy)}.`,
    [tableHead(['Account', 'Setting', 'Policy', 'In force']), ...shown].join('\n'),
    ...(omitted > 0 ? [`And ${count(omitted, 'more row')}. The report file of the run has them all.`] : []),
    `[What to do](${context.actionUrl}#${reason}). This issue closes by itself when the accounts comply.`,
    checked
  ].join('\n\n')
  if (Buffer.byteLength(body) > bodyBoundBytes) throw new Error('The body of the tracking issue is too long')
  return body
}

/** A hidden line that is the same as long as the same settings deviate in the same way. */
function stateOf(deviating: readonly AccountOutcome[]): string {
  const state = deviating
    .map(({ account, outcome }) => [account.name, outcome.result === 'deviating' ? outcome.deviations : []])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
  return `<!-- deviations ${digest(state)} -->`
}

function changeComment(deviating: readonly AccountOutcome[], context: Context): string {
  const names = deviating.slice(0, 20).map(({ account }) => code(account.name))
  const more = deviating.length > names.length ? ` and ${digits(deviating.length - names.length)} more` : ''
  return `What deviates has changed, as of ${runLink(context)}: now ${count(deviating.length, 'account')} (${names.join(', ')}${more}).`
}

const checkedStart = 'Last checked: '

function checkedLine(run: Run, context: Context, checkedAtMs: number): string {
  const when = `${new Date(checkedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const unverified = run.outcome.accounts.filter(({ outcome }) => outcome.result === 'unverified').length
  const trouble =
    resultOf(run.outcome) === 'unverified'
      ? ` ${unverified > 0 ? count(unverified, 'account') : 'The accounts'} could not be verified (${reasonOf(run.outcome)}).`
      : ''
  return `${checkedStart}${when}, ${runLink(context)}.${trouble}`
}

function withCheckedLine(body: string, checked: string): string {
  const lines = body.split(/\r?\n/)
  const at = lines.findLastIndex((line) => line.startsWith(checkedStart))
  if (at >= 0) lines[at] = checked
  else lines.push('', checked)
  const updated = lines.join('\n')
  // A person may have filled the body up.
  return Buffer.byteLength(updated) > bodyBoundBytes ? body : updated
}

function runLink({ runUrl, workflow }: Context): string {
  const name = workflow ? `the run of ${inert(workflow)}` : 'the run'
  return runUrl ? `[${name}](${runUrl})` : name
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}

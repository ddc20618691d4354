import type { Inputs } from '../inputs.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { accountReason, reasonOf } from '../judge/run.ts'
import type { WaiverRemark } from '../judge/waivers.ts'
import { oneLine } from '../text.ts'
import { type Finding, findingOf, type Level, titles } from './finding.ts'
import type { Run } from './run.ts'
import { count, digits, remarkInWords } from './words.ts'

export interface Annotation {
  readonly level: Exclude<Level, 'info'>
  readonly title: string
  readonly message: string
}

/** The title of a run that reached no account. */
export const startTitle = 'Enforced TLS was not checked: the action cannot start'

/** GitHub shows ten errors, ten warnings and ten notices of a step. */
const mostShown = 10

/** `actionUrl` is the page whose headings are the reasons. */
export function annotationsOf(run: Run, actionUrl: string): Annotation[] {
  const { inputs, outcome } = run
  if (inputs === undefined || 'failure' in outcome) return [startAnnotation(run, actionUrl)]
  const loud = outcome.accounts
    .filter((judged) => accountReason(judged) !== '')
    .map((judged) => findingOf(judged, inputs))
  const shown = loud.length > mostShown ? loud.slice(0, mostShown - 1) : loud
  return [
    ...shown.map((finding) => asAnnotation(finding, actionUrl)),
    ...(loud.length > shown.length ? [furtherAnnotation(loud.slice(shown.length))] : []),
    ...appliedAnnotations(outcome.accounts, inputs),
    ...remarkAnnotations(run.remarks)
  ]
}

/** One for all that are of a level: each of its own would crowd out the accounts. */
function remarkAnnotations(remarks: readonly WaiverRemark[]): Annotation[] {
  const expired = remarks.filter(({ kind }) => kind === 'expired')
  const others = remarks.filter(({ kind }) => kind !== 'expired')
  return [
    { level: 'warning', remarks: expired } as const,
    { level: 'notice', remarks: others } as const
  ].flatMap(({ level, remarks }): Annotation[] => {
    const lines = remarks.slice(0, mostShown).map((remark) => remarkInWords(remark))
    if (lines.length === 0) return []
    if (remarks.length > mostShown) lines.push(`And ${count(remarks.length - mostShown, 'more waiver')}.`)
    return [{ level, title: 'Waivers of the Enforced TLS policy', message: lines.join('\n') }]
  })
}

function startAnnotation({ inputs, outcome }: Run, actionUrl: string): Annotation {
  const message = 'failure' in outcome ? outcome.failure.message : ''
  return {
    level: 'error',
    title: inputs === undefined ? startTitle : titles.unverified,
    message: [
      ...message.split('\n').map((line) => oneLine(line, 1000)),
      help(reasonOf(outcome), actionUrl)
    ].join('\n')
  }
}

function asAnnotation({ level, title, lines, reason }: Finding, actionUrl: string): Annotation {
  return {
    level: level === 'info' ? 'notice' : level,
    title,
    message: [...lines, help(reason, actionUrl)].join('\n')
  }
}

function furtherAnnotation(further: readonly Finding[]): Annotation {
  const deviating = further.filter(({ title }) => title !== titles.unverified).length
  const unverified = further.length - deviating
  return {
    level: further.some(({ level }) => level === 'error') ? 'error' : 'warning',
    title: `Enforced TLS: ${count(further.length, 'more account')}`,
    message: `${digits(deviating)} deviating and ${digits(unverified)} unverified. The job summary names them.`
  }
}

function appliedAnnotations(accounts: readonly AccountOutcome[], inputs: Inputs): Annotation[] {
  const applied = accounts.filter(({ outcome }) => outcome.result === 'applied')
  if (applied.length === 0) return []
  const lines = applied.slice(0, mostShown).flatMap((judged) => findingOf(judged, inputs).lines)
  if (applied.length > mostShown) lines.push(`And ${count(applied.length - mostShown, 'more account')}.`)
  return [{ level: 'notice', title: titles.applied, message: lines.join('\n') }]
}

function help(reason: string, actionUrl: string): string {
  return `What to do: ${actionUrl}#${reason}`
}

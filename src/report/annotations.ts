import type { Job, JudgedAccount, Reason, Run, WaiverNotice } from '../judge/types.ts'
import { oneLine } from '../text.ts'
import { type Level, titles, type Wording, wordingOf } from './wording.ts'
import { count, digits, waiverNoticeInWords } from './words.ts'

export interface Annotation {
  readonly level: Exclude<Level, 'info'>
  readonly title: string
  readonly message: string
}

/** GitHub shows ten errors, ten warnings and ten notices of a step. */
const mostShown = 10

/** `actionUrl` is the page whose headings are the reasons. */
export function annotationsOf(run: Run, actionUrl: string): Annotation[] {
  if (run.kind !== 'judged') {
    const title = run.kind === 'not-started' ? titles['not-started'] : titles.unverified
    const lines = run.failure.message.split('\n').map((line) => oneLine(line, 1000))
    return [{ level: 'error', title, message: [...lines, help(run.failure.reason, actionUrl)].join('\n') }]
  }
  const { accounts, job } = run
  const unwell = accounts.filter(({ outcome }) => outcome.reason !== '')
  const shown = unwell.length > mostShown ? unwell.slice(0, mostShown - 1) : unwell
  return [
    ...shown.map((judged) => accountAnnotation(wordingOf(judged, job), judged.outcome.reason, actionUrl)),
    ...furtherAnnotations(unwell.slice(shown.length), job),
    ...appliedAnnotations(accounts, job),
    ...waiverAnnotations(run.waiverNotices)
  ]
}

function accountAnnotation(
  { level, title, findings, notes }: Wording,
  reason: Reason,
  actionUrl: string
): Annotation {
  return {
    level: level === 'info' ? 'notice' : level,
    title,
    message: [...findings, ...notes, help(reason, actionUrl)].join('\n')
  }
}

function furtherAnnotations(further: readonly JudgedAccount[], job: Job): Annotation[] {
  if (further.length === 0) return []
  const deviating = further.filter(({ outcome }) => outcome.result === 'deviating').length
  return [
    {
      level: further.some((judged) => wordingOf(judged, job).level === 'error') ? 'error' : 'warning',
      title: `Enforced TLS: ${count(further.length, 'more account')}`,
      message: `${digits(deviating)} deviating and ${digits(further.length - deviating)} unverified. The job summary names them.`
    }
  ]
}

function appliedAnnotations(accounts: readonly JudgedAccount[], job: Job): Annotation[] {
  const applied = accounts.filter(({ outcome }) => outcome.result === 'applied')
  const message = firstLines(applied, 'more account', (judged) => wordingOf(judged, job).findings.join('\n'))
  return applied.length === 0 ? [] : [{ level: 'notice', title: titles.applied, message }]
}

/** One for all that are of a level: each of its own would crowd out the accounts. */
function waiverAnnotations(notices: readonly WaiverNotice[]): Annotation[] {
  const expired = notices.filter(({ kind }) => kind === 'expired')
  const others = notices.filter(({ kind }) => kind !== 'expired')
  return [
    { level: 'warning', listed: expired } as const,
    { level: 'notice', listed: others } as const
  ].flatMap(({ level, listed }): Annotation[] => {
    const message = firstLines(listed, 'more waiver', (notice) => waiverNoticeInWords(notice))
    return listed.length === 0 ? [] : [{ level, title: 'Waivers of the Enforced TLS policy', message }]
  })
}

function firstLines<T>(entries: readonly T[], more: string, lineOf: (entry: T) => string): string {
  const lines = entries.slice(0, mostShown).map(lineOf)
  if (entries.length > mostShown) lines.push(`And ${count(entries.length - mostShown, more)}.`)
  return lines.join('\n')
}

function help(reason: Reason, actionUrl: string): string {
  return `What to do: ${actionUrl}#${reason}`
}

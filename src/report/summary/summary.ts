import type { Job, Judged, NoAccounts, NotStarted, Run, WaiverNotice } from '../../judge/types.ts'
import { code, escapeMarkdown } from '../markdown.ts'
import { iconOf, icons, keyRefusedInWords, noSubusersInWords, titles, wordingOf } from '../wording.ts'
import { countsInWords, policyInWords, waiverNoticeInWords } from '../words.ts'
import { accountParts } from './account.ts'
import { blockedSection } from './blocked.ts'
import { fleetFolds, fleetTables, fleetTitle } from './fleet.ts'
import { inReport, joinedList, listSection } from './lists.ts'
import { nextSteps } from './next-steps.ts'

/** The job summary, in GitHub's Markdown. `actionUrl` is the page whose headings are the reasons. */
export function summaryOf(run: Run, actionUrl: string): string {
  const next = nextSteps(run, actionUrl)
  const parts = run.kind === 'judged' ? partsOf(run, next) : partsWithoutAccounts(run, next)
  return `${parts.join('\n\n')}\n`
}

function partsWithoutAccounts(run: NotStarted | NoAccounts, next: readonly string[]): string[] {
  const entries = run.failure.message.split('\n').map((line) => escapeMarkdown(line))
  return [
    ...(run.kind === 'not-started'
      ? [`## ${icons.open} ${titles['not-started']}`]
      : [
          `## ${icons.open} ${titles.unverified}`,
          run.failure.reason === 'invalid-input'
            ? 'No account was judged.'
            : 'The accounts are not known, so none was judged.',
          policyLine(run.job)
        ]),
    ...joinedList({ entries, noun: 'line', elsewhere: inReport }, '\n\n'),
    ...next
  ]
}

function partsOf(run: Judged, next: readonly string[]): string[] {
  const { accounts, job } = run
  const noSubusers = noSubusersInWords(run)
  const notices = [...(noSubusers === undefined ? [] : [noSubusers]), ...waiverSection(run.waiverNotices)]
  const keyRefused = keyRefusedInWords(run)
  if (keyRefused !== undefined)
    return [`## ${icons.open} ${titles.unverified}`, escapeMarkdown(keyRefused), policyLine(job), ...next]
  const [only, ...others] = accounts
  if (only !== undefined && others.length === 0) {
    const { title } = wordingOf(only, job)
    return [
      `## ${iconOf(only, job)} ${title}`,
      ...accountParts(only, job, policyLine(job), next),
      ...notices,
      ...blockedSection(run)
    ]
  }
  return [
    `## ${fleetTitle(accounts, job)}`,
    countsInWords(accounts),
    policyLine(job),
    ...next,
    ...fleetTables(accounts, job),
    ...notices,
    ...blockedSection(run),
    ...fleetFolds(accounts)
  ]
}

function policyLine({ mode, policy }: Job): string {
  return `**Policy** (mode ${mode}): ${policyInWords(policy)}.`
}

function waiverSection(notices: readonly WaiverNotice[]): string[] {
  const entries = notices.map((notice) => `- ${waiverNoticeInWords(notice, (name) => code(name, 100))}`)
  return listSection('Waivers that need attention', {
    entries,
    noun: 'waiver',
    elsewhere: 'The input `waivers` has them all.'
  })
}

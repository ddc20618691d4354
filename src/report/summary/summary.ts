import { actionName, actionVersion } from '../../about.ts'
import type { Job } from '../../model/job.ts'
import type { Judged, NoAccounts, NotStarted, Run } from '../../model/run.ts'
import {
  describeAccount,
  formatChangeLimit,
  formatNoSubusers,
  formatStop,
  formatUnmatchedLines,
  iconOf,
  icons,
  stoppedAccounts,
  stopsAll,
  titles
} from '../account-message.ts'
import { formatCounts, formatMeaning, formatPolicy, formatTime, formatWaiverNotice } from '../format.ts'
import { code, escapeMarkdown, link, linkRun } from '../markdown.ts'
import type { WorkflowRun } from '../workflow-run.ts'
import { blockedSection } from './blocked-section.ts'
import { joinedList, listSection } from './lists.ts'
import { fleetFolds, fleetSections, fleetTitle } from './many-accounts.ts'
import { nextSteps } from './next-steps.ts'
import { accountParts } from './one-account.ts'

/** The job summary, in GitHub's Markdown. `reasonsUrl` is the page whose headings are the reasons. */
export function formatSummary(run: Run, reasonsUrl: string): string {
  const next = nextSteps(run, reasonsUrl)
  const parts = run.kind === 'judged' ? partsOf(run, next) : partsWithoutAccounts(run, next)
  return `${parts.join('\n\n')}\n`
}

/** What stands below a summary: the tracking issue, and by which run and version it was written. */
export function formatFoot(
  workflowRun: WorkflowRun,
  endMs: number,
  issue: { readonly number: number; readonly url: string } | undefined
): string {
  const tracking =
    issue === undefined ? '' : `**Tracking issue:** ${link(`issue ${issue.number}`, issue.url)}.\n\n`
  const run = workflowRun.runUrl === '' ? '' : `${linkRun(workflowRun)}, `
  return `\n${tracking}${formatTime(endMs)}, ${run}${actionName} ${actionVersion}.\n`
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
    ...joinedList({ entries, noun: 'line' }, '\n\n'),
    ...next
  ]
}

function partsOf(run: Judged, next: readonly string[]): string[] {
  const { accounts, job } = run
  const sentences = [formatNoSubusers(run), formatUnmatchedLines(run)].filter((one) => one !== undefined)
  const notices = [...sentences.map((sentence) => escapeMarkdown(sentence)), ...waiverSection(run)]
  const stops = run.stops.map((stop) => escapeMarkdown(formatStop(stop, run)))
  if (run.stops.some((stop) => stopsAll(stop, run)))
    return [`## ${icons.open} ${titles.unverified}`, ...stops, policyLine(job), ...next]
  const stopped = stoppedAccounts(run)
  const changeLimit = formatChangeLimit(run)
  const meaning = formatMeaning(accounts)
  const [only, ...others] = accounts
  if (only !== undefined && others.length === 0) {
    const title = titles[describeAccount(only, job).kind]
    return [
      `## ${iconOf(only, job)} ${title}`,
      ...accountParts(only, job, policyLine(job), next),
      ...ownerLine(run),
      ...notices,
      ...blockedSection(run)
    ]
  }
  return [
    `## ${fleetTitle(accounts, job)}`,
    ...(meaning === '' ? [] : [meaning]),
    formatCounts(accounts),
    policyLine(job),
    ...ownerLine(run),
    ...stops,
    ...(changeLimit === undefined ? [] : [changeLimit]),
    ...next,
    ...fleetSections(
      accounts.filter(({ account }) => !stopped.has(account)),
      job
    ),
    ...notices,
    ...blockedSection(run),
    ...fleetFolds(accounts)
  ]
}

/** Whose accounts these are, where SendGrid has said so. */
function ownerLine({ owner }: Judged): string[] {
  return owner === undefined ? [] : [`**Owner of the key:** ${code(owner)}.`]
}

function policyLine({ mode, policy }: Job): string {
  return `**Policy** (mode ${mode}): ${formatPolicy(policy)}.`
}

function waiverSection({ waiverNotices, job }: Judged): string[] {
  const entries = waiverNotices.map((notice) => `- ${formatWaiverNotice(notice, job.mode, code)}`)
  return listSection('Waivers that need attention', {
    entries,
    noun: 'waiver',
    elsewhere: 'The input `waivers` has them all.'
  })
}

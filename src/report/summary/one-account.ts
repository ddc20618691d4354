import { parentAccount } from '../../model/account.ts'
import type { Job } from '../../model/job.ts'
import type { JudgedAccount, Outcome } from '../../model/outcome.ts'
import { type Settings, settingInputs, settingNames } from '../../model/settings.ts'
import { describeAccount, icons } from '../account-message.ts'
import { formatMeaning, statedValue } from '../format.ts'
import { code, escapeMarkdown, fold, table } from '../markdown.ts'
import { splitMessage } from './split-message.ts'

/** What a summary says of its only account, around the line about the policy and the one about what to do. */
export function accountParts(
  judged: JudgedAccount,
  job: Job,
  policyLine: string,
  next: readonly string[]
): string[] {
  const { outcome } = judged
  const { finding, notes } = describeAccount(judged, job)
  const { request, cause } = splitMessage('message' in outcome ? outcome.message : '')
  const isUnverified = outcome.result === 'unverified'
  const meaning = formatMeaning([judged])
  return [
    isUnverified ? `**${outcome.reason}:** ${escapeMarkdown(cause)}` : escapeMarkdown(finding),
    ...notes.map((note) => escapeMarkdown(note)),
    ...(meaning === '' ? [] : [meaning]),
    ...next,
    ...(isUnverified ? [accountLine(judged)] : []),
    // A table states the policy too.
    outcome.after === undefined ? policyLine : settingsTable(outcome, outcome.after, job),
    ...(isUnverified && request !== '' ? fold('The request', escapeMarkdown(request)) : [])
  ]
}

function accountLine({ account: { name } }: JudgedAccount): string {
  return `**Account:** ${name === parentAccount ? "the key's own" : code(name)}.`
}

/** Without a verdict the settings are no more than what was read last. */
function settingsTable({ result, deviations }: Outcome, settings: Settings, { policy, mode }: Job): string {
  const isVerdict = result !== 'unverified'
  const deviating = deviations.map(({ setting }) => setting)
  const rows = settingNames.map((setting) => {
    const stated = policy[setting] !== undefined
    const complies = deviating.includes(setting) ? `${icons.bad} deviates` : `${icons.good} complies`
    return [
      settingInputs[setting],
      isVerdict && !stated ? '\u2013' : statedValue(policy, setting),
      String(settings[setting]),
      ...(isVerdict ? [stated ? complies : 'not judged'] : [])
    ]
  })
  return table(
    ['Setting', `Policy (mode ${mode})`, ...(isVerdict ? ['In force', 'Verdict'] : ['Last read'])],
    rows
  )
}

import { parentAccount } from '../../model/account.ts'
import type { Job } from '../../model/job.ts'
import type { JudgedAccount, Outcome } from '../../model/outcome.ts'
import { type Settings, settingInputs, settingNames } from '../../model/settings.ts'
import { describeAccount, icons } from '../account-message.ts'
import { statedValue } from '../format.ts'
import { code, escapeMarkdown, table } from '../markdown.ts'

/** What a summary says of its only account, around the line about the policy and the one about what to do. */
export function accountParts(
  judged: JudgedAccount,
  job: Job,
  policyLine: string,
  next: readonly string[]
): string[] {
  const { account, outcome } = judged
  const subject = account.name === parentAccount ? "The key's own account" : `Account ${code(account.name)}`
  const { story, notes, consequence } = describeAccount(judged, job)
  const reason = outcome.result === 'unverified' ? `**${outcome.reason}:** ` : ''
  const rest = [
    ...story.map((sentence) => reason + escapeMarkdown(sentence)),
    ...notes.map((sentence) => escapeMarkdown(sentence)),
    ...(consequence.length > 0 ? [escapeMarkdown(consequence.join(' '))] : []),
    ...next
  ]
  // The table states the policy too.
  if (outcome.after === undefined) return [`${subject}.`, policyLine, ...rest]
  return [`${subject} (mode ${job.mode}).`, ...rest, settingsTable(outcome, outcome.after, job)]
}

/** Without a verdict the settings are no more than what was read last. */
function settingsTable({ result, deviations }: Outcome, settings: Settings, { policy }: Job): string {
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
  return table(['Setting', 'Policy', ...(isVerdict ? ['In force', 'Verdict'] : ['Last read'])], rows)
}

import type { Inputs } from '../inputs.ts'
import { parentAccount } from '../judge/account.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import type { Settings } from '../judge/policy.ts'
import { acceptedBefore, certificatesOnly, nothingWritten, requiresCertificatesOnly } from './finding.ts'
import { code, inert, table } from './markdown.ts'
import { changesInWords, inputNames, settingNames, statedValue } from './words.ts'

/** What a summary says of its only account, around the line about the policy and the one about what to do. */
export function accountParts(
  judged: AccountOutcome,
  inputs: Inputs,
  policyLine: string,
  next: readonly string[]
): string[] {
  const { name } = judged.account
  const subject = name === parentAccount ? "The key's own account" : `Account ${code(name)}`
  const { settings } = judged.outcome
  const rest = [...story(judged, inputs), ...next]
  // The table states the policy too.
  if (settings === undefined) return [`${subject}.`, policyLine, ...rest]
  return [`${subject} (mode ${inputs.mode}).`, ...rest, settingsTable(judged, settings, inputs)]
}

/** What happened, as far as a table of the settings does not tell it. */
function story({ outcome }: AccountOutcome, { policy }: Inputs): string[] {
  switch (outcome.result) {
    case 'compliant':
      return []
    case 'applied':
      return [`Changed ${changesInWords(outcome.before, outcome.settings)}. Two reads confirm it.`]
    case 'deviating':
      return [
        ...(requiresCertificatesOnly(outcome.settings, policy) ? [certificatesOnly] : []),
        ...(outcome.refused.length > 0 ? [nothingWritten('', outcome.refused)] : [])
      ]
    case 'unverified':
      return [
        `**${outcome.failure.reason}:** ${inert(outcome.failure.message)}`,
        ...(outcome.changed ? [acceptedBefore] : [])
      ]
    case 'waived':
      return [`It deviates, and is waived until ${outcome.waiver.until}: ${inert(outcome.waiver.reason)}`]
    case 'skipped':
      return ['It is disabled, and SendGrid does not answer for it.']
  }
}

/** Without a verdict the settings are no more than what was read last. */
function settingsTable({ outcome }: AccountOutcome, settings: Settings, { policy }: Inputs): string {
  const verdicts = outcome.result !== 'unverified'
  const deviating = 'deviations' in outcome ? outcome.deviations.map(({ setting }) => setting) : []
  const rows = settingNames.map((setting) => {
    const stated = policy[setting] !== undefined
    const complies = deviating.includes(setting) ? 'deviates' : 'complies'
    return [
      inputNames[setting],
      verdicts && !stated ? '\u2013' : statedValue(policy, setting),
      String(settings[setting]),
      ...(verdicts ? [stated ? complies : 'not stated'] : [])
    ]
  })
  return table(['Setting', 'Policy', ...(verdicts ? ['In force', 'Verdict'] : ['Last read'])], rows)
}

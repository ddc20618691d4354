import type { Policy, Settings } from '../judge/policy.ts'
import { code, inert, table } from './markdown.ts'
import type { Run } from './run.ts'
import type { Story } from './story.ts'
import { inputNames, settingNames, statedValue } from './words.ts'

/** The job summary, in GitHub's Markdown. */
export function summaryOf({ inputs, outcome }: Run, story: Story): string {
  const parts = [`## ${story.title}`]
  if (inputs) {
    parts.push(`Account ${code(inputs.account)}, mode ${code(inputs.mode)}, asked at ${code(inputs.apiUrl)}.`)
    parts.push(settingsTable(inputs.policy, outcome.settings))
  }
  parts.push(...story.lines.map(inert))
  if (story.help) parts.push(`[What to do](${story.help})`)
  return `${parts.join('\n\n')}\n`
}

function settingsTable(policy: Policy, settings: Settings | undefined): string {
  return table(
    ['Setting', 'Policy', 'In force'],
    settingNames.map((setting) => [
      inputNames[setting],
      statedValue(policy, setting),
      String(settings?.[setting] ?? 'unknown')
    ])
  )
}

import { parentAccount } from '../judge/account.ts'
import { passes } from '../judge/reconcile.ts'
import { oneLine } from '../text.ts'
import { type Run, reasonOf } from './run.ts'
import { changesInWords, deviationInWords, policyInWords } from './words.ts'

/** What happened, in words for the log, the annotation and the summary. */
export interface Story {
  readonly level: 'error' | 'warning' | 'notice' | 'info'
  readonly title: string
  /** Plain text, one sentence or a few each. Foreign text in it is clean, and not yet escaped for Markdown. */
  readonly lines: readonly string[]
  /** Where a person reads what to do; empty when there is nothing to do. */
  readonly help: string
}

/** `troubleshootingUrl` is the page whose headings are the reasons. */
export function storyOf(run: Run, troubleshootingUrl: string): Story {
  const reason = reasonOf(run.outcome)
  return { ...plot(run), help: reason === '' ? '' : `${troubleshootingUrl}#${reason}` }
}

function plot({ inputs, outcome }: Run): Omit<Story, 'help'> {
  if (inputs === undefined) {
    if (outcome.result !== 'unverified') throw new Error('A verdict needs inputs')
    return {
      level: 'error',
      title: 'Enforced TLS was not checked: the action cannot start',
      lines: outcome.failure.message.split('\n').map((line) => oneLine(line, 1000))
    }
  }
  const account =
    inputs.account === parentAccount ? "The key's own account" : `Account ${oneLine(inputs.account)}`
  switch (outcome.result) {
    case 'compliant':
      return {
        level: 'info',
        title: 'Enforced TLS complies with the policy',
        lines: [`${account} complies: ${policyInWords(inputs.policy)}.`]
      }
    case 'applied':
      return {
        level: 'notice',
        title: 'Enforced TLS was changed and confirmed',
        lines: [
          `${account}: changed ${changesInWords(outcome.before, outcome.settings)}. Two reads confirm it.`
        ]
      }
    case 'deviating': {
      const lines = outcome.deviations.map(
        (deviation) => `${account} deviates: ${deviationInWords(deviation, inputs.policy)}.`
      )
      const { requireTls, requireValidCert } = outcome.settings
      if (!requireTls && requireValidCert && inputs.policy.requireTls) {
        lines.push(
          'Valid certificates are required and TLS is not. SendGrid does not say whether clear text is refused then, ' +
            'so this does not count as requiring TLS.'
        )
      }
      if (outcome.refused.length > 0) {
        const refused = outcome.refused
          .map((deviation) => deviationInWords(deviation, inputs.policy))
          .join('; ')
        lines.push(`Nothing was written, because that would loosen the setting: ${refused}.`)
      }
      return {
        level: passes(outcome, inputs.failOnDeviation) ? 'warning' : 'error',
        title:
          outcome.refused.length > 0
            ? 'Enforced TLS was left alone: the policy would loosen it'
            : 'Enforced TLS deviates from the policy',
        lines
      }
    }
    case 'unverified':
      return {
        level: 'error',
        title: 'Enforced TLS could not be verified',
        lines: [
          `${account}: no verdict. ${oneLine(outcome.failure.message, 1000)}`,
          ...(outcome.changed ? ['SendGrid accepted a change before that.'] : [])
        ]
      }
  }
}

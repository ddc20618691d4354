import { actionName, actionRepository, actionVersion } from '../about.ts'
import { resultOf } from '../model/result.ts'
import type { Run } from '../model/run.ts'
import { type Deviation, settingInputs, settingNames } from '../model/settings.ts'
import { visibleName } from '../text.ts'
import { digest } from './digest.ts'
import { formatDeviation } from './format.ts'
import type { WorkflowRun } from './workflow-run.ts'

/** GitHub takes 25,000 results of a run and refuses a file with more. */
const maxResults = 25_000

/** A SARIF file, and how many results GitHub would not take. */
export interface Sarif {
  readonly text: string
  readonly omitted: number
}

/**
 * SARIF 2.1.0 with one result for each deviating account and setting. None for a run without a verdict on every
 * account: GitHub closes the alerts that a file does not repeat.
 */
export function formatSarif(run: Run, workflowRun: WorkflowRun): Sarif | undefined {
  if (run.kind !== 'judged' || resultOf(run) === 'unverified') return undefined
  const { accounts, job, hosts } = run
  const uri = asUri(workflowRun.workflowFile || 'action.yml')
  const results = accounts.flatMap(({ account, outcome }) =>
    outcome.result !== 'deviating'
      ? []
      : outcome.deviations.map((deviation) => ({
          ruleId: ruleId(deviation.setting),
          ruleIndex: settingNames.indexOf(deviation.setting),
          level: 'error',
          message: {
            text: plain(`Account ${visibleName(account.name)}: ${formatDeviation(deviation, job.policy)}.`)
          },
          locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }],
          // GitHub reads this name alone, and makes one alert of all results of a line where it is missing.
          partialFingerprints: {
            primaryLocationLineHash: digest([hosts[account.region], account.name, deviation.setting])
          }
        }))
  )
  const driver = {
    name: actionName,
    semanticVersion: actionVersion,
    informationUri: `https://github.com/${actionRepository}`,
    rules: settingNames.map((setting) => rule(setting, `${workflowRun.reasonsUrl}#deviation`))
  }
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results: results.slice(0, maxResults) }]
  }
  return { text: `${JSON.stringify(log, null, 2)}\n`, omitted: Math.max(0, results.length - maxResults) }
}

type Setting = Deviation['setting']

const descriptions: Readonly<Record<Setting, { short: string; risk: string; severity: string }>> = {
  requireTls: {
    short: 'Enforced TLS is not set as the policy states',
    risk: 'Without it SendGrid sends mail in clear text when the recipient server does not take TLS.',
    severity: '7.5'
  },
  requireValidCert: {
    short: 'Valid certificates are not demanded as the policy states',
    risk: 'Without it SendGrid sends mail to a server that shows any certificate, which may be an attacker.',
    severity: '6.5'
  },
  tlsVersion: {
    short: 'The minimum TLS version is not what the policy states',
    risk: 'TLS 1.0 and 1.1 are deprecated (RFC 8996).',
    severity: '5.5'
  }
}

function rule(setting: Setting, helpUri: string) {
  const { short, risk, severity } = descriptions[setting]
  const help = `${risk} Run the action with mode apply, or change the setting in SendGrid, or change the policy in the workflow.`
  return {
    id: ruleId(setting),
    name: `EnforcedTls${setting[0]?.toUpperCase()}${setting.slice(1)}`,
    shortDescription: { text: `${short}.` },
    fullDescription: { text: `${short}. ${risk}` },
    help: {
      text: help,
      markdown: `${help} See [deviation](${helpUri}).`
    },
    helpUri,
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': severity, precision: 'very-high', tags: ['security', 'email', 'tls'] }
  }
}

function ruleId(setting: Setting): string {
  return `enforced-tls/${settingInputs[setting]}`
}

/** A path of the repository as a relative URI. */
function asUri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** SARIF messages may hold links, `[text](target)`; foreign text must not. */
function plain(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&')
}

import { actionName, actionVersion } from '../identity.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { type Deviation, findDeviations, type Policy, type Settings } from '../judge/policy.ts'
import { accountReason, reasonOf, resultOf, wasChanged } from '../judge/run.ts'
import type { Context } from './context.ts'
import type { Run } from './run.ts'
import { inputNames } from './words.ts'

/** When a run started and ended, in milliseconds since the epoch. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/**
 * The report file, in pieces, for that of a fleet as a whole takes more memory than judging it: what
 * schema/report.schema.json describes, with a line for each account. It never holds the key or anything made of it.
 */
export function* evidenceOf(run: Run, context: Context, span: Span): Generator<string> {
  const { inputs, outcome } = run
  const { actionUrl: _, serverUrl: __, ...github } = context
  const head = {
    schemaVersion: 1,
    startedAt: new Date(span.startMs).toISOString(),
    endedAt: new Date(span.endMs).toISOString(),
    action: { name: actionName, version: actionVersion },
    run: github,
    mode: inputs?.mode ?? null,
    policy:
      inputs === undefined ? null : policyOf(inputs.policy, inputs.allowLoosening, inputs.failOnDeviation),
    hosts: inputs === undefined ? [] : hostsOf(run),
    result: resultOf(outcome),
    reason: reasonOf(outcome) || null,
    failure: 'failure' in outcome ? outcome.failure.message : null
  }
  // The accounts go in before the brace that ends the object.
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, ',\n  "accounts": [')
  let separator = '\n'
  for (const judged of outcome.accounts) {
    yield `${separator}    ${JSON.stringify(accountOf(judged, inputs?.policy))}`
    separator = ',\n'
  }
  yield '\n  ]\n}\n'
}

/** The API URLs that were asked, or would have been. */
function hostsOf({ inputs, outcome }: Run): string[] {
  if (inputs === undefined) return []
  const regions =
    outcome.accounts.length === 0 ? [inputs.region] : outcome.accounts.map(({ account }) => account.region)
  return [...new Set(regions.map((region) => inputs.apiUrls[region]))].sort()
}

function policyOf(policy: Policy, allowLoosening: boolean, failOnDeviation: boolean) {
  return {
    'require-tls': policy.requireTls ?? null,
    'require-valid-cert': policy.requireValidCert ?? null,
    'tls-version': policy.tlsVersion?.version ?? null,
    'tls-version-match': policy.tlsVersion?.match ?? null,
    'allow-loosening': allowLoosening,
    'fail-on-deviation': failOnDeviation
  }
}

function accountOf(judged: AccountOutcome, policy: Policy | undefined) {
  const { account, outcome, effort } = judged
  const before = 'before' in outcome ? outcome.before : outcome.settings
  const deviations = policy && outcome.settings ? findDeviations(policy, outcome.settings) : []
  return {
    account: account.name,
    region: account.region,
    result: outcome.result,
    reason: accountReason(judged) || null,
    message: outcome.result === 'unverified' ? outcome.failure.message : null,
    before: before === undefined ? null : settingsOf(before),
    after: outcome.settings === undefined ? null : settingsOf(outcome.settings),
    changed: wasChanged(judged),
    deviations: deviations.map(deviationOf),
    waiver:
      outcome.result === 'waived' ? { until: outcome.waiver.until, reason: outcome.waiver.reason } : null,
    requests: effort.requests,
    retries: effort.retries
  }
}

function settingsOf({ requireTls, requireValidCert, tlsVersion }: Settings) {
  return { 'require-tls': requireTls, 'require-valid-cert': requireValidCert, 'tls-version': tlsVersion }
}

function deviationOf({ setting, expected, actual }: Deviation) {
  return { setting: inputNames[setting], expected, actual }
}

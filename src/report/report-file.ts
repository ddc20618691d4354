import { actionName, actionVersion } from '../about.ts'
import type { Account } from '../model/account.ts'
import type { Job } from '../model/job.ts'
import type { JudgedAccount } from '../model/outcome.ts'
import { accountsOf, reasonOf, resultOf } from '../model/result.ts'
import type { Judged, Run } from '../model/run.ts'
import { type Deviation, type Settings, settingInputs } from '../model/settings.ts'
import type { WorkflowRun } from './workflow-run.ts'

/** When a run started and ended, in milliseconds since the epoch. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/** The report file, as schema/report.schema.json describes it. */
export function formatReport(run: Run, workflowRun: WorkflowRun, span: Span): string {
  const { reasonsUrl: _page, apiUrl: _api, ref: _ref, defaultBranch: _branch, ...github } = workflowRun
  const job = run.kind === 'not-started' ? undefined : run.job
  const report = {
    schemaVersion: 1,
    startedAt: new Date(span.startMs).toISOString(),
    endedAt: new Date(span.endMs).toISOString(),
    action: { name: actionName, version: actionVersion },
    run: github,
    mode: job?.mode ?? null,
    policy: job === undefined ? null : policyOf(job),
    owner: (run.kind === 'judged' ? run.owner : undefined) ?? null,
    hosts: hostsOf(run),
    result: resultOf(run),
    reason: reasonOf(run) || null,
    failure: run.kind === 'judged' ? null : run.failure.message,
    keyScopes: (run.kind === 'not-started' ? undefined : run.keyScopes) ?? null,
    accounts:
      run.kind === 'judged' ? run.accounts.map((judged) => accountOf(judged, run.blockedRecipients)) : []
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

/** The API URLs that were asked, or would have been. */
function hostsOf(run: Run): string[] {
  if (run.kind === 'not-started') return []
  const asked = accountsOf(run).filter(({ outcome }) => outcome.result !== 'excluded')
  const regions = [run.job.region, ...asked.map(({ account }) => account.region)]
  return [...new Set(regions.map((region) => run.hosts[region]))].sort()
}

function policyOf({ policy, allowLoosening, failOnDeviation, maxChanges }: Job) {
  return {
    'require-tls': policy.requireTls ?? null,
    'require-valid-cert': policy.requireValidCert ?? null,
    'tls-version': policy.tlsVersion?.version ?? null,
    'tls-version-match': policy.tlsVersion?.match ?? null,
    'allow-loosening': allowLoosening,
    'fail-on-deviation': failOnDeviation,
    'max-changes': maxChanges ?? null
  }
}

function accountOf(
  { account, outcome, requestCounts, identity }: JudgedAccount,
  blocked: Judged['blockedRecipients']
) {
  return {
    account: account.name,
    region: account.region,
    result: outcome.result,
    reason: outcome.reason || null,
    message: 'message' in outcome ? outcome.message : null,
    before: settingsOf(outcome.before),
    after: settingsOf(outcome.after),
    changed: outcome.changed,
    inDoubt: outcome.inDoubt,
    deviations: outcome.deviations.map(deviationOf),
    waiver:
      outcome.result === 'waived' ? { until: outcome.waiver.until, reason: outcome.waiver.reason } : null,
    excludedBy: outcome.result === 'excluded' ? outcome.line : null,
    identity,
    blockedRecipients: blockedOf(blocked, account),
    requests: requestCounts.requests,
    retries: requestCounts.retries
  }
}

function blockedOf(blocked: Judged['blockedRecipients'], account: Account) {
  const counted = blocked?.byAccount.get(account)
  return blocked === undefined || counted === undefined ? null : { days: blocked.days, ...counted }
}

function settingsOf(settings: Settings | undefined) {
  if (settings === undefined) return null
  const { requireTls, requireValidCert, tlsVersion } = settings
  return { 'require-tls': requireTls, 'require-valid-cert': requireValidCert, 'tls-version': tlsVersion }
}

function deviationOf({ setting, expected, actual }: Deviation) {
  return { setting: settingInputs[setting], expected, actual }
}

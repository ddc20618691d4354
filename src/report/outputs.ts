import type { JudgedAccount } from '../model/outcome.ts'
import { accountsOf, reasonOf, resultOf } from '../model/result.ts'
import type { Run } from '../model/run.ts'
import { settingInputs } from '../model/settings.ts'
import { sumBlocked } from './blocked-totals.ts'
import { countResults } from './format.ts'
import { formatMessage } from './message.ts'

/** A job's outputs may take 1 MiB in UTF-16. 500 deviations take about a tenth of it, and so do 500 notices. */
const maxEntries = 500

const maxDomains = 100

/** The outputs of action.yml, except those about files and the tracking issue. */
export function collectOutputs(run: Run): Record<string, string> {
  const accounts = accountsOf(run)
  const result = resultOf(run)
  const counts = countResults(accounts)
  const blocked = sumBlocked(run)
  const settings = accounts.length === 1 ? accounts[0]?.outcome.after : undefined
  return {
    result,
    compliant: String(result === 'compliant' || result === 'applied'),
    changed: String(accounts.some(({ outcome }) => outcome.changed)),
    reason: reasonOf(run),
    message: formatMessage(run),
    deviations: JSON.stringify(deviationsOf(accounts)),
    'require-tls': String(settings?.requireTls ?? ''),
    'require-valid-cert': String(settings?.requireValidCert ?? ''),
    'tls-version': String(settings?.tlsVersion ?? ''),
    'account-count': String(accounts.length),
    'deviating-count': String(counts.deviating),
    'unverified-count': String(counts.unverified),
    'waived-count': String(counts.waived),
    'excluded-count': String(counts.excluded),
    'waiver-notices': JSON.stringify(waiverNoticesOf(run)),
    'blocked-recipient-count': blocked === undefined ? '' : String(blocked.count),
    'blocked-domains': JSON.stringify(blocked?.domains.slice(0, maxDomains) ?? [])
  }
}

/** What deviates after the run, as far as it is known. Waived accounts do not count. */
function deviationsOf(accounts: readonly JudgedAccount[]) {
  const deviations = accounts
    .filter(({ outcome }) => outcome.result !== 'waived')
    .flatMap(({ account, outcome }) =>
      outcome.deviations.map(({ setting, expected, actual }) => ({
        account: account.name,
        setting: settingInputs[setting],
        expected,
        actual
      }))
    )
  return deviations.slice(0, maxEntries)
}

function waiverNoticesOf(run: Run) {
  const notices = run.kind === 'judged' ? run.waiverNotices : []
  return notices.slice(0, maxEntries).map(({ waiver: { account, until }, days, kind }) => ({
    account,
    until,
    days,
    // A waiver that almost names an account covers none.
    kind: kind === 'almost-named' ? 'not-judged' : kind
  }))
}

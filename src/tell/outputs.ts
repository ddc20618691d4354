import type { Inputs } from '../inputs.ts'
import type { AccountOutcome } from '../judge/fleet.ts'
import { type Deviation, findDeviations } from '../judge/policy.ts'
import { reasonOf, resultOf, wasChanged } from '../judge/run.ts'
import type { Run } from './run.ts'
import { inputNames } from './words.ts'

/** A job's outputs may take 1 MiB in UTF-16; 500 deviations take about a tenth of it. */
const mostDeviations = 500

/** Every output of action.yml, on every path. */
export function outputsOf({ inputs, outcome: run }: Run): Record<string, string> {
  const { accounts } = run
  const result = resultOf(run)
  const count = (wanted: string): string =>
    String(accounts.filter(({ outcome }) => outcome.result === wanted).length)
  const settings = accounts.length === 1 ? accounts[0]?.outcome.settings : undefined
  return {
    result,
    compliant: String(result === 'compliant' || result === 'applied'),
    changed: String(accounts.some(wasChanged)),
    reason: reasonOf(run),
    deviations: JSON.stringify(deviationsOf(accounts, inputs)),
    'require-tls': String(settings?.requireTls ?? ''),
    'require-valid-cert': String(settings?.requireValidCert ?? ''),
    'tls-version': String(settings?.tlsVersion ?? ''),
    'account-count': String(accounts.length),
    'deviating-count': count('deviating'),
    'unverified-count': count('unverified'),
    'waived-count': count('waived')
  }
}

/** What an account still deviates in after the run, as far as it is known; what is waived does not count. */
function remainingDeviations({ outcome }: AccountOutcome, inputs: Inputs): Deviation[] {
  return outcome.settings === undefined || outcome.result === 'waived'
    ? []
    : findDeviations(inputs.policy, outcome.settings)
}

function deviationsOf(accounts: readonly AccountOutcome[], inputs: Inputs | undefined) {
  if (inputs === undefined) return []
  const deviations = accounts.flatMap((judged) =>
    remainingDeviations(judged, inputs).map(({ setting, expected, actual }) => ({
      account: judged.account.name,
      setting: inputNames[setting],
      expected,
      actual
    }))
  )
  return deviations.slice(0, mostDeviations)
}

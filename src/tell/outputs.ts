import { parentAccount } from '../judge/account.ts'
import { findDeviations } from '../judge/policy.ts'
import { type Run, reasonOf } from './run.ts'
import { inputNames } from './words.ts'

/** Every output of action.yml, on every path. */
export function outputsOf({ inputs, outcome }: Run): Record<string, string> {
  const { result, settings } = outcome
  const deviations = inputs && settings ? findDeviations(inputs.policy, settings) : []
  const account = inputs?.account ?? parentAccount
  return {
    result,
    compliant: String(result === 'compliant' || result === 'applied'),
    changed: String(result === 'applied' || (result === 'unverified' && outcome.changed)),
    reason: reasonOf(outcome),
    deviations: JSON.stringify(
      deviations.map(({ setting, expected, actual }) => ({
        account,
        setting: inputNames[setting],
        expected,
        actual
      }))
    ),
    'require-tls': String(settings?.requireTls ?? ''),
    'require-valid-cert': String(settings?.requireValidCert ?? ''),
    'tls-version': String(settings?.tlsVersion ?? '')
  }
}

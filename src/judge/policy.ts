/** The minimum TLS versions that SendGrid offers. */
export type TlsVersion = 1.1 | 1.2 | 1.3

/** The Enforced TLS setting of one account, as SendGrid reports it. */
export interface Settings {
  readonly requireTls: boolean
  readonly requireValidCert: boolean
  readonly tlsVersion: TlsVersion
}

/** What the workflow states. `undefined` is not part of the policy: not judged, never written. */
export interface Policy {
  readonly requireTls: boolean | undefined
  readonly requireValidCert: boolean | undefined
  readonly tlsVersion: { readonly match: 'minimum' | 'exact'; readonly version: TlsVersion } | undefined
}

/** A stated setting that has another value. */
export type Deviation =
  | {
      readonly setting: 'requireTls' | 'requireValidCert'
      readonly expected: boolean
      readonly actual: boolean
    }
  | { readonly setting: 'tlsVersion'; readonly expected: TlsVersion; readonly actual: TlsVersion }

/** Every stated setting whose value is not the stated one, in the order of the settings. */
export function findDeviations(policy: Policy, settings: Settings): Deviation[] {
  const deviations: Deviation[] = []
  for (const setting of ['requireTls', 'requireValidCert'] as const) {
    const expected = policy[setting]
    const actual = settings[setting]
    if (expected !== undefined && expected !== actual) deviations.push({ setting, expected, actual })
  }
  if (policy.tlsVersion !== undefined) {
    const { match, version: expected } = policy.tlsVersion
    const actual = settings.tlsVersion
    const complies = match === 'exact' ? actual === expected : actual >= expected
    if (!complies) deviations.push({ setting: 'tlsVersion', expected, actual })
  }
  return deviations
}

/** The smallest change that removes the deviations: the deviating settings at their stated values, no other. */
export function remedy(deviations: readonly Deviation[]): Partial<Settings> {
  return Object.fromEntries(deviations.map(({ setting, expected }) => [setting, expected]))
}

/** Whether removing the deviation turns a protection off or lowers the version. */
export function loosens({ expected, actual }: Deviation): boolean {
  return expected < actual
}

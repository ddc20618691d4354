/** The minimum TLS versions that SendGrid offers. */
export type TlsVersion = 1.1 | 1.2 | 1.3

/** The Enforced TLS setting of one account, as SendGrid reports it. */
export interface Settings {
  readonly requireTls: boolean
  readonly requireValidCert: boolean
  readonly tlsVersion: TlsVersion
}

/** What SendGrid documents as the setting of an account that nobody has changed. */
export function isDefault({ requireTls, requireValidCert, tlsVersion }: Settings): boolean {
  return !requireTls && !requireValidCert && tlsVersion === 1.1
}

/** The settings by the names of their inputs, in the order in which people read them. */
export const settingInputs: Readonly<Record<keyof Settings, string>> = {
  requireTls: 'require-tls',
  requireValidCert: 'require-valid-cert',
  tlsVersion: 'tls-version'
}

/** The settings, in that order. */
export const settingNames = Object.keys(settingInputs) as (keyof Settings)[]

/** The settings that the workflow states. An undefined one is not judged and never written. */
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

import { Failure } from './failure.ts'
import { asFlag, InputReader, type ReadInput } from './input-reader.ts'
import { type AccountName, parentAccount } from './judge/account.ts'
import type { Policy, TlsVersion } from './judge/policy.ts'

/** What the workflow asks for, judged and typed. Times are in milliseconds. */
export interface Inputs {
  readonly apiKey: string
  readonly mode: 'check' | 'apply'
  readonly policy: Policy
  readonly allowLoosening: boolean
  readonly account: AccountName
  readonly region: Region
  /** Where requests go: an origin and a path without a slash at the end. */
  readonly apiUrl: string
  readonly failOnDeviation: boolean
  readonly requestTimeoutMs: number
  readonly maxRetries: number
  readonly verifyTimeoutMs: number
  /** What is odd and yet no error. */
  readonly warnings: readonly string[]
}

export type Region = 'global' | 'eu'

/** The hosts that SendGrid documents for its regions. */
const regionUrls: Readonly<Record<Region, string>> = {
  global: 'https://api.sendgrid.com',
  eu: 'https://api.eu.sendgrid.com'
}

/** The key as given, trimmed: to be masked before anything is printed. */
export function readApiKey(read: ReadInput): string {
  return read('api-key').trim()
}

/** Reads and judges every input. Throws one `invalid-input` Failure that names all that are wrong. */
export function readInputs(read: ReadInput): Inputs {
  const apiKey = readApiKey(read)
  const reader = new InputReader(read, apiKey)
  for (const problem of apiKeyProblems(apiKey)) reader.addProblem(problem)

  const region = reader.choice('region', ['global', 'eu'])
  const inputs: Inputs = {
    apiKey,
    mode: reader.choice('mode', ['check', 'apply']),
    policy: readPolicy(reader),
    allowLoosening: reader.flag('allow-loosening'),
    account: reader.parse(
      'on-behalf-of',
      'one subuser\'s username or "account-id ID", without control characters and within Latin-1, ' +
        "or nothing for the key's own account",
      asAccount
    ),
    region,
    apiUrl: reader.parse(
      'api-url',
      'an https URL, or an http URL on loopback, without user info, query and fragment, ' +
        "or nothing for the region's host",
      (value) => (value === '' ? (regionUrls[region] ?? '') : asApiUrl(value))
    ),
    failOnDeviation: reader.flag('fail-on-deviation'),
    requestTimeoutMs: reader.wholeNumber('request-timeout-seconds', 1, 300) * 1000,
    maxRetries: reader.wholeNumber('max-retries', 0, 10),
    verifyTimeoutMs: reader.wholeNumber('verify-timeout-seconds', 0, 600) * 1000,
    warnings: apiKey.startsWith('SG.')
      ? []
      : ['api-key does not look like a SendGrid key: those start with "SG.".']
  }
  if (reader.problems.length > 0) throw new Failure('invalid-input', reader.problems.join('\n'))
  return inputs
}

function readPolicy(reader: InputReader): Policy {
  const settings = ['require-tls', 'require-valid-cert', 'tls-version']
  if (settings.every((name) => reader.text(name) === '')) {
    reader.addProblem(
      'require-tls, require-valid-cert and tls-version are all empty. State at least one: there is nothing to judge.'
    )
  }
  const version = reader.stated('tls-version', '"1.1", "1.2" or "1.3"', asTlsVersion)
  const match = reader.choice('tls-version-match', ['minimum', 'exact'])
  return {
    requireTls: reader.stated('require-tls', '"true" or "false"', asFlag),
    requireValidCert: reader.stated('require-valid-cert', '"true" or "false"', asFlag),
    tlsVersion: version && { match, version }
  }
}

function apiKeyProblems(key: string): string[] {
  if (key === '') {
    return [
      'api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
        'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.'
    ]
  }
  // A header value, so beyond Latin-1 is as impossible as a line end.
  return /^[\x21-\x7e\xa1-\xff]+$/.test(key)
    ? []
    : [
        'api-key has white space, control characters or characters beyond Latin-1 inside. It accepts one SendGrid API key.'
      ]
}

function asTlsVersion(value: string): TlsVersion | undefined {
  return ([1.1, 1.2, 1.3] as const).find((version) => String(version) === value)
}

function asAccount(value: string): AccountName | undefined {
  if (value === '') return parentAccount
  // "account-id" alone is an ID that got lost on the way.
  return /^[\x20-\x7e\xa0-\xff]+$/.test(value) && value !== 'account-id' ? value : undefined
}

function asApiUrl(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || url.username || url.password || /[?#]/.test(value)) return undefined
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return secure ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : undefined
}

/** `localhost`, 127.0.0.0/8 and `[::1]`, after the URL parser has normalized the host. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

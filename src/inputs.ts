import { normalize } from 'node:path'
import { Failure } from './failure.ts'
import { asFlag, InputReader, quote, type ReadInput } from './input-reader.ts'
import { type AccountName, parentAccount, type Region } from './judge/account.ts'
import type { Policy, TlsVersion } from './judge/policy.ts'
import type { Waiver } from './judge/waivers.ts'

/** What the workflow asks for, judged and typed. Times are in milliseconds. */
export interface Inputs {
  readonly apiKey: string
  readonly mode: 'check' | 'apply'
  readonly policy: Policy
  readonly allowLoosening: boolean
  readonly selection: Selection
  readonly waivers: readonly Waiver[]
  /** The region of accounts whose own is not told. */
  readonly region: Region
  /** Where requests go, by region: an origin and a path without a slash at the end. */
  readonly apiUrls: Readonly<Record<Region, string>>
  readonly failOnDeviation: boolean
  readonly requestTimeoutMs: number
  readonly maxRetries: number
  readonly verifyTimeoutMs: number
  /** For the whole run. */
  readonly maxRunMs: number
  /** Where the SARIF file goes; undefined for none. */
  readonly sarifFile: string | undefined
  /** What the tracking issue needs; undefined when none is wanted. */
  readonly tracking: TrackingInputs | undefined
  /** What is odd and yet no error. */
  readonly warnings: readonly string[]
}

/** How the tracking issue is kept. */
export interface TrackingInputs {
  readonly token: string
  readonly labels: readonly string[]
  readonly assignees: readonly string[]
}

/** Which accounts are judged: those stated, or the key's own with every subuser that SendGrid lists. */
export type Selection = readonly AccountName[] | 'all-subusers'

/** The hosts that SendGrid documents for its regions. */
const regionUrls: Readonly<Record<Region, string>> = {
  global: 'https://api.sendgrid.com',
  eu: 'https://api.eu.sendgrid.com'
}

/** The key as given, trimmed: to be masked before anything is printed. */
export function readApiKey(read: ReadInput): string {
  return read('api-key').trim()
}

/**
 * Where the report goes; undefined when the workflow does not say, or says it with the key inside. Read apart
 * from the other inputs, for the report is written when those are wrong.
 */
export function readReportFile(read: ReadInput): string | undefined {
  return new InputReader(read, readApiKey(read)).text('report-file') || undefined
}

/** Reads and judges every input. Throws one `invalid-input` Failure that names all that are wrong. */
export function readInputs(read: ReadInput): Inputs {
  const apiKey = readApiKey(read)
  const reader = new InputReader(read, apiKey)
  for (const problem of apiKeyProblems(apiKey)) reader.addProblem(problem)
  const reportFile = reader.text('report-file')
  const sarifFile = reader.text('sarif-file')
  if (reportFile !== '' && normalize(reportFile) === normalize(sarifFile)) {
    reader.addProblem(
      `report-file and sarif-file are both "${quote(reportFile)}". They accept two paths that differ.`
    )
  }

  const inputs: Inputs = {
    apiKey,
    mode: reader.choice('mode', ['check', 'apply']),
    policy: readPolicy(reader),
    allowLoosening: reader.flag('allow-loosening'),
    selection: readSelection(reader),
    waivers: reader.lines(
      'waivers',
      'lines of the form "ACCOUNT until YYYY-MM-DD: REASON", one an account',
      asWaivers
    ),
    region: reader.choice('region', ['global', 'eu']),
    apiUrls: reader.parse(
      'api-url',
      'an https URL, or an http URL on loopback, without user info, query and fragment, ' +
        "or nothing for the region's host",
      (value) => (value === '' ? regionUrls : asApiUrls(value))
    ),
    failOnDeviation: reader.flag('fail-on-deviation'),
    requestTimeoutMs: reader.wholeNumber('request-timeout-seconds', 1, 300) * 1000,
    maxRetries: reader.wholeNumber('max-retries', 0, 10),
    maxRunMs: reader.wholeNumber('max-minutes', 1, 350) * 60_000,
    verifyTimeoutMs: reader.wholeNumber('verify-timeout-seconds', 0, 600) * 1000,
    sarifFile: sarifFile || undefined,
    tracking: readTracking(reader),
    warnings: apiKey.startsWith('SG.')
      ? []
      : ['api-key does not look like a SendGrid key: those start with "SG.".']
  }
  if (reader.problems.length > 0) throw new Failure('invalid-input', reader.problems.join('\n'))
  return inputs
}

function readSelection(reader: InputReader): Selection {
  const all = reader.flag('all-subusers')
  const names = reader.lines(
    'on-behalf-of',
    'one account a line (a subuser\'s username, "account-id ID" or "@parent"), without control characters and ' +
      "within Latin-1, or nothing for the key's own account",
    asAccountNames
  )
  if (!all) return names?.length === 0 ? [parentAccount] : names
  if (names?.length > 0) {
    reader.addProblem(
      'all-subusers is "true" and on-behalf-of names accounts. State one of them: all-subusers judges every account.'
    )
  }
  return 'all-subusers'
}

function readTracking(reader: InputReader): TrackingInputs | undefined {
  const token = reader.text('github-token')
  const names = (name: string): string[] =>
    reader
      .text(name)
      .split(/[,\n]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
  const labels = names('issue-labels')
  const assignees = names('issue-assignees')
  if (!reader.flag('tracking-issue')) return undefined
  if (token === '') {
    reader.addProblem(
      'github-token is empty, and tracking-issue is "true". It accepts a token with "issues: write".'
    )
  }
  return { token, labels, assignees }
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

/** Each account once, in the order stated. */
function asAccountNames(lines: readonly string[]): AccountName[] | undefined {
  const names = new Set(lines.map((line) => line.replace(/^[ \t]+|[ \t]+$/g, '')))
  return [...names].every(isAccountName) ? [...names] : undefined
}

/** What can be sent in a header. "account-id" alone is an ID that got lost on the way. */
function isAccountName(name: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]+$/.test(name) && name !== 'account-id'
}

function asWaivers(lines: readonly string[]): Waiver[] | undefined {
  const waivers = lines.map(asWaiver)
  const accounts = new Set(waivers.map((waiver) => waiver?.account))
  return waivers.every((waiver) => waiver !== undefined) && accounts.size === waivers.length
    ? waivers
    : undefined
}

function asWaiver(line: string): Waiver | undefined {
  if (/\p{Cc}/u.test(line)) return undefined
  const [, account = '', until = '', reason = ''] =
    /^(.+?)\s+until\s+(\d{4}-\d{2}-\d{2}):\s*(\S.*)$/.exec(line.trim()) ?? []
  return isAccountName(account) && isDay(until) ? { account, until, reason } : undefined
}

/** Whether the calendar has such a day: there is no 30 February. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

function asApiUrls(value: string): Inputs['apiUrls'] | undefined {
  const url = asApiUrl(value)
  return url === undefined ? undefined : { global: url, eu: url }
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

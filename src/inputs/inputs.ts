import type { Region } from '../model/account.ts'
import type { Connection } from '../model/connection.ts'
import { type FailureValue, failureValue } from '../model/failure.ts'
import type { Job } from '../model/job.ts'
import type { PublishedFiles, Publishing, TrackingInputs } from '../model/publishing.ts'
import type { Policy, TlsVersion } from '../model/settings.ts'
import type { Redact } from '../redaction.ts'
import { readExclude, readSelection } from './accounts.ts'
import { checkCertificates, checkInputNames, type Environment, readProxies } from './environment.ts'
import { ownReport, readOutputPaths } from './output-paths.ts'
import { asFlag, InputReader, invalid, longLineOf, lostValue, type Read, type ReadInput } from './reader.ts'
import { readApiUrls } from './urls.ts'
import { readWaivers } from './waivers.ts'

/** What the workflow asks for. Only `connection` and `publishing` hold secrets. */
export interface Inputs {
  readonly connection: Connection
  readonly job: Job
  readonly publishing: Publishing
  /** Proxy variables as the clients understand them. */
  readonly proxies: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

/** Why a run does not start, and where it reports that. */
export interface RefusedInputs extends Pick<Inputs, 'publishing' | 'warnings'> {
  readonly failure: FailureValue
}

/** The inputs of action.yml. */
export const inputNames = [
  'api-key',
  'mode',
  'require-tls',
  'require-valid-cert',
  'tls-version',
  'tls-version-match',
  'allow-loosening',
  'max-changes',
  'on-behalf-of',
  'all-subusers',
  'exclude',
  'waivers',
  'region',
  'api-url',
  'fail-on-deviation',
  'request-timeout-seconds',
  'max-retries',
  'max-minutes',
  'verify-timeout-seconds',
  'confirm-identity',
  'blocked-recipients-days',
  'report-file',
  'sarif-file',
  'tracking-issue',
  'github-token',
  'issue-labels',
  'issue-assignees'
] as const

/** A shorter key could not be removed from texts: it may be a part of any word. */
const minKeyLength = 8

/** The trimmed key. The caller masks it before anything is printed. */
export function readApiKey(read: ReadInput): string {
  return read('api-key').trim()
}

/**
 * Reads and judges every input. Never throws. One `invalid-input` Failure names all mistakes; the report is published
 * then too, so its path is known.
 */
export function readInputs(
  read: ReadInput,
  environment: Environment,
  redact: Redact
): Inputs | RefusedInputs {
  let files: PublishedFiles = { reportFile: ownReport(environment), sarifFile: undefined }
  try {
    const reader = new InputReader(read, redact)
    const apiKey = readApiKey(read)
    checkApiKey(reader, apiKey)
    checkInputNames(reader, environment, inputNames)
    checkCertificates(reader, environment)
    files = readOutputPaths(reader, environment)
    const job = readJob(reader)
    const connection = readConnection(reader, apiKey)
    const tracking = readTracking(reader)
    const urls = listUrls(connection, job, tracking, environment)
    const proxies = readProxies(reader, environment, urls)
    return {
      connection: reader.complete<Connection>(connection),
      job: reader.complete<Job>(job),
      publishing: reader.complete<Publishing>({ ...files, tracking }),
      proxies: proxies.variables,
      warnings: [...proxies.warnings, ...trackingWarnings(reader), ...excludeWarnings(reader)]
    }
  } catch (thrown) {
    return { failure: failureValue(thrown), publishing: { ...files, tracking: undefined }, warnings: [] }
  }
}

/** Values of `T` as they were read. */
type AllRead<T> = { readonly [Name in keyof T]: Read<T[Name]> }

function readConnection(reader: InputReader, apiKey: string): AllRead<Connection> {
  return {
    apiKey,
    apiUrls: readApiUrls(reader),
    requestTimeoutMs: reader.duration('request-timeout-seconds', 1, 300, 1_000),
    maxRetries: reader.wholeNumber('max-retries', 0, 10),
    maxRunMs: reader.duration('max-minutes', 1, 350, 60_000)
  }
}

function readJob(reader: InputReader): AllRead<Job> {
  const mode = reader.choice('mode', ['check', 'apply'])
  const selection = readSelection(reader)
  return {
    mode,
    policy: readPolicy(reader, mode),
    allowLoosening: reader.flag('allow-loosening'),
    selection,
    exclude: readExclude(reader, selection),
    waivers: readWaivers(reader),
    region: reader.choice('region', ['global', 'eu']),
    failOnDeviation: reader.flag('fail-on-deviation'),
    verifyTimeoutMs: reader.duration('verify-timeout-seconds', 0, 600, 1_000),
    confirmIdentity: reader.flag('confirm-identity'),
    maxChanges: readMaxChanges(reader),
    blockedRecipientsDays: reader.wholeNumber('blocked-recipients-days', 0, 30)
  }
}

/** Empty is an error: an expression may have lost its value. */
function readMaxChanges(reader: InputReader): Read<number | undefined> {
  if (reader.text('max-changes') === 'none') return undefined
  return reader.wholeNumber('max-changes', 1, 100_000, ' or "none"')
}

/** The inputs of a policy as they are stated. */
interface StatedPolicy {
  readonly requireTls: boolean | 'any'
  readonly requireValidCert: boolean | 'any'
  readonly version: TlsVersion | 'any'
  readonly match: 'minimum' | 'exact'
}

function readPolicy(reader: InputReader, mode: Read<Job['mode']>): Read<Policy> {
  const stated = reader.allOf<StatedPolicy>({
    requireTls: readRequireTls(reader, mode),
    requireValidCert: reader.parse('require-valid-cert', flagOrAny, asFlagOrAny),
    version: reader.parse('tls-version', '"1.1", "1.2", "1.3" or "any"', asTlsVersion),
    match: reader.choice('tls-version-match', ['minimum', 'exact'])
  })
  if (stated === invalid) return invalid
  const { requireTls, requireValidCert, version, match } = stated
  if (version === 'any' && match === 'exact')
    return reader.addProblem(
      'tls-version-match is "exact" and tls-version is "any". State the version to demand.'
    )
  if ([requireTls, requireValidCert, version].every((value) => value === 'any')) {
    return reader.addProblem(
      'require-tls, require-valid-cert and tls-version are all "any". State at least one: there is nothing to judge.'
    )
  }
  return {
    requireTls: requireTls === 'any' ? undefined : requireTls,
    requireValidCert: requireValidCert === 'any' ? undefined : requireValidCert,
    tlsVersion: version === 'any' ? undefined : { match, version }
  }
}

const flagOrAny = '"true", "false" or "any"'

/** An empty value is `true` in check, which is the stricter reading. Apply writes the value, so it must be stated. */
function readRequireTls(reader: InputReader, mode: Read<Job['mode']>): Read<boolean | 'any'> {
  if (reader.text('require-tls') !== '' || reader.isRefused('require-tls'))
    return reader.parse('require-tls', flagOrAny, asFlagOrAny)
  if (mode !== 'apply') return true
  return reader.addProblem(
    `require-tls is empty. In mode apply it has to be stated, because it is written. It accepts ${flagOrAny}.`
  )
}

function asFlagOrAny(value: string): boolean | 'any' | undefined {
  return value === 'any' ? value : asFlag(value)
}

function asTlsVersion(value: string): TlsVersion | 'any' | undefined {
  return (['any', 1.1, 1.2, 1.3] as const).find((version) => String(version) === value)
}

function readTracking(reader: InputReader): Read<TrackingInputs | undefined> {
  const token = reader.text('github-token')
  const labels = reader.entries('issue-labels')
  const assignees = reader.entries('issue-assignees')
  const wanted = reader.flag('tracking-issue')
  if (/\s/.test(token)) return reader.addProblem('github-token has white space inside. It accepts one token.')
  if (wanted === invalid) return invalid
  if (!wanted) return undefined
  if (token !== '' || reader.isRefused('github-token')) return { token, labels, assignees }
  return reader.addProblem(
    'github-token is empty, and tracking-issue is "true". It accepts a token with "issues: write".'
  )
}

/** The URLs that this run may ask: a subuser may be in either region, and a parent account is global. */
function listUrls(
  { apiUrls }: AllRead<Connection>,
  { region, selection }: AllRead<Job>,
  tracking: Read<TrackingInputs | undefined>,
  environment: Environment
): string[] {
  if (apiUrls === invalid || region === invalid) return []
  const regions: Region[] = selection === 'all-subusers' ? ['global', 'eu'] : ['global', region]
  const github = tracking === undefined || tracking === invalid ? [] : [githubUrl(environment)]
  return [...regions.map((name) => apiUrls[name]), ...github]
}

function githubUrl(environment: Environment): string {
  return environment['GITHUB_API_URL'] || 'https://api.github.com'
}

function checkApiKey(reader: InputReader, key: string): void {
  const longLine = longLineOf('api-key', key)
  if (longLine !== undefined) reader.addProblem(longLine)
  else if (key === '') {
    reader.addProblem(
      'api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
        'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.'
    )
  } else if (!/^[\x21-\x7e\xa1-\xff]+$/.test(key)) {
    // A header can carry none of them.
    reader.addProblem(
      'api-key has white space, control characters or characters beyond Latin-1 inside. It accepts one SendGrid API key.'
    )
  } else if (key.length < minKeyLength) {
    reader.addProblem(`api-key has fewer than ${minKeyLength} characters. It accepts one SendGrid API key.`)
  }
}

function trackingWarnings(reader: InputReader): string[] {
  if (reader.text('tracking-issue') === 'true') return []
  return ['issue-labels', 'issue-assignees']
    .filter((name) => reader.text(name) !== '')
    .map((name) => `${name} is stated and does nothing, because tracking-issue is not "true".`)
}

function excludeWarnings(reader: InputReader): string[] {
  const empty = reader.emptyLines('exclude')
  return empty === undefined ? [] : [`exclude has nothing in ${empty}, which leaves nobody out. ${lostValue}`]
}

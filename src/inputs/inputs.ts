import { normalize } from 'node:path'
import type { Job, Policy, TlsVersion } from '../judge/types.ts'
import type { PublishedFiles, Publishing, TrackingInputs } from '../report/publishing.ts'
import type { Connection } from '../sendgrid/connection.ts'
import { readSelection } from './accounts.ts'
import { asFlag, InputReader, invalid, quote, type Read, type ReadInput } from './reader.ts'
import { readApiUrls } from './urls.ts'
import { readWaivers } from './waivers.ts'

/** What the workflow asks for. Each part goes to those who need it: the secrets are in the first and the last. */
export interface Inputs {
  readonly connection: Connection
  readonly job: Job
  readonly publishing: Publishing
  /** What is odd and yet no error. */
  readonly warnings: readonly string[]
}

/** The key as given, trimmed: to be masked before anything is printed. */
export function readApiKey(read: ReadInput): string {
  return read('api-key').trim()
}

/**
 * The files that a run is to write; undefined for one that the workflow does not state, or states with the key
 * inside. Read apart from the other inputs, for the report is written when those are wrong.
 */
export function readFiles(read: ReadInput): PublishedFiles {
  return pathsOf(new InputReader(read, readApiKey(read)))
}

function pathsOf(reader: InputReader): PublishedFiles {
  return {
    reportFile: reader.text('report-file') || undefined,
    sarifFile: reader.text('sarif-file') || undefined
  }
}

/** Reads and judges every input. Throws one `invalid-input` Failure that names all that are wrong. */
export function readInputs(read: ReadInput): Inputs {
  const apiKey = readApiKey(read)
  const reader = new InputReader(read, apiKey)
  checkApiKey(reader, apiKey)
  const files = pathsOf(reader)
  checkFiles(reader, files)
  const job = readJob(reader)
  const connection = readConnection(reader, apiKey)
  const tracking = readTracking(reader)
  return {
    connection: reader.complete<Connection>(connection),
    job: reader.complete<Job>(job),
    publishing: reader.complete<Publishing>({ ...files, tracking }),
    warnings: apiKey.startsWith('SG.')
      ? []
      : ['api-key does not look like a SendGrid key: those start with "SG.".']
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
  return {
    mode: reader.choice('mode', ['check', 'apply']),
    policy: readPolicy(reader),
    allowLoosening: reader.flag('allow-loosening'),
    selection: readSelection(reader),
    waivers: readWaivers(reader),
    region: reader.choice('region', ['global', 'eu']),
    failOnDeviation: reader.flag('fail-on-deviation'),
    verifyTimeoutMs: reader.duration('verify-timeout-seconds', 0, 600, 1_000)
  }
}

function readPolicy(reader: InputReader): Read<Policy> {
  const settings = ['require-tls', 'require-valid-cert', 'tls-version']
  if (settings.every((name) => reader.text(name) === '')) {
    reader.addProblem(
      'require-tls, require-valid-cert and tls-version are all empty. State at least one: there is nothing to judge.'
    )
  }
  const requireTls = reader.stated('require-tls', '"true" or "false"', asFlag)
  const requireValidCert = reader.stated('require-valid-cert', '"true" or "false"', asFlag)
  const version = reader.stated('tls-version', '"1.1", "1.2" or "1.3"', asTlsVersion)
  const match = reader.choice('tls-version-match', ['minimum', 'exact'])
  if (requireTls === invalid || requireValidCert === invalid || version === invalid || match === invalid)
    return invalid
  return { requireTls, requireValidCert, tlsVersion: version && { match, version } }
}

function asTlsVersion(value: string): TlsVersion | undefined {
  return ([1.1, 1.2, 1.3] as const).find((version) => String(version) === value)
}

function readTracking(reader: InputReader): Read<TrackingInputs | undefined> {
  const token = reader.text('github-token')
  const labels = reader.entries('issue-labels')
  const assignees = reader.entries('issue-assignees')
  const wanted = reader.flag('tracking-issue')
  if (wanted === invalid) return invalid
  if (!wanted) return undefined
  if (token !== '') return { token, labels, assignees }
  return reader.addProblem(
    'github-token is empty, and tracking-issue is "true". It accepts a token with "issues: write".'
  )
}

function checkApiKey(reader: InputReader, key: string): void {
  if (key === '') {
    reader.addProblem(
      'api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
        'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.'
    )
  } else if (!/^[\x21-\x7e\xa1-\xff]+$/.test(key)) {
    // A header value, so beyond Latin-1 is as impossible as a line end.
    reader.addProblem(
      'api-key has white space, control characters or characters beyond Latin-1 inside. It accepts one SendGrid API key.'
    )
  }
}

function checkFiles(reader: InputReader, { reportFile, sarifFile }: PublishedFiles): void {
  if (reportFile === undefined || sarifFile === undefined) return
  if (normalize(reportFile) !== normalize(sarifFile)) return
  reader.addProblem(
    `report-file and sarif-file are both "${quote(reportFile)}". They accept two paths that differ.`
  )
}

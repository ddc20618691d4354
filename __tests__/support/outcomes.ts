import type { FailureValue } from '../../src/model/failure.ts'
import type { Job } from '../../src/model/job.ts'
import type { JudgedAccount, Outcome } from '../../src/model/outcome.ts'
import { excludedBy } from '../../src/model/result.ts'
import type { Judged, WaiverNotice } from '../../src/model/run.ts'
import type { Deviation, Settings } from '../../src/model/settings.ts'
import { named } from './session.ts'

/** The settings of an account that requires nothing. */
export const loose: Settings = { requireTls: false, requireValidCert: false, tlsVersion: 1.1 }

/** What complies with `job`. */
export const tight: Settings = { requireTls: true, requireValidCert: false, tlsVersion: 1.2 }

/** What `loose` deviates in under `job`. */
export const deviations: readonly Deviation[] = [
  { setting: 'requireTls', expected: true, actual: false },
  { setting: 'tlsVersion', expected: 1.2, actual: 1.1 }
]

/** An apply of TLS 1.2 at least to every subuser. */
export const job: Job = {
  mode: 'apply',
  policy: { requireTls: true, requireValidCert: undefined, tlsVersion: { match: 'minimum', version: 1.2 } },
  allowLoosening: false,
  selection: 'all-subusers',
  waivers: [],
  exclude: [],
  region: 'global',
  failOnDeviation: true,
  maxChanges: undefined,
  verifyTimeoutMs: 30_000,
  confirmIdentity: false,
  blockedRecipientsDays: 0
}

const hosts = { global: 'https://api.sendgrid.com', eu: 'https://api.eu.sendgrid.com' }

/** A judged run of `job`, with these accounts. */
export const judgedRun = (
  accounts: readonly JudgedAccount[],
  changes: Partial<Omit<Judged, 'kind' | 'accounts'>> = {}
): Judged => ({
  kind: 'judged',
  job,
  hosts,
  accounts,
  stops: [],
  owner: undefined,
  waiverNotices: [],
  unmatchedLines: [],
  keyScopes: undefined,
  blockedRecipients: undefined,
  ...changes
})

/** An account that ended so, after one request. */
export const judged = (name: string, outcome: Outcome): JudgedAccount => ({
  account: named(name),
  outcome,
  requestCounts: { requests: 1, retries: 0 },
  identity: 'not-asked'
})

export const compliant = (name: string): JudgedAccount =>
  judged(name, {
    result: 'compliant',
    reason: '',
    before: tight,
    after: tight,
    changed: false,
    inDoubt: false,
    deviations: []
  })

export const applied = (name: string): JudgedAccount =>
  judged(name, {
    result: 'applied',
    reason: '',
    before: loose,
    after: tight,
    changed: true,
    inDoubt: false,
    deviations: []
  })

export const deviating = (name: string, settings: Settings = loose): JudgedAccount =>
  judged(name, {
    result: 'deviating',
    reason: 'deviation',
    before: settings,
    after: settings,
    changed: false,
    inDoubt: false,
    deviations
  })

/** `max-changes` has left it. */
export const leftByLimit = (name: string): JudgedAccount =>
  judged(name, {
    result: 'deviating',
    reason: 'change-limit',
    before: loose,
    after: loose,
    changed: false,
    inDoubt: false,
    deviations
  })

export const looseningRefused = (name: string): JudgedAccount =>
  judged(name, {
    result: 'deviating',
    reason: 'loosening-refused',
    refused: deviations.slice(1),
    before: loose,
    after: loose,
    changed: false,
    inDoubt: false,
    deviations
  })

export const waived = (name: string, reason = 'moving <b>house</b>'): JudgedAccount =>
  judged(name, {
    result: 'waived',
    reason: '',
    before: loose,
    after: loose,
    changed: false,
    inDoubt: false,
    deviations,
    waiver: { account: name, until: '2026-12-31', reason }
  })

export const unverified = (name: string, message = 'It was answered 403.'): JudgedAccount =>
  judged(name, {
    result: 'unverified',
    reason: 'forbidden',
    message,
    before: undefined,
    after: undefined,
    changed: false,
    inDoubt: false,
    deviations: []
  })

/** Written, and no two reads in a row showed it. */
export const unconfirmed = (name: string): JudgedAccount =>
  judged(name, {
    result: 'unverified',
    reason: 'not-confirmed',
    message: 'No two reads agree.',
    before: loose,
    after: loose,
    changed: true,
    inDoubt: false,
    deviations
  })

export const skipped = (name: string): JudgedAccount =>
  judged(name, {
    result: 'skipped',
    reason: '',
    before: undefined,
    after: undefined,
    changed: false,
    inDoubt: false,
    deviations: []
  })

export const excluded = (name: string, line = name): JudgedAccount => excludedBy(line, named(name))

/** So many accounts, named by their numbers. */
export const fleetOf = (
  number: number,
  make: (name: string) => JudgedAccount,
  prefix = 'subuser'
): JudgedAccount[] => Array.from({ length: number }, (_, index) => make(`${prefix}-${index}`))

export const expired = (name: string) =>
  ({
    kind: 'expired',
    days: -1,
    waiver: { account: name, until: '2020-01-31', reason: 'moving' }
  }) satisfies WaiverNotice

/** Every account of a run is left without a verdict for one cause. */
export const stopped = (accounts: readonly JudgedAccount[], failure: FailureValue): Judged =>
  judgedRun(accounts, { stops: [{ failure, accounts: accounts.map(({ account }) => account) }] })

import { expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import {
  allScopes,
  newAccount,
  SendGridSandbox,
  type StoredAccount,
  sandboxKey
} from '../../sandbox/sendgrid.ts'
import { createTransport, type HttpRequest, type Transport } from '../../src/http/transport.ts'
import type { Job } from '../../src/model/job.ts'
import { resultOf, stepSucceeds } from '../../src/model/result.ts'
import type { Run } from '../../src/model/run.ts'
import { formatReport } from '../../src/report/report-file.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { faultKindsOf, type Times, timesOf } from '../support/fault-kinds.ts'
import { githubRun } from '../support/github-run.ts'
import { job as usualJob } from '../support/outcomes.ts'
import { runOf } from '../support/run.ts'
import { never } from '../support/session.ts'

/** What is known of a request on either side of the wire. */
interface Sent {
  readonly method: string
  readonly path: string
  readonly onBehalfOf: string | undefined
}

interface FaultedRequest {
  readonly is: (request: Sent) => boolean
  /** How many like it come before. */
  readonly before: number
}

const at =
  (method: string, path: string, account?: string) =>
  (sent: Sent): boolean =>
    sent.method === method && sent.path === path && sent.onBehalfOf === account
const settings = '/v3/user/settings/enforced_tls'
/** Each request of a check. Those of one account are those of `child`; nobody is blocked where TLS is not required. */
const ofCheck: Record<string, FaultedRequest> = {
  'the first page of the list': { is: at('GET', '/v3/subusers'), before: 0 },
  'the last page of the list': { is: at('GET', '/v3/subusers'), before: 1 },
  'the first read of all': { is: at('GET', settings), before: 0 },
  'the question for the name': { is: at('GET', '/v3/user/username', 'child'), before: 0 },
  'the read': { is: at('GET', settings, 'child'), before: 0 },
  'the look at the scopes': { is: ({ path }) => path === '/v3/scopes', before: 0 },
  'the list of blocks': { is: at('GET', '/v3/suppression/blocks', 'brother'), before: 0 }
}
/** And of an apply. */
const ofApply: Record<string, FaultedRequest> = {
  ...ofCheck,
  'the write': { is: at('PATCH', settings, 'child'), before: 0 },
  'the first read-back': { is: at('GET', settings, 'child'), before: 1 },
  'the second read-back': { is: at('GET', settings, 'child'), before: 2 }
}
const requests = { check: ofCheck, apply: ofApply }

const secure = JSON.stringify({ require_tls: true, require_valid_cert: true, version: 1.3 })
const kinds = faultKindsOf({ refuse: faults.errors, body: secure })
/** Long enough for nothing, since what it ends never ends by itself. */
const impatienceMs = 50

const cases = (['check', 'apply'] as const).flatMap((mode) =>
  Object.keys(requests[mode]).flatMap((request) =>
    Object.keys(kinds).flatMap((kind) => timesOf.map((times) => [mode, request, kind, times] as const))
  )
)

const job: Job = {
  ...usualJob,
  selection: 'all-subusers',
  policy: { requireTls: true, requireValidCert: undefined, tlsVersion: { match: 'minimum', version: 1.2 } },
  confirmIdentity: true,
  blockedRecipientsDays: 1,
  verifyTimeoutMs: 2_000
}
const tight = { require_tls: true, version: 1.3 }

test.concurrent.each(cases)('%s: %s %s, %s', async (mode, name, kind, times) => {
  const request = requests[mode][name] as FaultedRequest
  const { fault } = kinds[kind] as (typeof kinds)[string]
  const sandbox = await SendGridSandbox.start()
  try {
    Object.assign(sandbox.parent.settings, tight)
    sandbox.accounts.set('child', newAccount())
    sandbox.accounts.set('sister', newAccount({ require_valid_cert: true }))
    sandbox.accounts.set('brother', newAccount(tight))
    const accounts = new Map([['@parent', sandbox.parent], ...sandbox.accounts])
    const before = structuredClone(accounts)
    if (name === 'the look at the scopes') withoutScope(sandbox, mode)

    const isMeant = meant(request, times)
    sandbox.everyRequest = (sent) => (isMeant(sent) ? fault : undefined)
    const impatient = impatientFor(kinds[kind]?.isEndless === true, meant(request, times))
    const run = await runOf(sandbox, { ...job, mode }, impatient.transport)
    expect(impatient.hits()).toBeGreaterThan(0)
    const isAnswered200 = name === 'the write' && kind.startsWith('is answered 200')
    expectTrue(run, { before, after: accounts, isAnswered200 })
    // The count comes after the verdicts.
    if (name === 'the list of blocks') expect(resultOf(run)).toBe(mode === 'check' ? 'deviating' : 'applied')
    expect(sandbox.requests.filter(({ path }) => path === faults.elsewhere)).toEqual([])
    if (mode === 'check') expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([])

    sandbox.everyRequest = () => undefined
    sandbox.keys.set(sandboxKey, allScopes)
    const middle = structuredClone(accounts)
    const next = await runOf(sandbox, { ...job, mode })
    expectTrue(next, { before: middle, after: accounts, isAnswered200: false })
    if (mode === 'check') expect(resultOf(next)).toBe('deviating')
    else {
      expect(['applied', 'compliant']).toContain(resultOf(next))
      expect([...accounts.values()].filter((account) => !complies(account))).toEqual([])
    }
    // What the policy does not state is as it was.
    const validCerts = (world: ReadonlyMap<string, StoredAccount>) =>
      [...world].map(([account, { settings }]) => [account, settings.require_valid_cert])
    expect(validCerts(accounts)).toEqual(validCerts(before))
  } finally {
    await sandbox.stop()
  }
})

/** The scopes are looked at after a refusal. */
function withoutScope(sandbox: SendGridSandbox, mode: Job['mode']): void {
  const missing = mode === 'check' ? '.read' : '.update'
  const left = allScopes.filter((scope) => !scope.startsWith('user.settings') || !scope.endsWith(missing))
  sandbox.keys.set(sandboxKey, left)
}

/** Whether a request is the one that a fault is for, or one after it where the fault stays. */
function meant({ is, before }: FaultedRequest, times: Times): (sent: Sent) => boolean {
  let alike = 0
  return (sent) => {
    if (!is(sent)) return false
    const ahead = before - alike++
    return times === 'once' ? ahead === 0 : ahead <= 0
  }
}

/** A transport that does not wait long for an answer that never ends, and counts the faults. */
function impatientFor(isEndless: boolean, isMeant: (sent: Sent) => boolean) {
  const transport = createTransport(never)
  let hits = 0
  const impatient: Transport = (request) => {
    if (!isMeant(sentOf(request))) return transport(request)
    hits++
    return transport(isEndless ? { ...request, timeoutMs: impatienceMs } : request)
  }
  return { transport: impatient, hits: () => hits }
}

function sentOf({ method, url, headers }: HttpRequest): Sent {
  const { 'On-Behalf-Of': onBehalfOf } = headers
  return {
    method,
    path: new URL(url).pathname,
    onBehalfOf: onBehalfOf === undefined ? undefined : String(onBehalfOf)
  }
}

interface World {
  readonly before: ReadonlyMap<string, StoredAccount>
  readonly after: ReadonlyMap<string, StoredAccount>
  /** Whether a write was answered 200 and nothing else was done. */
  readonly isAnswered200: boolean
}

/** Each verdict is right or none, the exit code follows, and the report says what was written. */
function expectTrue(run: Run, { before, after, isAnswered200 }: World): void {
  const report = JSON.parse(formatReport(run, readWorkflowRun(githubRun()), { startMs: 0, endMs: 0 }))
  const results: string[] = report.accounts.map(({ result }: { result: string }) => result)
  const isGood = results.length > 0 && results.every((result) => ['compliant', 'applied'].includes(result))
  expect(stepSucceeds(run)).toBe(isGood)
  expect(['compliant', 'applied'].includes(report.result)).toBe(isGood)
  if (isGood) expect(results).toHaveLength(after.size)

  const written = [...after].filter(([name, { writes }]) => writes > (before.get(name)?.writes ?? 0))
  if (report.accounts.length === 0) expect(written).toEqual([])
  for (const reported of report.accounts) {
    const stored = after.get(reported.account) as StoredAccount
    const isWritten = written.some(([name]) => name === reported.account)
    const { account, result } = reported
    const fact = { account, result, complies: complies(stored), isWritten }
    const verdicts = [
      { complies: true, isWritten: false, result: 'compliant' },
      { complies: true, isWritten: true, result: 'applied' },
      { complies: false, result: 'deviating' },
      { result: 'unverified' }
    ]
    expect(fact).toMatchObject(verdicts.find((verdict) => verdict.result === result) ?? { result: 'known' })

    const saysDeviation = reported.deviations.length > 0
    expect({ account, before: reported.before, after: reported.after, saysDeviation }).toEqual({
      account,
      before: reported.before && shown(before.get(account)),
      after: reported.after && shown(stored),
      saysDeviation: reported.after !== null && !complies(stored)
    })
    // What may have been written counts as changed, and is in doubt until a read decides.
    const hasReason = isWritten || isAnswered200 || reported.inDoubt
    const { changed } = reported
    if (changed) expect({ account, hasReason }).toEqual({ account, hasReason: true })
    if (isWritten) expect({ account, changed }).toEqual({ account, changed: true })
  }
}

function complies({ settings }: StoredAccount): boolean {
  return settings.require_tls && settings.version >= 1.2
}

function shown(account: StoredAccount | undefined) {
  const { require_tls, require_valid_cert, version } = account?.settings ?? {}
  return { 'require-tls': require_tls, 'require-valid-cert': require_valid_cert, 'tls-version': version }
}

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

/** What tells one request from another. */
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
/** What accounts had when a next run has begun. */
const begun = new Set<string>()

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

    sandbox.everyRequest = ({ rawHeaders }) => (rawHeaders.includes(mark) ? fault : undefined)
    const marking = markingTransport(kinds[kind]?.isEndless === true, meant(request, times))
    const run = await runOf(sandbox, { ...job, mode }, marking.transport)
    expect(marking.hits()).toBeGreaterThan(0)
    const isAnswered200 = name === 'the write' && kind.startsWith('is answered 200')
    expectTrue(run, { before, after: accounts, isAnswered200 })
    // The count comes after the verdicts.
    if (name === 'the list of blocks') expect(resultOf(run)).toBe(mode === 'check' ? 'deviating' : 'applied')
    expect(sandbox.requests.filter(({ path }) => path === faults.elsewhere)).toEqual([])
    if (mode === 'check') expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([])

    // Where accounts have the same, the next run is the same.
    const world = JSON.stringify([mode, [...accounts].map(([account, { settings }]) => [account, settings])])
    if (begun.has(world)) return
    begun.add(world)
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

/** By its header the stand-in knows a request that it has to answer with the fault. */
const mark = 'X-Faulted'

/** A transport that marks the requests that are meant, waits for no end where there is none, and counts them. */
function markingTransport(isEndless: boolean, isMeant: (sent: Sent) => boolean) {
  const transport = createTransport(never)
  let hits = 0
  const marking: Transport = (request) => {
    if (!isMeant(sentOf(request))) return transport(request)
    hits++
    const marked = { ...request, headers: { ...request.headers, [mark]: 'yes' } }
    return transport(isEndless ? { ...marked, timeoutMs: impatienceMs } : marked)
  }
  return { transport: marking, hits: () => hits }
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

interface Reported {
  readonly account: string
  readonly result: 'compliant' | 'applied' | 'deviating' | 'unverified'
  readonly before: object | null
  readonly after: object | null
  readonly deviations: readonly object[]
  readonly changed: boolean
  readonly inDoubt: boolean
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
  const facts = report.accounts.map((reported: Reported) => {
    const { account, result, changed, inDoubt } = reported
    const stored = after.get(account) as StoredAccount
    const isWritten = written.some(([name]) => name === account)
    const isTrue = {
      compliant: complies(stored) && !isWritten,
      applied: complies(stored) && isWritten,
      deviating: !complies(stored),
      unverified: true
    }
    return {
      account,
      result,
      isTrue: isTrue[result],
      before: reported.before && shown(before.get(account)),
      after: reported.after && shown(stored),
      saysDeviation: reported.after !== null && !complies(stored),
      // What may have been written counts as changed, and is in doubt until a read decides.
      changed: isWritten || (changed && (isAnswered200 || inDoubt))
    }
  })
  const said = report.accounts.map(({ account, result, before, after, deviations, changed }: Reported) => ({
    account,
    result,
    isTrue: true,
    before,
    after,
    saysDeviation: deviations.length > 0,
    changed
  }))
  expect(said).toEqual(facts)
}

function complies({ settings }: StoredAccount): boolean {
  return settings.require_tls && settings.version >= 1.2
}

function shown(account: StoredAccount | undefined) {
  const { require_tls, require_valid_cert, version } = account?.settings ?? {}
  return { 'require-tls': require_tls, 'require-valid-cert': require_valid_cert, 'tls-version': version }
}

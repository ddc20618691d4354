import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  afterwards,
  answer,
  badGateway,
  cutBody,
  errors,
  type Fault,
  rateLimited,
  reset
} from '../../sandbox/faults.ts'
import {
  newAccount,
  type RecordedRequest,
  SendGridSandbox,
  type StoredAccount,
  type StoredSettings
} from '../../sandbox/sendgrid.ts'
import { findDeviations } from '../../src/judge/policy.ts'
import { parentAccount } from '../../src/model/account.ts'
import type { Job } from '../../src/model/job.ts'
import { accountsOf, resultOf, stepSucceeds } from '../../src/model/result.ts'
import type { Policy, Settings } from '../../src/model/settings.ts'
import { job as usualJob } from '../support/outcomes.ts'
import { asSettings, policies, resets, runs, stored, weaker } from '../support/properties.ts'
import { runOf } from '../support/run.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const jobWith = (changes: Partial<Job>): Job => ({
  ...usualJob,
  selection: [parentAccount],
  verifyTimeoutMs: 1_000,
  ...changes
})

describe('apply', () => {
  test('makes the next check compliant, or was refused', async () => {
    const fleets = fc.array(stored, { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        policies,
        fleets,
        fc.boolean(),
        resets,
        fc.nat(3),
        async (policy, fleet, allowLoosening, unnamed, staleReads) => {
          sandbox.unnamedBecome = unnamed
          sandbox.staleReads = staleReads
          const selection = fleet.map((_, index) => `child-${index}`)
          sandbox.accounts.clear()
          for (const [index, settings] of fleet.entries())
            sandbox.accounts.set(`child-${index}`, newAccount(settings))
          const applied = await runOf(
            sandbox,
            jobWith({ policy, selection, allowLoosening, verifyTimeoutMs: 30_000 })
          )
          const checked = accountsOf(await runOf(sandbox, jobWith({ policy, selection, mode: 'check' })))
          for (const [index, { outcome }] of accountsOf(applied).entries()) {
            if (outcome.result === 'compliant' || outcome.result === 'applied')
              expect(checked[index]?.outcome.result).toBe('compliant')
            else if (outcome.reason === 'loosening-refused')
              expect({ allowLoosening }).toEqual({ allowLoosening: false })
            else
              expect({ reason: outcome.reason, unnamed }).toEqual({
                reason: 'not-confirmed',
                unnamed: expect.objectContaining({})
              })
          }
        }
      ),
      runs
    )
  })
})

/** What may happen at a request: somebody changes settings, and it is not answered as it should be. */
interface Happening {
  readonly change: Partial<StoredSettings> | undefined
  readonly fault: Fault | undefined
}

/** What happens at the reads of an account, and at its writes, one after the other. */
interface Plan {
  readonly reads: readonly Happening[]
  readonly writes: readonly Happening[]
}

/** What says plainly that nothing was carried out. */
const refusals: readonly Fault[] = [rateLimited(), errors(401, 'no'), errors(403, 'no')]
const changes: fc.Arbitrary<Partial<StoredSettings>> = fc.oneof(
  fc.constant({ require_tls: true, require_valid_cert: true, version: 1.3 }),
  fc.constant({ require_tls: false, require_valid_cert: false, version: 1.1 }),
  stored
)
const faults = fc.constantFrom<Fault>(
  afterwards(reset),
  afterwards(badGateway),
  badGateway,
  reset,
  cutBody,
  answer(200, '{}'),
  ...refusals
)
const nothing = fc.constant(undefined)
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: nothing }, { weight: 1, arbitrary })
const often = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: nothing }, { weight: 3, arbitrary })
const plans: fc.Arbitrary<Plan> = fc.record({
  reads: fc.array(fc.record({ change: rarely(changes), fault: rarely(faults) }), { maxLength: 10 }),
  writes: fc.array(fc.record({ change: often(changes), fault: often(faults) }), { maxLength: 4 })
})

/** A write as it arrived, whatever became of it. */
interface Write {
  readonly named: Partial<StoredSettings>
  /** What the account had when the write came. */
  readonly had: Settings
  readonly isCarriedOut: boolean
}

/** Lets things happen at the requests for an account, and writes down what its writes found. */
function letHappen(account: StoredAccount, plan: Plan): { readonly writes: Write[] } {
  const writes: Write[] = []
  const left = { reads: [...plan.reads], writes: [...plan.writes] }
  const change = (settings: Partial<StoredSettings> | undefined): void => {
    // It cannot be seen while reads still show the values from before our write.
    if (settings === undefined || account.stale.reads > 0) return
    account.settings = { ...account.settings, ...settings }
  }
  sandbox.everyRequest = ({ method, body }: RecordedRequest): Fault | undefined => {
    const none = { change: undefined, fault: undefined }
    const { change: changed, fault } = left[method === 'GET' ? 'reads' : 'writes'].shift() ?? none
    if (method === 'GET') {
      change(changed)
      return fault
    }
    const named = JSON.parse(body) as Partial<StoredSettings>
    const isCarriedOut = fault === undefined || fault.isCarriedOut === true
    writes.push({ named, had: asSettings(account.settings), isCarriedOut })
    if (fault === undefined) return undefined
    // Exempt by name: a change between our read and our write cannot be seen, so it comes after the write.
    const changing: Fault = (response) => {
      change(changed)
      fault(response)
    }
    return isCarriedOut ? afterwards(changing) : changing
  }
  return { writes }
}

const wireNames = {
  require_tls: 'requireTls',
  require_valid_cert: 'requireValidCert',
  version: 'tlsVersion'
} as const
const wholeOf = (settings: Settings, named: Partial<StoredSettings>): Settings => ({
  requireTls: named.require_tls ?? settings.requireTls,
  requireValidCert: named.require_valid_cert ?? settings.requireValidCert,
  tlsVersion: (named.version ?? settings.tlsVersion) as Settings['tlsVersion']
})

/** The policy for which a change can make a write weaken that did not when it was read. */
const exactVersion: fc.Arbitrary<Policy> = fc.constant({
  requireTls: undefined,
  requireValidCert: undefined,
  tlsVersion: { match: 'exact', version: 1.2 }
})

/** What an account has, and all that happens to it during a run. */
const amid = fc.record({ settings: stored, plan: plans, unnamedBecome: resets, staleReads: fc.nat(2) })
type World = typeof amid extends fc.Arbitrary<infer T> ? T : never

async function runAmid({ settings, plan, ...server }: World, changes: Partial<Job>) {
  Object.assign(sandbox, server)
  Object.assign(sandbox.parent, newAccount(settings))
  const { writes } = letHappen(sandbox.parent, plan)
  return { run: await runOf(sandbox, jobWith(changes)), writes }
}

describe('whatever changes, is lost, late or reset on the way, a run', () => {
  test('writes what is stated and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(policies, amid, fc.boolean(), async (policy, world, allowLoosening) => {
        const { writes } = await runAmid(world, { policy, allowLoosening })
        for (const { named } of writes) {
          for (const wireName of Object.keys(named) as (keyof StoredSettings)[])
            expect({ wireName, stated: policy[wireNames[wireName]] }).not.toMatchObject({ stated: undefined })
        }
      }),
      runs
    )
  })

  test('never weakens without consent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(policies, exactVersion), amid, async (policy, world) => {
        const { writes } = await runAmid(world, { policy })
        for (const { named, had } of writes) expect(weaker(wholeOf(had, named), had)).toEqual([])
      }),
      runs
    )
  })

  test('is green only for an account that complies, in which no own write has left anything weaker', async () => {
    await fc.assert(
      fc.asyncProperty(policies, amid, fc.constantFrom('check', 'apply'), async (policy, world, mode) => {
        const { run, writes } = await runAmid(world, { policy, mode })
        if (mode === 'check') expect(writes).toEqual([])
        if (!stepSucceeds(run)) return
        const after = asSettings(sandbox.parent.settings)
        expect(findDeviations(policy, after)).toEqual([])
        const first = writes.find(({ isCarriedOut }) => isCarriedOut)
        if (first !== undefined) expect(weaker(after, wholeOf(first.had, first.named))).toEqual([])
      }),
      runs
    )
  })
})

test('a host that refuses the key or falls silent under way is asked little more, and the run is red', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `s${index}`)
  for (const name of names)
    sandbox.accounts.set(name, newAccount({ require_tls: true, require_valid_cert: true, version: 1.3 }))
  await fc.assert(
    fc.asyncProperty(
      fc.nat(40),
      fc.constantFrom<Fault>(errors(401, 'revoked'), reset, badGateway),
      async (answered, fault) => {
        sandbox.requests.splice(0)
        sandbox.everyRequest = () => (sandbox.requests.length > answered ? fault : undefined)
        const run = await runOf(sandbox, jobWith({ selection: names, mode: 'check' }))
        expect(stepSucceeds(run)).toBe(false)
        // Two attempts each of the eight under way, of eight more that may start meanwhile, and of the probe.
        const more = sandbox.requests.length - answered
        expect({ answered, more, isLittle: more <= 2 * (8 + 8 + 3 + 1) + 1 }).toMatchObject({
          isLittle: true
        })
      }
    ),
    { ...runs, numRuns: 40 }
  )
})

test('an account that is waived is never written, whatever happens', async () => {
  const day = fc.constantFrom('9999-12-31', '2000-01-01', undefined)
  const fleets = fc.array(fc.record({ settings: stored, until: day }), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(policies, fleets, plans, async (policy, fleet, { reads }) => {
      sandbox.requests.splice(0)
      sandbox.faults.splice(0)
      sandbox.accounts.clear()
      for (const [index, { settings }] of fleet.entries())
        sandbox.accounts.set(`child-${index}`, newAccount(settings))
      for (const { fault } of reads) sandbox.faults.push(fault)
      const waivers = fleet.flatMap(({ until }, index) =>
        until === undefined ? [] : [{ account: `child-${index}`, until, reason: 'moving' }]
      )
      const selection = [...sandbox.accounts.keys()]
      const run = await runOf(sandbox, jobWith({ policy, selection, waivers, allowLoosening: true }))
      const written = new Set(
        sandbox.requests.flatMap(({ method, onBehalfOf }) => (method === 'PATCH' ? [onBehalfOf] : []))
      )
      for (const { account, until } of waivers)
        if (until === '9999-12-31') expect(written).not.toContain(account)
      // An expired waiver excuses nothing.
      for (const { account, outcome } of accountsOf(run))
        if (outcome.result === 'waived')
          expect(waivers).toContainEqual({ account: account.name, until: '9999-12-31', reason: 'moving' })
      expect(['compliant', 'applied', 'deviating', 'unverified']).toContain(resultOf(run))
    }),
    runs
  )
})

test('excluded accounts are never asked, whatever goes wrong', async () => {
  const names = [parentAccount, 'a-1', 'a-2', 'b-1', 'b-2', 'c']
  const lines = fc.uniqueArray(fc.constantFrom(parentAccount, 'a-1', 'a-*', '*-2', 'b*1', 'c', 'none'), {
    maxLength: 4
  })
  const oddly = fc.record({ at: fc.nat(12), fault: faults })
  const isLeftOut = (name: string, line: string): boolean =>
    name === line || (name !== parentAccount && new RegExp(`^${line.replaceAll('*', '.*')}$`).test(name))
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.array(oddly, { maxLength: 6 }),
      fc.subarray(names),
      fc.constantFrom<Job['mode']>('check', 'apply'),
      fc.boolean(),
      async (exclude, oddities, disabled, mode, confirmIdentity) => {
        sandbox.accounts.clear()
        for (const name of names.slice(1)) {
          sandbox.accounts.set(name, { ...newAccount({}), disabled: disabled.includes(name) })
        }
        const seen: RecordedRequest[] = []
        sandbox.everyRequest = (request) => {
          seen.push(request)
          return oddities.find(({ at }) => at === seen.length)?.fault
        }
        const changed = { mode, exclude, confirmIdentity, blockedRecipientsDays: 1 }
        const run = await runOf(sandbox, jobWith({ selection: 'all-subusers', ...changed }))
        const asked = seen
          .filter(({ path }) => !/\/v3\/(subusers|scopes|user\/username)$/.test(path))
          .map(({ onBehalfOf }) => onBehalfOf ?? parentAccount)
        const named = seen.flatMap(({ onBehalfOf }) => onBehalfOf ?? [])
        const out = names.filter((name) => exclude.some((line) => isLeftOut(name, line)))
        expect([...asked, ...named].filter((name) => out.includes(name))).toEqual([])
        if (run.kind === 'judged')
          expect(
            run.accounts
              .flatMap(({ account, outcome }) => (outcome.result === 'excluded' ? account.name : []))
              .sort()
          ).toEqual(out.sort())
      }
    ),
    runs
  )
})

test('never more accounts are written than max-changes states, whatever goes wrong', async () => {
  const fleets = fc.array(stored, { minLength: 1, maxLength: 20 })
  const oddly = fc.record({ at: fc.nat(80), fault: faults })
  await fc.assert(
    fc.asyncProperty(
      policies,
      fleets,
      fc.integer({ min: 1, max: 5 }),
      fc.array(oddly, { maxLength: 12 }),
      fc.boolean(),
      async (policy, fleet, maxChanges, oddities, allowLoosening) => {
        sandbox.accounts.clear()
        for (const [index, settings] of fleet.entries())
          sandbox.accounts.set(`child-${index}`, newAccount(settings))
        const selection = [...sandbox.accounts.keys()]
        const written = new Set<string | undefined>()
        let requests = 0
        sandbox.everyRequest = ({ method, onBehalfOf }) => {
          if (method === 'PATCH') written.add(onBehalfOf)
          requests++
          return oddities.find(({ at }) => at === requests)?.fault
        }
        const run = await runOf(sandbox, jobWith({ policy, selection, maxChanges, allowLoosening }))
        expect(written.size).toBeLessThanOrEqual(maxChanges)
        for (const { account, outcome } of accountsOf(run))
          if (outcome.reason === 'change-limit') {
            expect(written).not.toContain(account.name)
            expect(outcome).toMatchObject({ result: 'deviating', changed: false })
          }
      }
    ),
    runs
  )
})

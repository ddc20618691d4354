import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answer, badGateway, cutBody, errors, type Fault, rateLimited, reset } from '../sandbox/faults.ts'
import { passedInputs } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, type StoredSettings, sandboxKey } from '../sandbox/sendgrid.ts'
import { readInputs } from '../src/inputs/inputs.ts'
import { findDeviations } from '../src/judge/policy.ts'
import { resultOf, stepSucceeds } from '../src/judge/result.ts'
import type { Job, Policy, Settings } from '../src/judge/types.ts'
import { redactionOf } from '../src/redaction.ts'
import { job as usualJob } from './support/outcomes.ts'
import { runOf } from './support/run.ts'

// Printed, so that a failure can be repeated: `SEED=... npm test -- __tests__/properties.test.ts`.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const runs = { numRuns: 300, seed }
console.info(`fast-check seed: ${seed}`)

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const flag = fc.option(fc.boolean(), { nil: undefined })
const version = fc.constantFrom(1.1, 1.2, 1.3) as fc.Arbitrary<1.1 | 1.2 | 1.3>
const policies: fc.Arbitrary<Policy> = fc
  .record({
    requireTls: flag,
    requireValidCert: flag,
    tlsVersion: fc.option(fc.record({ match: fc.constantFrom('minimum', 'exact'), version }), {
      nil: undefined
    })
  })
  .filter((policy) => Object.values(policy).some((stated) => stated !== undefined))
const stored: fc.Arbitrary<StoredSettings> = fc.record({
  require_tls: fc.boolean(),
  require_valid_cert: fc.boolean(),
  version
})
const faults: fc.Arbitrary<(Fault | undefined)[]> = fc.array(
  fc.constantFrom<Fault | undefined>(
    undefined,
    undefined,
    badGateway,
    reset,
    cutBody,
    rateLimited(),
    errors(401, 'no'),
    errors(403, 'no'),
    answer(200, '{}')
  ),
  { maxLength: 8 }
)
const asSettings = ({ require_tls, require_valid_cert, version }: StoredSettings): Settings => ({
  requireTls: require_tls,
  requireValidCert: require_valid_cert,
  tlsVersion: version as Settings['tlsVersion']
})
const jobWith = (changes: Partial<Job>): Job => ({
  ...usualJob,
  selection: ['@parent'],
  verifyTimeoutMs: 1_000,
  ...changes
})
const weaker = (after: Settings, before: Settings): string[] =>
  (['requireTls', 'requireValidCert', 'tlsVersion'] as const).filter((name) => after[name] < before[name])

describe('a run', () => {
  test('that applies makes the next check compliant, or was refused', async () => {
    await fc.assert(
      fc.asyncProperty(policies, stored, fc.boolean(), async (policy, settings, allowLoosening) => {
        sandbox.parent.settings = settings
        const applied = await runOf(sandbox, jobWith({ policy, allowLoosening }))
        const checked = await runOf(sandbox, jobWith({ policy, mode: 'check' }))
        if (stepSucceeds(applied)) expect(resultOf(checked)).toBe('compliant')
        else
          expect(applied.kind === 'judged' && applied.accounts[0]?.outcome.reason).toBe('loosening-refused')
      }),
      runs
    )
  })

  test('that is green has accounts that comply, whatever is lost, late or reset on the way', async () => {
    await fc.assert(
      fc.asyncProperty(policies, stored, faults, fc.boolean(), async (policy, settings, pushed, resets) => {
        sandbox.parent.settings = settings
        sandbox.faults.splice(0, sandbox.faults.length, ...pushed)
        sandbox.unnamedBecome = resets ? { version: 1.1, require_valid_cert: false } : {}
        const run = await runOf(sandbox, jobWith({ policy }))
        const after = asSettings(sandbox.parent.settings)
        if (stepSucceeds(run)) {
          expect(findDeviations(policy, after)).toEqual([])
          // What the policy does not state is at least what it was.
          const weakened = weaker(after, asSettings(settings))
          expect(weakened).toEqual([])
        }
      }),
      runs
    )
  })

  test('writes nothing that is not stated, but to put it back, and never weakens without consent', async () => {
    await fc.assert(
      fc.asyncProperty(policies, stored, faults, async (policy, settings, pushed) => {
        sandbox.parent.settings = settings
        sandbox.unnamedBecome = {}
        sandbox.requests.splice(0)
        sandbox.faults.splice(0, sandbox.faults.length, ...pushed)
        await runOf(sandbox, jobWith({ policy }))
        const stated = {
          require_tls: policy.requireTls !== undefined,
          require_valid_cert: policy.requireValidCert !== undefined,
          version: policy.tlsVersion !== undefined
        }
        for (const { method, body } of sandbox.requests.filter((request) => request.method === 'PATCH')) {
          expect(method).toBe('PATCH')
          for (const name of Object.keys(JSON.parse(body))) expect(stated).toHaveProperty(name, true)
        }
        expect(weaker(asSettings(sandbox.parent.settings), asSettings(settings))).toEqual([])
      }),
      runs
    )
  })

  test('never writes to a waived account, nor in mode check', async () => {
    sandbox.accounts.set('child', newAccount())
    await fc.assert(
      fc.asyncProperty(policies, stored, faults, fc.boolean(), async (policy, settings, pushed, isWaived) => {
        sandbox.requests.splice(0)
        sandbox.accounts.set('child', newAccount(settings))
        sandbox.faults.splice(0, sandbox.faults.length, ...pushed)
        const waivers = isWaived ? [{ account: 'child', until: '9999-12-31', reason: 'moving' }] : []
        const mode = isWaived ? 'apply' : 'check'
        await runOf(sandbox, jobWith({ policy, selection: ['child'], waivers, mode, allowLoosening: true }))
        expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([])
      }),
      runs
    )
  })

  test('is not green for bytes that do not say that the account complies', async () => {
    const policy: Policy = {
      requireTls: true,
      requireValidCert: true,
      tlsVersion: { match: 'minimum', version: 1.2 }
    }
    const mutated = fc
      .tuple(stored, fc.nat(80), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(4))
      .map(([settings, at, inserted, removed]) => {
        const text = JSON.stringify(settings)
        return text.slice(0, at) + inserted + text.slice(at + removed)
      })
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, fc.string({ unit: 'binary' }), fc.json()), async (text) => {
        sandbox.everyRequest = () => answer(200, text)
        const run = await runOf(sandbox, jobWith({ policy, mode: 'check' }))
        if (!stepSucceeds(run)) return
        const said = JSON.parse(text) as Record<string, unknown>
        expect([said['require_tls'], said['require_valid_cert']]).toEqual([true, true])
        expect(['1.2', '1.3']).toContain(String(said['version']))
      }),
      runs
    )
  })
})

describe('inputs', () => {
  test('of any text make no request leave for another host, and are parsed or refused', async () => {
    const defaults = await passedInputs({ 'api-key': sandboxKey })
    const names = Object.keys(defaults).filter((name) => name !== 'api-key')
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary' }), (name, value) => {
        const read = (input: string): string =>
          ({ ...defaults, [input]: defaults[input], [name]: value })[input] ?? ''
        try {
          const { connection, job } = readInputs(read, {}, redactionOf(sandboxKey))
          if (name !== 'api-url') expect(new URL(connection.apiUrls.global).host).toBe('api.sendgrid.com')
          if (job.selection !== 'all-subusers')
            for (const account of job.selection) expect(account).toMatch(/^[\x20-\x7e\xa0-\xff]+$/)
        } catch (thrown) {
          expect(thrown).toMatchObject({ reason: 'invalid-input' })
        }
      }),
      { ...runs, numRuns: 3_000 }
    )
  })

  test('lines of waivers are parsed whole or refused', async () => {
    const defaults = await passedInputs({ 'api-key': sandboxKey })
    const lines = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string(), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(lines, ([account, until, reason]) => {
        const line = `${account} until ${until || '2026-12-31'}: ${reason}`
        const read = (name: string): string => (name === 'waivers' ? line : (defaults[name] ?? ''))
        try {
          for (const waiver of readInputs(read, {}, redactionOf(sandboxKey)).job.waivers) {
            expect(line).toContain(waiver.account)
            expect(line.trimEnd().endsWith(waiver.reason)).toBe(true)
            expect(waiver.until).toMatch(/^\d{4}-\d{2}-\d{2}$/)
          }
        } catch (thrown) {
          expect(thrown).toMatchObject({ reason: 'invalid-input' })
        }
      }),
      runs
    )
  })

  test('the key is in no text eight characters in a row, whatever stands around it', () => {
    const redact = redactionOf(sandboxKey)
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(60),
        fc.integer({ min: 8, max: 69 }),
        fc.string(),
        (before, at, length, after) => {
          const text = redact(before + sandboxKey.slice(at, at + length) + after).toLowerCase()
          for (let start = 0; start + 8 <= sandboxKey.length; start++)
            expect(text).not.toContain(sandboxKey.slice(start, start + 8).toLowerCase())
        }
      ),
      runs
    )
  })
})

import fc from 'fast-check'
import type { StoredSettings } from '../../sandbox/sendgrid.ts'
import type { Policy, Settings } from '../../src/model/settings.ts'

const { SEED: seed } = process.env

/** How often each property is tried. A failure names its seed: `SEED=... npm test -- __tests__/properties/FILE`. */
export const runs = { numRuns: 300, ...(seed === undefined ? {} : { seed: Number(seed) }) }

const flag = fc.option(fc.boolean(), { nil: undefined })
const version = fc.constantFrom(1.1, 1.2, 1.3) as fc.Arbitrary<Settings['tlsVersion']>

/** Every policy that states something. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    requireTls: flag,
    requireValidCert: flag,
    tlsVersion: fc.option(fc.record({ match: fc.constantFrom('minimum', 'exact'), version }), {
      nil: undefined
    })
  })
  .filter((policy) => Object.values(policy).some((stated) => stated !== undefined))

/** Every setting of an account, in SendGrid's names. */
export const stored: fc.Arbitrary<StoredSettings> = fc.record({
  require_tls: fc.boolean(),
  require_valid_cert: fc.boolean(),
  version
})

/** What SendGrid may make of a setting that a write does not name; empty in half of the cases. */
export const resets: fc.Arbitrary<Partial<StoredSettings>> = fc.oneof(
  fc.constant({}),
  fc.record(
    { require_tls: fc.constant(false), require_valid_cert: fc.constant(false), version: fc.constant(1.1) },
    { requiredKeys: [] }
  )
)

/** A setting by the names of the code. */
export const asSettings = ({ require_tls, require_valid_cert, version }: StoredSettings): Settings => ({
  requireTls: require_tls,
  requireValidCert: require_valid_cert,
  tlsVersion: version as Settings['tlsVersion']
})

/** The settings in which the first is weaker than the second. */
export const weaker = (one: Settings, other: Settings): (keyof Settings)[] =>
  (['requireTls', 'requireValidCert', 'tlsVersion'] as const).filter((name) => one[name] < other[name])

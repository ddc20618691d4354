import { describe, expect, test } from '@jest/globals'
import { findDeviations, loosens, remedy, strongest, weakerThan } from '../../src/judge/policy.ts'
import { type Policy, type Settings, settingNames } from '../../src/model/settings.ts'

const booleans = [true, false] as const
const versions = [1.1, 1.2, 1.3] as const

const allSettings: Settings[] = booleans.flatMap((requireTls) =>
  booleans.flatMap((requireValidCert) =>
    versions.map((tlsVersion) => ({ requireTls, requireValidCert, tlsVersion }))
  )
)
const allPolicies: Policy[] = [undefined, ...booleans].flatMap((requireTls) =>
  [undefined, ...booleans].flatMap((requireValidCert) =>
    [
      undefined,
      ...versions.flatMap((version) => (['minimum', 'exact'] as const).map((match) => ({ match, version })))
    ].map((tlsVersion) => ({ requireTls, requireValidCert, tlsVersion }))
  )
)
const allPairs = allPolicies.flatMap((policy) => allSettings.map((settings) => ({ policy, settings })))

describe('the rule, over all policies by all settings', () => {
  test('there are 63 policies by 12 settings', () => expect(allPairs).toHaveLength(756))

  test('a flag deviates exactly when it is stated with the other value', () => {
    for (const { policy, settings } of allPairs) {
      for (const setting of ['requireTls', 'requireValidCert'] as const) {
        const found = findDeviations(policy, settings).find((deviation) => deviation.setting === setting)
        const differs = policy[setting] !== undefined && policy[setting] !== settings[setting]
        const deviation = { setting, expected: policy[setting], actual: settings[setting] }
        expect({ policy, settings, found }).toEqual({
          policy,
          settings,
          found: differs ? deviation : undefined
        })
      }
    }
  })

  test.each`
    match        | stated | actual | deviates | loosening
    ${'minimum'} | ${1.1} | ${1.1} | ${false} | ${false}
    ${'minimum'} | ${1.1} | ${1.2} | ${false} | ${false}
    ${'minimum'} | ${1.1} | ${1.3} | ${false} | ${false}
    ${'minimum'} | ${1.2} | ${1.1} | ${true}  | ${false}
    ${'minimum'} | ${1.2} | ${1.2} | ${false} | ${false}
    ${'minimum'} | ${1.2} | ${1.3} | ${false} | ${false}
    ${'minimum'} | ${1.3} | ${1.1} | ${true}  | ${false}
    ${'minimum'} | ${1.3} | ${1.2} | ${true}  | ${false}
    ${'minimum'} | ${1.3} | ${1.3} | ${false} | ${false}
    ${'exact'}   | ${1.1} | ${1.1} | ${false} | ${false}
    ${'exact'}   | ${1.1} | ${1.2} | ${true}  | ${true}
    ${'exact'}   | ${1.1} | ${1.3} | ${true}  | ${true}
    ${'exact'}   | ${1.2} | ${1.1} | ${true}  | ${false}
    ${'exact'}   | ${1.2} | ${1.2} | ${false} | ${false}
    ${'exact'}   | ${1.2} | ${1.3} | ${true}  | ${true}
    ${'exact'}   | ${1.3} | ${1.1} | ${true}  | ${false}
    ${'exact'}   | ${1.3} | ${1.2} | ${true}  | ${false}
    ${'exact'}   | ${1.3} | ${1.3} | ${false} | ${false}
  `('version $actual under $match $stated', ({ match, stated, actual, deviates, loosening }) => {
    for (const { policy, settings } of allPairs) {
      if (policy.tlsVersion?.match !== match || policy.tlsVersion?.version !== stated) continue
      if (settings.tlsVersion !== actual) continue
      const found = findDeviations(policy, settings).filter(({ setting }) => setting === 'tlsVersion')
      expect({ policy, settings, found, loosens: found.some(loosens) }).toEqual({
        policy,
        settings,
        found: deviates ? [{ setting: 'tlsVersion', expected: stated, actual }] : [],
        loosens: loosening
      })
    }
  })

  test('a value that stays loosens nothing', () => {
    expect(loosens({ setting: 'requireTls', expected: true, actual: true })).toBe(false)
    expect(loosens({ setting: 'tlsVersion', expected: 1.2, actual: 1.2 })).toBe(false)
  })

  test.each(['requireTls', 'requireValidCert'] as const)(
    'turning %s off loosens, turning it on does not',
    (setting) => {
      expect(loosens({ setting, expected: false, actual: true })).toBe(true)
      expect(loosens({ setting, expected: true, actual: false })).toBe(false)
    }
  )

  test('the remedy removes every deviation and writes nothing that complies or is not stated', () => {
    for (const { policy, settings } of allPairs) {
      const deviations = findDeviations(policy, settings)
      const change = remedy(deviations)
      const left = findDeviations(policy, { ...settings, ...change })
      const changed = Object.keys(change).sort()
      const deviating = deviations.map(({ setting }) => setting).sort()
      expect({ policy, settings, left, changed }).toEqual({ policy, settings, left: [], changed: deviating })
    }
  })

  test('a change that loosens nothing never lowers any protection', () => {
    for (const { policy, settings } of allPairs) {
      const deviations = findDeviations(policy, settings)
      if (deviations.some(loosens)) continue
      const after = { ...settings, ...remedy(deviations) }
      const lower = settingNames.filter((name) => Number(after[name]) < Number(settings[name]))
      expect({ policy, settings, lower }).toEqual({ policy, settings, lower: [] })
    }
  })
})

describe('what a write must not go below', () => {
  const pairs = allSettings.flatMap((one) => allSettings.map((other) => ({ one, other })))

  test('is what was in force: exactly the settings that are lower now are weaker', () => {
    for (const { one, other } of pairs) {
      const lower = settingNames.filter((name) => Number(other[name]) < Number(one[name]))
      expect({ one, other, weaker: weakerThan(strongest({}, one, {}), other) }).toEqual({
        one,
        other,
        weaker: lower
      })
    }
  })

  test('only rises, read by read', () => {
    for (const { one, other } of pairs) {
      const floor = strongest(strongest({}, one, {}), other, {})
      expect({ one, other, floor }).toEqual({
        one,
        other,
        floor: {
          requireTls: one.requireTls || other.requireTls,
          requireValidCert: one.requireValidCert || other.requireValidCert,
          tlsVersion: Math.max(one.tlsVersion, other.tlsVersion)
        }
      })
    }
  })

  test('is the new value where the change lowers one, and the old one where it raises one', () => {
    const read: Settings = { requireTls: true, requireValidCert: false, tlsVersion: 1.3 }
    const change = { requireTls: false, requireValidCert: true, tlsVersion: 1.2 } as const
    expect(strongest(read, read, change)).toEqual({
      requireTls: false,
      requireValidCert: false,
      tlsVersion: 1.2
    })
  })
})

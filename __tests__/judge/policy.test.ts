import { describe, expect, test } from '@jest/globals'
import { findDeviations, loosens, pick, raiseFloor, remedy, weakerThan } from '../../src/judge/policy.ts'
import { type Policy, type Settings, settingNames } from '../../src/judge/types.ts'

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
  test('is what was in force: exactly the settings that are lower now are weaker', () => {
    for (const before of allSettings) {
      const floor = raiseFloor({}, before, settingNames)
      expect(floor).toEqual(before)
      for (const after of allSettings) {
        const lower = settingNames.filter((name) => Number(after[name]) < Number(before[name]))
        expect(weakerThan(floor, after)).toEqual(lower)
      }
    }
  })

  test('only rises, and is undefined for what a write names', () => {
    for (const one of allSettings) {
      for (const other of allSettings) {
        const floor = raiseFloor(one, other, ['requireTls', 'tlsVersion'])
        expect(floor).toEqual({
          requireTls: one.requireTls || other.requireTls,
          tlsVersion: Math.max(one.tlsVersion, other.tlsVersion)
        })
        expect(weakerThan(floor, { ...one, ...floor, requireValidCert: false })).toEqual([])
      }
    }
  })

  test('is put back by name, and nothing else', () => {
    const settings: Settings = { requireTls: true, requireValidCert: false, tlsVersion: 1.3 }
    expect(pick(settings, ['requireValidCert', 'tlsVersion'])).toEqual({
      requireValidCert: false,
      tlsVersion: 1.3
    })
    expect(pick(settings, [])).toEqual({})
  })
})

import { type Deviation, type Policy, type Settings, settingNames } from '../model/settings.ts'

/** Every stated setting whose value is not the stated one, in the order of the settings. */
export function findDeviations(policy: Policy, settings: Settings): Deviation[] {
  const deviations: Deviation[] = []
  for (const setting of ['requireTls', 'requireValidCert'] as const) {
    const expected = policy[setting]
    const actual = settings[setting]
    if (expected !== undefined && expected !== actual) deviations.push({ setting, expected, actual })
  }
  if (policy.tlsVersion !== undefined) {
    const { match, version: expected } = policy.tlsVersion
    const actual = settings.tlsVersion
    const complies = match === 'exact' ? actual === expected : actual >= expected
    if (!complies) deviations.push({ setting: 'tlsVersion', expected, actual })
  }
  return deviations
}

/** The smallest change that removes the deviations: the deviating settings at their stated values, no other. */
export function remedy(deviations: readonly Deviation[]): Partial<Settings> {
  return Object.fromEntries(deviations.map(({ setting, expected }) => [setting, expected]))
}

/** Whether removing the deviation turns a protection off or lowers the version. */
export function loosens({ expected, actual }: Deviation): boolean {
  return expected < actual
}

/** The settings that are weaker than they are in the floor. */
export function weakerThan(floor: Partial<Settings>, settings: Settings): (keyof Settings)[] {
  return settingNames.filter((name) => isWeaker(settings[name], floor[name]))
}

/**
 * The floor, raised to the values that were read before a change. A setting that the change lowers, with consent, has
 * its new value as its floor.
 */
export function strongest(
  floor: Partial<Settings>,
  read: Settings,
  change: Partial<Settings>
): Partial<Settings> {
  const strongestOf = (name: keyof Settings) => {
    if (isWeaker(change[name] ?? read[name], read[name])) return change[name]
    return isWeaker(read[name], floor[name]) ? floor[name] : read[name]
  }
  return Object.fromEntries(settingNames.map((name) => [name, strongestOf(name)]))
}

function isWeaker(actual: Settings[keyof Settings], floor: Settings[keyof Settings] | undefined): boolean {
  return actual < (floor ?? actual)
}

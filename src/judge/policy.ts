import { type Deviation, type Policy, type Settings, settingNames } from './types.ts'

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

/** The settings that are weaker than what a floor asks of them. */
export function weakerThan(floor: Partial<Settings>, settings: Settings): (keyof Settings)[] {
  return settingNames.filter((name) => isWeaker(settings[name], floor[name]))
}

/** The floor raised to what these settings have, for these names alone. */
export function raiseFloor(
  floor: Partial<Settings>,
  settings: Settings,
  names: readonly (keyof Settings)[]
): Partial<Settings> {
  const stronger = (name: keyof Settings) => (isWeaker(settings[name], floor[name]) ? floor : settings)[name]
  return Object.fromEntries(names.map((name) => [name, stronger(name)]))
}

function isWeaker(actual: Settings[keyof Settings], floor: Settings[keyof Settings] | undefined): boolean {
  return actual < (floor ?? actual)
}

/** These settings with the values that they have in `settings`. */
export function pick(settings: Partial<Settings>, names: readonly (keyof Settings)[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, settings[name]]))
}

import { bundledPackages, type LockFile } from './dist.ts'

/** Licenses that ask for no more than their text, which dist/ has in its licenses.txt. */
export const permissive: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT'
]

/** The packages that can end in dist/ under a license that is not on the list, a line for each. */
export function licenseProblems(lock: LockFile): string[] {
  return bundledPackages(lock)
    .filter(({ license }) => license === undefined || !permissive.includes(license))
    .map(({ name, version, license }) => `${name} ${version} has the license ${license ?? '(none stated)'}`)
}

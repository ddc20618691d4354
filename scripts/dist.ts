/**
 * Holds dist/ to what the sources and the locked packages build. Built anew and compared, so that it also sees a
 * bump of a bundled package without its dist/. A bump that changes no byte of dist/ is in order.
 *
 *   npm run dist                      the check
 *   npm run dist -- --against HEAD^1  the same, and says which bundled packages differ from that commit
 */
import { execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { git, gitLines } from './git.ts'

export interface LockFile {
  packages: Record<
    string,
    { version?: string; license?: string; dev?: boolean; optional?: boolean; devOptional?: boolean }
  >
}

export interface LockedPackage {
  /** Where it is installed: two versions of a package have two paths. */
  readonly path: string
  readonly name: string
  readonly version: string
  readonly license: string | undefined
}

/** The packages that can end in dist/: what package.json lists as dependencies, and what these need. */
export function bundledPackages(lock: LockFile): LockedPackage[] {
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .map(([path, { version = '', license }]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license
    }))
}

/** What differs between the bundled packages of two lock files, a line for each. */
export function bumps(before: LockFile, after: LockFile): string[] {
  const versionsOf = (lock: LockFile): Map<string, LockedPackage> =>
    new Map(bundledPackages(lock).map((locked) => [locked.path, locked]))
  const [old, current] = [versionsOf(before), versionsOf(after)]
  return [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((path) => {
    const [from, to] = [old.get(path), current.get(path)]
    if (from?.version === to?.version) return []
    return [`${(to ?? from)?.name} ${from?.version ?? '(new)'} -> ${to?.version ?? '(gone)'}`]
  })
}

/** Builds, and returns the files of dist/ that are not what is committed, as `git status` shows them. */
export function staleFiles(root: string, build: (root: string) => void): string[] {
  build(root)
  return gitLines(root, 'status', '--porcelain', '--', 'dist')
}

export function npmRunBuild(root: string): void {
  // By a shell: npm is a script on Windows. In one text: Node warns of arguments beside a shell.
  execSync('npm run --silent build', { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

export function lockOf(text: string): LockFile {
  return JSON.parse(text) as LockFile
}

if (import.meta.main) {
  const root = process.cwd()
  const { against } = parseArgs({ options: { against: { type: 'string' } } }).values
  const bumped = against
    ? bumps(
        lockOf(git(root, 'show', `${against}:package-lock.json`)),
        lockOf(readFileSync(join(root, 'package-lock.json'), 'utf8'))
      )
    : []
  for (const bump of bumped) console.log(`Bundled package: ${bump}`)
  const stale = staleFiles(root, npmRunBuild)
  if (stale.length > 0) {
    console.error(`dist/ is not what the sources and the locked packages build:\n${stale.join('\n')}`)
    console.error('Run "npm ci && npm run build", and commit dist/ with the change.')
    process.exitCode = 1
  } else console.log('dist/ is what the sources and the locked packages build.')
}

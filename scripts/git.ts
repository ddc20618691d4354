import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What a git command prints in a folder. Throws when it fails. */
export function git(root: string, ...given: string[]): string {
  return execFileSync('git', given, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The lines that a git command prints, without empty ones. */
export function gitLines(root: string, ...given: string[]): string[] {
  return git(root, ...given)
    .split('\n')
    .filter((line) => line !== '')
}

/** The answer of a git command that says yes by 0 and no by 1. Anything else is no answer, and throws. */
export function gitAgrees(root: string, ...given: string[]): boolean {
  const { status, stderr } = spawnSync('git', given, { cwd: root, encoding: 'utf8' })
  if (status !== 0 && status !== 1) throw new Error(`git ${given.join(' ')}: ${stderr}`)
  return status === 0
}

/** The files of a repository that are there, by their paths: those in git, and those that git does not ignore. */
export function filesOf(root: string): string[] {
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0')
  return listed.filter((file) => file !== '' && existsSync(join(root, file))).sort()
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { git } from '../../scripts/git.ts'

/** Makes a git repository of these files, with one commit on main and an `origin` that has it too. */
export function makeRepository(root: string, files: Record<string, string>): void {
  const origin = join(root, 'origin.git')
  const clone = clonePathOf(root)
  mkdirSync(clone, { recursive: true })
  // Without a template, whose samples of hooks would be most of what a test copies.
  git(root, 'init', '--quiet', '--template=', '--bare', '--initial-branch', 'main', origin)
  git(clone, 'init', '--quiet', '--template=', '--initial-branch', 'main')
  // Git for Windows changes ends of lines unless it is asked not to.
  git(clone, 'config', 'core.autocrlf', 'false')
  // Relative, so that a copy of both has an origin of its own.
  git(clone, 'remote', 'add', 'origin', '../origin.git')
  write(clone, files)
  commit(clone, 'First')
  git(clone, 'push', '--quiet', 'origin', 'main')
}

/** Where the repository that makeRepository has made is checked out. */
export function clonePathOf(root: string): string {
  return join(root, 'clone')
}

export function write(root: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

/** Commits all that is there, whoever and wherever runs the test. */
export function commit(root: string, message: string): void {
  git(root, 'add', '--all')
  const settings = ['user.name=Test', 'user.email=test@example.com', 'commit.gpgsign=false']
  git(root, ...settings.flatMap((setting) => ['-c', setting]), 'commit', '--quiet', '--message', message)
}

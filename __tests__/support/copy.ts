import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledPackages, lockOf } from '../../scripts/dist.ts'
import { filesOf, git } from '../../scripts/git.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The files of this project in another folder, as a repository of its own without a commit. */
export function copyProject(target: string): void {
  for (const file of filesOf(root)) {
    mkdirSync(dirname(join(target, file)), { recursive: true })
    cpSync(join(root, file), join(target, file))
  }
  git(target, 'init', '--quiet', '--initial-branch', 'main')
}

/**
 * The packages that a build of a copy needs. What is bundled is copied, and so is ncc: it numbers the modules by the
 * real paths of both. The other tools are links.
 */
export function installCopies(target: string): void {
  const lock = lockOf(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const path of [...bundledPackages(lock).map(({ path }) => path), 'node_modules/@vercel/ncc'])
    cpSync(join(root, path), join(target, path), { recursive: true, dereference: true })
  const modules = join(root, 'node_modules')
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((below) => join(name, below)) : [name]
  )
  for (const name of names) {
    const link = join(target, 'node_modules', name)
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(modules, name), link, 'junction')
  }
}

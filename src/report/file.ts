import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Writes the file whole or not at all, and makes its folders. Throws when it cannot. Synchronous, because
 * nothing else is left to do by then, and a pool of threads for one file is most of what it costs.
 */
export function writeWholeFile(path: string, text: string): void {
  makeFolder(dirname(path))
  const target = regularFile(path)
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`)
  try {
    // Who may read the file that is replaced may read this one, and nobody else, from the first byte on.
    const mode = existsSync(target) ? statSync(target).mode & 0o777 : undefined
    writeFileSync(temporary, text, { flag: 'wx', mode: mode ?? 0o666 })
    if (mode !== undefined) chmodSync(temporary, mode)
    renameSync(temporary, target)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}

/** One by one: `recursive` tries for ever where a folder cannot be made in one that is there, as under /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (thrown) {
    // Another step may have made it in between.
    if (!existsSync(path)) throw thrown
  }
}

/** Removes a file if it is there. Returns false, and leaves it, when its text is not ours. Throws for a device. */
export function removeFile(path: string, isOurs: (text: string) => boolean): boolean {
  const target = regularFile(path)
  if (!existsSync(target)) return true
  if (!isOurs(readFileSync(target, 'utf8'))) return false
  rmSync(target, { force: true })
  return true
}

/** What a link names is meant, not the link; and a device or a folder is never replaced or removed. */
function regularFile(path: string): string {
  const target = existsSync(path) ? realpathSync(path) : path
  if (existsSync(target) && !statSync(target).isFile()) throw new Error(`${path} is not a regular file`)
  return target
}

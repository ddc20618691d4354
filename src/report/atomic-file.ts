import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Writes the file whole or not at all, and makes its folders. Replaces a link and leaves its target alone. Throws when
 * it cannot. Synchronous: nothing else is left to do by then, and Node's pool of threads costs more than the file.
 */
export function writeWholeFile(path: string, text: string): void {
  const folder = dirname(path)
  makeFolder(folder)
  const replaced = statSync(path, { throwIfNoEntry: false })
  if (replaced?.isFile() === false) throw new Error(`${path} is a folder or a device`)
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    // The permissions of the old file hold for the new one from its first byte on.
    const mode = replaced && replaced.mode & 0o777
    writeFileSync(temporary, text, { flag: 'wx', mode: mode ?? 0o666 })
    if (mode !== undefined) chmodSync(temporary, mode)
    renameSync(temporary, path)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}

/** One by one: `recursive` never ends where the system refuses a folder, as under /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (thrown) {
    // Another process may have made it in between.
    if (!existsSync(path)) throw thrown
  }
}

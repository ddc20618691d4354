import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Writes the file whole or not at all, and makes its folders. A link is replaced, and what it leads to stays. Throws
 * when it cannot. Synchronous, because nothing else is left to do by then, and a pool of threads for one file is most
 * of what it costs.
 */
export function writeWholeFile(path: string, text: string): void {
  const folder = dirname(path)
  makeFolder(folder)
  const replaced = statSync(path, { throwIfNoEntry: false })
  if (replaced?.isFile() === false) throw new Error(`${path} is a folder or a device`)
  const temporary = join(folder, `.${randomUUID()}.tmp`)
  try {
    // Who may read the file that is replaced may read this one, and nobody else, from the first byte on.
    const mode = replaced && replaced.mode & 0o777
    writeFileSync(temporary, text, { flag: 'wx', mode: mode ?? 0o666 })
    if (mode !== undefined) chmodSync(temporary, mode)
    renameSync(temporary, path)
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

import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Pieces are put together up to this length, in characters, before they are written. */
const blockLength = 65_536

/**
 * Writes the file whole or not at all, and makes its folders. Throws when it cannot. Synchronous, because
 * nothing else is left to do by then, and a pool of threads for one file is most of what it costs.
 */
export function writeWholeFile(path: string, pieces: Iterable<string>): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    writePieces(temporary, pieces)
    renameSync(temporary, path)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'wx')
  try {
    let block = ''
    for (const piece of pieces) {
      block += piece
      if (block.length < blockLength) continue
      writeFileSync(file, block)
      block = ''
    }
    writeFileSync(file, block)
  } finally {
    closeSync(file)
  }
}

/** Removes a file if it is there. */
export function removeFile(path: string): void {
  rmSync(path, { force: true })
}

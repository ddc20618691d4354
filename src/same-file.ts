import { type BigIntStats, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Whether two paths lead to one file, also by a link, or by another letter case where the system ignores case. */
export function isSameFile(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true
  const [first, second] = [statsOf(one), statsOf(other)]
  return first !== undefined && first.dev === second?.dev && first.ino === second.ino
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    // Windows has inodes that a number cannot hold.
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}

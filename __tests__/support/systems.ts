import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, test } from '@jest/globals'

// CI runs the suite on Linux, Windows and macOS. What a system does not have is skipped there, for the reason that
// stands here with it: `signals.test(...)`, `signals.describe(...)`.
const isWindows = process.platform === 'win32'

/** Windows has no signal that a process can answer: `kill` ends it at once. */
export const signals = where(!isWindows)

/** Windows keeps no mode of a file but "read only", none of a folder, and has no FIFO and no socket in a folder. */
export const posixFiles = where(!isWindows)

/** Root reads, writes and removes what no mode permits. */
export const withoutRoot = where(!isWindows && process.getuid?.() !== 0)

/** Windows lets administrators make links, and others when its developer mode is on. */
export const links = where(!isWindows || canLink())

/** Windows and macOS keep trusted certificates in stores of their own, elsewhere OpenSSL's files are the store. */
export const openSslStore = where(!isWindows && process.platform !== 'darwin')

/** The jobs of .github/workflows/ run on Linux, and their scripts use its tools. The test's `gh` needs jq. */
export const jobs = where(process.platform === 'linux' && spawnSync('jq', ['--version']).status === 0)

/** Linux has a device to which every write fails. */
export const fullDevice = where(existsSync('/dev/full'))

/** A Node that is too old for the action. Most machines have one beside that of package.json; some have none. */
export const olderNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path) && /^v(1\d|2[0-3])\./.test(String(spawnSync(path, ['-v']).stdout)))
export const withOlderNode = where(olderNode !== undefined)

/** The shells in which a person may run what is printed for one. Windows has none of them where Linux has them. */
export const shells = ['/bin/dash', '/bin/bash', '/bin/zsh', '/usr/bin/zsh'].filter((path) =>
  existsSync(path)
)

function where(isThere: boolean) {
  return { test: isThere ? test : test.skip, describe: isThere ? describe : describe.skip }
}

function canLink(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'links-'))
  try {
    symlinkSync('nowhere', join(folder, 'link'))
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

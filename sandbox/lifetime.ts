import { fstatSync, readFileSync } from 'node:fs'

/**
 * Calls `end` with Ctrl+C, with the end of the npm that has started this process, and with that of the pipe that is
 * its standard input. `end` has to close what keeps the process alive.
 *
 * npm 11 passes SIGTERM to its shell alone, and a shell that ends leaves what it has started. An npm that is
 * killed passes nothing. So this looks whether each process from here up to npm still has the parent it had.
 */
export function endWithStarter(end: () => void): void {
  const links = linksToNpm()
  const looking = setInterval(() => {
    if (links.some(({ pid, parent }) => parentOf(pid) !== parent)) endOnce()
  }, 500)
  let hasEnded = false
  const endOnce = (): void => {
    if (hasEnded) return
    hasEnded = true
    clearInterval(looking)
    process.stdin.destroy()
    end()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endOnce)
  if (isPipe(process.stdin.fd)) process.stdin.once('close', endOnce).resume()
}

/** A file or /dev/null is at its end from the start, and a terminal must not be read in the background. */
function isPipe(fd: number): boolean {
  const kind = fstatSync(fd)
  return kind.isFIFO() || kind.isSocket()
}

interface Link {
  readonly pid: number
  readonly parent: number
}

/** The processes from this one up to the last that npm has started. None where npm was not asked to start it. */
function linksToNpm(): Link[] {
  const links: Link[] = []
  for (let pid = process.pid; isOfNpm(pid); ) {
    const parent = parentOf(pid)
    if (parent === undefined) break
    links.push({ pid, parent })
    pid = parent
  }
  return links
}

function isOfNpm(pid: number): boolean {
  if (pid === process.pid) return process.env['npm_lifecycle_event'] !== undefined
  return textOf(`/proc/${pid}/environ`).includes('\0npm_lifecycle_event=')
}

/** Only Linux has /proc. Elsewhere a process knows its own parent and no other. */
function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid
  const [, parent] = /^.*\) \S (\d+)/s.exec(textOf(`/proc/${pid}/stat`)) ?? []
  return parent === undefined ? undefined : Number(parent)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

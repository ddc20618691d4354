import { fstatSync, readFileSync } from 'node:fs'

/**
 * Ends this process, by `process.exit`, with Ctrl+C, with the npm that has started it, and with the pipe that
 * is its standard input.
 *
 * npm 11 passes SIGTERM to its shell alone, and a shell that ends leaves what it has started. An npm that is
 * killed passes nothing. So this looks whether each process from here up to npm still has the parent it had.
 */
export function endWithStarter(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit())
  if (isPipe(process.stdin.fd)) process.stdin.once('close', () => process.exit()).resume()
  const links = linksToNpm()
  setInterval(() => {
    if (links.some(({ pid, parent }) => parentOf(pid) !== parent)) process.exit()
  }, 500)
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

import type { Waiver } from '../judge/types.ts'
import { isAccountName } from './accounts.ts'
import type { InputReader, Read } from './reader.ts'

/** The dated exceptions that the workflow states. */
export function readWaivers(reader: InputReader): Read<Waiver[]> {
  return reader.lines(
    'waivers',
    'lines of the form "ACCOUNT until YYYY-MM-DD: REASON", one an account',
    asWaivers
  )
}

function asWaivers(lines: readonly string[]): Waiver[] | undefined {
  const waivers = lines.map(asWaiver)
  const accounts = new Set(waivers.map((waiver) => waiver?.account))
  return waivers.every((waiver) => waiver !== undefined) && accounts.size === waivers.length
    ? waivers
    : undefined
}

function asWaiver(line: string): Waiver | undefined {
  if (/\p{Cc}/u.test(line)) return undefined
  const [, account = '', until = '', reason = ''] =
    /^(.+?)\s+until\s+(\d{4}-\d{2}-\d{2}):\s*(\S.*)$/.exec(line.trim()) ?? []
  return isAccountName(account) && isDay(until) ? { account, until, reason } : undefined
}

/** Whether the calendar has such a day: there is no 30 February. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

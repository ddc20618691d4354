import type { Waiver } from '../model/job.ts'
import { isUnseen, oneLine } from '../text.ts'
import { accountOfLine } from './accounts.ts'
import type { InputReader, Read, WrongLine } from './reader.ts'

/** The dated exceptions that the workflow states. */
export function readWaivers(reader: InputReader): Read<readonly Waiver[]> {
  return reader.lines(
    'waivers',
    'lines of the form "ACCOUNT until YYYY-MM-DD: REASON", one for each account',
    (line, before: readonly Waiver[]) => {
      const waiver = waiverOfLine(line)
      const isRepeated = 'account' in waiver && before.some(({ account }) => account === waiver.account)
      return isRepeated ? { hint: 'a line before it waives the same account' } : waiver
    }
  )
}

function waiverOfLine(line: string): Waiver | WrongLine {
  if (/\p{Cc}/u.test(line)) return { hint: '' }
  // Only spaces separate. Other white space may be a part of the name.
  const [, name = '', until = '', reason = ''] =
    /^(.*?[^ ]) +until +(\d{4}-\d{2}-\d{2}): *(\S.*?) *$/.exec(line) ?? []
  const account = accountOfLine(name)
  if (typeof account !== 'string') return account
  if (!isDay(until)) return { hint: '' }
  return isUnseen(oneLine(reason)) ? { hint: 'its reason cannot be seen' } : { account, until, reason }
}

/** Whether the calendar has such a day: there is no 30 February. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

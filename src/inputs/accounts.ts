import { type AccountName, parentAccount } from '../model/account.ts'
import type { Selection } from '../model/job.ts'
import { fitsHeader, trimName } from '../text.ts'
import { type InputReader, invalid, type Read, type WrongLine } from './reader.ts'

/** Which accounts the workflow wants judged, by `on-behalf-of` and `all-subusers`. */
export function readSelection(reader: InputReader): Read<Selection> {
  const all = reader.flag('all-subusers')
  const accepts =
    'one account per line: a subuser\'s username, "account-id ID" or "@parent", without control characters and within Latin-1'
  const empty = reader.text('on-behalf-of') === ''
  const names = empty
    ? reader.parse('on-behalf-of', accepts, () => undefined)
    : reader.filledLines('on-behalf-of', accepts, accountOfLine)
  if (all === invalid || names === invalid) return invalid
  const selected = [...new Set(names)]
  if (!all) return selected
  if (selected.join() === parentAccount) return 'all-subusers'
  return reader.addProblem(
    'all-subusers is "true" and on-behalf-of names accounts. State one of them: all-subusers judges every account.'
  )
}

/** Which accounts are left out of `all-subusers`: names, and patterns with `*`. */
export function readExclude(reader: InputReader, selection: Read<Selection>): Read<readonly string[]> {
  const lines = reader.lines(
    'exclude',
    "one account per line: a subuser's username, @parent, or a pattern in which * stands for any characters",
    excludeOfLine
  )
  if (lines === invalid || selection === invalid) return invalid
  if (lines.length === 0 || selection === 'all-subusers') return [...new Set(lines)]
  return reader.addProblem(
    'exclude is stated and all-subusers is "false". It leaves accounts out of all-subusers: take them out of on-behalf-of instead.'
  )
}

function excludeOfLine(line: string): string | WrongLine {
  const isTooWide = line.includes('*') && !/[\p{L}\p{N}]/u.test(line)
  return isTooWide ? { hint: 'a pattern needs a letter or a digit' } : accountOfLine(line)
}

/** The account that a line names, as a header carries it, or what is wrong with the line. */
export function accountOfLine(line: string): AccountName | WrongLine {
  const name = trimName(line)
  if (name !== parentAccount && name.toLowerCase() === parentAccount)
    return { hint: `write ${parentAccount}` }
  if (name.includes(',')) return { hint: 'one account per line' }
  // "account-id" alone has lost its ID.
  return fitsHeader(name) && name !== 'account-id' ? name : { hint: '' }
}

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

/** The account that a line names, as a header carries it; or what is wrong with the line. */
export function accountOfLine(line: string): AccountName | WrongLine {
  const name = trimName(line)
  if (name !== parentAccount && name.toLowerCase() === parentAccount)
    return { hint: `write ${parentAccount}` }
  if (name.includes(',')) return { hint: 'one account per line' }
  // "account-id" alone is an ID that got lost on the way.
  return fitsHeader(name) && name !== 'account-id' ? name : { hint: '' }
}

import { type AccountName, parentAccount, type Selection } from '../judge/types.ts'
import { fitsHeader } from '../text.ts'
import { type InputReader, invalid, type Read } from './reader.ts'

/** Which accounts the workflow wants judged, by `on-behalf-of` and `all-subusers`. */
export function readSelection(reader: InputReader): Read<Selection> {
  const all = reader.flag('all-subusers')
  const names = reader.lines(
    'on-behalf-of',
    'one account a line (a subuser\'s username, "account-id ID" or "@parent"), without control characters and ' +
      "within Latin-1, or nothing for the key's own account",
    asAccountNames
  )
  if (all === invalid || names === invalid) return invalid
  if (!all) return names.length === 0 ? [parentAccount] : names
  if (names.length === 0) return 'all-subusers'
  return reader.addProblem(
    'all-subusers is "true" and on-behalf-of names accounts. State one of them: all-subusers judges every account.'
  )
}

/** Each account once, in the order stated. */
function asAccountNames(lines: readonly string[]): AccountName[] | undefined {
  const names = new Set(lines.map((line) => line.replace(/^[ \t]+|[ \t]+$/g, '')))
  return [...names].every(isAccountName) ? [...names] : undefined
}

/** Whether a header can carry the name. "account-id" alone is an ID that got lost on the way. */
export function isAccountName(name: string): boolean {
  return fitsHeader(name) && name !== 'account-id'
}

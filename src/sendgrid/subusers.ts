import { Failure } from '../failure.ts'
import { type Account, parentAccount, type Region } from '../judge/types.ts'
import { fitsHeader } from '../text.ts'
import type { Request, Session } from './connection.ts'
import { parseJson } from './json.ts'
import { send } from './request.ts'

interface Subuser extends Account {
  readonly id: number
}

const pageSize = 500
/** 500 subusers take about 75 KB. */
const pageBoundBytes = 1024 * 1024

/**
 * Every subuser of the key's account, by name (twilio/sendgrid-oai, tsg_subusers_v3). Asked on until an empty
 * page, since SendGrid does not say how many there are and may send fewer than asked for. A subuser whose
 * region is not in it has the stated one. Throws a Failure when the list is not sure to be whole.
 */
export async function listSubusers(session: Session, region: Region): Promise<Account[]> {
  const subusers = new Map<number, Account>()
  let received = 0
  let barrenPages = 0
  for (;;) {
    const page = asPage(
      await send(session, pageRequest(session.connection.apiUrls[region], received)),
      region
    )
    if (page.length === 0) break
    const known = subusers.size
    for (const { id, ...account } of page) subusers.set(id, account)
    // A subuser that is added under way shifts the list, and a page may repeat what is known. A list of such
    // pages would never end.
    barrenPages = subusers.size === known ? barrenPages + 1 : 0
    if (barrenPages === 2)
      throw unexpected(`the pages up to ${received + page.length} have no subuser that was not listed before`)
    received += page.length
  }
  const byName = new Map([...subusers.values()].map((account) => [account.name, account]))
  return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

function pageRequest(apiUrl: string, offset: number): Request {
  return {
    method: 'GET',
    apiUrl,
    path: `/v3/subusers?limit=${pageSize}&offset=${offset}&include_region=true`,
    onBehalfOf: undefined,
    scope: 'subusers.read',
    bodyBoundBytes: pageBoundBytes
  }
}

function asPage(body: string, region: Region): Subuser[] {
  const page = parseJson(body)
  if (!Array.isArray(page)) throw unexpected('the answer is not a JSON array')
  return page.map((entry) => asSubuser(entry, region))
}

function asSubuser(entry: unknown, statedRegion: Region): Subuser {
  if (typeof entry !== 'object' || entry === null) throw unexpected('an entry is not an object')
  const { id, username, disabled = false, region = statedRegion } = entry as Record<string, unknown>
  if (typeof id !== 'number') throw unexpected('an entry has no number for id')
  if (typeof username !== 'string' || !isSubuserName(username))
    throw unexpected('an entry has no usable username')
  if (typeof disabled !== 'boolean') throw unexpected('an entry has no boolean disabled')
  if (region !== 'global' && region !== 'eu') throw unexpected('an entry has an unknown region')
  return { id, name: username, disabled, region }
}

/**
 * Whether a header can carry the name as it is, and nothing else is meant by it: an empty or trimmed header
 * would be answered for another account.
 */
function isSubuserName(name: string): boolean {
  const sendable = fitsHeader(name) && name === name.trim()
  return sendable && name !== parentAccount && !name.startsWith('account-id ')
}

function unexpected(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `The list of subusers is not understood: ${what}. No account was judged.`
  )
}

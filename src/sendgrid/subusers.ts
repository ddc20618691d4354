import { Failure, type FailureValue } from '../failure.ts'
import { type Account, parentAccount, type Region } from '../judge/types.ts'
import { fitsHeader, trimName, visibleName } from '../text.ts'
import type { Request, Session } from './connection.ts'
import { quoteErrors } from './error-response.ts'
import { countNames, parseJson } from './json.ts'
import { largestPage, pagesOf } from './pages.ts'
import { sendAndAskOnceMore } from './request.ts'
import { explainByScopes } from './scopes.ts'

interface Subuser extends Account {
  readonly id: number
  /** What the list says of it, odd values included. */
  readonly stated: string
}

/** 500 subusers take about 75 KB. */
const pageBoundBytes = 1024 * 1024
const longestName = 256
const mostSubusers = 100_000
/** A list that is still changing after so many readings is not known. */
const mostReadings = 5

/**
 * Every subuser of the key's account, by name (twilio/sendgrid-oai, tsg_subusers_v3). SendGrid does not say how
 * many there are, so each reading goes on until an empty page. A subuser that is deleted meanwhile moves others
 * over the edge of a page, so a list of several pages is read again until a reading brings no new name; what any
 * reading has brought is judged. A subuser whose region is not in it has the stated one. Throws a Failure when
 * the list is not sure to be whole.
 */
export async function listSubusers(
  session: Session,
  region: Region,
  most = mostSubusers
): Promise<Account[]> {
  const list = new SubuserList(most)
  for (let reading = 1; ; reading++) {
    const known = list.size
    const hasEdge = await readPages(session, region, list)
    if (reading === 1 ? !hasEdge : list.size === known) return list.accounts()
    if (reading === mostReadings) throw unexpected(`it has changed in each of ${mostReadings} readings`)
  }
}

/** One reading, page by page. Resolves to whether a page was full, or not the only one, so that it had an edge. */
async function readPages(session: Session, region: Region, list: SubuserList): Promise<boolean> {
  const seen = new Set<number>()
  const ask = async (limit: number, offset: number): Promise<Subuser[]> =>
    asPage(await sendForPage(session, pageRequest(session, region, limit, offset)), limit, region, session)
  let pages = 0
  let isFull = false
  let barrenPages = 0
  for await (const page of pagesOf(ask)) {
    pages++
    isFull ||= page.length === largestPage
    const seenBefore = seen.size
    for (const subuser of page) {
      list.add(subuser)
      seen.add(subuser.id)
    }
    // One that is added meanwhile moves the others, and a page may repeat what is known. A list of such pages
    // would never end.
    barrenPages = seen.size === seenBefore ? barrenPages + 1 : 0
    if (barrenPages === 2)
      throw unexpected(`the pages ${pages - 1} and ${pages} have no subuser that was not listed before`)
  }
  return isFull || pages > 1
}

/** A 401 to the first page says the same of the key as one to an account: it is asked once more. */
async function sendForPage(session: Session, request: Request): Promise<string> {
  try {
    return await sendAndAskOnceMore(session, request)
  } catch (thrown) {
    throw thrown instanceof Failure ? await explainByScopes(session, thrown, request) : thrown
  }
}

function pageRequest({ connection }: Session, region: Region, limit: number, offset: number): Request {
  return {
    method: 'GET',
    apiUrl: connection.apiUrls[region],
    path: `/v3/subusers?limit=${limit}&offset=${offset}&include_region=true`,
    onBehalfOf: undefined,
    scope: 'subusers.read',
    bodyBoundBytes: pageBoundBytes
  }
}

/** The subusers of all readings. One that comes again has to be the same, or one of the two would be lost. */
class SubuserList {
  readonly #byId = new Map<number, Subuser>()
  readonly #byName = new Map<string, Subuser>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#byName.size
  }

  add(subuser: Subuser): void {
    for (const known of [this.#byId.get(subuser.id), this.#byName.get(subuser.name)]) {
      if (known !== undefined && known.stated !== subuser.stated)
        throw unexpected(`the entries of ${inWords(known)} and ${inWords(subuser)} contradict each other`)
    }
    this.#byId.set(subuser.id, subuser)
    this.#byName.set(subuser.name, subuser)
    if (this.size > this.#most)
      throw unexpected(`it has more than ${this.#most.toLocaleString('en')} subusers`)
  }

  accounts(): Account[] {
    const accounts = [...this.#byName.values()].map(({ id: _, stated: __, ...account }) => account)
    return accounts.sort((one, other) => (one.name < other.name ? -1 : 1))
  }
}

function inWords({ id, name }: Subuser): string {
  return `${visibleName(name, 100)} (id ${id})`
}

function asPage(body: string, limit: number, region: Region, session: Session): Subuser[] {
  const page = parseJson(body)
  if (!Array.isArray(page)) throw unexpected(`the answer ${whatIsNoArray(body, session)}`)
  if (page.length > limit) throw unexpected(`a page has ${page.length} entries, and ${limit} were asked for`)
  const counts = countNames(body)
  for (const name of ['id', 'username', 'disabled', 'region'])
    if ((counts.get(name) ?? 0) > page.filter((entry) => has(entry, name)).length)
      throw unexpected(`an entry has ${name} more than once`)
  return page.map((entry, index) => asSubuser(entry, `entry ${index + 1} of a page`, region, session))
}

function has(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && Object.hasOwn(entry, name)
}

function whatIsNoArray(body: string, { redact }: Session): string {
  if (body.startsWith('\uFEFF')) return 'begins with a byte order mark'
  if (/^\s*</.test(body)) return 'is HTML and not JSON'
  const quoted = quoteErrors(body, redact)
  return quoted === '' ? 'is not a JSON array' : `has errors ("${quoted}")`
}

function asSubuser(entry: unknown, place: string, statedRegion: Region, { redact }: Session): Subuser {
  if (typeof entry !== 'object' || entry === null) throw unexpected(`${place} is not an object`)
  const { id, username, disabled = false, region = statedRegion } = entry as Record<string, unknown>
  if (typeof id !== 'number' || !Number.isSafeInteger(id))
    throw unexpected(`${place} has no whole number for id`)
  if (typeof username !== 'string' || username === '') throw unexpected(`${place} (id ${id}) has no username`)
  if (username.length > longestName)
    throw unexpected(`${place} (id ${id}) has a username over ${longestName} characters`)
  if (redact(username) !== username)
    throw unexpected(`${place} (id ${id}) has a part of the API key in its username`)
  const known = region === 'global' || region === 'eu'
  const stated = JSON.stringify([id, username, disabled, region])
  const usable = known ? region : statedRegion
  const subuser = { id, name: username, disabled: disabled === true, region: usable, stated }
  if (typeof disabled !== 'boolean') return { ...subuser, obstacle: obstacle(id, 'no boolean disabled') }
  if (!known) return { ...subuser, obstacle: obstacle(id, 'a region that is not known') }
  if (!isSubuserName(username)) return { ...subuser, obstacle: obstacle(id, 'a name that no header carries') }
  return subuser
}

/**
 * Whether a header can carry the name as it is, and nothing else is meant by it: an empty or trimmed header
 * would be answered for another account.
 */
function isSubuserName(name: string): boolean {
  const sendable = fitsHeader(name) && name === trimName(name)
  return sendable && name !== parentAccount && !name.startsWith('account-id ')
}

function obstacle(id: number, what: string): FailureValue {
  return {
    reason: 'unexpected-response',
    message: `The list of subusers has ${what} for this one (id ${id}), so it was not asked.`
  }
}

function unexpected(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `The list of subusers is not understood: ${what}. No account was judged.`
  )
}

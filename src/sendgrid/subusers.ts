import { type Account, namedAccount, parentAccount, type Region } from '../model/account.ts'
import { Failure, type FailureValue } from '../model/failure.ts'
import { fitsHeader, trimName, visibleName } from '../text.ts'
import { endpoints } from './endpoints.ts'
import { sendWithKey } from './key.ts'
import { pagesOf } from './pages.ts'
import { describeBody, parseJson } from './response.ts'
import { askedAccount, type Session } from './session.ts'

interface Subuser extends Account {
  readonly id: number
  /** What the list says of it, odd values included. */
  readonly stated: string
}

const maxNameLength = 256
const usualMaxSubusers = 100_000
/** A list that is still changing after so many readings is not known. */
const maxReadings = 5

/**
 * Every subuser of the key's account, by name, with numbers by their value (twilio/sendgrid-oai, tsg_subusers_v3). SendGrid does not say how
 * many there are, and one answer may lack some. So the list is read until a reading brings no new name, at least
 * twice, an empty one too. What any reading has brought is judged. A subuser without a region has the stated one.
 * Throws a Failure when the list is not sure to be whole.
 */
export async function listSubusers(
  session: Session,
  region: Region,
  maxSubusers = usualMaxSubusers
): Promise<Account[]> {
  const list = new SubuserList(maxSubusers)
  for (let reading = 1; ; reading++) {
    const known = list.size
    await readPages(session, region, list)
    if (reading > 1 && list.size === known) return list.accounts()
    if (reading === maxReadings) throw unexpected(`it has changed in each of ${maxReadings} readings`)
  }
}

/** One reading, page by page until an empty one. */
async function readPages(session: Session, region: Region, list: SubuserList): Promise<void> {
  const seen = new Set<number>()
  const asked = askedAccount(namedAccount(parentAccount, region))
  const ask = async (limit: number, offset: number): Promise<Subuser[]> => {
    const query = `?limit=${limit}&offset=${offset}&include_region=true`
    const body = await sendWithKey(session, { endpoint: endpoints.listSubusers, asked, query })
    return parsePage(body, limit, region, session)
  }
  let pages = 0
  let barrenPages = 0
  for await (const page of pagesOf(ask)) {
    pages++
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
}

/** The subusers of all readings. One that comes again has to be the same, or one of the two would be lost. */
class SubuserList {
  readonly #byId = new Map<number, Subuser>()
  readonly #byName = new Map<string, Subuser>()
  readonly #maxSubusers: number

  constructor(maxSubusers: number) {
    this.#maxSubusers = maxSubusers
  }

  get size(): number {
    return this.#byName.size
  }

  add(subuser: Subuser): void {
    for (const known of [this.#byId.get(subuser.id), this.#byName.get(subuser.name)]) {
      if (known !== undefined && known.stated !== subuser.stated)
        throw unexpected(
          `the entries of ${describeEntry(known)} and ${describeEntry(subuser)} contradict each other`
        )
    }
    this.#byId.set(subuser.id, subuser)
    this.#byName.set(subuser.name, subuser)
    if (this.size > this.#maxSubusers)
      throw unexpected(`it has more than ${this.#maxSubusers.toLocaleString('en')} subusers`)
  }

  accounts(): Account[] {
    return [...this.#byName.values()]
      .map(({ id: _, stated: __, ...account }) => ({ account, key: sortKey(account.name) }))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .map(({ account }) => account)
  }
}

/**
 * By it `subuser-9` comes before `subuser-10`: the length of a number stands before its digits. The name itself
 * decides between numbers that differ in leading zeros alone.
 */
function sortKey(name: string): string {
  const key = name.replace(
    /0*(\d+)/g,
    (_, number: string) => `0${String.fromCharCode(number.length)}${number}`
  )
  return `${key}\0${name}`
}

function describeEntry({ id, name }: Subuser): string {
  return `${visibleName(name, 100)} (id ${id})`
}

function parsePage(body: string, limit: number, region: Region, session: Session): Subuser[] {
  const page = parseJson(body)
  if (!Array.isArray(page)) throw unexpected(`the response ${describeBody(body, session.redact)}`)
  if (page.length > limit) throw unexpected(`a page has ${page.length} entries, and ${limit} were asked for`)
  return page.map((entry, index) => parseSubuser(entry, `entry ${index + 1} of a page`, region, session))
}

function parseSubuser(entry: unknown, place: string, statedRegion: Region, { redact }: Session): Subuser {
  if (typeof entry !== 'object' || entry === null) throw unexpected(`${place} is not an object`)
  const { id, username, disabled = false, region = statedRegion } = entry as Record<string, unknown>
  if (typeof id !== 'number' || !Number.isSafeInteger(id))
    throw unexpected(`${place} has no whole number for id`)
  if (typeof username !== 'string' || username === '') throw unexpected(`${place} (id ${id}) has no username`)
  if (username.length > maxNameLength)
    throw unexpected(`${place} (id ${id}) has a username over ${maxNameLength} characters`)
  if (redact(username) !== username)
    throw unexpected(`${place} (id ${id}) has a part of the API key in its username`)
  const known = region === 'global' || region === 'eu'
  const stated = JSON.stringify([id, username, disabled, region])
  const usable = known ? region : statedRegion
  const name = looksLikeAnother(username) ? `id ${id}` : username
  const subuser = { id, name, disabled: disabled === true, region: usable, isListed: true, stated }
  if (typeof disabled !== 'boolean') return { ...subuser, unusable: unusable(id, 'no boolean disabled') }
  if (!known) return { ...subuser, unusable: unusable(id, 'a region that is not known') }
  if (name !== username || !isSubuserName(name))
    return { ...subuser, unusable: unusable(id, 'a name that no header carries') }
  return subuser
}

/** Whether everybody would take the name for the key's own account or for a customer account. */
function looksLikeAnother(name: string): boolean {
  return visibleName(name).toLowerCase() === parentAccount || name.startsWith('account-id ')
}

/** Whether a header can carry the name as it is: an empty or trimmed one would be answered for another account. */
function isSubuserName(name: string): boolean {
  return fitsHeader(name) && name === trimName(name)
}

function unusable(id: number, what: string): FailureValue {
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

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
  /** Its entry in the list, as one text. */
  readonly stated: string
}

const maxNameLength = 256
const usualMaxSubusers = 100_000
/** A list that changes in each of so many readings is not believed. */
const maxReadings = 5

/**
 * Every subuser of the key's account (twilio/sendgrid-oai, tsg_subusers_v3), sorted by name. SendGrid does not say how
 * many there are, and one reading may lack some. So the list is read until a reading has no new name, at least twice.
 * The names of all readings count. A subuser without a region has the stated one. Throws a Failure when the list may
 * not be whole.
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
    if (reading === maxReadings) throw unexpectedList(`it has changed in each of ${maxReadings} readings`)
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
    // A subuser that is added meanwhile moves the others, so one page may repeat known ones. A list of such pages
    // would never end.
    barrenPages = seen.size === seenBefore ? barrenPages + 1 : 0
    if (barrenPages === 2)
      throw unexpectedList(`the pages ${pages - 1} and ${pages} have no subuser that was not listed before`)
  }
}

/** The subusers of all readings. Two entries of one name or id must be equal, or an account would be lost. */
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
        throw unexpectedList(
          `the entries of ${describeEntry(known)} and ${describeEntry(subuser)} contradict each other`
        )
    }
    this.#byId.set(subuser.id, subuser)
    this.#byName.set(subuser.name, subuser)
    if (this.size > this.#maxSubusers)
      throw unexpectedList(`it has more than ${this.#maxSubusers.toLocaleString('en')} subusers`)
  }

  accounts(): Account[] {
    return [...this.#byName.values()]
      .map(({ id: _, stated: __, ...account }) => ({ account, key: sortKey(account.name) }))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .map(({ account }) => account)
  }
}

/**
 * Sorts `subuser-9` before `subuser-10`: the length of a number stands before its digits. The name itself follows, for
 * numbers that differ only in leading zeros.
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
  if (!Array.isArray(page)) throw unexpectedList(`the response ${describeBody(body, session.redact)}`)
  if (page.length > limit)
    throw unexpectedList(`a page has ${page.length} entries, and ${limit} were asked for`)
  return page.map((entry, index) => parseSubuser(entry, `entry ${index + 1} of a page`, region, session))
}

function parseSubuser(entry: unknown, place: string, statedRegion: Region, { redact }: Session): Subuser {
  if (typeof entry !== 'object' || entry === null) throw unexpectedList(`${place} is not an object`)
  const { id, username, disabled = false, region = statedRegion } = entry as Record<string, unknown>
  if (typeof id !== 'number' || !Number.isSafeInteger(id))
    throw unexpectedList(`${place} has no whole number for id`)
  if (typeof username !== 'string' || username === '')
    throw unexpectedList(`${place} (id ${id}) has no username`)
  if (username.length > maxNameLength)
    throw unexpectedList(`${place} (id ${id}) has a username over ${maxNameLength} characters`)
  if (redact(username) !== username)
    throw unexpectedList(`${place} (id ${id}) has a part of the API key in its username`)
  const known = region === 'global' || region === 'eu'
  const stated = JSON.stringify([id, username, disabled, region])
  const usable = known ? region : statedRegion
  const name = looksLikeAnother(username) ? `id ${id}` : username
  const subuser = { id, name, disabled: disabled === true, region: usable, isListed: true, stated }
  if (typeof disabled !== 'boolean') return { ...subuser, unusable: unusable(id, 'no boolean disabled') }
  if (!known) return { ...subuser, unusable: unusable(id, 'a region that is not known') }
  if (name !== username || !isSubuserName(name))
    return { ...subuser, unusable: unusable(id, 'a name that a header cannot carry') }
  return subuser
}

/** Whether a person would take the name for the key's own account or for a customer account. */
function looksLikeAnother(name: string): boolean {
  return visibleName(name).toLowerCase() === parentAccount || name.startsWith('account-id ')
}

/** Whether a header can carry the name as it is. With an empty or trimmed one SendGrid answers for another account. */
function isSubuserName(name: string): boolean {
  return fitsHeader(name) && name === trimName(name)
}

function unusable(id: number, what: string): FailureValue {
  return {
    reason: 'unexpected-response',
    message: `The list of subusers has ${what} for this one (id ${id}), so it was not asked.`
  }
}

function unexpectedList(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `The list of subusers is not understood: ${what}. No account was judged.`
  )
}

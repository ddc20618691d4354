import type { Account } from '../model/account.ts'
import { Failure } from '../model/failure.ts'
import type { BlockedCount } from '../model/outcome.ts'
import { quotable, type Redact } from '../redaction.ts'
import { endpoints } from './endpoints.ts'
import { sendWithKey } from './key.ts'
import { pagesOf } from './pages.ts'
import { parseJson } from './response.ts'
import { askedAccount, type Session } from './session.ts'

/** So many entries of an account are read. */
const maxEntries = 10_000
/** A domain has at most 253 characters (RFC 1035). */
const maxDomainLength = 253
/** Documented words, never seen in a live answer: SendGrid's page about Enforced TLS. */
const tlsReason = 'tls required but not supported'

/** Seconds since the epoch, both included. */
export interface Period {
  readonly startTime: number
  readonly endTime: number
}

/**
 * Counts the addresses on an account's list of blocks (twilio/sendgrid-oai, tsg_suppressions_v3), by domain for
 * those that are there because of TLS. No address is kept. Throws a Failure when the list is not understood.
 */
export async function countBlocks(session: Session, account: Account, period: Period): Promise<BlockedCount> {
  const domains = new Map<string, number>()
  let entries = 0
  let count = 0
  let lastBody = ''
  let isRepeated = false
  const asked = askedAccount(account)
  const ask = async (limit: number, offset: number): Promise<Block[]> => {
    const query = `?start_time=${period.startTime}&end_time=${period.endTime}&limit=${limit}&offset=${offset}`
    const body = await sendWithKey(session, { endpoint: endpoints.listBlocks, asked, query })
    // A page that repeats the one before would come for ever.
    isRepeated = body === lastBody
    lastBody = body
    return isRepeated ? [] : parsePage(body, limit, session.redact)
  }
  for await (const page of pagesOf(ask)) {
    for (const { domain, isAboutTls } of page) {
      if (entries === maxEntries) return countOf(domains, count, entries, false)
      entries++
      if (!isAboutTls) continue
      count++
      domains.set(domain, (domains.get(domain) ?? 0) + 1)
    }
  }
  return countOf(domains, count, entries, !isRepeated)
}

/** What is kept of an entry. */
interface Block {
  readonly domain: string
  readonly isAboutTls: boolean
}

function countOf(
  domains: ReadonlyMap<string, number>,
  count: number,
  entries: number,
  isComplete: boolean
): BlockedCount {
  const counted = [...domains].map(([domain, number]) => ({ domain, count: number }))
  return { count, domains: counted, otherBlocks: entries - count, isComplete }
}

function parsePage(body: string, limit: number, redact: Redact): Block[] {
  const page = parseJson(body)
  if (!Array.isArray(page) || page.length > limit) throw notUnderstood()
  return page.map((entry) => parseBlock(entry, redact))
}

/** The address is cut at its last @ here, and goes no further. What follows it may be anything, the key too. */
function parseBlock(entry: unknown, redact: Redact): Block {
  const { email, reason } = (entry ?? {}) as Record<string, unknown>
  if (typeof email !== 'string' || typeof reason !== 'string' || !email.includes('@')) throw notUnderstood()
  const domain = quotable(email.slice(email.lastIndexOf('@') + 1).toLowerCase(), redact, maxDomainLength)
  return { domain, isAboutTls: reason.toLowerCase().includes(tlsReason) }
}

function notUnderstood(): Failure {
  return new Failure('unexpected-response', 'A page of blocks is not understood.')
}

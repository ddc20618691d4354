import type { Account } from '../model/account.ts'
import { Failure } from '../model/failure.ts'
import type { BlockedCount } from '../model/outcome.ts'
import { quotable, type Redact } from '../redaction.ts'
import { endpoints } from './endpoints.ts'
import { sendWithKey } from './key.ts'
import { pagesOf } from './pages.ts'
import { parseJson } from './response.ts'
import { askedAccount, type Session } from './session.ts'

/** At most this many entries of an account are read. */
const maxEntries = 10_000
/** A domain has at most 253 characters (RFC 1035). */
const maxDomainLength = 253
/** As SendGrid documents it on its page about Enforced TLS. No live response with it is known. */
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
  const byDomain = new Map<string, number>()
  let entries = 0
  let isComplete = true
  let lastBody = ''
  const asked = askedAccount(account)
  const ask = async (limit: number, offset: number): Promise<(string | undefined)[]> => {
    const query = `?start_time=${period.startTime}&end_time=${period.endTime}&limit=${limit}&offset=${offset}`
    const body = await sendWithKey(session, { endpoint: endpoints.listBlocks, asked, query })
    // A server that sends one page twice may send it for ever.
    if (body === lastBody) isComplete = false
    lastBody = body
    return isComplete ? parsePage(body, limit, session.redact) : []
  }
  for await (const page of pagesOf(ask)) {
    const read = page.slice(0, maxEntries - entries)
    entries += read.length
    for (const domain of read) if (domain !== undefined) byDomain.set(domain, (byDomain.get(domain) ?? 0) + 1)
    isComplete = read.length === page.length
    if (!isComplete) break
  }
  const domains = [...byDomain].map(([domain, count]) => ({ domain, count }))
  const count = domains.reduce((sum, one) => sum + one.count, 0)
  return { count, domains, otherBlocks: entries - count, isComplete }
}

function parsePage(body: string, limit: number, redact: Redact): (string | undefined)[] {
  const page = parseJson(body)
  if (!Array.isArray(page) || page.length > limit) throw notUnderstood()
  return page.map((entry) => parseDomain(entry, redact))
}

/**
 * The domain of an address that is blocked because of TLS; undefined for any other entry. The address itself is not
 * kept. Its domain may be any text, the key too.
 */
function parseDomain(entry: unknown, redact: Redact): string | undefined {
  const { email, reason } = (entry ?? {}) as Record<string, unknown>
  if (typeof email !== 'string' || typeof reason !== 'string' || !email.includes('@')) throw notUnderstood()
  if (!reason.toLowerCase().includes(tlsReason)) return undefined
  return quotable(email.slice(email.lastIndexOf('@') + 1).toLowerCase(), redact, maxDomainLength)
}

function notUnderstood(): Failure {
  return new Failure('unexpected-response', 'A page of blocks is not understood.')
}

import type { Region } from '../model/account.ts'
import { type InputReader, quote, type Read } from './reader.ts'

type ApiUrls = Readonly<Record<Region, string>>

/** The hosts that SendGrid documents for its regions. */
const regionUrls: ApiUrls = {
  global: 'https://api.sendgrid.com',
  eu: 'https://api.eu.sendgrid.com'
}

/** Where requests go, by region. Each is an origin and a path without a slash at the end. */
export function readApiUrls(reader: InputReader): Read<ApiUrls> {
  return reader.parse(
    'api-url',
    'an https URL, or an http URL on loopback, without user info, query and fragment, ' +
      "or nothing for the region's host",
    (value) => (value === '' ? regionUrls : asApiUrls(value)),
    quoteUrl
  )
}

function asApiUrls(value: string): ApiUrls | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  // The parser drops tabs and line ends: two lines would become one URL.
  if (url === undefined || url.username || url.password || /[?#\s]/.test(value)) return undefined
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  if (!secure) return undefined
  const stated = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  return { global: stated, eu: stated }
}

/** `localhost`, 127.0.0.0/8 and `[::1]`, after the URL parser has normalized the host. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** A wrong URL for an error: without user info, also where its "@" is encoded, and without query and fragment. */
function quoteUrl(value: string): string {
  return quote(value.replace(/^(https?:\/*)?.*(?:@|%40)/is, '$1***@').replace(/([?#]).*/s, '$1***'))
}

import { checkBypass } from '@actions/http-client/lib/proxy'
import type { InputReader } from './reader.ts'

/** The variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A name as long as this is nobody's own when it is one letter off. */
const leastLength = 6

/**
 * Names each `INPUT_*` variable that is likely a misspelt input. The runner only warns of an input that it does
 * not know, and passes it on; but the job's own variables come this way too, so others are left alone.
 */
export function checkInputNames(
  reader: InputReader,
  environment: Environment,
  inputNames: readonly string[]
): void {
  const known = new Set(inputNames)
  for (const variable of Object.keys(environment)) {
    if (!/^INPUT_./i.test(variable)) continue
    const name = variable.slice('INPUT_'.length).toLowerCase()
    const meant = known.has(name) ? undefined : inputNames.find((input) => isMisspelling(name, input))
    if (meant !== undefined) reader.addProblem(`${name} is not an input. Did you mean ${meant}?`)
  }
}

function isMisspelling(name: string, input: string): boolean {
  const dashed = name.replaceAll('_', '-')
  if (dashed === input || dashed === `${input}s`) return true
  return input.length >= leastLength && isOneLetterOff(dashed, input)
}

/** Whether one letter is missing, too many or another one, or two neighbors have changed places. */
function isOneLetterOff(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1)
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at]
  return short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2))
}

/** Refuses a process that trusts every certificate: the key would go to whoever answers. */
export function checkCertificates(reader: InputReader, environment: Environment): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  reader.addProblem(
    'NODE_TLS_REJECT_UNAUTHORIZED is "0", so the key could go to a host that nobody vouches for. Remove it, and ' +
      'name the certificates that the host needs in NODE_EXTRA_CA_CERTS.'
  )
}

/**
 * The proxy variables of the hosts of this run, as the clients understand them: they ignore what they cannot
 * parse, and then the connection goes out directly. `host:port` means http, as with curl. What cannot be
 * understood is a problem that never quotes the value, for it may hold a password.
 */
export function readProxies(
  reader: InputReader,
  environment: Environment,
  urls: readonly string[]
): Record<string, string> {
  const proxies: Record<string, string> = {}
  for (const url of urls) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined
    if (parsed === undefined || checkBypass(parsed)) continue
    const name = parsed.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
    const variable = environment[name] ? name : name.toUpperCase()
    const value = environment[variable]
    if (!value) continue
    const proxy = asProxy(value)
    if (proxy !== undefined) proxies[variable] = proxy
    else {
      reader.addProblem(
        `${variable} is no proxy that can be used. It accepts http://HOST:PORT, https://HOST:PORT or HOST:PORT, ` +
          'with USER:PASSWORD@ before the host where it is needed, percent-encoded.'
      )
    }
  }
  return proxies
}

function asProxy(value: string): string | undefined {
  const hasScheme = value.includes('://')
  const stated = hasScheme ? value : `http://${value}`
  const url = URL.canParse(stated) ? new URL(stated) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined
  // A "/", "?" or "#" in a password that is not encoded ends the host before it begins.
  const rest = `${url.pathname}${url.search}${url.hash}`
  if (rest.includes('@') || (!hasScheme && rest !== '/')) return undefined
  try {
    // The client decodes both, and an error there is taken for no proxy.
    decodeURIComponent(url.username)
    decodeURIComponent(url.password)
  } catch {
    return undefined
  }
  return stated
}

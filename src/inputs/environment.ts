import { checkBypass } from '@actions/http-client/lib/proxy'
import { visibleName } from '../text.ts'
import type { InputReader } from './reader.ts'
import { isLoopback } from './urls.ts'

/** The variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** At most this many unknown inputs are named. */
const maxUnknown = 10

/**
 * Refuses each `INPUT_*` variable that is no input and is not empty. Its value may be a secret, so it is not quoted.
 * The runner only warns of an unknown input, and passes it on like a variable of the job.
 */
export function checkInputNames(
  reader: InputReader,
  environment: Environment,
  inputNames: readonly string[]
): void {
  const unknown = Object.keys(environment)
    .filter((variable) => /^INPUT_./is.test(variable) && environment[variable])
    .map((variable) => ({ variable, name: variable.slice('INPUT_'.length).toLowerCase() }))
    .filter(({ name }) => !inputNames.includes(name))
    .map((one) => ({ ...one, meant: inputNames.find((input) => lettersOf(input) === lettersOf(one.name)) }))
  const [first] = unknown
  if (first === undefined) return
  for (const { name, meant } of unknown.slice(0, maxUnknown)) {
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
    reader.addProblem(`${visibleName(name, 100)} is not an input.${hint}`)
  }
  if (unknown.length > maxUnknown)
    reader.addProblem(`${unknown.length - maxUnknown} more variables that begin with INPUT_ are not inputs.`)
  if (unknown.some(({ meant }) => meant === undefined))
    reader.addProblem(`The inputs are ${inputNames.join(', ')}.`)
  reader.addProblem(
    `A variable of the job is renamed, or emptied at this step: env: ${visibleName(first.variable, 100)}: ''.`
  )
}

/** The letters and digits of a name, in lower case. People mistake dashes, dots and other marks. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** Refuses a process that trusts every certificate: any host could get the key. */
export function checkCertificates(reader: InputReader, environment: Environment): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  reader.addProblem(
    'NODE_TLS_REJECT_UNAUTHORIZED is "0", so any host could get the key. Remove it, and ' +
      'name the certificates that the host needs in NODE_EXTRA_CA_CERTS.'
  )
}

/** The proxy variables that a run uses, in a form that the clients understand. */
export interface Proxies {
  readonly variables: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

/**
 * The clients ignore a variable that they cannot parse, and then connect without a proxy. So it is a problem here. The
 * value is not quoted, since it may hold a password. `host:port` means http, as with curl.
 */
export function readProxies(reader: InputReader, environment: Environment, urls: readonly string[]): Proxies {
  const variables: Record<string, string> = {}
  const missing = new Set<string>()
  for (const url of urls) {
    const parsed = URL.parse(url)
    if (parsed === null || isLoopback(parsed.hostname)) continue
    const name = parsed.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
    const variable = environment[name] ? name : name.toUpperCase()
    const value = environment[variable]
    if (value && parsed.hostname.startsWith('127.')) {
      reader.addProblem(
        `${variable} is not used for ${parsed.hostname}, since its name looks like loopback. Use another name of the host.`
      )
    }
    if (checkBypass(parsed)) continue
    const proxy = asProxy(value ?? '')
    if (!value) missing.add(variable)
    else if (proxy !== undefined) variables[variable] = proxy
    else {
      reader.addProblem(
        `${variable} is not a usable proxy. It accepts http://HOST:PORT, https://HOST:PORT or HOST:PORT, ` +
          'with USER:PASSWORD@ before the host where it is needed, percent-encoded.'
      )
    }
  }
  return { variables, warnings: allProxyWarnings(environment, missing) }
}

function allProxyWarnings(environment: Environment, missing: ReadonlySet<string>): string[] {
  const stated = ['all_proxy', 'ALL_PROXY'].find((name) => environment[name])
  if (stated === undefined) return []
  return [...missing].map(
    (name) => `${stated} is stated and not obeyed, because ${name} is not stated: no proxy is used.`
  )
}

function asProxy(value: string): string | undefined {
  const hasScheme = value.includes('://')
  const stated = hasScheme ? value : `http://${value}`
  const url = URL.canParse(stated) ? new URL(stated) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined
  // Without encoding, a "/", "?" or "#" in a password ends the part of the URL that has the host.
  const rest = `${url.pathname}${url.search}${url.hash}`
  if (rest.includes('@') || (!hasScheme && rest !== '/')) return undefined
  try {
    // The client decodes both. Where that fails it uses no proxy.
    decodeURIComponent(url.username)
    decodeURIComponent(url.password)
  } catch {
    return undefined
  }
  return stated
}

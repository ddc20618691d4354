import { checkBypass } from '@actions/http-client/lib/proxy'
import { visibleName } from '../text.ts'
import type { InputReader } from './reader.ts'
import { isLoopback } from './urls.ts'

/** The variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** So many unknown inputs are named. */
const maxUnknown = 10

/**
 * Names each `INPUT_*` variable that is no input and is not empty, never with its value, which may be a secret.
 * The runner only warns of an input that it does not know, and passes it on as it passes a variable of the job.
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

/** A name without what is easily mistaken in it: letter case, dashes, dots and other marks. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** Refuses a process that trusts every certificate: the key would go to whoever answers. */
export function checkCertificates(reader: InputReader, environment: Environment): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  reader.addProblem(
    'NODE_TLS_REJECT_UNAUTHORIZED is "0", so the key could go to a host that nobody vouches for. Remove it, and ' +
      'name the certificates that the host needs in NODE_EXTRA_CA_CERTS.'
  )
}

/** The proxy variables that the hosts of a run use, as the clients understand them, and what is odd about the others. */
export interface Proxies {
  readonly variables: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

/**
 * The clients ignore a variable that they cannot parse, and then the connection goes out directly. `host:port` means
 * http, as with curl. What cannot be understood is a problem that never quotes the value, for it may hold a password.
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
        `${variable} is no proxy that can be used. It accepts http://HOST:PORT, https://HOST:PORT or HOST:PORT, ` +
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

/**
 * A SendGrid stand-in over real HTTP on loopback: the parts of the v3 API that the action touches, with
 * documented bodies. Tests, demo and bench share it. What is marked "assumed" nobody has documented.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerJson, type Fault } from './faults.ts'

export interface StoredSettings {
  require_tls: boolean
  require_valid_cert: boolean
  version: number
}

export interface StoredAccount {
  settings: StoredSettings
  /** What a read still shows, and how often, before a change becomes visible. */
  stale: { settings: StoredSettings; reads: number }
  disabled: boolean
  region: 'global' | 'eu'
  /** How many changes were accepted. */
  writes: number
  /** What is on its list of blocks. */
  blocks: Block[]
  /** Whether its setting is one that no account can have: a deliberate fault. */
  isOdd: boolean
}

/** An entry of a list of blocks. `created` is in seconds since the epoch. */
export interface Block {
  created: number
  email: string
  reason: string
  status: string
}

/** How many requests each path permits, in windows aligned to the clock, as SendGrid's minutes are. */
export interface RateLimit {
  readonly requests: number
  readonly windowMs: number
  /** How `X-RateLimit-Reset` states the end of the window; `none` sends no headers. */
  readonly reset: 'epoch' | 'seconds-left' | 'none'
}

/** What a TLS server needs, as PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  /** Names as they came over the wire, with their case. */
  readonly rawHeaders: readonly string[]
  readonly onBehalfOf: string | undefined
  readonly body: string
}

type Answer = readonly [status: number, body: unknown]

/** A request and how it was answered; without a status by a deliberate fault. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly status: number | undefined
  readonly answer: unknown
}

/** As long as a key of SendGrid, and plainly none: it has no second dot. */
export const sandboxKey = 'SG.No_Real_Key_It_Opens_The_Stand_In_And_No_More_No_Real_Key_It_Opens'
const readOnlyScopes = ['user.settings.enforced_tls.read']
export const allScopes = [
  ...readOnlyScopes,
  'user.settings.enforced_tls.update',
  'subusers.read',
  'user.username.read',
  'suppression.blocks.read'
]

/** What a read of each path takes. Scopes are shown to every key. */
const neededScopes: Readonly<Record<string, string>> = {
  '/v3/user/settings/enforced_tls': 'user.settings.enforced_tls.read',
  '/v3/subusers': 'subusers.read',
  '/v3/user/username': 'user.username.read',
  '/v3/suppression/blocks': 'suppression.blocks.read'
}

export class SendGridSandbox {
  /** Is shown every exchange of every sandbox. */
  static onExchange: (exchange: Exchange) => void = () => {}

  /** Scopes by key; a revoked key has none left and says so. */
  readonly keys = new Map<string, readonly string[] | 'revoked'>([[sandboxKey, allScopes]])
  readonly parent = newAccount()
  /** Subusers and customer accounts by the value of their header. */
  readonly accounts = new Map<string, StoredAccount>()
  readonly requests: RecordedRequest[] = []
  /** Faults for the coming requests, first come first served; `undefined` lets one pass. */
  readonly faults: (Fault | undefined)[] = []
  /** A fault for every request, or what picks one. */
  everyRequest: (request: RecordedRequest) => Fault | undefined = () => undefined
  /** How many requests came too many for the rate limit. */
  refused = 0
  /** How often a read still shows the old values after a change. */
  staleReads = 0
  /** Replicas that flap: only every second of an even number of stale reads is old, so 2 are new, old, new. */
  isFlapping = false
  /** What a change sets where it does not name it: Twilio's schema gives the version of a PATCH a default. */
  unnamedBecome: Partial<StoredSettings> = {}
  omitVersion = false
  /** As both examples in Twilio's description of a PATCH do. */
  omitVersionAfterPatch = false
  versionAsString = false
  /** As SendGrid did in 2018 (sendgrid/docs#3751): a lower-case header is answered for the parent. */
  ignoreLowerCaseOnBehalfOf = true
  /** As a gateway does that drops the header, or SendGrid when it overlooks it: everything is the parent's. */
  ignoreOnBehalfOf = false
  /** Whether the case of a subuser's name makes another one. */
  isCaseSensitive = true
  /** The region of this host: a subuser of another one is unknown to it. Undefined for a host of every region. */
  region: StoredAccount['region'] | undefined
  /** The parent's own name, and those of accounts that have an ID; of a subuser it is the header's value. */
  usernames = new Map<string | undefined, string>([[undefined, 'the-parent']])
  rateLimit: RateLimit = { requests: 10_000, windowMs: 1_000, reset: 'seconds-left' }
  /** Every answer waits for so long. */
  latencyMs = 0
  /** More than this many subusers never come in a page. */
  maxPageSize = 500
  /** When the window began, and how many requests each path has seen in it. */
  #window = { startMs: 0, requests: new Map<string, number>() }
  readonly #ids = new Map<string, number>()
  readonly #server: Server
  readonly #scheme: 'http' | 'https'

  /** How many connections were opened so far. */
  connections = 0

  private constructor(certificate: Certificate | undefined) {
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      void this.#serve(request, response)
    this.#scheme = certificate ? 'https' : 'http'
    this.#server = certificate ? createTlsServer(certificate, serve) : createServer(serve)
    // On a busy machine a client may pause for so long that the usual 5 s would end its connection under it.
    this.#server.keepAliveTimeout = 0
  }

  static async start(
    host: '127.0.0.1' | '::1' = '127.0.0.1',
    certificate?: Certificate
  ): Promise<SendGridSandbox> {
    const sandbox = new SendGridSandbox(certificate)
    sandbox.#server.on('connection', () => sandbox.connections++)
    await new Promise<void>((resolve) => sandbox.#server.listen(0, host, resolve))
    return sandbox
  }

  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo
    return `${this.#scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(`http://sandbox${request.url}`)
    const onBehalfOf = this.#onBehalfOf(request)
    const method = request.method ?? ''
    let body: string
    try {
      body = await text(request)
    } catch {
      return // The client hung up, so there is nobody to answer.
    }
    const recorded = {
      method,
      path: pathname,
      query: search,
      rawHeaders: request.rawHeaders,
      onBehalfOf,
      body
    }
    this.requests.push(recorded)

    if (this.latencyMs > 0) await sleep(this.latencyMs)
    const left = this.#countRequest(pathname)
    const fault = this.faults.length > 0 ? this.faults.shift() : this.everyRequest(recorded)
    if (fault !== undefined) {
      if (fault.isCarriedOut) this.#answerTo(request, recorded)
      SendGridSandbox.onExchange({ request: recorded, status: undefined, answer: undefined })
      return fault(response)
    }
    const [status, answer] = left < 0 ? errorOf(429, 'too many requests') : this.#answerTo(request, recorded)
    // Its version as a text is one too: Twilio describes a number.
    const isFault = this.#accountOf(onBehalfOf)?.isOdd === true || this.versionAsString
    SendGridSandbox.onExchange({ request: recorded, status: isFault ? undefined : status, answer })
    answerJson(response, status, answer, this.#rateLimitHeaders(left))
  }

  #answerTo(request: IncomingMessage, { method, path, query, onBehalfOf, body }: RecordedRequest): Answer {
    // Reported (sendgrid-python#154), with a page of HTML.
    if (request.headers.accept === undefined) return errorOf(406, 'not acceptable')
    const refusal = this.#refuseKey(request, method, path)
    if (refusal !== undefined) return errorOf(...refusal)
    if (path === '/v3/subusers' && method === 'GET') return [200, this.#subusers(new URLSearchParams(query))]
    if (path === '/v3/scopes' && method === 'GET') return [200, { scopes: this.keys.get(keyOf(request)) }]
    if (!(path in neededScopes)) return errorOf(404, 'not found')

    const account = this.#accountOf(onBehalfOf)
    if (account === undefined) return errorOf(401, 'authorization required') // assumed
    if (account.disabled) return errorOf(403, 'access forbidden') // assumed
    if (path === '/v3/user/username') {
      const name = onBehalfOf === undefined ? undefined : this.#storedName(onBehalfOf)
      return [200, { username: this.usernames.get(name) ?? name, user_id: 1 }]
    }
    if (path === '/v3/suppression/blocks') return [200, blocksOf(account, new URLSearchParams(query))]
    if (method === 'GET') return [200, this.#shown(account)]
    if (method === 'PATCH') return this.#patch(account, body)
    return errorOf(405, 'method not allowed')
  }

  #accountOf(onBehalfOf: string | undefined): StoredAccount | undefined {
    if (onBehalfOf === undefined) return this.parent
    const account = this.accounts.get(this.#storedName(onBehalfOf))
    return this.region === undefined || account?.region === this.region ? account : undefined // assumed
  }

  /** The name as the account has it. */
  #storedName(name: string): string {
    if (this.isCaseSensitive) return name
    return [...this.accounts.keys()].find((one) => one.toLowerCase() === name.toLowerCase()) ?? name
  }

  #onBehalfOf(request: IncomingMessage): string | undefined {
    if (this.ignoreOnBehalfOf) return undefined
    const at = request.rawHeaders.findIndex(
      (name, index) =>
        index % 2 === 0 &&
        (this.ignoreLowerCaseOnBehalfOf ? name === 'On-Behalf-Of' : name.toLowerCase() === 'on-behalf-of')
    )
    return at < 0 ? undefined : request.rawHeaders[at + 1]
  }

  /** How many requests the window of the path has left; negative where this one came too many. */
  #countRequest(path: string): number {
    const { requests, windowMs } = this.rateLimit
    const nowMs = Date.now()
    const startMs = nowMs - (nowMs % windowMs)
    if (startMs !== this.#window.startMs) this.#window = { startMs, requests: new Map() }
    const counted = (this.#window.requests.get(path) ?? 0) + 1
    this.#window.requests.set(path, counted)
    if (counted > requests) this.refused++
    return requests - counted
  }

  #rateLimitHeaders(left: number): Record<string, string> {
    const { requests, windowMs, reset } = this.rateLimit
    if (reset === 'none') return {}
    const endMs = this.#window.startMs + windowMs
    const resetMs = reset === 'epoch' ? endMs : Math.max(0, endMs - Date.now())
    return {
      'X-RateLimit-Limit': String(requests),
      'X-RateLimit-Remaining': String(Math.max(0, left)),
      'X-RateLimit-Reset': String(Math.ceil(resetMs / 1000))
    }
  }

  /** A page of the subusers, in the order in which they were made. On behalf of whom does not matter here. */
  #subusers(query: URLSearchParams): unknown[] {
    const from = Number(query.get('offset') ?? 0)
    const limit = Math.min(Number(query.get('limit') ?? this.maxPageSize), this.maxPageSize)
    return [...this.accounts]
      .filter(([name]) => !name.startsWith('account-id '))
      .map(([username, { disabled, region }], index) => ({
        disabled,
        email: `subuser-${index}@example.com`,
        id: this.#idOf(username),
        username,
        ...(query.get('include_region') === 'true' ? { region } : {})
      }))
      .slice(from, from + limit)
  }

  /** Each subuser keeps the ID that it had when it was first listed. */
  #idOf(username: string): number {
    const id = this.#ids.get(username) ?? 1000 + this.#ids.size
    this.#ids.set(username, id)
    return id
  }

  #refuseKey(
    request: IncomingMessage,
    method: string,
    path: string
  ): [status: number, message: string] | undefined {
    const [scheme, key] = (request.headers.authorization ?? '').split(' ')
    if (!key) return [401, 'authorization required']
    const scopes = this.keys.get(key)
    if (scheme !== 'Bearer' || scopes === undefined) return [401, 'Permission denied, wrong credentials']
    if (scopes === 'revoked') return [401, 'The provided authorization grant is invalid, expired, or revoked']
    const needed = method === 'PATCH' ? 'user.settings.enforced_tls.update' : neededScopes[path]
    return needed === undefined || scopes.includes(needed) ? undefined : [403, 'access forbidden']
  }

  #shown(account: StoredAccount): unknown {
    const isStale = account.stale.reads > 0 && !(this.isFlapping && account.stale.reads % 2 === 0)
    const { version, ...flags } = isStale ? account.stale.settings : account.settings
    if (account.stale.reads > 0) account.stale.reads--
    if (this.omitVersion) return flags
    return { ...flags, version: this.versionAsString ? version.toFixed(1) : version }
  }

  #patch(account: StoredAccount, body: string): Answer {
    const change = parseChange(body)
    if (change === undefined) return errorOf(400, 'invalid setting') // assumed
    account.stale = { settings: account.settings, reads: this.staleReads }
    account.settings = { ...account.settings, ...this.unnamedBecome, ...change }
    account.writes++
    const { version, ...flags } = account.settings
    return [200, this.omitVersionAfterPatch ? flags : { ...flags, version }]
  }
}

/** An account as SendGrid creates it: opportunistic TLS, 1.1 at least. */
export function newAccount(settings: Partial<StoredSettings> = {}): StoredAccount {
  const stored = { require_tls: false, require_valid_cert: false, version: 1.1, ...settings }
  return {
    settings: stored,
    stale: { settings: stored, reads: 0 },
    disabled: false,
    region: 'global',
    writes: 0,
    blocks: [],
    isOdd: false
  }
}

/** An account with a setting that SendGrid does not have. */
export function oddAccount(): StoredAccount {
  return { ...newAccount({ version: 9 }), isOdd: true }
}

function keyOf(request: IncomingMessage): string {
  return (request.headers.authorization ?? '').replace(/^Bearer /, '')
}

/** A page of an account's blocks, oldest first. */
function blocksOf({ blocks }: StoredAccount, query: URLSearchParams): Block[] {
  const from = Number(query.get('start_time') ?? 0)
  const to = Number(query.get('end_time') ?? Number.POSITIVE_INFINITY)
  const offset = Number(query.get('offset') ?? 0)
  const limit = Math.min(Number(query.get('limit') ?? 500), 500)
  return blocks.filter(({ created }) => created >= from && created <= to).slice(offset, offset + limit)
}

function errorOf(status: number, message: string): Answer {
  return [status, { errors: [{ field: null, message }] }]
}

function parseChange(body: string): Partial<StoredSettings> | undefined {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  const valid = entries.every(([name, setting]) =>
    name === 'version'
      ? [1.1, 1.2, 1.3].includes(setting)
      : ['require_tls', 'require_valid_cert'].includes(name) && typeof setting === 'boolean'
  )
  return valid && entries.length > 0 ? (value as Partial<StoredSettings>) : undefined
}

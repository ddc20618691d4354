/** The few endpoints of GitHub that the tracking issue needs, over real HTTP on loopback, with pagination. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Fault } from './faults.ts'
import { wholeIssue } from './github-issue.ts'
import { sandboxToken } from './runner.ts'

export interface StoredIssue {
  number: number
  title: string
  body: string
  state: 'open' | 'closed'
  /** The login of who opened it. */
  author: string
  labels: string[]
  assignees: string[]
  comments: string[]
  isPullRequest: boolean
}

/** A request with the parts that an answer depends on. */
interface Asked {
  readonly method: string
  readonly pathname: string
  /** With the host that was asked. */
  readonly url: URL
  readonly body: string
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Record<string, string>
}

export class GitHubSandbox {
  readonly issues: StoredIssue[] = []
  /** What was asked, as `METHOD /path`. */
  readonly requests: string[] = []
  /** What came with each of them. */
  readonly bodies: string[] = []
  /** Faults for the coming requests, first come first served; `undefined` lets one pass. */
  readonly faults: (Fault | undefined)[] = []
  /** Picks a fault for every other request, by its `METHOD /path`. */
  everyRequest: (request: string) => Fault | undefined = () => undefined
  /** More than this many issues never come in a page. */
  maxPageSize = 100
  /** As whom the token acts. */
  login = 'github-actions[bot]'
  /** Who may be assigned to an issue. */
  assignable = ['octocat', 'hubot']
  /** Whether the token may write issues. */
  mayWrite = true
  /** Whether the filter by `creator` matches the login of a bot (renovatebot/renovate#44406: it may not). */
  knowsBots = true
  /** Whether labels and assignees of a new issue are dropped without a word, as for a login without write access. */
  dropsDetails = false
  /** How comments are refused, as those of a locked issue are; undefined when they are not. */
  refusedComment: [status: number, message: string] | undefined
  /** Is shown every issue that a request has opened or changed, and how it was before. */
  onChange: (before: StoredIssue | undefined, after: StoredIssue) => void = () => {}
  /** The only one that opens it. */
  readonly token: string
  /** For a server that has several of these behind one address, by their tokens. */
  readonly serve: RequestListener = (request, response) => void this.#serve(request, response)
  readonly #scheme: 'http' | 'https'
  readonly #server

  constructor(certificate?: { cert: string; key: string }, token = sandboxToken) {
    this.token = token
    this.#scheme = certificate ? 'https' : 'http'
    this.#server = certificate ? createTlsServer(certificate, this.serve) : createServer(this.serve)
    // On a busy machine a client may pause for so long that the usual 5 s would end its connection under it.
    this.#server.keepAliveTimeout = 0
  }

  /** Listens on loopback, with https when a certificate is given. */
  static async start(certificate?: { cert: string; key: string }): Promise<GitHubSandbox> {
    const sandbox = new GitHubSandbox(certificate)
    await new Promise<void>((resolve) => sandbox.#server.listen(0, '127.0.0.1', resolve))
    return sandbox
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Puts an issue into the repository, as if somebody had opened it. */
  addIssue(issue: Partial<StoredIssue>): StoredIssue {
    const stored: StoredIssue = {
      number: this.issues.length + 1,
      title: 'An issue',
      body: '',
      state: 'open',
      author: 'octocat',
      labels: [],
      assignees: [],
      comments: [],
      isPullRequest: false,
      ...issue
    }
    this.issues.push(stored)
    return stored
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `${this.#scheme}://${request.headers.host}`)
    const asked = url.pathname
    // GitHub Enterprise Server has its REST API under /api/v3 and GraphQL under /api/graphql.
    const pathname = asked.replace(/^\/api(\/v3)?/, '')
    const method = request.method ?? ''
    let body: string
    try {
      body = await text(request)
    } catch {
      return // The client hung up, so there is nobody to answer.
    }
    this.requests.push(`${method} ${asked}`)
    this.bodies.push(body)
    const fault = this.faults.length > 0 ? this.faults.shift() : this.everyRequest(`${method} ${asked}`)
    if (fault !== undefined && !fault.isCarriedOut) return fault(response)
    const isOurs = request.headers.authorization === `token ${this.token}`
    const answer = isOurs ? this.#answerTo({ method, pathname, url, body }) : refusal(401, 'Bad credentials')
    if (fault !== undefined) return fault(response)
    send(response, answer)
  }

  #answerTo({ method, pathname, url, body }: Asked): Answer {
    if (pathname === '/graphql') return { status: 200, body: { data: { viewer: { login: this.login } } } }

    const [, issues, number, part] =
      /^\/repos\/octocat\/hello\/(issues)(?:\/(\d+)(?:\/(comments|labels|assignees))?)?$/.exec(pathname) ?? []
    if (issues === undefined) return refusal(404, 'Not Found')
    if (method !== 'GET' && !this.mayWrite) return refusal(403, 'Resource not accessible by integration')
    if (method === 'GET') return this.#list(url)
    const content = JSON.parse(body) as Partial<StoredIssue>
    if (number === undefined && this.dropsDetails) Object.assign(content, { labels: [], assignees: [] })
    if (this.#isRefused(content, part)) return refusal(422, 'Validation Failed')
    const existing = this.issues.find((issue) => issue.number === Number(number))
    if (number !== undefined && existing === undefined) return refusal(404, 'Not Found')
    const before = structuredClone(existing)
    const issue = existing ?? this.addIssue({ ...content, author: this.login })
    const answer = this.#change(issue, content, method, part)
    this.onChange(before, issue)
    return answer
  }

  #change(
    issue: StoredIssue,
    content: Partial<StoredIssue>,
    method: string,
    part: string | undefined
  ): Answer {
    if (part === 'comments') {
      if (this.refusedComment !== undefined) return refusal(...this.refusedComment)
      const id = issue.comments.push(content.body ?? '')
      return { status: 201, body: { id, body: content.body, user: { login: this.login } } }
    }
    if (part === 'labels') {
      issue.labels.push(...(content.labels ?? []))
      return { status: 200, body: issue.labels.map((name) => ({ name })) }
    }
    if (part === 'assignees') {
      // Whom GitHub cannot assign it drops without a word.
      issue.assignees.push(...(content.assignees ?? []).filter((login) => this.assignable.includes(login)))
    } else Object.assign(issue, content)
    return { status: method === 'PATCH' ? 200 : 201, body: shown(issue) }
  }

  /** GitHub refuses a long body, a long label, and an issue that is to be opened for somebody unknown. */
  #isRefused(
    { body = '', labels = [], assignees = [] }: Partial<StoredIssue>,
    part: string | undefined
  ): boolean {
    return (
      Buffer.byteLength(body) > 65_536 ||
      labels.some((label) => label.length > 50) ||
      (part === undefined && assignees.some((login) => !this.assignable.includes(login)))
    )
  }

  #list({ origin, searchParams: query }: URL): Answer {
    const perPage = Math.min(Number(query.get('per_page') ?? 30), this.maxPageSize)
    const page = Number(query.get('page') ?? 1)
    const creator = query.get('creator')
    const wanted = this.issues.filter(
      ({ state, author }) =>
        state === (query.get('state') ?? 'open') &&
        (creator === null || (creator === author && (this.knowsBots || !author.endsWith('[bot]'))))
    )
    if (query.get('direction') !== 'asc') wanted.reverse()
    const body = wanted.slice((page - 1) * perPage, page * perPage).map(shown)
    if (page * perPage >= wanted.length) return { status: 200, body }
    const next = new URLSearchParams({ ...Object.fromEntries(query), page: String(page + 1) })
    const link = `<${origin}/repos/octocat/hello/issues?${next}>; rel="next"`
    return { status: 200, body, headers: { link } }
  }
}

function shown({
  number,
  title,
  body,
  state,
  author,
  labels,
  assignees,
  isPullRequest
}: StoredIssue): unknown {
  const url = `https://github.com/octocat/hello/issues/${number}`
  return wholeIssue({
    number,
    title,
    body,
    state,
    user: { login: author },
    labels: labels.map((name) => ({ name })),
    assignees: assignees.map((login) => ({ login })),
    ...(isPullRequest ? { pull_request: { url } } : {})
  })
}

function refusal(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body))
}

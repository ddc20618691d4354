import { getOctokit } from '@actions/github'
import { type Clock, systemClock } from '../../clock.ts'
import { isTransientResponse, retryWaitMs } from '../../http/retry.ts'
import {
  createTransport,
  type HttpRequest,
  type HttpResponse,
  ProxyLoginError,
  type Transport
} from '../../http/transport.ts'
import type { Redact } from '../../redaction.ts'
import { FinalError, redactionOf } from './github-error.ts'

/** The time for GitHub. */
export interface GitHubWaits {
  /** For all requests together. */
  readonly timeoutMs: number
  /** Ends that time; a timer by default. */
  readonly deadline?: AbortSignal
  /** Waits before a retry; the system's clock by default. */
  readonly clock?: Clock
}

/** How GitHub is reached. */
export interface GitHubOptions extends GitHubWaits {
  /** Without a slash at its end. */
  readonly apiUrl: string
  readonly token: string
  /** Ends all requests too. */
  readonly cancelled: AbortSignal
}

/** GitHub's API, with a bound of time. */
export interface GitHub {
  readonly octokit: ReturnType<typeof getOctokit>
  /** The `request` of a call that must not be repeated where GitHub may have carried it out. */
  readonly once: { readonly fetch: Fetch }
  readonly redact: Redact
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** A page of issues. */
export type Page = Awaited<ReturnType<GitHub['octokit']['rest']['issues']['listForRepo']>>

type Fetch = (url: string, init: Pick<HttpRequest, 'method' | 'headers' | 'body'>) => Promise<unknown>

interface Session {
  readonly origin: string
  readonly timeoutMs: number
  readonly transport: Transport
  readonly clock: Clock
  /** Ends early when the time is over. The next request then throws. */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Throws once the time is over. */
  readonly checkTime: () => void
}

const maxRetries = 3
/** A longer wait is a failure. */
const maxWaitMs = 60_000
/** A page of a hundred issues with the longest bodies is about as large. */
const maxBodyBytes = 32 * 1024 * 1024

/** Octokit over our transport, with one deadline for all requests. The token goes to the API's origin alone. */
export function connect(options: GitHubOptions): GitHub {
  const { apiUrl, token, timeoutMs, cancelled } = options
  const deadline = options.deadline ?? AbortSignal.timeout(timeoutMs)
  const end = AbortSignal.any([deadline, cancelled])
  const clock = options.clock ?? systemClock(end)
  const session: Session = {
    origin: new URL(apiUrl).origin,
    timeoutMs,
    transport: createTransport(end),
    clock,
    sleep: (milliseconds) => clock.sleep(milliseconds).catch(() => {}),
    checkTime: () => {
      if (cancelled.aborted) throw new FinalError('the run was canceled')
      if (deadline.aborted) throw new FinalError(`GitHub has not answered within ${timeoutMs / 1000} s`)
    }
  }
  return {
    octokit: getOctokit(token, { baseUrl: apiUrl, request: { fetch: fetchOver(session, true) } }),
    once: { fetch: fetchOver(session, false) },
    redact: redactionOf(options),
    sleep: session.sleep
  }
}

/** The pages after one. Octokit's own pagination takes a conflict for the end, and other shapes for a page. */
export async function* readFurther({ octokit }: GitHub, page: Page): AsyncGenerator<Page> {
  for (let next = nextAddress(page); next !== undefined; ) {
    const further = (await octokit.request(`GET ${next}`)) as Page
    yield further
    next = nextAddress(further)
  }
}

/** Where the next page is. */
export function nextAddress({ headers }: Page): string | undefined {
  return /<([^<>]+)>;\s*rel="next"/.exec(headers.link ?? '')?.[1]
}

/** What octokit needs of `fetch`. Throws without a whole response, since octokit would take a part for the whole. */
function fetchOver(session: Session, isRepeatable: boolean): Fetch {
  return async (url, { method, headers, body }) => {
    const origin = URL.parse(url)?.origin ?? 'no address'
    if (origin !== session.origin)
      throw new FinalError(`GitHub's answer leads to ${origin}, which is not its API`)
    const { timeoutMs } = session
    const request = { method, url, headers, body, timeoutMs, maxBodyBytes: maxBodyBytes }
    const response = await ask(session, request, isRepeatable)
    const shown = { 'content-type': 'application/json', link: String(response.headers['link'] ?? '') }
    return {
      url,
      status: response.status,
      // A Response or Headers would make Node load all of its own fetch.
      headers: new Map(Object.entries(shown)),
      text: async () => response.body
    }
  }
}

/** Sends a request, and again after a transient failure or a rate limit with a short wait. */
async function ask(session: Session, request: HttpRequest, isRepeatable: boolean): Promise<HttpResponse> {
  const timing = { clock: session.clock, random: () => 1, maxStatedWaitMs: Number.POSITIVE_INFINITY }
  for (let retry = 0; ; retry++) {
    const ended = await attempt(session, request)
    const response = typeof ended === 'string' ? undefined : asRateLimit(ended)
    const isRetried = isTransientResponse(response) && (isRepeatable || response?.status === 429)
    const waitMs = retryWaitMs(response, retry, timing)
    if (!isRetried || retry === maxRetries || waitMs > maxWaitMs) {
      if (response === undefined) throw new Error(String(ended))
      return response
    }
    await session.sleep(waitMs)
  }
}

/** Resolves to the response, or to why there is none if another attempt may get one. */
async function attempt(
  { transport, checkTime }: Session,
  request: HttpRequest
): Promise<HttpResponse | string> {
  let response: HttpResponse
  try {
    response = await transport(request)
  } catch (thrown) {
    checkTime()
    if (thrown instanceof ProxyLoginError) throw new FinalError(thrown.message)
    return (thrown as Error).message
  }
  const { status, complete, body } = response
  if (status >= 300 && status < 400)
    throw new FinalError(`GitHub answered ${status}, a redirect: the repository may have moved`)
  if (!complete) throw new FinalError("GitHub's answer is too large")
  // Octokit takes an empty body for an empty list. Then a second issue would be opened.
  if (status < 300 && !isJsonValue(body)) return "GitHub's answer is not complete"
  return response
}

/** GitHub answers 403 with these headers for a spent rate limit too. */
function asRateLimit(response: HttpResponse): HttpResponse {
  const { status, headers } = response
  const isSpent = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined
  return status === 403 && isSpent ? { ...response, status: 429 } : response
}

/** Whether the body is a list or an object. */
function isJsonValue(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

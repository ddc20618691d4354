import { setTimeout as wait } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'
import { oneLine } from '../../text.ts'
import type { TrackingInputs } from '../publishing.ts'
import type { TrackingIssuePlan } from './plan.ts'

/** How long GitHub is waited for. */
export interface TrackingWaits {
  /** Bound for all that is asked of GitHub. */
  readonly timeoutMs: number
  /** Says that it is over; a timer of its own unless one is handed in. */
  readonly deadline?: AbortSignal
  /** Before what GitHub has answered with 5xx is repeated; before the next times four and nine times as long. */
  readonly pauseMs: number
}

/** Where the tracking issue lives and how it is kept. */
export interface TrackingOptions extends TrackingInputs, TrackingWaits {
  /** `OWNER/NAME`. */
  readonly repository: string
  readonly marker: string
  /** Ends all that is asked of GitHub too. */
  readonly cancelled: AbortSignal
}

/** The tracking issue that is open after the run, or was closed by it. */
export interface TrackingIssue {
  readonly number: number
  readonly url: string
}

/** The issue after the run, and what GitHub did not do of what was asked. */
export interface TrackingResult {
  readonly issue: TrackingIssue | undefined
  readonly warning: string | undefined
}

type Octokit = ReturnType<typeof getOctokit>
type OctokitPlugin = NonNullable<Parameters<typeof getOctokit>[2]>
type Repository = { readonly owner: string; readonly repo: string }

interface FoundIssue extends TrackingIssue {
  readonly body: string
}

/** A wait that GitHub asks for and that is worth it; a longer one is a failure to report. */
const longestRateLimitWaitMs = 60_000
const mostRateLimitWaits = 2

/** Finds the issue, asks `plan` what to do with it, and does it. Throws what GitHub answers. */
export async function keepTrackingIssue(
  options: TrackingOptions,
  plan: (existing: string | undefined) => TrackingIssuePlan
): Promise<TrackingResult> {
  const octokit = connect(options)
  const [owner, repo] = options.repository.split('/')
  if (!owner || !repo) throw new Error('GITHUB_REPOSITORY does not name a repository')
  const repository = { owner, repo }
  const find = () => findIssue(octokit, repository, options.marker)
  const existing = await find()
  const planned = plan(existing?.body)
  if (planned.kind === 'open') return await openIssue(octokit, repository, options, planned, find)
  if (existing === undefined) return { issue: undefined, warning: undefined }

  // An update can be repeated and a comment cannot: a run that fails between the two does not comment again.
  const issue = { ...repository, issue_number: existing.number }
  let warning: string | undefined
  if (planned.kind === 'rewrite') {
    await update(octokit, { ...issue, body: planned.body })
    if (planned.comment !== undefined) warning = await comment(octokit, issue, planned.comment)
  }
  if (planned.kind === 'close') {
    await update(octokit, { ...issue, state: 'closed', state_reason: 'completed' })
    warning = await comment(octokit, issue, planned.comment)
  }
  return { issue: existing, warning }
}

/** Octokit with its own plugin for 5xx, under one deadline for everything. */
function connect(options: TrackingOptions): Octokit {
  return getOctokit(
    options.token,
    { retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451], retryAfterBaseValue: options.pauseMs } },
    // First, so that it is nearest to the request: the plugin then sees an error for an answer that is cut.
    guarded(options),
    retry
  )
}

/**
 * Bounds all requests together, waits for a rate limit that says how long, and lets no answer pass that is not
 * whole. Every request is held to the API's origin, for a page of issues may name any address as the next one,
 * and the token goes where the request goes. What is stated here is stated for each request, since stating it
 * for the client would replace its proxy.
 */
function guarded({ timeoutMs, deadline, cancelled }: TrackingOptions): OctokitPlugin {
  return (octokit) => {
    const signal = AbortSignal.any([deadline ?? AbortSignal.timeout(timeoutMs), cancelled])
    const late = (): Error =>
      cancelled.aborted
        ? new Error('the run was canceled')
        : new Error(`GitHub has not answered within ${timeoutMs / 1000} s`)
    octokit.hook.wrap('request', async (request, options) => {
      const { origin } = new URL(options.baseUrl)
      const url = new URL(options.url, options.baseUrl)
      if (url.origin !== origin)
        throw new Error(`GitHub's answer leads to ${url.origin}, which is not its API`)
      let tooLarge = false
      const onTooLarge = (): void => {
        tooLarge = true
      }
      const plainFetch = options.request?.['fetch'] as typeof fetch
      // In place: the hook for the token, which is nearer to the request, drops options that are a copy.
      options.request = {
        ...options.request,
        signal,
        redirect: 'error',
        fetch: boundedFetch(plainFetch, onTooLarge)
      }
      for (let waits = 0; ; waits++) {
        try {
          const response = await request(options)
          if (signal.aborted) throw late()
          // Octokit gives a body that is cut off or no JSON as text, and takes an empty one for an empty list:
          // the issue would not be found, and a second one opened.
          if (isJsonValue(response.data)) {
            // Nothing but lists is read. Octokit's pages would make one of other shapes too, and an empty one.
            if (options.method === 'GET' && !Array.isArray(response.data)) throw notUnderstood()
            return response
          }
          throw Object.assign(new Error("GitHub's answer is not complete"), { status: 502, request: options })
        } catch (thrown) {
          if (signal.aborted) throw late()
          // A plain error, which nobody repeats.
          if (tooLarge) throw new Error("GitHub's answer is too large")
          // Octokit's pages take a conflict for the end of the list, and a second issue would be opened.
          if (statusOf(thrown) === 409) throw new Error(messageOf(thrown))
          const waitMs = rateLimitWaitMs(thrown)
          if (waitMs === undefined || waitMs > longestRateLimitWaitMs || waits === mostRateLimitWaits)
            throw thrown
          await wait(waitMs, undefined, { signal }).catch(() => Promise.reject(late()))
        }
      }
    })
    return {}
  }
}

/** A page of a hundred issues with the longest bodies is about as large; a larger answer is none. */
const longestAnswerBytes = 32 * 1024 * 1024

/** `fetch`, for answers up to a bound: Octokit reads whatever comes into memory. */
function boundedFetch(plainFetch: typeof fetch, onTooLarge: () => void): typeof fetch {
  return async (...given) => {
    const response = await plainFetch(...given)
    if (response.body === null) return response
    let bytes = 0
    const bound = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes <= longestAnswerBytes) {
          controller.enqueue(chunk)
          return
        }
        onTooLarge()
        controller.error(new Error('too large'))
      }
    })
    const { status, statusText, headers } = response
    const bounded = new Response(response.body.pipeThrough(bound), { status, statusText, headers })
    // Octokit puts the address of the answer into its errors.
    return Object.defineProperty(bounded, 'url', { value: response.url })
  }
}

/** How long GitHub says to wait, by its documented headers; undefined for what is no rate limit. */
function rateLimitWaitMs(thrown: unknown): number | undefined {
  const headers = rateLimitHeaders(thrown)
  if (headers === undefined) return undefined
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  if (seconds >= 0) return seconds * 1_000
  const resetMs = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1_000
  return Number.isNaN(resetMs) ? undefined : Math.max(0, resetMs - Date.now()) + 1_000
}

/**
 * The open issue with the marker that the token's own login has opened; a stranger may have copied the marker.
 * `GITHUB_TOKEN` may not read `GET /user`, and GraphQL's viewer answers for every kind of token, with the same
 * `[bot]` ending as the author of a REST issue (marocchino/sticky-pull-request-comment#332,
 * CatChen/token-who-am-i-action). All open issues are read, without the `creator` filter, because a filter
 * that does not match a bot's name answers with an empty list, and then each run would open another issue. Several
 * pages without it are read once more: an issue that is closed meanwhile moves another one from one page to a page
 * that has been read.
 */
async function findIssue(
  octokit: Octokit,
  repository: Repository,
  marker: string
): Promise<FoundIssue | undefined> {
  type Viewer = { viewer?: { login?: unknown } } | undefined
  const login = (await octokit.graphql<Viewer>('query { viewer { login } }'))?.viewer?.login
  if (typeof login !== 'string' || login === '') throw new Error('GitHub does not say whose token this is')
  const parameters = {
    ...repository,
    state: 'open',
    sort: 'created',
    direction: 'asc',
    per_page: 100
  } as const
  for (let reading = 1; reading <= 2; reading++) {
    let pages = 0
    for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listForRepo, parameters)) {
      pages++
      for (const issue of data) {
        if (typeof issue?.number !== 'number') throw notUnderstood()
        const { number, html_url: url, body, user, pull_request: pull } = issue
        // The first line alone: names of accounts come after it, and may hold whatever a marker holds.
        const isMarked = body?.split('\n', 1)[0]?.trim() === marker
        if (pull === undefined && user?.login === login && isMarked) return { number, url, body: body ?? '' }
      }
    }
    if (pages === 1) return undefined
  }
  return undefined
}

/** How often the opening of an issue is tried: each time whose answer is lost may have opened one. */
const mostOpenings = 2

/** Opening is not repeated blindly: after a 5xx the issue may be there. */
async function openIssue(
  octokit: Octokit,
  repository: Repository,
  { labels, assignees, pauseMs }: TrackingOptions,
  { title, body }: Extract<TrackingIssuePlan, { kind: 'open' }>,
  find: () => Promise<FoundIssue | undefined>
): Promise<TrackingResult> {
  const wanted = { labels: [...labels], assignees: [...assignees] }
  let given = wanted
  let issue: TrackingIssue | undefined
  for (let openings = 1; issue === undefined; openings++) {
    try {
      issue = await create(octokit, { ...repository, title, body, ...given })
    } catch (thrown) {
      if (statusOf(thrown) === 422 && given === wanted && labels.length + assignees.length > 0) {
        // One label or login that GitHub does not take makes it refuse the issue; without them it is still an issue.
        given = { labels: [], assignees: [] }
        continue
      }
      if (!isTransient(thrown)) throw thrown
      // The issue may show late.
      await wait(pauseMs * openings ** 2)
      issue = await find()
      if (issue === undefined && openings >= mostOpenings) throw thrown
    }
  }
  const lost =
    given === wanted ? [] : await addOneByOne(octokit, { ...repository, issue_number: issue.number }, wanted)
  return { issue, warning: lost.length > 0 ? `The issue is open without ${lost.join(' and ')}.` : undefined }
}

async function create(
  octokit: Octokit,
  issue: NonNullable<Parameters<Octokit['rest']['issues']['create']>[0]>
): Promise<TrackingIssue> {
  const { data } = await octokit.rest.issues.create({ ...issue, request: { retries: 0 } })
  // What is no issue does not say that there is none.
  if (typeof data.number !== 'number') throw Object.assign(notUnderstood(), { status: 502 })
  return { number: data.number, url: data.html_url }
}

/** Adds what GitHub takes, and says what it did not take. */
async function addOneByOne(
  octokit: Octokit,
  issue: Repository & { issue_number: number },
  { labels, assignees }: { labels: string[]; assignees: string[] }
): Promise<string[]> {
  const lost: string[] = []
  for (const label of labels) {
    await octokit.rest.issues
      .addLabels({ ...issue, labels: [label] })
      .then(({ data }) => {
        if (!Array.isArray(data)) throw notUnderstood()
      })
      .catch((thrown: unknown) => lost.push(`the label "${oneLine(label, 60)}" (${messageOf(thrown)})`))
  }
  for (const login of assignees) {
    await octokit.rest.issues
      .addAssignees({ ...issue, assignees: [login] })
      .then(({ data }) => {
        // GitHub drops in silence whom it cannot assign.
        if (data.assignees?.some((assigned) => assigned.login.toLowerCase() === login.toLowerCase()) !== true)
          throw new Error('cannot be assigned')
      })
      .catch((thrown: unknown) => lost.push(`the assignee "${oneLine(login, 60)}" (${messageOf(thrown)})`))
  }
  return lost
}

/** Changes an issue that is open. An answer that does not show the issue does not show the change. */
async function update(
  octokit: Octokit,
  change: NonNullable<Parameters<Octokit['rest']['issues']['update']>[0]>
): Promise<void> {
  const { data } = await octokit.rest.issues.update(change)
  if (data.number !== change.issue_number) throw notUnderstood()
}

/** A comment that might be there twice is worse than one that is missing. Resolves to why it is missing. */
async function comment(
  octokit: Octokit,
  issue: Repository & { issue_number: number },
  body: string
): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.issues.createComment({ ...issue, body, request: { retries: 0 } })
    if (typeof data.id !== 'number') throw notUnderstood()
    return undefined
  } catch (thrown) {
    return `A comment on the tracking issue could not be made: ${messageOf(thrown)}.${permissionHint(thrown)}`
  }
}

function notUnderstood(): Error {
  return new Error("GitHub's answer is not understood")
}

function isTransient(thrown: unknown): boolean {
  return (statusOf(thrown) ?? 0) >= 500
}

/** What octokit has made of a whole body: neither text, nor bytes, nor nothing. */
function isJsonValue(data: unknown): boolean {
  return typeof data === 'object' && data !== null && !(data instanceof ArrayBuffer)
}

function statusOf(thrown: unknown): number | undefined {
  const status = (thrown as { status?: unknown } | null)?.status
  return typeof status === 'number' ? status : undefined
}

/** The headers of an answer by which GitHub says that a rate limit is spent, by 403 too. */
function rateLimitHeaders(thrown: unknown): Readonly<Record<string, unknown>> | undefined {
  if (![403, 429].includes(statusOf(thrown) ?? 0)) return undefined
  const { headers = {} } = (thrown as { response?: { headers?: Record<string, unknown> } }).response ?? {}
  return headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined
    ? headers
    : undefined
}

function messageOf(thrown: unknown): string {
  const message = oneLine(thrown instanceof Error ? thrown.message : String(thrown))
  // Octokit's message is what the answer says, and that may be nothing.
  if (!/^(Unknown error)?\P{L}*(null|undefined)?\P{L}*$/u.test(message)) return message
  const isAnswered = (thrown as { response?: unknown } | null)?.response !== undefined
  return isAnswered ? `GitHub answered ${statusOf(thrown)}` : 'GitHub could not be reached'
}

/** What GitHub answered, in words, with what a person can do. */
export function explainGitHubFailure(thrown: unknown): string {
  return `The tracking issue could not be kept: ${messageOf(thrown)}.${permissionHint(thrown)} The verdict is untouched.`
}

/** Only where GitHub says that it is the permission: it answers 403 for archives, locks and rate limits too. */
function permissionHint(thrown: unknown): string {
  const isPermission =
    statusOf(thrown) === 404 || (statusOf(thrown) === 403 && /not accessible by/i.test(messageOf(thrown)))
  return isPermission ? ' The job needs the permission "issues: write" for github-token.' : ''
}

import { setTimeout as wait } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'
import { oneLine } from '../../text.ts'
import type { TrackingInputs } from '../publishing.ts'
import type { TrackingIssuePlan } from './plan.ts'

/** Where the tracking issue lives and how it is kept. */
export interface TrackingOptions extends TrackingInputs {
  /** `OWNER/NAME`. */
  readonly repository: string
  readonly marker: string
  /** Bound for all that is asked of GitHub. */
  readonly timeoutMs: number
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

  const issue = { ...repository, issue_number: existing.number }
  if (planned.kind === 'rewrite') {
    // The next run compares with the body, so it is rewritten only after the comment is made, or may have been.
    const failed = planned.comment && (await comment(octokit, issue, planned.comment).catch(transientOnly))
    await octokit.rest.issues.update({ ...issue, body: planned.body })
    if (failed) throw failed
  }
  if (planned.kind === 'close') {
    // Closing can be repeated and a comment cannot: a run that fails between the two does not comment again.
    await octokit.rest.issues.update({ ...issue, state: 'closed', state_reason: 'completed' })
    await comment(octokit, issue, planned.comment)
  }
  return { issue: existing, warning: undefined }
}

/** Octokit with its own plugin for 5xx, under one deadline for everything. */
function connect({ token, timeoutMs }: TrackingOptions): Octokit {
  return getOctokit(
    token,
    { retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] } },
    // First, so that it is nearest to the request: the plugin then sees an error for an answer that is cut.
    wholeAnswers(timeoutMs),
    retry
  )
}

/**
 * Bounds all requests together, waits for a rate limit that says how long, and lets no answer pass that is not
 * whole. The signal is stated for each request, since stating it for the client would replace its proxy.
 */
function wholeAnswers(timeoutMs: number): OctokitPlugin {
  return (octokit) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const late = new Error(`GitHub has not answered within ${timeoutMs / 1000} s`)
    octokit.hook.wrap('request', async (request, options) => {
      // In place: the hook for the token, which is nearer to the request, drops options that are a copy.
      options.request = { ...options.request, signal }
      for (let waits = 0; ; waits++) {
        try {
          const response = await request(options)
          if (signal.aborted) throw late
          // Octokit gives a body that is cut off or no JSON as text, and takes an empty one for an empty list:
          // the issue would not be found, and a second one opened.
          if (isJsonValue(response.data)) return response
          throw Object.assign(new Error("GitHub's answer is not complete"), { status: 502, request: options })
        } catch (thrown) {
          if (signal.aborted) throw late
          const waitMs = rateLimitWaitMs(thrown)
          if (waitMs === undefined || waitMs > longestRateLimitWaitMs || waits === mostRateLimitWaits)
            throw thrown
          await wait(waitMs, undefined, { signal }).catch(() => Promise.reject(late))
        }
      }
    })
    return {}
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
 * that does not match a bot's name answers with an empty list, and then each run would open another issue.
 */
async function findIssue(
  octokit: Octokit,
  repository: Repository,
  marker: string
): Promise<FoundIssue | undefined> {
  const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
  const parameters = {
    ...repository,
    state: 'open',
    sort: 'created',
    direction: 'asc',
    per_page: 100
  } as const
  for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listForRepo, parameters)) {
    for (const { number, html_url: url, body, user, pull_request: pull } of data) {
      if (pull === undefined && user?.login === viewer.login && body?.includes(marker))
        return { number, url, body }
    }
  }
  return undefined
}

/** Opening is not repeated blindly: after a 5xx the issue may be there. */
async function openIssue(
  octokit: Octokit,
  repository: Repository,
  { labels, assignees }: TrackingOptions,
  { title, body }: Extract<TrackingIssuePlan, { kind: 'open' }>,
  find: () => Promise<FoundIssue | undefined>
): Promise<TrackingResult> {
  const createWith = async (assigned: readonly string[], warning?: string): Promise<TrackingResult> => {
    const { data } = await octokit.rest.issues.create({
      ...repository,
      title,
      body,
      labels: [...labels],
      assignees: [...assigned],
      request: { retries: 0 }
    })
    return { issue: { number: data.number, url: data.html_url }, warning }
  }
  const create = async (): Promise<TrackingResult> => {
    try {
      return await createWith(assignees)
    } catch (thrown) {
      if (statusOf(thrown) !== 422 || assignees.length === 0) throw thrown
      // One login that cannot be assigned makes GitHub refuse the issue; people are better told without it.
      return await createWith(
        [],
        `GitHub refused the issue with issue-assignees, so it is open without: ${messageOf(thrown)}`
      )
    }
  }
  try {
    return await create()
  } catch (thrown) {
    if (!isTransient(thrown)) throw thrown
    const found = await find()
    return found ? { issue: found, warning: undefined } : await create()
  }
}

/** A comment that might be there twice is worse than one that is missing. */
async function comment(
  octokit: Octokit,
  issue: { owner: string; repo: string; issue_number: number },
  body: string
): Promise<void> {
  await octokit.rest.issues.createComment({ ...issue, body, request: { retries: 0 } })
}

function isTransient(thrown: unknown): boolean {
  return (statusOf(thrown) ?? 0) >= 500
}

/** A failure after which the request may have been done all the same; anything else is thrown. */
function transientOnly(thrown: unknown): unknown {
  if (!isTransient(thrown)) throw thrown
  return thrown
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
  return oneLine(thrown instanceof Error ? thrown.message : String(thrown))
}

/** What GitHub answered, in words, with what a person can do. */
export function explainGitHubFailure(thrown: unknown): string {
  const status = statusOf(thrown) ?? 0
  const denied = [401, 403, 404, 410].includes(status) && rateLimitHeaders(thrown) === undefined
  const cause = denied
    ? ' The job needs the permission "issues: write" for github-token, and the repository needs issues to be enabled.'
    : ''
  return `The tracking issue could not be kept: ${messageOf(thrown)}.${cause} The verdict is untouched.`
}

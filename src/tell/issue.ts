import { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { oneLine } from '../text.ts'
import type { IssuePlan } from './tracking.ts'

/** Where the issue lives and who keeps it. */
export interface IssueTracker {
  readonly token: string
  /** `OWNER/NAME`. */
  readonly repository: string
  readonly marker: string
  readonly labels: readonly string[]
  readonly assignees: readonly string[]
  /** Bound for all that is asked of GitHub. */
  readonly timeoutMs: number
}

/** The tracking issue after the run, if there is an open one, or one was closed just now. */
export interface TrackingIssue {
  readonly number: number
  readonly url: string
  /** What GitHub did not do of what was asked. */
  readonly remark?: string
}

type Octokit = ReturnType<typeof getOctokit>
type OctokitPlugin = NonNullable<Parameters<typeof getOctokit>[2]>

interface FoundIssue extends TrackingIssue {
  readonly body: string
}

/** A wait that GitHub asks for and that is worth it; a longer one is a failure to be told. */
const longestRateLimitWaitSeconds = 60

/** Finds the issue, asks `plan` what to do with it, and does it. Throws what GitHub answers. */
export async function keepIssue(
  tracker: IssueTracker,
  plan: (existing: string | undefined) => IssuePlan
): Promise<TrackingIssue | undefined> {
  const octokit = connect(tracker)
  const [owner, repo] = tracker.repository.split('/')
  if (!owner || !repo) throw new Error('GITHUB_REPOSITORY does not name a repository')
  const place = { owner, repo }
  const find = () => findIssue(octokit, place, tracker.marker)
  const existing = await find()
  const decided = plan(existing?.body)
  if (decided.kind === 'open') return await openIssue(octokit, place, tracker, decided, find)
  if (existing === undefined) return undefined

  const issue = { ...place, issue_number: existing.number }
  if (decided.kind === 'rewrite') {
    // The body tells the next run what people know, so it comes after they have been told, or may have been.
    const failed = decided.comment && (await comment(octokit, issue, decided.comment).catch(passingOnly))
    await octokit.rest.issues.update({ ...issue, body: decided.body })
    if (failed) throw failed
  }
  if (decided.kind === 'close') {
    // Closing can be repeated and a comment cannot: a run that fails between the two does not comment again.
    await octokit.rest.issues.update({ ...issue, state: 'closed', state_reason: 'completed' })
    await comment(octokit, issue, decided.comment)
  }
  return { number: existing.number, url: existing.url }
}

/** Octokit with its own plugins for rate limits and for 5xx, under one deadline for everything. */
function connect({ token, timeoutMs }: IssueTracker): Octokit {
  const onLimit = (retryAfterSeconds: number, _: unknown, __: unknown, retryCount: number): boolean =>
    retryAfterSeconds <= longestRateLimitWaitSeconds && retryCount < 2
  return getOctokit(
    token,
    {
      throttle: { onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
      // 429 is the throttling plugin's.
      retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] }
    },
    // First, so that it is nearest to the request: the other two then see an error that they let pass.
    completeAnswers(timeoutMs),
    retry,
    throttling
  )
}

/**
 * Bounds all requests together, and lets no answer pass that is not whole. The signal is stated for each, since
 * stating it for the client would replace the proxy that is set there.
 */
function completeAnswers(timeoutMs: number): OctokitPlugin {
  return (octokit) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const late = new Error(`GitHub has not answered within ${timeoutMs / 1000} s`)
    octokit.hook.wrap('request', async (request, options) => {
      // In place: the hook for the token, which is nearer to the request, drops options that are a copy.
      options.request = { ...options.request, signal }
      let response: Awaited<ReturnType<typeof request>>
      try {
        response = await request(options)
      } catch (thrown) {
        throw signal.aborted ? late : thrown
      }
      if (signal.aborted) throw late
      // Octokit gives a body that is cut off or no JSON as text, and takes an empty one for an empty list:
      // the issue would not be found, and a second one opened.
      if (isJsonValue(response.data)) return response
      throw Object.assign(new Error("GitHub's answer is not complete"), { status: 502, request: options })
    })
    return {}
  }
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
  place: { owner: string; repo: string },
  marker: string
): Promise<FoundIssue | undefined> {
  const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
  const parameters = { ...place, state: 'open', sort: 'created', direction: 'asc', per_page: 100 } as const
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
  place: { owner: string; repo: string },
  { labels, assignees }: IssueTracker,
  { title, body }: Extract<IssuePlan, { kind: 'open' }>,
  find: () => Promise<FoundIssue | undefined>
): Promise<TrackingIssue> {
  const createWith = async (assigned: readonly string[]): Promise<TrackingIssue> => {
    const { data } = await octokit.rest.issues.create({
      ...place,
      title,
      body,
      labels: [...labels],
      assignees: [...assigned],
      request: { retries: 0 }
    })
    return { number: data.number, url: data.html_url }
  }
  const create = async (): Promise<TrackingIssue> => {
    try {
      return await createWith(assignees)
    } catch (thrown) {
      if (statusOf(thrown) !== 422 || assignees.length === 0) throw thrown
      // One login that cannot be assigned makes GitHub refuse the issue; people are better told without it.
      const remark = `GitHub refused the issue with issue-assignees, so it is open without: ${messageOf(thrown)}`
      return { ...(await createWith([])), remark }
    }
  }
  try {
    return await create()
  } catch (thrown) {
    if (!isPassing(thrown)) throw thrown
    return (await find()) ?? (await create())
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

function isPassing(thrown: unknown): boolean {
  return (statusOf(thrown) ?? 0) >= 500
}

/** What has failed in passing may have been done all the same; anything else is thrown. */
function passingOnly(thrown: unknown): unknown {
  if (!isPassing(thrown)) throw thrown
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

/** GitHub tells a spent rate limit by 403 too. */
function isRateLimit(thrown: unknown): boolean {
  const { headers = {} } = (thrown as { response?: { headers?: Record<string, unknown> } }).response ?? {}
  return headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined
}

function messageOf(thrown: unknown): string {
  return oneLine(thrown instanceof Error ? thrown.message : String(thrown))
}

/** What GitHub answered, in words, with what a person can do. */
export function explainIssueFailure(thrown: unknown): string {
  const status = statusOf(thrown) ?? 0
  const denied = [401, 403, 404, 410].includes(status) && !isRateLimit(thrown)
  const cause = denied
    ? ' The job needs the permission "issues: write" for github-token, and the repository needs issues to be enabled.'
    : ''
  return `The tracking issue could not be kept: ${messageOf(thrown)}.${cause} The verdict is untouched.`
}

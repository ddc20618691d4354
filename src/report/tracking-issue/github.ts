import type { TrackingInputs } from '../../model/publishing.ts'
import { oneLine } from '../../text.ts'
import { connect, type GitHub, type GitHubOptions } from './github-client.ts'
import { isInDoubt, messageOf, notUnderstood, permissionHint, statusOf } from './github-error.ts'
import type { TrackingIssuePlan } from './plan.ts'

/** Where the tracking issue lives and how it is kept. */
export interface TrackingOptions extends TrackingInputs, GitHubOptions {
  /** `OWNER/NAME`. */
  readonly repository: string
  readonly marker: string
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

type Issues = GitHub['octokit']['rest']['issues']
type Repository = { readonly owner: string; readonly repo: string }
type IssueReference = Repository & { readonly issue_number: number }

interface FoundIssue extends TrackingIssue {
  readonly body: string
}

/** Finds the issue, asks `plan` what to do with it, and does it. Throws what GitHub answers. */
export async function keepTrackingIssue(
  options: TrackingOptions,
  plan: (existing: string | undefined) => TrackingIssuePlan
): Promise<TrackingResult> {
  const [owner, repo] = options.repository.split('/')
  if (!owner || !repo) throw new Error('GITHUB_REPOSITORY does not name a repository')
  const repository = { owner, repo }
  const github = connect(options)
  const find = () => findIssue(github, repository, options.marker)
  const existing = await find()
  const planned = plan(existing?.body)
  if (planned.kind === 'open') return await openIssue(github, repository, options, planned, find)
  if (existing === undefined) return { issue: undefined, warning: undefined }

  // An update can be repeated and a comment cannot: a run that fails between the two does not comment again.
  const issue = { ...repository, issue_number: existing.number }
  let warning: string | undefined
  if (planned.kind === 'rewrite') {
    await updateIssue(github, { ...issue, body: planned.body })
    if (planned.comment !== undefined) warning = await addComment(github, issue, planned.comment)
  }
  if (planned.kind === 'close') {
    await updateIssue(github, { ...issue, state: 'closed', state_reason: 'completed' })
    warning = await addComment(github, issue, planned.comment)
  }
  return { issue: existing, warning }
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
  github: GitHub,
  repository: Repository,
  marker: string
): Promise<FoundIssue | undefined> {
  type Viewer = { viewer?: { login?: unknown } } | undefined
  const login = (await github.octokit.graphql<Viewer>('query { viewer { login } }'))?.viewer?.login
  if (typeof login !== 'string' || login === '') throw new Error('GitHub does not say whose token this is')
  for (let reading = 1; reading <= 2; reading++) {
    let pages = 0
    for await (const page of readPages(github, repository)) {
      pages++
      for (const issue of page) {
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

type Page = Awaited<ReturnType<Issues['listForRepo']>>

/** The open issues, page by page. Octokit's own pages take a conflict for the end, and other shapes for a page. */
async function* readPages({ octokit }: GitHub, repository: Repository): AsyncGenerator<Page['data']> {
  let page: Page = await octokit.rest.issues.listForRepo({
    ...repository,
    state: 'open',
    sort: 'created',
    direction: 'asc',
    per_page: 100
  })
  for (;;) {
    if (!Array.isArray(page.data)) throw notUnderstood()
    yield page.data
    const next = /<([^<>]+)>;\s*rel="next"/.exec(page.headers.link ?? '')?.[1]
    if (next === undefined) return
    page = (await octokit.request(`GET ${next}`)) as Page
  }
}

/** How often an issue may be opened. A lost answer may hide one that was opened. */
const maxOpenings = 2

/** Opening is not repeated blindly: after a 5xx the issue may be there. */
async function openIssue(
  github: GitHub,
  repository: Repository,
  { labels, assignees }: TrackingOptions,
  { title, body }: Extract<TrackingIssuePlan, { kind: 'open' }>,
  find: () => Promise<FoundIssue | undefined>
): Promise<TrackingResult> {
  const wanted = { labels: [...labels], assignees: [...assignees] }
  let given = wanted
  let issue: TrackingIssue | undefined
  for (let openings = 1; issue === undefined; openings++) {
    try {
      issue = await createIssue(github, { ...repository, title, body, ...given })
    } catch (thrown) {
      if (statusOf(thrown) === 422 && given === wanted && labels.length + assignees.length > 0) {
        // One label or login that GitHub does not take makes it refuse the issue; without them it is still an issue.
        given = { labels: [], assignees: [] }
        continue
      }
      if (!isInDoubt(thrown)) throw thrown
      // The issue may show late.
      await github.sleep(1_000 * openings ** 2)
      issue = await find()
      if (issue === undefined && openings >= maxOpenings) throw thrown
    }
  }
  const lost =
    given === wanted ? [] : await addOneByOne(github, { ...repository, issue_number: issue.number }, wanted)
  return { issue, warning: lost.length > 0 ? `The issue is open without ${lost.join(' and ')}.` : undefined }
}

async function createIssue(
  { octokit, once }: GitHub,
  issue: NonNullable<Parameters<Issues['create']>[0]>
): Promise<TrackingIssue> {
  const { data } = await octokit.rest.issues.create({ ...issue, request: once })
  // An answer without an issue does not prove that none was opened.
  if (typeof data.number !== 'number') throw Object.assign(notUnderstood(), { status: 502 })
  return { number: data.number, url: data.html_url }
}

/** Adds what GitHub takes, and says what it did not take. */
async function addOneByOne(
  { octokit, redact }: GitHub,
  issue: IssueReference,
  { labels, assignees }: { labels: string[]; assignees: string[] }
): Promise<string[]> {
  const lost: string[] = []
  for (const label of labels) {
    await octokit.rest.issues
      .addLabels({ ...issue, labels: [label] })
      .then(({ data }) => {
        if (!Array.isArray(data)) throw notUnderstood()
      })
      .catch((thrown: unknown) =>
        lost.push(`the label "${oneLine(label, 60)}" (${messageOf(thrown, redact)})`)
      )
  }
  for (const login of assignees) {
    await octokit.rest.issues
      .addAssignees({ ...issue, assignees: [login] })
      .then(({ data }) => {
        // GitHub drops in silence whom it cannot assign.
        if (data.assignees?.some((assigned) => assigned.login.toLowerCase() === login.toLowerCase()) !== true)
          throw new Error('cannot be assigned')
      })
      .catch((thrown: unknown) =>
        lost.push(`the assignee "${oneLine(login, 60)}" (${messageOf(thrown, redact)})`)
      )
  }
  return lost
}

/** Changes an issue that is open. An answer that does not show the issue does not show the change. */
async function updateIssue(
  { octokit }: GitHub,
  change: NonNullable<Parameters<Issues['update']>[0]>
): Promise<void> {
  const { data } = await octokit.rest.issues.update(change)
  if (data.number !== change.issue_number) throw notUnderstood()
}

/** A comment that might be there twice is worse than one that is missing. Resolves to why it is missing. */
async function addComment(
  { octokit, once, redact }: GitHub,
  issue: IssueReference,
  body: string
): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.issues.createComment({ ...issue, body, request: once })
    if (typeof data.id !== 'number') throw notUnderstood()
    return undefined
  } catch (thrown) {
    return `A comment on the tracking issue could not be made: ${messageOf(thrown, redact)}.${permissionHint(thrown)}`
  }
}

import type { TrackingInputs } from '../../model/publishing.ts'
import { oneLine } from '../../text.ts'
import {
  connect,
  type GitHub,
  type GitHubOptions,
  nextAddress,
  type Page,
  readFurther
} from './github-client.ts'
import {
  explainGitHubFailure,
  isInDoubt,
  isRefusedDetail,
  messageOf,
  notUnderstood,
  permissionHint
} from './github-error.ts'
import type { TrackingIssuePlan } from './plan.ts'

/** Where the tracking issue lives and how it is kept. */
export interface TrackingOptions extends TrackingInputs, GitHubOptions {
  /** `OWNER/NAME`. */
  readonly repository: string
  readonly marker: string
}

/** The tracking issue that the run has kept or closed. */
export interface TrackingIssue {
  readonly number: number
  readonly url: string
}

/** The issue, and what GitHub refused. */
export interface TrackingResult {
  readonly issue: TrackingIssue | undefined
  readonly warning: string | undefined
}

type Issues = GitHub['octokit']['rest']['issues']
type Repository = { readonly owner: string; readonly repo: string }
type IssueReference = Repository & { readonly issue_number: number }
type ChangePlan = Extract<TrackingIssuePlan, { kind: 'rewrite' | 'close' }>

interface Issue extends TrackingIssue {
  readonly body: string
  readonly labels: readonly string[]
  readonly assignees: readonly string[]
}

/** Finds the issue, asks `plan` what to do with it, and does it. Throws when GitHub refuses before an issue is known. */
export async function keepTrackingIssue(
  options: TrackingOptions,
  plan: (existing: string | undefined) => TrackingIssuePlan
): Promise<TrackingResult> {
  const [owner, repo] = options.repository.split('/')
  if (!owner || !repo) throw new Error('GITHUB_REPOSITORY does not name a repository')
  const repository = { owner, repo }
  const github = connect(options)
  const mayOpen = plan(undefined).kind === 'open'
  const find = () => findIssue(github, repository, options.marker, mayOpen)
  const existing = await find()
  const planned = plan(existing?.body)
  if (planned.kind === 'open') return await openIssue(github, repository, options, planned, find)
  if (existing === undefined || planned.kind === 'nothing') return { issue: undefined, warning: undefined }
  const issue = { ...repository, issue_number: existing.number }
  const warning = await changeIssue(github, issue, planned).catch((thrown: unknown) =>
    explainGitHubFailure(thrown, github.redact)
  )
  return { issue: existing, warning }
}

/** The update comes first, since it can be repeated. A comment cannot. */
async function changeIssue(
  github: GitHub,
  issue: IssueReference,
  planned: ChangePlan
): Promise<string | undefined> {
  const { kind, body, comment } = planned
  const state = kind === 'close' ? ({ state: 'closed', state_reason: 'completed' } as const) : {}
  const { data } = await github.octokit.rest.issues.update({ ...issue, ...state, body })
  // A response without the issue does not confirm the change.
  if (data.number !== issue.issue_number) throw notUnderstood()
  return comment === undefined ? undefined : await addComment(github, issue, comment)
}

/**
 * Finds the open issue with the marker, among those of the token's own login: a stranger may copy the marker. The login
 * comes from GraphQL, since `GITHUB_TOKEN` may not read `GET /user`. It has the same `[bot]` ending as the author of a
 * REST issue (marocchino/sticky-pull-request-comment#332, CatChen/token-who-am-i-action).
 */
async function findIssue(
  github: GitHub,
  repository: Repository,
  marker: string,
  mayOpen: boolean
): Promise<Issue | undefined> {
  type Viewer = { viewer?: { login?: unknown } } | undefined
  const login = (await github.octokit.graphql<Viewer>('query { viewer { login } }'))?.viewer?.login
  if (typeof login !== 'string' || login === '') throw new Error('GitHub does not say whose token this is')
  for await (const page of readPages(github, repository, login, mayOpen)) {
    if (!Array.isArray(page.data)) throw notUnderstood()
    for (const shown of page.data) {
      if (typeof shown?.number !== 'number') throw notUnderstood()
      // Only in the first line: the names of accounts below may hold a marker.
      const isMarked = shown.body?.split('\n', 1)[0]?.trim() === marker
      if (shown.pull_request === undefined && shown.user?.login === login && isMarked) return readIssue(shown)
    }
  }
  return undefined
}

/**
 * The newest page of open issues, then those of the login, and the others before an issue is opened. The filter by login
 * has missed bots (renovatebot/renovate#44406), and then each run would open another issue.
 */
async function* readPages(
  github: GitHub,
  repository: Repository,
  creator: string,
  mayOpen: boolean
): AsyncGenerator<Page> {
  const query = { ...repository, state: 'open', sort: 'created', direction: 'desc', per_page: 100 } as const
  const { listForRepo } = github.octokit.rest.issues
  const newest = await listForRepo(query)
  yield newest
  if (nextAddress(newest) === undefined) return
  const own = await listForRepo({ ...query, creator })
  yield own
  yield* readFurther(github, own)
  if (mayOpen) yield* readFurther(github, newest)
}

function readIssue({ number, html_url: url, body, labels, assignees }: Page['data'][number]): Issue {
  if (typeof number !== 'number' || typeof url !== 'string') throw notUnderstood()
  return { number, url, body: body ?? '', labels: namesOf(labels), assignees: namesOf(assignees) }
}

/** Names of labels or logins, in lower case: GitHub ignores their case. */
function namesOf(shown: unknown): string[] {
  if (!Array.isArray(shown)) return []
  return shown.map((entry) => String(entry?.name ?? entry?.login ?? entry).toLowerCase())
}

/** How often an issue may be opened. A lost answer may hide one that was opened. */
const maxOpenings = 2

/** Opens the issue. After a 5xx it looks first whether the issue is there. */
async function openIssue(
  github: GitHub,
  repository: Repository,
  { labels, assignees }: TrackingOptions,
  { title, body }: Extract<TrackingIssuePlan, { kind: 'open' }>,
  find: () => Promise<Issue | undefined>
): Promise<TrackingResult> {
  const wanted = { labels: [...labels], assignees: [...assignees] }
  let given = wanted
  let issue: Issue | undefined
  for (let openings = 1; issue === undefined; openings++) {
    try {
      issue = await createIssue(github, { ...repository, title, body, ...given })
    } catch (thrown) {
      if (isRefusedDetail(thrown) && given === wanted && labels.length + assignees.length > 0) {
        // GitHub refuses an issue for one wrong label or login. The right ones are added afterwards.
        given = { labels: [], assignees: [] }
        continue
      }
      if (!isInDoubt(thrown)) throw thrown
      // The list may show the issue late.
      await github.sleep(1_000 * openings ** 2)
      issue = await find()
      if (issue === undefined && openings >= maxOpenings) throw thrown
    }
  }
  const lost = await addMissing(github, { ...repository, issue_number: issue.number }, issue, wanted)
  return {
    issue,
    warning: lost.length > 0 ? `The tracking issue is open without ${lost.join(' and ')}.` : undefined
  }
}

async function createIssue(
  { octokit, once }: GitHub,
  issue: NonNullable<Parameters<Issues['create']>[0]>
): Promise<Issue> {
  const { data } = await octokit.rest.issues.create({ ...issue, request: once })
  return readIssue(data)
}

/** Adds one by one what GitHub has refused or silently dropped. Resolves to what is still missing. */
async function addMissing(
  { octokit, redact }: GitHub,
  reference: IssueReference,
  issue: Issue,
  wanted: Pick<Issue, 'labels' | 'assignees'>
): Promise<string[]> {
  const lost: string[] = []
  for (const part of ['labels', 'assignees'] as const) {
    for (const name of wanted[part].filter((one) => !issue[part].includes(one.toLowerCase()))) {
      try {
        const address = `POST /repos/{owner}/{repo}/issues/{issue_number}/${part}`
        const { data } = await octokit.request(address, { ...reference, [part]: [name] })
        const names = namesOf(part === 'labels' ? data : data.assignees)
        if (!names.includes(name.toLowerCase())) throw new Error('GitHub has not added it')
      } catch (thrown) {
        const kind = part === 'labels' ? 'label' : 'assignee'
        lost.push(`the ${kind} "${oneLine(name, 60)}" (${messageOf(thrown, redact)})`)
      }
    }
  }
  return lost
}

/** Comments once: two comments are worse than none. Resolves to why there is none. */
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

import { readFileSync, statSync } from 'node:fs'
import { actionRepository } from '../about.ts'
import { oneLine } from '../text.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What GitHub says of the workflow run, by its variables. Empty where GitHub does not say. */
export interface WorkflowRun {
  /** GitHub's API, without a slash at the end. Empty where GITHUB_API_URL cannot be used. */
  readonly apiUrl: string
  readonly repository: string
  readonly workflow: string
  /** The workflow's file within the repository. */
  readonly workflowFile: string
  readonly runUrl: string
  readonly event: string
  /** As `refs/heads/main`. */
  readonly ref: string
  /** Empty where the event does not name it, as on a schedule. */
  readonly defaultBranch: string
  readonly actor: string
  /** Who started this attempt. Not the actor when somebody else repeats the run. */
  readonly triggeringActor: string
  /** Counts from 1. */
  readonly attempt: string
  readonly commit: string
  /** The page whose headings are the reasons, as it stands at the ref of the action that the workflow uses. */
  readonly reasonsUrl: string
}

/** GitHub sends no event over 25 MB. */
const maxEventBytes = 32 * 2 ** 20

/** The text of the event at GITHUB_EVENT_PATH. Empty where it cannot be read. */
export function readEvent(path: string | undefined): string {
  try {
    const stats = statSync(path ?? '')
    return stats.isFile() && stats.size <= maxEventBytes ? readFileSync(path ?? '', 'utf8') : ''
  } catch {
    return ''
  }
}

/** Reads the variables that GitHub documents under "Default environment variables", and the event. */
export function readWorkflowRun(environment: Environment, event = ''): WorkflowRun {
  const of = (name: string): string => environment[name] ?? ''
  const serverUrl = of('GITHUB_SERVER_URL') || 'https://github.com'
  const repository = of('GITHUB_REPOSITORY')
  const runId = of('GITHUB_RUN_ID')
  const attempt = of('GITHUB_RUN_ATTEMPT')
  return {
    apiUrl: parseApiUrl(of('GITHUB_API_URL') || 'https://api.github.com'),
    repository,
    workflow: of('GITHUB_WORKFLOW'),
    workflowFile: fileOfWorkflow(of('GITHUB_WORKFLOW_REF')),
    runUrl:
      repository && runId
        ? `${serverUrl}/${repository}/actions/runs/${runId}${attempt && `/attempts/${attempt}`}`
        : '',
    event: of('GITHUB_EVENT_NAME'),
    ref: of('GITHUB_REF'),
    defaultBranch: defaultBranchOf(event),
    actor: of('GITHUB_ACTOR'),
    triggeringActor: of('GITHUB_TRIGGERING_ACTOR'),
    attempt,
    commit: of('GITHUB_SHA'),
    reasonsUrl: pageOfReasons(serverUrl, of('GITHUB_ACTION_REPOSITORY'), of('GITHUB_ACTION_REF'))
  }
}

/**
 * The runner states repository and ref together, and neither for a local action, so that a ref alone says nothing.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionRunner.cs
 */
function pageOfReasons(serverUrl: string, repository: string, ref: string): string {
  const blob = repository
    ? `${serverUrl}/${asPath(repository)}/blob/${asPath(ref) || 'HEAD'}`
    : `https://github.com/${actionRepository}/blob/HEAD`
  return `${blob}/docs/troubleshooting.md`
}

/** A name with slashes, such as that of a branch, as a part of a URL that Markdown and a log take as a whole. */
function asPath(name: string): string {
  const parts = name.toWellFormed().split('/')
  return parts
    .map((part) =>
      encodeURIComponent(part).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
      )
    )
    .join('/')
}

/**
 * Why the run leaves the tracking issue alone; undefined where it keeps it. Another branch may have a weaker policy,
 * and must not close the issue of the default branch.
 */
export function explainUntracked({ event, ref, defaultBranch }: WorkflowRun): string | undefined {
  // The ref of pull_request_target is the default branch.
  if (/^(pull_request|merge_group)/.test(event))
    return `This run is for ${event}, so it leaves the tracking issue alone. Runs on the default branch keep it.`
  const [, branch = defaultBranch] = /^refs\/heads\/(.+)$/.exec(ref) ?? []
  if (defaultBranch === '' || branch === defaultBranch) return undefined
  return `This run is on the branch "${oneLine(branch)}", so it leaves the tracking issue alone. Runs on the default branch "${oneLine(defaultBranch)}" keep it.`
}

function defaultBranchOf(event: string): string {
  try {
    const { repository } = JSON.parse(event) as { repository?: { default_branch?: unknown } }
    const branch = repository?.default_branch
    return typeof branch === 'string' ? branch : ''
  } catch {
    return ''
  }
}

function parseApiUrl(stated: string): string {
  const url = URL.parse(stated)
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password
  return isPlain && !/[?#]/.test(stated) ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : ''
}

/** `octocat/hello/.github/workflows/a.yml@refs/heads/main` is `.github/workflows/a.yml`. */
function fileOfWorkflow(reference: string): string {
  return /^[^/]+\/[^/]+\/(.+?)@refs\//.exec(reference)?.[1] ?? ''
}

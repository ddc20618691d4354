import { actionRepository } from '../about.ts'

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
  readonly actor: string
  /** Who has started this attempt; another one than the actor when the run was repeated. */
  readonly triggeringActor: string
  /** The number of the attempt, from 1. */
  readonly attempt: string
  readonly commit: string
  /** The page of the action that the workflow uses: the headings of its README are the reasons. */
  readonly actionUrl: string
}

/** Reads the variables that GitHub documents under "Default environment variables". */
export function readWorkflowRun(environment: Environment): WorkflowRun {
  const of = (name: string): string => environment[name] ?? ''
  const serverUrl = of('GITHUB_SERVER_URL') || 'https://github.com'
  const repository = of('GITHUB_REPOSITORY')
  const runId = of('GITHUB_RUN_ID')
  const attempt = of('GITHUB_RUN_ATTEMPT')
  const action = of('GITHUB_ACTION_REPOSITORY')
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
    actor: of('GITHUB_ACTOR'),
    triggeringActor: of('GITHUB_TRIGGERING_ACTOR'),
    attempt,
    commit: of('GITHUB_SHA'),
    // A local checkout of the action has no name.
    actionUrl: action ? `${serverUrl}/${action}` : `https://github.com/${actionRepository}`
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

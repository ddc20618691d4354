import { actionRepository } from '../identity.ts'

/** What GitHub says of the run, by its variables. Empty where GitHub does not say. */
export interface Context {
  readonly serverUrl: string
  readonly repository: string
  readonly workflow: string
  /** The workflow's file within the repository. */
  readonly workflowFile: string
  readonly runUrl: string
  readonly event: string
  readonly actor: string
  readonly commit: string
  /** The page of the action that the workflow uses: the headings of its README are the reasons. */
  readonly actionUrl: string
}

/** Reads the variables that GitHub documents under "Default environment variables". */
export function readContext(environment: Readonly<Record<string, string | undefined>>): Context {
  const of = (name: string): string => environment[name] ?? ''
  const serverUrl = of('GITHUB_SERVER_URL') || 'https://github.com'
  const repository = of('GITHUB_REPOSITORY')
  const runId = of('GITHUB_RUN_ID')
  const action = of('GITHUB_ACTION_REPOSITORY')
  return {
    serverUrl,
    repository,
    workflow: of('GITHUB_WORKFLOW'),
    workflowFile: fileOfWorkflow(of('GITHUB_WORKFLOW_REF')),
    runUrl: repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : '',
    event: of('GITHUB_EVENT_NAME'),
    actor: of('GITHUB_ACTOR'),
    commit: of('GITHUB_SHA'),
    // A local checkout of the action has no name.
    actionUrl: action ? `${serverUrl}/${action}` : `https://github.com/${actionRepository}`
  }
}

/** `octocat/hello/.github/workflows/a.yml@refs/heads/main` is `.github/workflows/a.yml`. */
function fileOfWorkflow(reference: string): string {
  return /^[^/]+\/[^/]+\/(.+?)@refs\//.exec(reference)?.[1] ?? ''
}

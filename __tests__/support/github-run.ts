import { readFile } from 'node:fs/promises'
import type { GitHubSandbox } from '../../sandbox/github.ts'

/** The variables that GitHub sets for a scheduled run of `octocat/hello`. */
export function githubRun(github?: GitHubSandbox): Record<string, string> {
  return {
    ...(github ? { GITHUB_API_URL: github.url } : {}),
    GITHUB_REPOSITORY: 'octocat/hello',
    GITHUB_WORKFLOW: 'Enforced TLS',
    GITHUB_WORKFLOW_REF: 'octocat/hello/.github/workflows/tls.yml@refs/heads/main',
    GITHUB_RUN_ID: '42',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_ACTOR: 'octocat',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567'
  }
}

/** A file of the project. */
export const readText = (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

/** A JSON file of the project. */
export async function readJson(path: string): Promise<object> {
  return JSON.parse(await readText(path))
}

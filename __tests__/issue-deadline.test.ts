import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type Fault, silence, stalledBody } from '../sandbox/faults.ts'
import { GitHubSandbox } from '../sandbox/github.ts'
import { sandboxToken } from '../sandbox/runner.ts'

let github: GitHubSandbox
let issue: typeof import('../src/tell/issue.ts')

beforeAll(async () => {
  github = await GitHubSandbox.start()
  // @actions/github reads it when it is loaded, and once.
  process.env['GITHUB_API_URL'] = github.url
  issue = await import('../src/tell/issue.ts')
})
beforeEach(() => void github.requests.splice(0))
afterAll(() => github.stop())

// The second waits for the spacing of writes, a second, before it is sent.
test.each<[string, Fault, number]>([
  ['that never answers', silence, 1_000],
  ['that never ends its answer', stalledBody, 3_000]
])('a GitHub %s ends at the deadline', async (_, fault, timeoutMs) => {
  github.faults.push(fault)
  const tracker = { token: sandboxToken, repository: 'octocat/hello', marker: 'm', labels: [], assignees: [] }
  const kept = issue.keepIssue({ ...tracker, timeoutMs }, () => ({ kind: 'nothing' }))
  const thrown = await kept.then(
    () => undefined,
    (error: unknown) => error
  )
  expect(issue.explainIssueFailure(thrown)).toBe(
    `The tracking issue could not be kept: GitHub has not answered within ${timeoutMs / 1000} s. The verdict is untouched.`
  )
  // On a machine so slow that none has come by then, that is no other end.
  expect(github.requests.slice(1)).toEqual([])
})

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { answerJson, type Fault, silence, stalledBody } from '../../../sandbox/faults.ts'
import { GitHubSandbox } from '../../../sandbox/github.ts'
import { sandboxToken } from '../../../sandbox/runner.ts'

const timeoutMs = 500

let github: GitHubSandbox
let client: typeof import('../../../src/report/tracking-issue/github.ts')

beforeAll(async () => {
  github = await GitHubSandbox.start()
  // @actions/github reads it when it is loaded, and once.
  process.env['GITHUB_API_URL'] = github.url
  client = await import('../../../src/report/tracking-issue/github.ts')
})
beforeEach(() => void github.requests.splice(0))
afterAll(() => github.stop())

test.each<[string, Fault]>([
  ['that never answers', silence],
  ['that never ends its answer', stalledBody],
  [
    'that asks for a wait beyond it',
    (response) => answerJson(response, 429, { message: 'Slow down' }, { 'retry-after': '30' })
  ]
])('a GitHub %s ends at the deadline', async (_, fault) => {
  github.faults.push(fault)
  const cancelled = new AbortController()
  const options = {
    cancelled: cancelled.signal,
    token: sandboxToken,
    repository: 'octocat/hello',
    marker: 'm',
    labels: [],
    assignees: []
  }
  const kept = client.keepTrackingIssue({ ...options, timeoutMs, pauseMs: 1_000 }, () => ({
    kind: 'nothing'
  }))
  const thrown = await kept.then(
    () => undefined,
    (error: unknown) => error
  )
  expect(client.explainGitHubFailure(thrown)).toBe(
    `The tracking issue could not be kept: GitHub has not answered within ${timeoutMs / 1000} s. The verdict is untouched.`
  )
  // On a machine so slow that none has come by then, that is no other end.
  expect(github.requests.slice(1)).toEqual([])
})

test('a signal ends what asks GitHub, before the deadline', async () => {
  github.faults.push(silence)
  const cancelled = new AbortController()
  const options = { token: sandboxToken, repository: 'octocat/hello', marker: 'm', labels: [], assignees: [] }
  const kept = client.keepTrackingIssue(
    { ...options, timeoutMs: 600_000, pauseMs: 1_000, cancelled: cancelled.signal },
    () => ({ kind: 'nothing' })
  )
  cancelled.abort()
  const thrown = await kept.then(
    () => undefined,
    (error: unknown) => error
  )
  expect(client.explainGitHubFailure(thrown)).toContain('the run was canceled')
})

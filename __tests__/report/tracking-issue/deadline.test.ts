import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { answerJson, type Fault, silence, stalledBody } from '../../../sandbox/faults.ts'
import { GitHubSandbox } from '../../../sandbox/github.ts'
import { sandboxToken } from '../../../sandbox/runner.ts'
import { keepTrackingIssue } from '../../../src/report/tracking-issue/github.ts'
import type { GitHubWaits } from '../../../src/report/tracking-issue/github-client.ts'
import { explainGitHubFailure, redactionOf } from '../../../src/report/tracking-issue/github-error.ts'
import { never } from '../../support/session.ts'

let github: GitHubSandbox

beforeAll(async () => {
  github = await GitHubSandbox.start()
})
beforeEach(() => void github.requests.splice(0))
afterAll(() => github.stop())

/** What is said of the tracking issue when it could not be kept. */
async function warningOf(waits: GitHubWaits, cancelled = never): Promise<string> {
  const stated = { apiUrl: github.url, token: sandboxToken, repository: 'octocat/hello', marker: 'm' }
  const options = { ...stated, labels: [], assignees: [], cancelled, ...waits }
  return keepTrackingIssue(options, () => ({ kind: 'nothing' })).then(
    () => 'none',
    (thrown: unknown) => explainGitHubFailure(thrown, redactionOf(stated))
  )
}

test.each<[string, Fault]>([
  ['that never answers', silence],
  ['that never ends its answer', stalledBody],
  [
    'that asks for a wait beyond it',
    (response) => answerJson(response, 429, { message: 'Slow down' }, { 'retry-after': '30' })
  ]
])('a GitHub %s ends at the deadline', async (_, fault) => {
  github.faults.push(fault)
  expect(await warningOf({ timeoutMs: 500 })).toBe(
    'The tracking issue could not be kept: GitHub has not answered within 0.5 s. The verdict is untouched.'
  )
  // On a machine so slow that none has come by then, that is no other end.
  expect(github.requests.slice(1)).toEqual([])
})

test('a signal ends what asks GitHub, before the deadline', async () => {
  github.faults.push(silence)
  const cancelled = new AbortController()
  const warning = warningOf({ timeoutMs: 600_000 }, cancelled.signal)
  cancelled.abort()
  expect(await warning).toContain('the run was canceled')
})

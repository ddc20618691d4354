import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { answer, type Fault, reset } from '../sandbox/faults.ts'
import { GitHubSandbox } from '../sandbox/github.ts'
import { sandboxToken } from '../sandbox/runner.ts'

// Why an issue could not be kept is never empty, whatever GitHub or a proxy before it says.

let github: GitHubSandbox
let client: typeof import('../src/report/tracking-issue/github.ts')

beforeAll(async () => {
  github = await GitHubSandbox.start()
  // @actions/github reads it when it is loaded, and once.
  process.env['GITHUB_API_URL'] = github.url
  client = await import('../src/report/tracking-issue/github.ts')
})
beforeEach(() => void github.requests.splice(0))
afterAll(() => github.stop())

async function causeWith(fault: Fault): Promise<string> {
  github.everyRequest = () => fault
  const cancelled = new AbortController().signal
  const options = { token: sandboxToken, repository: 'octocat/hello', marker: 'm', labels: [], assignees: [] }
  const kept = client.keepTrackingIssue({ ...options, timeoutMs: 60_000, pauseMs: 1, cancelled }, () => ({
    kind: 'nothing'
  }))
  return client.explainGitHubFailure(await kept.catch((thrown: unknown) => thrown))
}

const statuses = [400, 401, 403, 404, 408, 409, 410, 422, 429, 451, 500, 502, 503, 504]
const bodies = [
  '',
  ' ',
  '{}',
  '[]',
  'null',
  '""',
  '0',
  '{"message":""}',
  '{"message":null}',
  '{"message":" . "}'
]
const types = ['application/json', 'text/html', 'application/octet-stream']

test.each(statuses)('the status %i stands for an answer that says nothing', async (status) => {
  for (const body of bodies) {
    for (const type of types) {
      const cause = await causeWith(answer(status, body, { 'content-type': type }))
      // What GitHub sends as bytes or as a page is no JSON, and is quoted as it is.
      const said =
        type === 'application/json' || body.trim() === '' ? `GitHub answered ${status}` : expect.anything()
      expect([body, type, /kept: (.*?)\. /.exec(cause)?.[1]]).toEqual([body, type, said])
    }
  }
})

test('what GitHub says stays, and so does what is no answer', async () => {
  expect(await causeWith(answer(502, '{"message":"Server Error"}'))).toContain('kept: Server Error.')
  expect(await causeWith(answer(502, '{"code":7}'))).toContain('kept: Unknown error: {"code":7}.')
  expect(await causeWith(reset)).toMatch(/kept: [a-z].*\. The verdict is untouched\.$/i)
  const nothing =
    'The tracking issue could not be kept: GitHub could not be reached. The verdict is untouched.'
  expect(client.explainGitHubFailure(new AggregateError([]))).toBe(nothing)
})

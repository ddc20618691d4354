import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { answer, type Fault, reset } from '../../../sandbox/faults.ts'
import { GitHubSandbox } from '../../../sandbox/github.ts'
import { sandboxToken } from '../../../sandbox/runner.ts'
import { keepTrackingIssue } from '../../../src/report/tracking-issue/github.ts'
import { explainGitHubFailure, redactionOf } from '../../../src/report/tracking-issue/github-error.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { never } from '../../support/session.ts'

// Why an issue could not be kept is never empty, whatever GitHub or a proxy before it says.

let github: GitHubSandbox
const redact = redactionOf({ token: sandboxToken })

beforeAll(async () => {
  github = await GitHubSandbox.start()
})
beforeEach(() => void github.requests.splice(0))
afterAll(() => github.stop())

async function causeWith(fault: Fault): Promise<string> {
  github.everyRequest = () => fault
  const options = {
    apiUrl: github.url,
    token: sandboxToken,
    repository: 'octocat/hello',
    marker: 'm',
    labels: [],
    assignees: [],
    timeoutMs: 60_000,
    clock: new FakeClock(),
    cancelled: never
  }
  const kept = keepTrackingIssue(options, () => ({ kind: 'nothing' }))
  return explainGitHubFailure(await kept.catch((thrown: unknown) => thrown), redact)
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

test.each(statuses.flatMap((status) => bodies.map((body) => [status, body] as const)))(
  'the status %i stands for a response that says nothing: %s',
  async (status, body) => {
    const cause = await causeWith(answer(status, body))
    expect(/kept: (.*?)\. /.exec(cause)?.[1]).toBe(`GitHub answered ${status}`)
  }
)

test('what GitHub says stays, and so does what is no response', async () => {
  expect(await causeWith(answer(502, '{"message":"Server Error"}'))).toContain('kept: Server Error.')
  expect(await causeWith(answer(502, '{"code":7}'))).toContain('kept: GitHub answered 502.')
  expect(await causeWith(reset)).toMatch(/kept: [a-z].*\. The verdict is untouched\.$/i)
})

describe('the token is in nothing that is said of GitHub', () => {
  test.each([
    ['as it is', `bad ${sandboxToken}`, 'bad ***'],
    ['in upper case', sandboxToken.toUpperCase(), '***'],
    ['at a place where the text is cut', `${'x'.repeat(290)}${sandboxToken}`, `${'x'.repeat(290)}***`],
    ['as a part, which may be a word', 'the sandbox', 'the sandbox']
  ])('%s', async (_what, message, shown) => {
    expect(await causeWith(answer(403, JSON.stringify({ message })))).toContain(`kept: ${shown}.`)
    expect(explainGitHubFailure(message, redact)).toContain(`kept: ${shown}.`)
  })
})

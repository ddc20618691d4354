import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  afterwards,
  answer,
  answerJson,
  badGateway,
  type Fault,
  flood,
  reset
} from '../../../sandbox/faults.ts'
import { GitHubSandbox } from '../../../sandbox/github.ts'
import { sandboxToken } from '../../../sandbox/runner.ts'
import { track } from '../../../src/report/tracking-issue/track.ts'
import { readWorkflowRun } from '../../../src/report/workflow-run.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { githubRun } from '../../support/github-run.ts'
import { compliant, deviating, judgedRun } from '../../support/outcomes.ts'
import { never } from '../../support/session.ts'

let github: GitHubSandbox
let clock: FakeClock

beforeEach(async () => {
  github = await GitHubSandbox.start()
  clock = new FakeClock()
})
afterEach(() => github.stop())

/** One run whose account deviates, or does not. Gives the warning. */
async function warningOf(run = judgedRun([deviating('child')]), apiUrl = github.url) {
  const tracking = { token: sandboxToken, labels: [], assignees: [] }
  const workflowRun = readWorkflowRun({ ...githubRun(), GITHUB_API_URL: apiUrl })
  const { warning } = await track(run, tracking, workflowRun, 0, never, { timeoutMs: 60_000, clock })
  return warning
}
const notKept = (why: string): string =>
  `The tracking issue could not be kept: ${why}. The verdict is untouched.`
const refused =
  (status: number, headers: Record<string, string> = {}, message = 'Slow down'): Fault =>
  (response) =>
    answerJson(response, status, { message }, headers)
const inSeconds = (seconds: number): string => String(clock.date() / 1_000 + seconds)
/** The rate limit is spent for so long, by the clock of the server. */
const spentFor = (seconds: number) => ({
  date: new Date(clock.date()).toUTCString(),
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': inSeconds(seconds)
})
const repeat = (times: number, fault: Fault): Fault[] => Array(times).fill(fault)

const login = 'POST /graphql'
const list = 'GET /repos/octocat/hello/issues'
const opening = 'POST /repos/octocat/hello/issues'

describe('a request is repeated', () => {
  test('after 5xx and lost connections, with longer and longer waits', async () => {
    github.faults.push(badGateway, reset, answer(500, ''))
    expect(await warningOf()).toBeUndefined()
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000])
    expect(github.issues).toHaveLength(1)
  })

  test('three times, and then the warning has the status', async () => {
    github.faults.push(...repeat(4, badGateway))
    expect(await warningOf()).toBe(notKept('GitHub answered 502'))
    expect(github.requests).toEqual([login, login, login, login])
  })

  test.each<[string, number, () => Record<string, string>, number]>([
    ['Retry-After of a 429', 429, () => ({ 'retry-after': '7' }), 7_000],
    ['Retry-After of a 403', 403, () => ({ 'retry-after': '7' }), 7_000],
    ['the reset of a 403', 403, () => spentFor(9), 9_000],
    ['a reset that is over', 429, () => spentFor(-9), 1_000],
    ['a wait of a minute', 429, () => ({ 'retry-after': '60' }), 60_000],
    ['Retry-After of a 503', 503, () => ({ 'retry-after': '20' }), 20_000]
  ])('after the wait that GitHub states: %s', async (_, status, headers, waitMs) => {
    github.faults.push(undefined, refused(status, headers()))
    expect(await warningOf()).toBeUndefined()
    expect(clock.sleeps).toEqual([waitMs])
    expect(github.requests).toEqual([login, list, list, opening])
  })

  test('a rate limit is waited for three times, and then a warning has its words', async () => {
    github.faults.push(undefined, ...repeat(4, refused(429, { 'retry-after': '5' })))
    expect(await warningOf()).toBe(notKept('Slow down'))
    expect(clock.sleeps).toEqual([5_000, 5_000, 5_000])
  })

  test.each<[string, number, () => Record<string, string>]>([
    ['a longer wait', 429, () => ({ 'retry-after': '61' })],
    ['a longer wait, by 503', 503, () => ({ 'retry-after': '3600' })],
    ['a reset in an hour', 403, () => spentFor(3_600)],
    ['a 403 with a budget left', 403, () => ({ 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '1' })],
    ['a 403 that is no rate limit', 403, () => ({})],
    ['a 404', 404, () => ({ 'retry-after': '1' })],
    ['a 409', 409, () => ({})],
    ['a 422', 422, () => ({})]
  ])('but not after %s', async (_, status, headers) => {
    github.faults.push(undefined, refused(status, headers()))
    expect(await warningOf()).toMatch(/^The tracking issue could not be kept: Slow down\./)
    expect([clock.sleeps, github.requests]).toEqual([[], [login, list]])
  })

  test('an opening and a comment only after a rate limit, which has refused them', async () => {
    const limit = refused(403, { 'retry-after': '1' })
    github.faults.push(undefined, undefined, limit)
    expect(await warningOf()).toBeUndefined()
    github.faults.push(undefined, undefined, undefined, limit)
    expect(await warningOf(judgedRun([compliant('child')]))).toBeUndefined()
    expect(github.issues.map(({ state, comments }) => [state, comments.length])).toEqual([['closed', 1]])
  })

  test.each(['', 'null', '7', '"x"', 'true', '[', '<html></html>', '[]{}'])(
    'after a 200 whose body is no list and no object: %j',
    async (body) => {
      github.faults.push(undefined, answer(200, body))
      expect(await warningOf()).toBeUndefined()
      expect([clock.sleeps, github.requests]).toEqual([[1_000], [login, list, list, opening]])
    }
  )

  test('but not after one without an end', async () => {
    github.faults.push(undefined, flood)
    expect(await warningOf()).toBe(notKept("GitHub's answer is too large"))
    expect([clock.sleeps, github.requests]).toEqual([[], [login, list]])
  })

  test('an opening that may have been done, once the issue was looked for', async () => {
    github.faults.push(undefined, undefined, afterwards(badGateway))
    expect(await warningOf()).toBeUndefined()
    expect([clock.sleeps, github.requests]).toEqual([[1_000], [login, list, opening, login, list]])
    github.issues.splice(0)
    github.faults.push(undefined, undefined, badGateway)
    expect(await warningOf()).toBeUndefined()
    expect(github.requests.slice(5)).toEqual([login, list, opening, login, list, opening])
    expect(github.issues).toHaveLength(1)
  })

  test('a comment that may have been made is not made again', async () => {
    await warningOf()
    github.faults.push(undefined, undefined, undefined, afterwards(badGateway))
    expect(await warningOf(judgedRun([compliant('child')]))).toBe(
      'A comment on the tracking issue could not be made: GitHub answered 502.'
    )
    expect(github.issues[0]?.comments).toHaveLength(1)
  })
})

describe('a redirect', () => {
  const away = (status: number): Fault => answer(status, '', { location: `${github.url}/elsewhere` })
  const moved = (status: number): string =>
    notKept(`GitHub answered ${status}, a redirect: the repository may have moved`)

  test.each([300, 301, 302, 303, 304, 307, 308])('(%i) is refused at once', async (status) => {
    github.faults.push(undefined, away(status))
    expect(await warningOf()).toBe(moved(status))
    expect([clock.sleeps, github.requests]).toEqual([[], [login, list]])
  })

  test('of an opening too, and no issue is looked for', async () => {
    github.faults.push(undefined, undefined, away(307))
    expect(await warningOf()).toBe(moved(307))
    expect([clock.sleeps, github.requests]).toEqual([[], [login, list, opening]])
  })
})

describe('the token', () => {
  test.each([
    ['another port', () => 'http://127.0.0.1:9/repos/octocat/hello/issues?page=2'],
    ['another scheme', () => `${github.url.replace('http:', 'https:')}/repos/octocat/hello/issues?page=2`],
    ['another name of the same server', () => `${github.url.replace('127.0.0.1', 'localhost')}/x`],
    [
      'the same server behind user info',
      () => `${github.url.replace('//', '//api.github.com@').replace('127', '128')}/x`
    ],
    ['a file', () => 'file:///etc/passwd'],
    ['no address', () => 'http://[/']
  ])('goes to no next page at %s', async (_, address) => {
    const link = `<${address()}>; rel="next"`
    github.faults.push(undefined, answer(200, '[]', { link }))
    expect(await warningOf()).toMatch(/kept: GitHub's answer leads to \S+( address)?, which is not its API\./)
    // The second list is that of the token's login.
    expect([clock.sleeps, github.requests]).toEqual([[], [login, list, list]])
  })

  test('is in one header, and nothing of it in the address', async () => {
    const seen: (string | undefined)[] = []
    github.everyRequest = () => (response) => {
      seen.push(response.req.headers.authorization, response.req.url)
      answer(401, '{"message":"Bad credentials"}')(response)
    }
    expect(await warningOf()).toBe(notKept('Bad credentials'))
    expect(seen).toEqual([`token ${sandboxToken}`, '/graphql'])
  })
})

describe('what the warning says', () => {
  test.each<[string, Fault, string]>([
    ['GitHub ends its words with a full stop', refused(422, {}, 'Not here.'), 'Not here'],
    ['GitHub ends its words with three', refused(422, {}, 'Not here... '), 'Not here'],
    ['GitHub has no words', refused(422, {}, ''), 'GitHub answered 422'],
    ['GitHub has white space for words', refused(422, {}, ' \n'), 'GitHub answered 422'],
    ['the body is empty', answer(410, ''), 'GitHub answered 410'],
    [
      'the body is a page',
      answer(410, '<html>Gone</html>', { 'content-type': 'text/html' }),
      'GitHub answered 410'
    ],
    ['the body is other JSON', answer(410, '{"error":"gone"}'), 'GitHub answered 410'],
    ['the body is null', answer(410, 'null'), 'GitHub answered 410'],
    ['the type of the body is none', answer(410, '{"message":"Gone."}', { 'content-type': ';' }), 'Gone'],
    ['the status is beyond all', answer(700, ''), 'GitHub answered 700']
  ])('where %s', async (_, fault, why) => {
    github.everyRequest = (request) => (request === list ? fault : undefined)
    expect(await warningOf()).toBe(notKept(why))
  })

  test('where nobody listens at any of several addresses', async () => {
    const { port } = new URL(github.url)
    await github.stop()
    expect(await warningOf(undefined, `http://localhost:${port}`)).toMatch(
      /kept: .*ECONNREFUSED.*\. The verdict/
    )
    github = await GitHubSandbox.start()
  })

  test('not that an endpoint is deprecated, which is not ours to print', async () => {
    const printed = jest.spyOn(console, 'warn').mockImplementation(() => {})
    github.faults.push(answer(200, '{"data":{"viewer":{"login":"x"}}}', { deprecation: 'true' }))
    expect(await warningOf()).toBeUndefined()
    expect(printed).not.toHaveBeenCalled()
    printed.mockRestore()
  })
})

test.each(['', '/', '//', '/api/v3', '/api/v3/'])('GITHUB_API_URL may end in %j', async (path) => {
  expect(await warningOf(undefined, github.url + path)).toBeUndefined()
  const rest = path.replace(/\/+$/, '')
  const graphql = rest === '' ? '/graphql' : '/api/graphql'
  const issues = `${rest}/repos/octocat/hello/issues`
  expect(github.requests).toEqual([`POST ${graphql}`, `GET ${issues}`, `POST ${issues}`])
})

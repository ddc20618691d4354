import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { afterwards, answerJson, badGateway, type Fault } from '../../../sandbox/faults.ts'
import { GitHubSandbox, type StoredIssue } from '../../../sandbox/github.ts'
import { sandboxToken } from '../../../sandbox/runner.ts'
import { track } from '../../../src/report/tracking-issue/track.ts'
import { readWorkflowRun } from '../../../src/report/workflow-run.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { githubRun } from '../../support/github-run.ts'
import { compliant, deviating, judgedRun, unverified } from '../../support/outcomes.ts'
import { never } from '../../support/session.ts'

const red = judgedRun([deviating('child')])
const green = judgedRun([compliant('child')])
const login = 'POST /graphql'
const list = 'GET /repos/octocat/hello/issues'
const opening = 'POST /repos/octocat/hello/issues'
const rewriting = 'PATCH /repos/octocat/hello/issues/1'

let github: GitHubSandbox

beforeEach(async () => {
  github = await GitHubSandbox.start()
})
afterEach(() => github.stop())

/** One run, with what it has sent. */
async function keep(run = red, labels: string[] = [], assignees: string[] = []) {
  github.requests.splice(0)
  const workflowRun = readWorkflowRun({ ...githubRun(), GITHUB_API_URL: github.url })
  const tracking = { token: sandboxToken, labels, assignees }
  const waits = { timeoutMs: 60_000, clock: new FakeClock() }
  const result = await track(run, tracking, workflowRun, 0, never, waits)
  return { ...result, requests: [...github.requests] }
}

const addStrangers = (many: number): void => {
  for (let stranger = 0; stranger < many; stranger++) github.addIssue({})
}

describe('in a repository with many open issues', () => {
  test('a run without an issue asks for the newest page and for those of the login', async () => {
    addStrangers(1_300)
    expect((await keep(green)).requests).toEqual([login, list, list])
  })

  test('an issue before all of them is found by the login', async () => {
    await keep()
    addStrangers(1_300)
    expect((await keep()).requests).toEqual([login, list, list, rewriting])
    expect((await keep(green)).issue?.number).toBe(1)
    expect(github.issues[0]?.state).toBe('closed')
  })

  test('one of the newest is found on the first page', async () => {
    addStrangers(1_300)
    await keep()
    expect((await keep()).requests.slice(0, -1)).toEqual([login, list])
  })

  test('the issues of the login are read to their end', async () => {
    await keep()
    for (let other = 0; other < 250; other++) github.addIssue({ author: github.login })
    expect((await keep(green)).issue?.number).toBe(1)
  })

  test('one that is closed while they are read does not hide it', async () => {
    await keep()
    addStrangers(200)
    github.everyRequest = () => {
      // Ours comes from the third page to the second, which is not read again.
      if (github.requests.length === 3) Object.assign(github.issues[200] as StoredIssue, { state: 'closed' })
      return undefined
    }
    expect((await keep()).issue?.number).toBe(1)
    expect(github.issues).toHaveLength(201)
  })

  test('all of them are read, once, before an issue is opened', async () => {
    addStrangers(230)
    expect((await keep()).requests).toEqual([login, list, list, list, list, opening])
    expect(github.issues).toHaveLength(231)
  })

  test.each(['github-actions[bot]', 'renovate[bot]'])(
    'a filter that does not match %s leads to no second issue',
    async (bot) => {
      Object.assign(github, { login: bot, knowsBots: false })
      await keep()
      addStrangers(230)
      const { issue, requests } = await keep()
      expect([issue?.number, requests]).toEqual([1, [login, list, list, list, list, rewriting]])
      expect(github.issues).toHaveLength(231)
    }
  )

  test('nor does one that GitHub refuses', async () => {
    await keep()
    addStrangers(230)
    github.faults.push(undefined, undefined, refused(422, 'The listed users cannot be searched'))
    expect((await keep()).warning).toContain('The listed users cannot be searched')
    expect(github.issues).toHaveLength(231)
  })

  test('an opening whose answer is lost is found on the first page', async () => {
    addStrangers(230)
    github.faults.push(...Array(5), afterwards(badGateway))
    const { issue, requests } = await keep()
    expect([issue?.number, requests.slice(-3)]).toEqual([231, [opening, login, list]])
  })
})

function refused(status: number, message: string): Fault {
  return (response) => answerJson(response, status, { message })
}

describe('the issue is named', () => {
  const changes: [string, typeof red][] = [
    ['rewriting', judgedRun([deviating('child'), deviating('other')])],
    ['update of its last line', judgedRun([unverified('child')])],
    ['closing', green]
  ]
  test.each(changes)('when its %s is refused', async (_, run) => {
    await keep()
    github.faults.push(undefined, undefined, refused(410, 'Issues are off.'))
    const { issue, warning } = await keep(run)
    expect(issue).toMatchObject({ number: 1, url: 'https://github.com/octocat/hello/issues/1' })
    expect(warning).toBe('The tracking issue could not be kept: Issues are off. The verdict is untouched.')
  })
})

describe('labels and assignees', () => {
  const only = (): StoredIssue | undefined => github.issues[0]

  test('that GitHub drops without a word are added', async () => {
    github.dropsDetails = true
    const { warning, requests } = await keep(red, ['tls', 'mail'], ['octocat'])
    expect(warning).toBeUndefined()
    expect(requests.slice(3)).toEqual(
      ['labels', 'labels', 'assignees'].map((part) => `POST /repos/octocat/hello/issues/1/${part}`)
    )
    expect(only()).toMatchObject({ labels: ['tls', 'mail'], assignees: ['octocat'] })
  })

  test.each<[string, Fault, string]>([
    [
      'refuses',
      refused(403, 'Must have admin rights to Repository.'),
      'Must have admin rights to Repository'
    ],
    [
      'answers without it',
      (response) => answerJson(response, 200, [{ name: 'other' }]),
      'GitHub has not added it'
    ]
  ])('and that it then %s are named', async (_, fault, why) => {
    github.dropsDetails = true
    github.faults.push(undefined, undefined, undefined, fault)
    const { issue, warning } = await keep(red, ['tls'], ['nobody'])
    expect(issue?.number).toBe(1)
    expect(warning).toBe(
      `The tracking issue is open without the label "tls" (${why}) and the assignee "nobody" (GitHub has not added it).`
    )
  })

  test('that it shows in another letter case are there', async () => {
    github.faults.push(undefined, undefined, (response) =>
      answerJson(response, 201, {
        ...{ number: 1, html_url: 'https://github.com/octocat/hello/issues/1' },
        ...{ labels: ['TLS'], assignees: [{ login: 'OctoCat' }] }
      })
    )
    const { warning, requests } = await keep(red, ['tls'], ['octocat'])
    expect([warning, requests]).toEqual([undefined, [login, list, opening]])
  })

  test('that were lost with an answer are looked for at the issue that is found', async () => {
    github.dropsDetails = true
    github.faults.push(undefined, undefined, afterwards(badGateway))
    const { warning } = await keep(red, ['tls'], ['nobody'])
    expect(warning).toBe(
      'The tracking issue is open without the assignee "nobody" (GitHub has not added it).'
    )
    expect(only()?.labels).toEqual(['tls'])
  })

  test.each([
    [422, 'Validation Failed'],
    [403, 'You do not have permission to set labels.']
  ])('for which the opening is refused (%i) are left out, and then added', async (status, message) => {
    github.faults.push(undefined, undefined, refused(status, message))
    expect((await keep(red, ['tls'])).warning).toBeUndefined()
    expect(only()?.labels).toEqual(['tls'])
  })

  test.each<[string, Fault]>([
    ['the permission', refused(403, 'Resource not accessible by integration')],
    ['a rate limit', refused(403, 'You have exceeded a secondary rate limit.')],
    [
      'a rate limit by its headers',
      (response) => answerJson(response, 403, { message: 'Slow down' }, { 'retry-after': '600' })
    ]
  ])('are not the cause where it is %s', async (_, fault) => {
    github.faults.push(undefined, undefined, fault)
    expect((await keep(red, ['tls'])).warning).toMatch(/^The tracking issue could not be kept/)
    expect(github.requests).toEqual([login, list, opening])
  })
})

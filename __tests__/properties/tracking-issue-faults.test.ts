import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { GitHubSandbox, type StoredIssue } from '../../sandbox/github.ts'
import type { Judged } from '../../src/model/run.ts'
import { markerOf, planTrackingIssue } from '../../src/report/tracking-issue/plan.ts'
import { track } from '../../src/report/tracking-issue/track.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { faultKindsOf, timesOf } from '../support/fault-kinds.ts'
import { githubRun } from '../support/github-run.ts'
import { compliant, deviating, judgedRun } from '../support/outcomes.ts'
import { never } from '../support/session.ts'

/** Each case is a GitHub of its own behind one address, by its token. */
const githubs = new Map<string | undefined, GitHubSandbox>()
const server = createServer((request, response) => {
  githubs.get(request.headers.authorization)?.serve(request, response)
})
server.keepAliveTimeout = 0
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function newGitHub(): GitHubSandbox {
  const github = new GitHubSandbox(undefined, `token-${githubs.size}`)
  github.maxPageSize = 3
  githubs.set(`token ${github.token}`, github)
  return github
}

const own = 'github-actions[bot]'
const workflowRun = readWorkflowRun({
  ...githubRun(),
  GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
const firstMs = Date.UTC(2026, 0, 1)
const secondMs = Date.UTC(2026, 0, 2)
const deviatingRun = judgedRun([deviating('child'), compliant('other')])
const compliantRun = judgedRun([compliant('child'), compliant('other')])
const earlierRun = judgedRun([deviating('child'), deviating('other')])
const marker = markerOf(deviatingRun, workflowRun)
const bodyOf = (run: Judged, atMs: number, existing?: string): string => {
  const plan = planTrackingIssue(run, workflowRun, atMs, existing)
  if (!('body' in plan)) throw new Error('nothing deviates')
  return plan.body
}

const earlierBody = bodyOf(earlierRun, 0)

/** What a run finds at GitHub, and what it is asked for. */
interface World {
  readonly run: Judged
  readonly isOpen: boolean
  readonly labels: readonly string[]
}
const longLabel = 'x'.repeat(51)
const worlds = {
  opening: { run: deviatingRun, isOpen: false, labels: ['security'] },
  'opening with a label that GitHub refuses': {
    run: deviatingRun,
    isOpen: false,
    labels: ['security', longLabel]
  },
  rewriting: { run: deviatingRun, isOpen: true, labels: [] },
  closing: { run: compliantRun, isOpen: true, labels: [] }
} satisfies Record<string, World>

interface FaultedRequest {
  readonly world: keyof typeof worlds
  readonly is: RegExp
  /** How many like it come before. */
  readonly before: number
  /** Whether the answer to the first opening is lost, so that the issue is looked for again. */
  readonly afterLostOpening?: true
}
const login = /graphql$/
const list = /^GET .*issues$/
const opening = /^POST .*issues$/
/** Each request to GitHub, in a world in which it is sent. */
const requests: Record<string, FaultedRequest> = {
  'the question for the login': { world: 'rewriting', is: login, before: 0 },
  'the first page of issues': { world: 'rewriting', is: list, before: 0 },
  'the page of the login': { world: 'rewriting', is: list, before: 1 },
  'the next page of issues': { world: 'opening', is: list, before: 2 },
  opening: { world: 'opening', is: opening, before: 0 },
  'the question for the login after a lost opening': {
    world: 'opening',
    is: login,
    before: 1,
    afterLostOpening: true
  },
  'the first page of issues after a lost opening': {
    world: 'opening',
    is: list,
    before: 3,
    afterLostOpening: true
  },
  'opening without what GitHub refuses': {
    world: 'opening with a label that GitHub refuses',
    is: opening,
    before: 1
  },
  'adding a label': { world: 'opening with a label that GitHub refuses', is: /labels$/, before: 0 },
  'adding an assignee': { world: 'opening with a label that GitHub refuses', is: /assignees$/, before: 0 },
  rewriting: { world: 'rewriting', is: /^PATCH/, before: 0 },
  'the comment on a rewriting': { world: 'rewriting', is: /comments$/, before: 0 },
  closing: { world: 'closing', is: /^PATCH/, before: 0 },
  'the comment on closing': { world: 'closing', is: /comments$/, before: 0 }
}

const kinds = faultKindsOf({
  refuse: (status, message, headers) => (response) =>
    faults.answerJson(response, status, { message }, headers),
  body: '[{"number":1,"html_url":"'
})
const cases = Object.keys(requests).flatMap((request) =>
  Object.entries(kinds).flatMap(([kind, { isEndless }]) =>
    // What ends with the deadline cannot come again.
    timesOf.filter((times) => times === 'once' || !isEndless).map((times) => [request, kind, times] as const)
  )
)

/** More requests than any run takes that repeats within reason. */
const mostRequests = 20
/** Which issues a next run has found. */
const begun = new Set<string>()

test.concurrent.each(cases)('%s %s, %s', async (name, kind, times) => {
  const request = requests[name] as FaultedRequest
  const { fault, isEndless } = kinds[kind] as (typeof kinds)[string]
  const world: World = worlds[request.world]
  const github = newGitHub()
  const strangers = seed(github, world)
  const deadline = new AbortController()
  let alike = 0
  let hits = 0
  let sentAtFault = 0
  github.everyRequest = (sent) => {
    if (request.afterLostOpening && opening.test(sent)) return faults.afterwards(faults.badGateway)
    if (!request.is.test(sent)) return undefined
    const isMeant = times === 'once' ? alike === request.before : alike >= request.before
    alike++
    if (!isMeant) return undefined
    hits++
    sentAtFault = github.requests.length
    // The deadline comes while this is waited for, however slow the machine is.
    if (isEndless) void wait(10).then(() => deadline.abort())
    return fault
  }

  const run = structuredClone(world.run)
  const { issue, warning } = await keep(github, world, firstMs, deadline.signal)
  expect(hits).toBeGreaterThan(0)
  expect(world.run).toEqual(run)
  expect(github.requests.length).toBeLessThan(mostRequests)
  // In words, and not in those of JavaScript.
  expect(warning ?? '').not.toMatch(/undefined|iterable|Cannot/)
  expect(github.requests.filter((sent) => sent.endsWith(faults.elsewhere))).toEqual([])
  if (isEndless) expect(github.requests).toHaveLength(sentAtFault)
  expect(github.issues.filter((stored) => !isOurs(stored))).toEqual(strangers)
  const [stored, ...more] = github.issues.filter(isOurs)
  expect(more).toEqual([])
  if (issue !== undefined)
    expect(issue).toMatchObject({
      number: stored?.number,
      url: `https://github.com/octocat/hello/issues/${stored?.number}`
    })
  for (const missing of missingOf(stored, world)) {
    // Of what was carried out and not answered nobody knows that it was, so no more may be said.
    const words = fault.isCarriedOut ? [missing, notKept] : [missing]
    expect({ words, warning, isSaid: words.some((one) => one.test(warning ?? '')) }).toMatchObject({
      isSaid: true
    })
  }

  // Where the issues are the same, the next run is the same.
  const found = JSON.stringify([request.world, github.issues])
  if (begun.has(found)) return
  begun.add(found)
  github.everyRequest = () => undefined
  const before = stored?.body
  const next = await keep(github, world, secondMs)
  const [kept, ...others] = github.issues.filter(isOurs)
  expect(others).toEqual([])
  expect(github.issues.filter((issue) => !isOurs(issue))).toEqual(strangers)
  expect(kept?.comments.length).toBeLessThanOrEqual(world.isOpen ? 1 : 0)
  if (world.run === compliantRun) expect(kept?.state).toBe('closed')
  else expect(kept).toMatchObject({ state: 'open', body: bodyOf(deviatingRun, secondMs, before) })
  expect(next.warning?.replace(/x{51}.*/, '')).toBe(
    stored === undefined && world.labels.includes(longLabel)
      ? 'The tracking issue is open without the label "'
      : undefined
  )
})

function keep(github: GitHubSandbox, { run, labels }: World, atMs: number, deadline: AbortSignal = never) {
  const inputs = { token: github.token, labels, assignees: ['octocat'] }
  return track(run, inputs, workflowRun, atMs, never, {
    timeoutMs: 120_000,
    deadline,
    clock: new FakeClock(Date.now())
  })
}

/** Ours, where one is open, and after it issues of others on two pages. Gives the others. */
function seed(github: GitHubSandbox, { isOpen }: World): StoredIssue[] {
  if (isOpen) github.addIssue({ author: own, body: earlierBody })
  github.addIssue({})
  github.addIssue({ author: 'mallory', body: marker })
  github.addIssue({ author: own, body: marker, isPullRequest: true })
  github.addIssue({ author: own, body: `A note\n${marker}` })
  return structuredClone(github.issues.filter((issue) => !isOurs(issue)))
}

function isOurs({ author, body, isPullRequest }: StoredIssue): boolean {
  return author === own && !isPullRequest && body.startsWith(marker)
}

const notKept = /^The tracking issue could not be kept: .+ The verdict is untouched\.$/

/** What was asked for and is not there, by the words in which a warning has to say so. */
function missingOf(stored: StoredIssue | undefined, { run, isOpen, labels }: World): RegExp[] {
  if (stored === undefined) return [notKept]
  const isDone =
    run === compliantRun
      ? stored.state === 'closed'
      : stored.body === bodyOf(deviatingRun, firstMs, isOpen ? earlierBody : undefined)
  if (!isDone) return [notKept]
  if (isOpen) return stored.comments.length === 0 ? [/comment on the tracking issue could not be made/] : []
  return [
    ...labels
      .filter((label) => !stored.labels.includes(label))
      .map((label) => new RegExp(`label "${label}"`)),
    ...(stored.assignees.includes('octocat') ? [] : [/assignee "octocat"/])
  ]
}

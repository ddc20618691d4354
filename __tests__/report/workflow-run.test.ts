import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { explainUntracked, readEvent, readWorkflowRun } from '../../src/report/workflow-run.ts'
import { githubRun } from '../support/github-run.ts'

describe('a run that was repeated', () => {
  const repeated = {
    ...githubRun(),
    GITHUB_RUN_ATTEMPT: '3',
    GITHUB_TRIGGERING_ACTOR: 'hubot'
  }

  test('names who triggered it and the attempt, beside who triggered the first one', () => {
    expect(readWorkflowRun(repeated)).toMatchObject({
      actor: 'octocat',
      triggeringActor: 'hubot',
      attempt: '3'
    })
  })

  test('links to the attempt', () => {
    expect(readWorkflowRun(repeated).runUrl).toBe(
      'https://github.com/octocat/hello/actions/runs/42/attempts/3'
    )
  })

  test('links to the attempt on a server of its own', () => {
    expect(readWorkflowRun({ ...repeated, GITHUB_SERVER_URL: 'https://git.example' }).runUrl).toBe(
      'https://git.example/octocat/hello/actions/runs/42/attempts/3'
    )
  })
})

test.each([undefined, ''])('without an attempt (%j) the link is to the run', (attempt) => {
  expect(readWorkflowRun({ ...githubRun(), GITHUB_RUN_ATTEMPT: attempt })).toMatchObject({
    runUrl: 'https://github.com/octocat/hello/actions/runs/42',
    attempt: '',
    triggeringActor: ''
  })
})

test.each(['GITHUB_REPOSITORY', 'GITHUB_RUN_ID'])('without %s there is no link', (name) => {
  expect(readWorkflowRun({ ...githubRun(), GITHUB_RUN_ATTEMPT: '2', [name]: '' }).runUrl).toBe('')
})

describe('the page of the reasons', () => {
  const pageOf = (repository: string | undefined, ref: string | undefined, GITHUB_SERVER_URL?: string) =>
    readWorkflowRun({
      GITHUB_ACTION_REPOSITORY: repository,
      GITHUB_ACTION_REF: ref,
      GITHUB_SERVER_URL
    }).reasonsUrl

  test.each([
    ['a tag', 'v1', 'v1'],
    ['a commit', '3d3c42e5aac5ba805825da76410c181273ba90b1', '3d3c42e5aac5ba805825da76410c181273ba90b1'],
    ['a branch with slashes', 'feature/tls/1.3', 'feature/tls/1.3'],
    ['a branch that a URL, a log or Markdown would end', 'a)b#c?d%e f(g', 'a%29b%23c%3Fd%25e%20f%28g'],
    ['a branch that is no Unicode', 'a\ud800', 'a%EF%BF%BD'],
    ['no ref', '', 'HEAD'],
    ['no ref at all', undefined, 'HEAD']
  ])('is that of the action at %s', (_what, ref, inUrl) => {
    expect(pageOf('fork/action', ref)).toBe(
      `https://github.com/fork/action/blob/${inUrl}/docs/troubleshooting.md`
    )
  })

  test('is on the server of the run', () => {
    expect(pageOf('team/tls', 'v1', 'https://ghe.example')).toBe(
      'https://ghe.example/team/tls/blob/v1/docs/troubleshooting.md'
    )
  })

  // A local action has no repository. What a ref is of is not known then.
  test.each(['', 'v4'])('is our own where no repository is stated, whatever the ref (%j)', (ref) => {
    const own =
      'https://github.com/enforced-tls/sendgrid-enforced-tls-action/blob/HEAD/docs/troubleshooting.md'
    const pages = [undefined, ''].map((repository) => pageOf(repository, ref, 'https://ghe.example'))
    expect(pages).toEqual([own, own])
  })
})

test.each([
  ['', 'https://api.github.com'],
  ['https://api.octocorp.ghe.com/', 'https://api.octocorp.ghe.com'],
  ['http://ghe.corp:8080/api/v3', 'http://ghe.corp:8080/api/v3'],
  ['https://ghe.corp/api/v3//', 'https://ghe.corp/api/v3'],
  ['ghe.corp/api/v3', ''],
  ['file:///etc', ''],
  ['https://user@ghe.corp', ''],
  ['https://:word@ghe.corp', ''],
  ['https://ghe.corp/?a', ''],
  ['https://ghe.corp/#', ''],
  ['https://', '']
])('GITHUB_API_URL=%s is read as %j', (stated, apiUrl) => {
  expect(readWorkflowRun({ GITHUB_API_URL: stated }).apiUrl).toBe(apiUrl)
})

describe('a run that leaves the tracking issue alone', () => {
  const whyNot = (event: string, ref: string | undefined, defaultBranch: unknown): string | undefined => {
    const environment = { GITHUB_EVENT_NAME: event, GITHUB_REF: ref }
    const text = JSON.stringify({ repository: { default_branch: defaultBranch } })
    return explainUntracked(readWorkflowRun(environment, text))
  }

  test.each([
    ['pull_request', 'refs/pull/7/merge'],
    ['pull_request_target', 'refs/heads/main'],
    ['pull_request_review', 'refs/pull/7/merge'],
    ['pull_request_review_comment', 'refs/pull/7/merge'],
    ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-7-0123']
  ])('is one for %s', (event, ref) => {
    for (const branch of ['main', undefined])
      expect({ branch, why: whyNot(event, ref, branch) }).toEqual({
        branch,
        why: `This run is for ${event}, so it leaves the tracking issue alone. Runs on the default branch keep it.`
      })
  })

  test.each([
    ['push', 'refs/heads/other', 'other'],
    ['workflow_dispatch', 'refs/heads/feature/main', 'feature/main'],
    ['workflow_dispatch', 'refs/heads/Main', 'Main'],
    ['deployment', 'refs/heads/a::error::b', 'a: :error: :b'],
    ['dynamic', 'refs/heads/main-2', 'main-2']
  ])('is one for %s on %s', (event, ref, branch) => {
    expect(whyNot(event, ref, 'main')).toBe(
      `This run is on the branch "${branch}", so it leaves the tracking issue alone. Runs on the default branch "main" keep it.`
    )
  })

  test.each<[string, string | undefined, unknown]>([
    ['push', 'refs/heads/main', 'main'],
    ['push', 'refs/heads/release/1', 'release/1'],
    ['push', 'refs/tags/v1', 'main'],
    ['release', 'refs/tags/main', 'main'],
    ['schedule', 'refs/heads/main', undefined],
    ['workflow_dispatch', 'refs/heads/other', ''],
    ['workflow_dispatch', 'refs/heads/other', null],
    ['workflow_dispatch', 'refs/heads/other', 7],
    ['deployment', '', 'main'],
    ['', undefined, 'main']
  ])('is none for %s on %s, where the default branch is %j', (event, ref, defaultBranch) => {
    expect(whyNot(event, ref, defaultBranch)).toBeUndefined()
  })

  test.each(['', '{', 'null', '7', '[]', '{"repository":null}', '{"repository":"x"}', '{"repository":[]}'])(
    'is none where the event is %j',
    (text) => {
      const environment = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/other' }
      expect(explainUntracked(readWorkflowRun(environment, text))).toBeUndefined()
    }
  )
})

describe('the file of the event', () => {
  test('is read, and is empty where there is none, no file, or one that is too large', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'event-'))
    try {
      const [event, large] = [join(folder, 'event.json'), join(folder, 'large.json')]
      await writeFile(event, '{}')
      await writeFile(large, Buffer.alloc(32 * 2 ** 20 + 1))
      expect(readEvent(event)).toBe('{}')
      for (const path of [undefined, '', folder, join(folder, 'none'), '/dev/zero', 'a\0b', large])
        expect({ path, event: readEvent(path) }).toEqual({ path, event: '' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

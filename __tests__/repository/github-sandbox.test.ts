import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { GitHubSandbox } from '../../sandbox/github.ts'
import { formatIssueChange } from '../../sandbox/issue-change.ts'

let github: GitHubSandbox

beforeEach(async () => {
  github = await GitHubSandbox.start()
})
afterEach(() => github.stop())

test('issues are whole, with the fields that a part of one would lack', async () => {
  github.addIssue({ author: 'github-actions[bot]', assignees: ['octocat'] })
  github.addIssue({ isPullRequest: true })
  const response = await fetch(`${github.url}/repos/octocat/hello/issues`, {
    headers: { authorization: `token ${github.token}` }
  })
  const listed = (await response.json()) as { number: number; pull_request?: object }[]
  expect(listed.find(({ number }) => number === 1)).toMatchObject({
    user: { login: 'github-actions[bot]', type: 'Bot' },
    assignee: { login: 'octocat', type: 'User' },
    milestone: null,
    locked: false,
    closed_at: null
  })
  expect(Object.keys(listed.find(({ number }) => number === 2)?.pull_request ?? {})).toHaveLength(4)
})

test('each change of an issue is shown once, with the text that is new', async () => {
  const shown: string[][] = []
  github.onChange = (before, after) => void shown.push(formatIssueChange(before, after))
  const send = async (method: string, path: string, content: object): Promise<void> => {
    await fetch(`${github.url}/repos/octocat/hello/issues${path}`, {
      method,
      headers: { authorization: `token ${github.token}` },
      body: JSON.stringify(content)
    })
  }
  await send('POST', '', { title: 'It deviates', body: '<!-- hidden -->\n\none\n\ntwo\n', labels: ['tls'] })
  await send('POST', '/1/assignees', { assignees: ['octocat'] })
  await send('PATCH', '/1', { body: 'three' })
  await send('PATCH', '/1', { body: 'three' })
  await send('POST', '/1/comments', { body: 'four' })
  await send('PATCH', '/1', { state: 'closed', title: 'It deviated' })
  await send('PATCH', '/2', { state: 'closed' })
  await fetch(`${github.url}/repos/octocat/hello/issues`)
  expect(shown).toEqual([
    ['Issue #1 is opened: It deviates', '  one', '', '  two', 'Issue #1 has the labels tls'],
    ['Issue #1 is assigned to octocat'],
    ['Issue #1 has a new body', '  three'],
    [],
    ['Issue #1 has a new comment', '  four'],
    ['Issue #1 has a new title: It deviated', 'Issue #1 is closed']
  ])
})

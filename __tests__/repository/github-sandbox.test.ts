import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { GitHubSandbox } from '../../sandbox/github.ts'

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

import type { getOctokit } from '@actions/github'

type Issue = Awaited<ReturnType<ReturnType<typeof getOctokit>['rest']['issues']['get']>>['data']
type User = NonNullable<Issue['user']>

/** What of an issue the stand-in keeps. */
interface KeptIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly state: string
  readonly user: { readonly login: string }
  readonly assignees: readonly { readonly login: string }[]
  readonly labels?: readonly { readonly name: string }[]
  readonly pull_request?: object
}

const repositoryUrl = 'https://api.github.com/repos/octocat/hello'
const createdAt = '2026-01-01T00:00:00Z'

/** An issue with every field that GitHub's description requires, as its own client has it in types. */
export function wholeIssue({ user, assignees, labels = [], pull_request, ...kept }: KeptIssue): Issue {
  const { number } = kept
  const url = `${repositoryUrl}/issues/${number}`
  const html_url = `https://github.com/octocat/hello/issues/${number}`
  const users = assignees.map(({ login }) => wholeUser(login))
  return {
    ...kept,
    id: 1000 + number,
    node_id: `I_${number}`,
    url,
    html_url,
    repository_url: repositoryUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    user: wholeUser(user.login),
    labels: [...labels],
    assignee: users[0] ?? null,
    assignees: users,
    milestone: null,
    locked: false,
    comments: 0,
    closed_at: kept.state === 'closed' ? createdAt : null,
    created_at: createdAt,
    updated_at: createdAt,
    ...(pull_request ? { pull_request: { url, html_url, diff_url: html_url, patch_url: html_url } } : {})
  }
}

function wholeUser(login: string): User {
  const url = `https://api.github.com/users/${login}`
  return {
    login,
    id: 1,
    node_id: `U_${login}`,
    avatar_url: `https://avatars.githubusercontent.com/${login}`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false
  }
}

/**
 * Five whole runs, each kept in a file of runs/: what the workflow states, what a person sees in the log, and what the
 * servers saw. Where one is meant to change, `RENEW=1 npm test -- __tests__/step/runs` writes the files anew: read
 * the difference before you commit it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { GitHubSandbox } from '../../sandbox/github.ts'
import { runStep } from '../../sandbox/runner.ts'
import { newAccount, oddAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { commandIn } from '../../sandbox/workflow-commands.ts'
import { githubRun } from '../support/github-run.ts'
import { secure } from '../support/step.ts'

let sendgrid: SendGridSandbox
let github: GitHubSandbox

beforeEach(async () => {
  sendgrid = await SendGridSandbox.start()
  github = await GitHubSandbox.start()
})
afterEach(() => Promise.all([sendgrid.stop(), github.stop()]))

const policy = { 'require-tls': 'true', 'tls-version': '1.2' }

const runs: [name: string, inputs: Record<string, string>, prepare: () => void][] = [
  [
    'check-compliant',
    policy,
    () => {
      sendgrid.parent.settings = secure
    }
  ],
  ['check-deviating', policy, () => {}],
  ['apply', { ...policy, mode: 'apply' }, () => {}],
  [
    'many-accounts',
    {
      ...policy,
      'all-subusers': 'true',
      waivers: 'legacy until 2999-12-31: moves to a new mail host'
    },
    () => {
      sendgrid.parent.settings = secure
      sendgrid.accounts.set('billing', newAccount({ ...secure, require_tls: false }))
      sendgrid.accounts.set('legacy', newAccount({ ...secure, version: 1.1 }))
      // No version that TLS has.
      sendgrid.accounts.set('news', { ...oddAccount(), settings: { ...secure, version: 9 } })
    }
  ],
  ['tracking-issue', { ...policy, 'tracking-issue': 'true', 'issue-labels': 'security' }, () => {}]
]

test.each(runs)('%s', async (name, inputs, prepare) => {
  prepare()
  const stated = { 'api-key': sandboxKey, 'api-url': sendgrid.url, ...inputs }
  const { log, exitCode } = await runStep(stated, { env: githubRun(github) })
  const story = [
    ...section('The workflow states', ['api-key: (a secret)', ...Object.entries(inputs).map(asPair)]),
    ...section('The log shows', log.trimEnd().split('\n').flatMap(asShown)),
    ...section('The step ends', [exitCode === 0 ? 'green, with 0' : `red, with ${exitCode}`]),
    ...section('SendGrid saw', seenBySendGrid()),
    ...section('GitHub saw', seenByGitHub())
  ]
  const text = `${story.map(settled).join('\n').trimEnd()}\n`
  const file = new URL(`runs/${name}.txt`, import.meta.url)
  if (process.env['RENEW']) writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
})

function section(title: string, lines: readonly string[]): string[] {
  return [title, ...(lines.length === 0 ? ['nothing'] : lines).map((line) => `  ${line}`.trimEnd()), '']
}

const asPair = ([name, value]: [string, unknown]): string =>
  `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`

/** A line as the page of a run has it: commands of the runner are no text. */
function asShown(line: string): string[] {
  const command = commandIn(line)
  if (command === undefined) return [line]
  const { name, text, properties } = command
  if (name === 'add-mask' || name === 'endgroup') return []
  if (name === 'group') return [`> ${text}`]
  return [`${name}: ${properties['title']}`, ...text.split('\n').map((one) => `  ${one}`)]
}

/** By account, since several are asked side by side. */
function seenBySendGrid(): string[] {
  const seen = sendgrid.requests.map(({ method, path, query, onBehalfOf, body }) => ({
    account: onBehalfOf ?? '',
    lines: [`${method} ${path}${query}${onBehalfOf ? ` on behalf of ${onBehalfOf}` : ''}`, ...carried(body)]
  }))
  const accounts = [...new Set(seen.map(({ account }) => account))].sort()
  return accounts.flatMap((one) =>
    seen.filter(({ account }) => account === one).flatMap(({ lines }) => lines)
  )
}

function seenByGitHub(): string[] {
  return github.requests.flatMap((request, at) => [request, ...carried(github.bodies[at] ?? '')])
}

/** The fields of a body, a line each, and the lines of a longer text below one another. */
function carried(body: string): string[] {
  const fields = body === '' ? [] : Object.entries(JSON.parse(body) as object)
  return fields.flatMap((field) => asPair(field).split('\n')).map((line) => `  ${line}`)
}

/** Without what differs from run to run: addresses, times, and digests of both. */
function settled(line: string): string {
  return line
    .replaceAll(sendgrid.url, 'https://api.sendgrid.com')
    .replaceAll(github.url, 'https://api.github.com')
    .replaceAll(sandboxKey, '***')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, '(now)')
    .replace(/\b[0-9a-f]{32}\b/, '(digest)')
}

/**
 * What the action does, without a SendGrid account: the committed dist/, run as GitHub's runner runs it, against
 * the stand-ins on loopback. Fails when a step does not end as it says it will.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fleetInputs, makeFleet } from './fleet.ts'
import { GitHubSandbox } from './github.ts'
import { runStep, type Step } from './runner.ts'
import { SendGridSandbox, sandboxKey } from './sendgrid.ts'

interface Scene {
  readonly says: string
  readonly inputs: Readonly<Record<string, string>>
  readonly exitCode: number
  /** What the world is like before the step. */
  readonly before?: () => void
}

const reportFile = join(tmpdir(), 'enforced-tls-demo-report.json')
const sendgrid = await SendGridSandbox.start()
const github = await GitHubSandbox.start()
const policy = { 'require-tls': 'true', 'tls-version': '1.2' }
const tracked = { ...policy, 'tracking-issue': 'true' }
const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }
const scenes: Scene[] = [
  {
    says: 'A scheduled check finds that somebody switched Enforced TLS off, and opens an issue',
    inputs: { ...tracked, mode: 'check' },
    exitCode: 1
  },
  { says: 'A release applies the policy', inputs: { ...policy, mode: 'apply' }, exitCode: 0 },
  {
    says: 'The next scheduled check closes the issue',
    inputs: { ...tracked, mode: 'check' },
    exitCode: 0,
    before: () => {
      sendgrid.parent.settings = secure
    }
  },
  {
    says: 'A check of 40 accounts: two deviate, one is waived, one is not answered for',
    inputs: { ...fleetInputs, 'max-retries': '0', 'report-file': reportFile },
    exitCode: 1,
    before: () => makeFleet(sendgrid)
  }
]

let asExpected = 0
for (const [index, { says, inputs, exitCode, before }] of scenes.entries()) {
  before?.()
  const [fromSendGrid, fromGitHub] = [sendgrid.requests.length, github.requests.length]
  const step = await runStep(
    { 'api-key': sandboxKey, 'api-url': sendgrid.url, ...inputs },
    {
      env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octocat/hello', GITHUB_WORKFLOW: 'Enforced TLS' }
    }
  )
  console.log(shown(`${index + 1}. ${says}`, inputs, step))
  const requests = sendgrid.requests
    .slice(fromSendGrid)
    .map(({ method, path, body }) => `${method} ${path} ${body}`)
  for (const line of section('SendGrid received', firstOf(requests))) console.log(line)
  for (const line of section('GitHub received', github.requests.slice(fromGitHub))) console.log(line)
  if (step.exitCode === exitCode) asExpected++
  else console.log(`The demo expected exit code ${exitCode}.`)
}
await sendgrid.stop()
await github.stop()
console.log(`\nThe report of the last step: ${reportFile}`)
console.log(`${asExpected} of ${scenes.length} steps ended as expected.`)
if (asExpected < scenes.length) process.exitCode = 1

function shown(says: string, inputs: Readonly<Record<string, string>>, step: Step): string {
  const color = step.exitCode === 0 ? 'green' : 'red'
  return [
    '',
    `── ${says} ${'─'.repeat(Math.max(3, 90 - says.length))}`,
    ...section('with', entriesOf(inputs, ': ')),
    ...section('log', asShownByGitHub(step.log)),
    ...section('outputs', entriesOf(step.outputs, '=')),
    ...section('job summary', step.summary.trimEnd().split('\n')),
    `The step is ${color} (exit code ${step.exitCode})`
  ].join('\n')
}

/** Those that have a value. */
function entriesOf(values: Readonly<Record<string, string>>, separator: string): string[] {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}${separator}${value}`)
}

function firstOf(lines: readonly string[]): string[] {
  const most = 6
  return lines.length > most ? [...lines.slice(0, most), `and ${lines.length - most} more`] : [...lines]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]
}

/** Masks are not shown, a group is its heading, and an annotation is its level and its words. */
function asShownByGitHub(log: string): string[] {
  return log
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::') && line !== '::endgroup::')
    .map((line) => line.replace(/^::group::/, '▾ '))
    .map((line) =>
      line.replace(
        /^::(error|warning|notice)( title=(.*?))?::/,
        (_, level, __, title) => `${level}: ${title ? `${title}%0A` : ''}`
      )
    )
    .map((line) => line.replaceAll('%3A', ':').replaceAll('%0A', '\n    ').replaceAll('%25', '%'))
}

/**
 * What the action does, without a SendGrid account: the committed dist/, run as GitHub's runner runs it, against
 * the stand-ins on loopback. Fails when a step does not end as it says it will.
 */
import { fleetInputs, makeFleet } from './fleet.ts'
import { GitHubSandbox } from './github.ts'
import { formatIssueChange } from './issue-change.ts'
import { runStep, type Step } from './runner.ts'
import { type RecordedRequest, SendGridSandbox, sandboxKey } from './sendgrid.ts'
import { commandIn, linesOf } from './workflow-commands.ts'

interface Scene {
  readonly title: string
  /** What there is to see. */
  readonly shows: string
  readonly inputs: Readonly<Record<string, string>>
  readonly exitCode: number
  /** What the world is like before the step. */
  readonly before?: () => void
}

const startedAtMs = Date.now()
const sendgrid = await SendGridSandbox.start()
const github = await GitHubSandbox.start()
const policy = { 'require-tls': 'true', 'tls-version': '1.2' }
const tracked = { ...policy, 'tracking-issue': 'true' }
const scenes: Scene[] = [
  {
    title: 'A nightly check finds that Enforced TLS is off',
    shows: 'The step is red, says which settings deviate, and opens an issue.',
    inputs: { mode: 'check', ...tracked },
    exitCode: 1
  },
  {
    title: 'A release applies the policy',
    shows: 'The action writes the two settings that deviate, and reads twice to confirm them.',
    inputs: { mode: 'apply', ...policy },
    exitCode: 0
  },
  {
    title: 'The next nightly check is green',
    shows: 'It changes nothing at SendGrid, and closes the issue.',
    inputs: { mode: 'check', ...tracked },
    exitCode: 0
  },
  {
    title: 'A check of an account with 39 subusers',
    shows: 'Two deviate, one is waived, and for one SendGrid gives no answer. So the step is red.',
    inputs: { mode: 'check', ...fleetInputs, 'max-retries': '0' },
    exitCode: 1,
    before: () => makeFleet(sendgrid)
  }
]

console.log(`This demo runs the action ${scenes.length} times, as GitHub's runner would. SendGrid and GitHub are stand-ins on this
machine, so nothing leaves it. Each step shows its inputs, its log, what it leaves in the workflow, and the
requests that it sent.`)

let asExpected = 0
for (const [index, scene] of scenes.entries()) {
  scene.before?.()
  const [fromSendGrid, fromGitHub] = [sendgrid.requests.length, github.requests.length]
  const changes: string[] = []
  github.onChange = (before, after) => void changes.push(...formatIssueChange(before, after))
  const step = await runStep(
    { 'api-key': sandboxKey, 'api-url': sendgrid.url, ...scene.inputs },
    {
      env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octocat/hello', GITHUB_WORKFLOW: 'Enforced TLS' }
    }
  )
  const shown = [
    '',
    `── Step ${index + 1} of ${scenes.length}: ${scene.title} `.padEnd(100, '─'),
    scene.shows,
    ...section('Inputs, beside api-key and api-url', entriesOf(scene.inputs, ': ')),
    ...section('Log', asShownByGitHub(step.log)),
    ...section(
      'Titles of the annotations',
      step.annotations.map(({ level, title }) => `${level}: ${title}`)
    ),
    ...section('Outputs, beside those that are empty or 0', shownOutputs(step)),
    ...section('Job summary', folded(step.summary)),
    ...section('Tracking issue', changes),
    ...section('Requests to SendGrid', firstOf(sendgrid.requests.slice(fromSendGrid).map(formatRequest))),
    ...section('Requests to GitHub', github.requests.slice(fromGitHub)),
    `The step is ${step.exitCode === 0 ? 'green' : 'red'} (exit code ${step.exitCode}).`
  ]
  console.log(shown.join('\n'))
  if (step.exitCode === scene.exitCode) asExpected++
  else console.log(`The demo expected exit code ${scene.exitCode}.`)
}
await sendgrid.stop()
await github.stop()
const seconds = Math.ceil((Date.now() - startedAtMs) / 1000)
console.log(`\n${asExpected} of ${scenes.length} steps ended as expected, after ${seconds} seconds.`)
console.log('To run the action yourself against the stand-ins: npm run sandbox')
if (asExpected < scenes.length) process.exitCode = 1

function entriesOf(values: Readonly<Record<string, string>>, separator: string): string[] {
  return Object.entries(values).map(([name, value]) => `${name}${separator}${value}`)
}

/** The folder of the report is a step's own, and is gone by now. */
function shownOutputs({ outputs }: Step): string[] {
  return entriesOf(outputs, '=')
    .filter((line) => !/=(0|\[\])?$/.test(line))
    .map((line) => line.replace(/^report-file=.*[\\/]/, 'report-file=$RUNNER_TEMP/'))
}

function formatRequest({ method, path, query, onBehalfOf, body }: RecordedRequest): string {
  const behalf = onBehalfOf === undefined ? '' : `on behalf of ${onBehalfOf}`
  return [method, path + query, behalf, body].filter((part) => part !== '').join(' ')
}

function firstOf(lines: readonly string[]): string[] {
  const most = 8
  return lines.length > most ? [...lines.slice(0, most), `and ${lines.length - most} more`] : [...lines]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`.trimEnd())]
}

/** Markdown, with what stays closed until somebody opens it as its heading. */
function folded(summary: string): string[] {
  return summary
    .trimEnd()
    .replaceAll(/<details><summary>(.*?)<\/summary>.*?<\/details>/gs, '▸ $1')
    .split('\n')
}

/** Masks and titles are not shown, a group is its heading, and an annotation is its level and its words. */
function asShownByGitHub(log: string): string[] {
  return linesOf(log).flatMap((line) => {
    const command = commandIn(line)
    if (command === undefined) return [line]
    const { name, text } = command
    if (name === 'group') return [`▾ ${text}`]
    const isAnnotation = ['error', 'warning', 'notice'].includes(name)
    return isAnnotation ? `${capitalized(name)}: ${text}`.split('\n') : []
  })
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

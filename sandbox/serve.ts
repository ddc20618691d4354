/** Starts the stand-ins for SendGrid and GitHub, and prints how to run the action against them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fleetInputs, makeFleet, misbehavingAccounts } from './fleet.ts'
import { GitHubSandbox } from './github.ts'
import { formatIssueChange } from './issue-change.ts'
import { endWithStarter } from './lifetime.ts'
import { inputVariables, passedInputs } from './runner.ts'
import { SendGridSandbox, sandboxKey } from './sendgrid.ts'

const sendgrid = await SendGridSandbox.start()
makeFleet(sendgrid)
const github = await GitHubSandbox.start()
github.onChange = (before, after) => {
  const lines = formatIssueChange(before, after)
  if (lines.length > 0) console.log(`\n${lines.join('\n')}`)
}
const folder = mkdtempSync(join(tmpdir(), 'enforced-tls-sandbox-'))
endWithStarter(() => {
  rmSync(folder, { recursive: true, force: true })
  void sendgrid.stop()
  void github.stop()
})

const { mode: _, ...inputs } = await passedInputs({
  'api-key': sandboxKey,
  'api-url': sendgrid.url,
  ...fleetInputs,
  'tracking-issue': 'true',
  // So that each fault is seen.
  'max-retries': '0'
})
const variables = {
  GITHUB_API_URL: github.url,
  GITHUB_REPOSITORY: 'octocat/hello',
  GITHUB_RUN_ID: '1',
  GITHUB_WORKFLOW: 'Enforced TLS',
  RUNNER_TEMP: folder,
  GITHUB_OUTPUT: join(folder, 'output'),
  GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  ...inputVariables(inputs)
}
const misbehaving = Object.entries(misbehavingAccounts())

console.log(`Stand-ins for SendGrid and GitHub answer on this machine until you press Ctrl+C here.

API URL: ${sendgrid.url}
API key: ${sandboxKey}

SendGrid has ${sendgrid.accounts.size + 1} accounts. ${misbehaving.length} of them misbehave on purpose:

${indented(misbehaving.map(([name, { does }]) => `${name.padEnd(13)} ${does}`))}

GitHub has one repository, octocat/hello, without an issue. It is made up, so links to it lead nowhere. What the
action writes to its tracking issue appears below.

1. Open a second terminal, with sh, bash or zsh, in the folder ${process.cwd()}
2. Paste this. It runs nothing yet:

${indented(functionLines())}

3. Run these, one after the other:

    enforced_tls check
    enforced_tls apply
    enforced_tls check

The first is red and opens the issue: two accounts deviate, and old-store has no verdict. The second repairs the
two. It is red too, since old-store still has no verdict. The third is green and closes the issue.

For your own inputs, change a line with INPUT_ in the function and paste it again. A new start of the sandbox
brings back every account as it was. Lines that begin with :: are what GitHub shows as annotations and groups.
`)

/** A function, so that it is pasted once. `env` sets the variables, since no shell has one with a hyphen. */
function functionLines(): string[] {
  // The `node` of the project itself: npx starts it through sh, and dash drops variables with a hyphen.
  const locked = 'node_modules/.bin/node'
  const node = process.platform === 'linux' && existsSync(locked) ? locked : 'node'
  const [output, summary] = [quoted(variables.GITHUB_OUTPUT), quoted(variables.GITHUB_STEP_SUMMARY)]
  return [
    'enforced_tls() {',
    `  : > ${output}; : > ${summary}`,
    '  env "INPUT_MODE=$1" \\',
    ...Object.entries(variables).map(([name, value]) => `    ${quoted(`${name}=${value}`)} \\`),
    `    ${node} dist/index.js`,
    `  echo "exit code $?"; cat ${output} ${summary}`,
    '}'
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n')
}

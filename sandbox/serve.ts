/** Starts the SendGrid stand-in by itself, and prints how to point the action at it. Ends with Ctrl+C. */
import { existsSync } from 'node:fs'
import { makeFleet } from './fleet.ts'
import { inputVariables, passedInputs } from './runner.ts'
import { SendGridSandbox, sandboxKey } from './sendgrid.ts'

const sandbox = await SendGridSandbox.start()
makeFleet(sandbox)
const stated = {
  'api-key': sandboxKey,
  'api-url': sandbox.url,
  'require-tls': 'true',
  'tls-version': '1.2',
  'all-subusers': 'true',
  // One account is never answered for.
  'max-retries': '0'
}
console.log(`The SendGrid stand-in answers until it is stopped. It has 40 accounts.

API URL: ${sandbox.url}
API key: ${sandboxKey}

In a workflow on this machine:

  with:
${indented(Object.entries(stated).map(([name, value]) => `${name}: '${value}'`))}

In a shell on this machine, from this folder, with the variables and the files that a runner gives a step:

${indented(shellLines(inputVariables(await passedInputs(stated))))}`)

/** For sh, bash and zsh. `env` sets the variables, since no shell has one with a hyphen, and none stands between. */
function shellLines(variables: Readonly<Record<string, string>>): string[] {
  // The `node` of the project itself: npx starts it through sh, and dash drops variables with a hyphen.
  const locked = 'node_modules/.bin/node'
  const node = process.platform === 'linux' && existsSync(locked) ? locked : 'node'
  return [
    'outputs=$(mktemp) && summary=$(mktemp)',
    'env GITHUB_OUTPUT="$outputs" GITHUB_STEP_SUMMARY="$summary" \\',
    ...Object.entries(variables).map(([name, value]) => `  ${quoted(`${name}=${value}`)} \\`),
    `  ${node} dist/index.js`,
    'echo "exit code $?"; cat "$outputs" "$summary"'
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n')
}

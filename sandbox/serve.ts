/** Starts the SendGrid stand-in by itself, and prints how to point the action at it. Ends with Ctrl+C. */
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
  'all-subusers': 'true'
}
const variables = Object.entries(inputVariables(await passedInputs(stated)))
console.log(`The SendGrid stand-in answers until it is stopped. It has 40 accounts.

API URL: ${sandbox.url}
API key: ${sandboxKey}

In a workflow on this machine:

  with:
${Object.entries(stated)
  .map(([name, value]) => `    ${name}: '${value}'`)
  .join('\n')}

In a shell on this machine, with the variables that a runner sets:

  env ${variables.map(([name, value]) => `'${name}=${value}'`).join(' \\\n    ')} \\
    npx node dist/index.js`)

/** How many requests a run sends, by what it is asked to do. A test holds the same figures. */
import { runStep } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { printTable } from './print.ts'

/** The jobs that are counted: mode, whether the accounts comply before, and what the result has to be. */
export const jobs = {
  'compliant check': { mode: 'check', complies: true, result: 'compliant' },
  'apply with nothing to do': { mode: 'apply', complies: true, result: 'compliant' },
  'apply that changes every account': { mode: 'apply', complies: false, result: 'applied' }
} as const

export type Job = keyof typeof jobs
export const jobNames = Object.keys(jobs) as Job[]
export const fleetSizes = [1, 10, 100]

/** Runs dist/ and counts what the sandbox received. Throws when the run does not end as the job says. */
export async function countRequests(
  job: Job,
  accounts: number,
  further: Readonly<Record<string, string>> = {}
): Promise<number> {
  const { mode, complies, result } = jobs[job]
  const sandbox = await SendGridSandbox.start()
  try {
    const names = Array.from({ length: accounts }, (_, index) => `subuser-${index}`)
    for (const name of names) {
      sandbox.accounts.set(
        name,
        newAccount({ require_tls: complies, require_valid_cert: true, version: 1.2 })
      )
    }
    const { outputs } = await runStep({
      'api-key': sandboxKey,
      'api-url': sandbox.url,
      'on-behalf-of': names.join('\n'),
      'require-tls': 'true',
      'tls-version': '1.2',
      mode,
      ...further
    })
    if (outputs['result'] !== result) throw new Error(`${job} of ${accounts}: ${outputs['result']}`)
    return sandbox.requests.length
  } finally {
    await sandbox.stop()
  }
}

/** What asks for more than the usual path, each by its input. */
const features = { 'confirm-identity': ['true'], 'blocked-recipients-days': ['7'] } as const

export async function benchRequests(): Promise<void> {
  const rows = []
  for (const job of jobNames) {
    const counts = []
    for (const accounts of fleetSizes) counts.push(String(await countRequests(job, accounts)))
    rows.push([job, ...counts])
  }
  for (const [input, values] of Object.entries(features)) {
    for (const value of values) {
      const counts = []
      for (const accounts of fleetSizes)
        counts.push(String(await countRequests('compliant check', accounts, { [input]: value })))
      rows.push([`compliant check, \`${input}: ${value}\``, ...counts])
    }
  }
  printTable(['Requests', ...fleetSizes.map((size) => (size === 1 ? '1 account' : `${size} accounts`))], rows)
}

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import { GitHubSandbox } from '../sandbox/github.ts'
import { newAccount, SendGridSandbox } from '../sandbox/sendgrid.ts'
import { githubRun } from './support/github-run.ts'
import { secure, stepOf } from './support/step.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
})
afterEach(() => sandbox.stop())

const names = Array.from({ length: 40 }, (_, index) => `subuser-${index}`)

function deviatingFleet(): void {
  for (const name of names) sandbox.accounts.set(name, newAccount({ ...secure, require_tls: false }))
}

interface ReportedAccount {
  readonly account: string
  readonly result: string
  readonly reason: string | null
  readonly changed: boolean
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('during an apply of 40 accounts: what was written is reported, and nothing new is started', async () => {
    deviatingFleet()
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    let requestsAtSignal = 0
    sandbox.latencyMs = 20
    sandbox.everyRequest = () => {
      const writes = [...sandbox.accounts.values()].filter((account) => account.writes > 0).length
      if (writes >= 5 && requestsAtSignal === 0) {
        requestsAtSignal = sandbox.requests.length
        resolve(signal)
      }
      return undefined
    }
    const inputs = { 'on-behalf-of': names.join('\n'), mode: 'apply' }
    const { exitCode, outputs, log, summary, report } = await stepOf(sandbox, inputs, { signalWhen: promise })
    expect([exitCode, outputs['result'], outputs['reason'], outputs['changed']]).toEqual([
      1,
      'unverified',
      'cancelled',
      'true'
    ])
    expect(summary).toContain('#cancelled')
    expect(log.trimEnd().split('\n').at(-1)).toMatch(/^Result: unverified \(cancelled\)\./)
    const { accounts } = JSON.parse(report) as { accounts: ReportedAccount[] }
    expect(accounts).toHaveLength(40)
    // Whatever SendGrid has accepted is in the report, or its answer was lost when the run ended.
    for (const { account, changed, result } of accounts) {
      const { writes = 0 } = sandbox.accounts.get(account) ?? {}
      if (writes > 0 && !changed) expect(result).toBe('unverified')
      if (writes === 0) expect(changed).toBe(false)
    }
    expect(accounts.filter(({ reason }) => reason === 'cancelled').length).toBeGreaterThan(0)
    expect(sandbox.requests.length).toBeLessThan(4 * 40)
  })

  test('while SendGrid is silent: requests under way have two seconds, and the process ends', async () => {
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.everyRequest = () => {
      resolve(signal)
      return faults.silence
    }
    const step = await stepOf(sandbox, { 'request-timeout-seconds': '300' }, { signalWhen: promise })
    expect([step.exitCode, step.outputs['result']]).toEqual([1, 'unverified'])
    expect(sandbox.requests).toHaveLength(1)
  })
})

test('a signal after the verdict ends the tracking, and changes no color', async () => {
  const github = await GitHubSandbox.start()
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  github.faults.push((response) => {
    resolve('SIGINT')
    faults.silence(response)
  })
  try {
    const options = { env: githubRun(github), signalWhen: promise }
    const { exitCode, outputs, log } = await stepOf(sandbox, { 'tracking-issue': 'true' }, options)
    expect([exitCode, outputs['result'], outputs['issue-number']]).toEqual([0, 'compliant', ''])
    expect(log).toContain('the run was canceled')
    expect(log.trimEnd().split('\n').at(-1)).toBe('Result: compliant.')
  } finally {
    await github.stop()
  }
})

test('an answer of 101 is reported at the deadline, with what was written before', async () => {
  sandbox.parent.settings = { ...secure, require_tls: false }
  sandbox.faults.push(undefined, undefined, faults.switchingProtocols)
  const inputs = { mode: 'apply', 'request-timeout-seconds': '2' }
  const { exitCode, outputs, report, summary } = await stepOf(sandbox, inputs)
  expect([exitCode, outputs['result'], outputs['reason'], outputs['changed']]).toEqual([
    1,
    'unverified',
    'unavailable',
    'true'
  ])
  expect(JSON.parse(report).accounts[0]).toMatchObject({ changed: true, before: { 'require-tls': false } })
  expect(summary).toContain('could not be verified')
})

test('a process that would end without having reported reports that', async () => {
  // The timer that ends every request is gone, so that nothing is left to wait for.
  const code =
    'const wait = globalThis.setTimeout; globalThis.setTimeout = (...given) => wait(...given).unref()'
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` }
  sandbox.everyRequest = () => faults.switchingProtocols
  const { exitCode, outputs, log, report } = await stepOf(sandbox, {}, { env })
  expect([exitCode, outputs['result'], outputs['reason']]).toEqual([1, 'unverified', 'bug'])
  expect(log).toContain('something never settled')
  expect(JSON.parse(report).accounts).toHaveLength(1)
})

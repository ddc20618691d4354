/**
 * Fleets at SendGrid's figures sped up thirty times: 4 ms of latency, windows of 3,000 requests per endpoint and 10 s
 * that are aligned to the clock. Prints the tables of the README, and fails when a count is wrong.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import * as faults from '../sandbox/faults.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { runMeasuredStep } from './measured-step.ts'
import { expectEqual, printTable } from './print.ts'

const latencyMs = 4
const rateLimit = { requests: 3_000, windowMs: 10_000, reset: 'epoch' } as const
const pageSize = 500
const secure = { require_tls: true, require_valid_cert: true, version: 1.2 }
const policy = { 'api-key': sandboxKey, 'require-tls': 'true', 'tls-version': '1.2' }

/** One check of so many subusers, started where a window begins. */
export async function benchChecks(): Promise<void> {
  const single = await check(0)
  const rows = [single]
  for (const subusers of [99, 999, 10_000]) rows.push(await check(subusers))
  printTable(
    ['Accounts', 'Requests', '429', 'Seconds', 'Floor', 'Floor / seconds', 'Peak MiB', 'MiB above 1 account'],
    rows.map((row) => [
      row.accounts.toLocaleString('en'),
      row.requests.toLocaleString('en'),
      String(row.refused),
      row.seconds.toFixed(2),
      row.floorSeconds.toFixed(3),
      `${((100 * row.floorSeconds) / row.seconds).toFixed(1)} %`,
      row.peakMiB.toFixed(0),
      withSign(Math.round(row.peakMiB - single.peakMiB))
    ])
  )
}

function withSign(number: number): string {
  return number < 0 ? String(number) : `+${number}`
}

async function check(subusers: number) {
  const sandbox = await fleet(subusers, () => secure)
  sandbox.latencyMs = latencyMs
  sandbox.rateLimit = rateLimit
  try {
    await sleep(rateLimit.windowMs - (Date.now() % rateLimit.windowMs))
    const inputs = { ...policy, 'api-url': sandbox.url, 'all-subusers': String(subusers > 0) }
    const { outputs, seconds, peakMiB } = await runMeasuredStep(inputs)
    const accounts = subusers + 1
    // An empty page ends a reading, and the second one brings nothing new.
    const pages = subusers > 0 ? 2 * (Math.ceil(subusers / pageSize) + 1) : 0
    expectEqual('result', outputs['result'], 'compliant')
    expectEqual('account-count', outputs['account-count'], String(accounts))
    const reads = sandbox.requests.filter(({ path }) => path === '/v3/user/settings/enforced_tls').length
    expectEqual('settings reads', reads - sandbox.refused, accounts)
    expectEqual('requests', sandbox.requests.length - sandbox.refused, accounts + pages)
    if (sandbox.refused > 1) expectEqual('429 answers', sandbox.refused, 1)
    // The pages of the list have a budget of their own, which they do not spend.
    const windows = Math.ceil(accounts / rateLimit.requests)
    const floorSeconds = ((windows - 1) * rateLimit.windowMs + latencyMs) / 1000
    return {
      accounts,
      requests: sandbox.requests.length,
      refused: sandbox.refused,
      seconds,
      floorSeconds,
      peakMiB
    }
  } finally {
    await sandbox.stop()
  }
}

/** A mixed apply on 1,000 accounts, a third deviating, while every fiftieth answer fails in one of four ways. */
export async function benchMixedApply(): Promise<void> {
  const sandbox = await fleet(999, (index) => (index % 3 === 0 ? { ...secure, require_tls: false } : secure))
  sandbox.latencyMs = latencyMs
  const ways = [faults.answer(500, ''), faults.reset, faults.rateLimited(), faults.cutBody]
  let answers = 0
  let failed = 0
  sandbox.everyRequest = () => {
    answers++
    return answers % 50 === 0 ? ways[failed++ % ways.length] : undefined
  }
  try {
    const inputs = { ...policy, 'api-url': sandbox.url, 'all-subusers': 'true', mode: 'apply' }
    const { outputs, seconds, exitCode } = await runMeasuredStep(inputs)
    const accounts = [sandbox.parent, ...sandbox.accounts.values()]
    const compliant = accounts.filter(
      ({ settings }) => settings.require_tls && settings.version >= 1.2
    ).length
    const writes = accounts.reduce((sum, account) => sum + account.writes, 0)
    expectEqual('exit code', exitCode, 0)
    expectEqual('result', outputs['result'], 'applied')
    expectEqual('account-count', outputs['account-count'], '1000')
    expectEqual('compliant accounts', compliant, 1000)
    expectEqual('most writes to one account', Math.max(...accounts.map((account) => account.writes)), 1)
    expectEqual('writes', writes, 333)
    printTable(
      ['Mixed apply', 'Requests', 'Failed answers', 'Accepted writes', 'Compliant after', 'Seconds'],
      [
        [
          '1,000 accounts',
          sandbox.requests.length.toLocaleString('en'),
          String(failed),
          String(writes),
          `${compliant.toLocaleString('en')} of 1,000`,
          seconds.toFixed(2)
        ]
      ]
    )
  } finally {
    await sandbox.stop()
  }
}

async function fleet(
  subusers: number,
  settingsOf: (index: number) => typeof secure
): Promise<SendGridSandbox> {
  const sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
  for (let index = 0; index < subusers; index++) {
    sandbox.accounts.set(`subuser-${String(index).padStart(5, '0')}`, newAccount(settingsOf(index)))
  }
  return sandbox
}

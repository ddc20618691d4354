import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { GitHubSandbox } from '../../sandbox/github.ts'
import type { Step } from '../../sandbox/runner.ts'
import { newAccount, type RecordedRequest, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { githubRun } from '../support/github-run.ts'
import { secure, stepOf } from '../support/step.ts'
import { signals } from '../support/systems.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
  sandbox.parent.settings = secure
})
afterEach(() => sandbox.stop())

const names = Array.from({ length: 40 }, (_, index) => `subuser-${index}`)
const listed = { 'on-behalf-of': names.join('\n') }

function deviatingFleet(): void {
  for (const name of names) sandbox.accounts.set(name, newAccount({ ...secure, require_tls: false }))
}

interface ReportedAccount {
  readonly account: string
  readonly result: string
  readonly reason: string | null
  readonly message: string | null
  readonly changed: boolean
}

const accountsIn = ({ report }: Step): ReportedAccount[] => JSON.parse(report).accounts

const endOf = ({ exitCode, outputs }: Step) => [exitCode, outputs['result'], outputs['reason']]

const lastLine = ({ log }: Step): string | undefined => log.trimEnd().split('\n').at(-1)

/** Variables by which the process of a step runs this module before the action. */
const running = (code: string): Record<string, string> => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}`
})

/** A server that a process asks once it has got a signal, and by which a test knows that. */
async function listener() {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const server = createServer((_, response) => {
    response.end()
    resolve()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const code = `import http from 'node:http'
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => http.get('${url}', { agent: false }, (answer) => answer.resume()))`
  const stop = () => new Promise((stopped) => server.close(stopped))
  return { asked, env: running(code), stop }
}

/** Holds the requests that `isHeld` picks, and answers them as the sandbox would once they are released. */
function holding(isHeld: (request: RecordedRequest) => boolean, count: number) {
  const { promise: full, resolve } = Promise.withResolvers<void>()
  const held: (() => void)[] = []
  sandbox.everyRequest = (request) => {
    if (!isHeld(request)) return undefined
    return (response: ServerResponse) => {
      held.push(() => {
        const account = sandbox.accounts.get(request.onBehalfOf ?? '') ?? sandbox.parent
        if (request.method === 'PATCH') {
          account.writes++
          account.settings = { ...account.settings, ...JSON.parse(request.body) }
        }
        faults.answerJson(response, 200, account.settings)
      })
      if (held.length === count) resolve()
    }
  }
  const release = (): void => {
    for (const answer of held) answer()
  }
  return { full, release }
}

signals.describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('during an apply of 40 accounts: what was written is in report, outputs, log and summary', async () => {
    deviatingFleet()
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.latencyMs = 20
    sandbox.everyRequest = () => {
      const writes = [...sandbox.accounts.values()].filter((account) => account.writes > 0).length
      if (writes >= 5) resolve(signal)
      return undefined
    }
    const step = await stepOf(sandbox, { ...listed, mode: 'apply' }, { signalWhen: promise })
    expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
    expect(step.outputs).toMatchObject({ changed: 'true', compliant: 'false', 'account-count': '40' })
    expect(step.summary).toContain('#cancelled')
    expect(step.log).toMatch(/::error title=.*#cancelled/)
    expect(lastLine(step)).toMatch(/^Result: unverified \(cancelled\)\./)
    const accounts = accountsIn(step)
    expect(accounts.map(({ account }) => account)).toEqual(names)
    // Whatever SendGrid has accepted is in the report, or its answer was lost when the run ended.
    for (const { account, changed, result } of accounts) {
      const { writes = 0 } = sandbox.accounts.get(account) ?? {}
      if (writes > 0 && !changed) expect({ account, result }).toEqual({ account, result: 'unverified' })
      if (writes === 0) expect({ account, changed }).toEqual({ account, changed: false })
    }
    const reached = new Set(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf))
    const others = accounts.filter(({ account }) => !reached.has(account))
    expect(others.length).toBeGreaterThan(0)
    expect(others).toMatchObject(
      others.map(({ account }) => ({ account, result: 'unverified', reason: 'cancelled' }))
    )
  })
})

signals.describe('a signal', () => {
  const signal = 'SIGINT' as const

  test.each([
    // The first account alone: read, write, two reads. Then eight at once.
    ['GET', 4 + 8, { result: 'deviating', reason: 'cancelled', changed: false }],
    ['PATCH', 4 + 16, { result: 'unverified', reason: 'cancelled', changed: true }]
  ])('takes the answers of %s under way, and starts nothing new', async (method, requests, outcome) => {
    deviatingFleet()
    const isHeld = (request: RecordedRequest): boolean =>
      request.method === method && request.onBehalfOf !== names[0]
    const { full, release } = holding(isHeld, 8)
    const heard = await listener()
    try {
      const options = { env: heard.env, signalWhen: full.then(() => signal) }
      void heard.asked.then(release)
      const step = await stepOf(sandbox, { ...listed, mode: 'apply' }, options)
      expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
      expect(sandbox.requests).toHaveLength(requests)
      const [first, ...others] = accountsIn(step)
      expect(first).toMatchObject({ result: 'applied', changed: true })
      const notReached = { result: 'unverified', reason: 'cancelled', changed: false }
      expect(others).toMatchObject(
        others.map(({ account }, at) => ({ account, ...(at < 8 ? outcome : notReached) }))
      )
    } finally {
      await heard.stop()
    }
  })

  test.each([
    ['compliant', 0, secure],
    ['deviating', 1, { ...secure, require_tls: false }]
  ])('after the verdict ends the tracking, and changes no color: %s', async (result, code, settings) => {
    sandbox.parent.settings = settings
    const github = await GitHubSandbox.start()
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    github.faults.push((response) => {
      resolve(signal)
      faults.silence(response)
    })
    try {
      const options = { env: githubRun(github), signalWhen: promise }
      const step = await stepOf(sandbox, { 'tracking-issue': 'true' }, options)
      expect([step.exitCode, step.outputs['result'], step.outputs['issue-number']]).toEqual([
        code,
        result,
        ''
      ])
      expect(step.log).toContain('the run was canceled')
      expect(lastLine(step)).toContain(`Result: ${result}`)
      expect(github.requests).toHaveLength(1)
      expect(accountsIn(step)).toMatchObject([{ result }])
    } finally {
      await github.stop()
    }
  })

  test.each([
    ['a check with retries left', { 'max-retries': '5' }],
    ['an apply', { mode: 'apply' }],
    ['the list of subusers', { 'all-subusers': 'true' }],
    ['a question for the name', { 'on-behalf-of': 'subuser-0', 'confirm-identity': 'true' }]
  ])('while SendGrid is silent in %s: after two seconds that ends', async (_, inputs) => {
    deviatingFleet()
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.everyRequest = () => {
      resolve(signal)
      return faults.silence
    }
    const given = { 'request-timeout-seconds': '300', ...inputs }
    const step = await stepOf(sandbox, given, { signalWhen: promise })
    expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
    expect(step.log).toMatch(/::error .*the run was canceled|::error .*The run was canceled/)
    expect(step.summary).toContain('#cancelled')
    expect(JSON.parse(step.report).reason).toBe('cancelled')
    expect(sandbox.requests).toHaveLength(1)
  })

  test('while a write is silent: whether it was carried out is not known', async () => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.everyRequest = ({ method }) => {
      if (method !== 'PATCH') return undefined
      resolve(signal)
      return faults.silence
    }
    const inputs = { mode: 'apply', 'request-timeout-seconds': '300', 'fail-on-deviation': 'false' }
    const step = await stepOf(sandbox, inputs, { signalWhen: promise })
    expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
    expect(step.outputs).toMatchObject({ deviations: '[]', 'require-tls': '' })
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH'])
  })

  test.each([
    ['for the rate limit', faults.rateLimited({ 'retry-after': '600' })],
    ['before a retry', faults.errors(503, 'later', { 'retry-after': '600' })]
  ])('ends a wait %s', async (_, fault) => {
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.everyRequest = () => (response) => {
      response.on('close', () => resolve(signal))
      fault(response)
    }
    const inputs = { 'max-retries': '3', 'max-minutes': '60' }
    const step = await stepOf(sandbox, inputs, { signalWhen: promise })
    expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
    expect(sandbox.requests).toHaveLength(1)
  })

  test('ends the reads that wait for a change to show', async () => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    sandbox.staleReads = 1_000
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.everyRequest = () => {
      if (sandbox.requests.length === 4) resolve(signal)
      return undefined
    }
    const inputs = { mode: 'apply', 'verify-timeout-seconds': '300' }
    const step = await stepOf(sandbox, inputs, { signalWhen: promise })
    expect([step.exitCode, step.outputs['reason'], step.outputs['changed']]).toEqual([1, 'cancelled', 'true'])
  })

  test('while blocked recipients are counted changes no color', async () => {
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    sandbox.everyRequest = ({ path }) => {
      if (path !== '/v3/suppression/blocks') return undefined
      resolve(signal)
      return faults.silence
    }
    const inputs = { 'blocked-recipients-days': '7', 'request-timeout-seconds': '300' }
    const step = await stepOf(sandbox, inputs, { signalWhen: promise })
    expect(endOf(step)).toEqual([0, 'compliant', ''])
    expect(step.outputs['blocked-recipient-count']).toBe('')
    expect(step.log).toMatch(/::warning.*were not counted: .*the run was canceled/)
    expect(lastLine(step)).toBe('Result: compliant.')
  })
})

signals.test('a canceled run tracks nothing', async () => {
  const github = await GitHubSandbox.start()
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  sandbox.everyRequest = () => {
    resolve('SIGINT')
    return faults.silence
  }
  try {
    const options = { env: githubRun(github), signalWhen: promise }
    const step = await stepOf(
      sandbox,
      { 'tracking-issue': 'true', 'request-timeout-seconds': '300' },
      options
    )
    expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
    expect(github.requests).toEqual([])
    expect(step.log).not.toContain('::warning')
  } finally {
    await github.stop()
  }
})

// The system of this test has no SIGBREAK that could be sent.
signals.test.each([
  [
    'the second signal changes nothing',
    "process.once('SIGUSR2', () => { process.emit('SIGINT', 'SIGINT'); process.emit('SIGTERM', 'SIGTERM') })",
    'SIGINT'
  ],
  [
    'SIGBREAK is one too, on Windows',
    "process.once('SIGUSR2', () => process.emit('SIGBREAK', 'SIGBREAK'))",
    'SIGBREAK'
  ]
])('%s', async (_, code, named) => {
  deviatingFleet()
  const { full } = holding(() => true, 1)
  const options = { env: running(code), signalWhen: full.then(() => 'SIGUSR2' as const) }
  const step = await stepOf(sandbox, { ...listed, 'request-timeout-seconds': '300' }, options)
  expect(endOf(step)).toEqual([1, 'unverified', 'cancelled'])
  expect(accountsIn(step).at(-1)?.message).toContain(`(${named})`)
})

describe('whatever never settles', () => {
  test('meets the deadline: an answer of 101, with what was written before', async () => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    sandbox.faults.push(undefined, undefined, faults.switchingProtocols)
    const step = await stepOf(sandbox, { mode: 'apply', 'request-timeout-seconds': '2' })
    expect(endOf(step)).toEqual([1, 'unverified', 'unavailable'])
    expect(step.outputs['changed']).toBe('true')
    expect(JSON.parse(step.report).accounts[0]).toMatchObject({
      changed: true,
      before: { 'require-tls': false }
    })
    expect(step.summary).toContain('could not be verified')
  })

  test('costs its own account alone', async () => {
    for (const name of names) sandbox.accounts.set(name, newAccount(secure))
    const odd = new Set([names[3], names[20]])
    sandbox.everyRequest = ({ onBehalfOf }) => (odd.has(onBehalfOf) ? faults.switchingProtocols : undefined)
    const step = await stepOf(sandbox, { ...listed, 'request-timeout-seconds': '1' })
    expect(endOf(step)).toEqual([1, 'unverified', 'unavailable'])
    const unverified = accountsIn(step).filter(({ result }) => result === 'unverified')
    expect(unverified.map(({ account }) => account)).toEqual([names[3], names[20]])
    const noAnswer = expect.stringContaining('no complete answer within 1 s')
    expect(unverified.map(({ message }) => message)).toEqual([noAnswer, noAnswer])
  })

  test("a silent server with a long timeout: the action's bound counts, not the client's own of 180 s", async () => {
    sandbox.everyRequest = () => faults.silence
    // A hundred times as fast, for the timers of sockets too, by which the client measures.
    const code = `import net from 'node:net'
      const wait = globalThis.setTimeout
      globalThis.setTimeout = (action, ms, ...given) => wait(action, ms / 100, ...given)
      const { setTimeout: idle } = net.Socket.prototype
      net.Socket.prototype.setTimeout = function (ms, ...given) { return idle.call(this, ms / 100, ...given) }`
    const step = await stepOf(sandbox, { 'request-timeout-seconds': '300' }, { env: running(code) })
    expect(endOf(step)).toEqual([1, 'unverified', 'unavailable'])
    expect(accountsIn(step)[0]?.message).toContain('no complete answer within 300 s')
  })

  const body = JSON.stringify(secure)
  test.each([
    ['silence', faults.silence, 1],
    ['headers without a body', faults.stalledBody, 1],
    ['a body that drips', faults.drip, 1],
    ['a body without a length that is held open', faults.heldOpen(body), 1],
    ['an answer of 101', faults.switchingProtocols, 1],
    ['a body without an end', faults.flood, 300],
    ['an answer and a surplus one', faults.surplus(body, body), 300],
    ['an answer whose connection stays open', faults.answer(200, body, { connection: 'keep-alive' }), 300]
  ])('keeps no process alive after the verdict: %s', async (_, fault, seconds) => {
    sandbox.everyRequest = () => fault
    // A process that is kept alive would be killed at last, and the step would throw.
    const step = await stepOf(sandbox, { 'request-timeout-seconds': String(seconds) })
    expect(step.outputs['result']).toMatch(/^(unverified|compliant)$/)
    expect(step.errorOutput).toBe('')
    expect(lastLine(step)).toContain('Result: ')
  })
})

describe('a process that would end without having reported', () => {
  // The timer that ends every request holds nobody, and an answer of 101 leaves nothing to wait for.
  const env = running(
    'const wait = globalThis.setTimeout; globalThis.setTimeout = (...given) => wait(...given).unref()'
  )

  test('reports that', async () => {
    sandbox.everyRequest = () => faults.switchingProtocols
    const step = await stepOf(sandbox, {}, { env })
    expect(endOf(step)).toEqual([1, 'unverified', 'bug'])
    expect(step.log).toMatch(/::error .*something never settled/)
    expect(step.summary).toContain('#bug')
    expect(accountsIn(step)).toHaveLength(1)
  })

  test('keeps the verdicts that it has, and what it has changed', async () => {
    deviatingFleet()
    sandbox.everyRequest = ({ onBehalfOf }) =>
      onBehalfOf === names[0] ? undefined : faults.switchingProtocols
    const step = await stepOf(sandbox, { ...listed, mode: 'apply', 'sarif-file': 'tls.sarif' }, { env })
    expect(endOf(step)).toEqual([1, 'unverified', 'bug'])
    expect(step.outputs).toMatchObject({ changed: 'true', 'account-count': '40', 'unverified-count': '39' })
    expect(accountsIn(step)[0]).toMatchObject({ account: names[0], result: 'applied', changed: true })
  })

  test('reports that no account is known yet', async () => {
    sandbox.everyRequest = () => faults.switchingProtocols
    const step = await stepOf(sandbox, { 'all-subusers': 'true' }, { env })
    expect(endOf(step)).toEqual([1, 'unverified', 'bug'])
    expect(step.outputs['account-count']).toBe('0')
    expect(JSON.parse(step.report)).toMatchObject({ reason: 'bug', accounts: [] })
  })

  test('after the last verdict keeps the color, and says what it has not counted', async () => {
    sandbox.everyRequest = ({ path }) =>
      path === '/v3/suppression/blocks' ? faults.switchingProtocols : undefined
    const step = await stepOf(sandbox, { 'blocked-recipients-days': '7' }, { env })
    expect(endOf(step)).toEqual([0, 'compliant', ''])
    expect(step.outputs['blocked-recipient-count']).toBe('')
    expect(step.log).toMatch(/::warning.*were not counted/)
  })
})

describe('an error that nobody catches', () => {
  const thrower = (how: string) => running(`process.once('SIGUSR2', () => { ${how} })`)

  test.each([
    ['thrown by a callback', `throw new RangeError('no dice, ${sandboxKey}')`],
    ['of a promise', `Promise.reject(new RangeError('no dice, ${sandboxKey}'))`],
    ['that is no Error', `throw 'RangeError: no dice, ${sandboxKey}'`]
  ])('is reported as a bug, with what is known: %s', async (_, how) => {
    deviatingFleet()
    const isHeld = ({ onBehalfOf }: RecordedRequest): boolean => onBehalfOf !== names[0]
    const { full } = holding(isHeld, 8)
    const options = { env: thrower(how), signalWhen: full.then(() => 'SIGUSR2' as const) }
    const inputs = { ...listed, mode: 'apply', 'request-timeout-seconds': '300' }
    const step = await stepOf(sandbox, inputs, options)
    expect(endOf(step)).toEqual([1, 'unverified', 'bug'])
    expect(step.log).toMatch(/::error .*please report it\. RangeError: no dice/)
    const [first, ...others] = accountsIn(step)
    expect(first).toMatchObject({ result: 'applied', changed: true })
    expect(others).toMatchObject(
      others.map(({ account }) => ({ account, result: 'unverified', reason: 'bug' }))
    )
    // Nothing new was started.
    expect(sandbox.requests).toHaveLength(4 + 8)
    const printed = [step.log.replace(/^::add-mask::.*$/gm, ''), step.errorOutput, step.summary, step.report]
    expect(printed.join('\n')).not.toContain(sandboxKey.slice(0, 20))
  })

  test('after the verdict changes no color, and is in the log', async () => {
    const github = await GitHubSandbox.start()
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    github.faults.push((response) => {
      resolve('SIGUSR2')
      faults.silence(response)
    })
    try {
      const env = { ...githubRun(github), ...thrower("throw new RangeError('no dice')") }
      const step = await stepOf(sandbox, { 'tracking-issue': 'true' }, { env, signalWhen: promise })
      expect(endOf(step)).toEqual([0, 'compliant', ''])
      expect(step.log).toContain('RangeError: no dice')
      expect(lastLine(step)).toBe('Result: compliant.')
    } finally {
      await github.stop()
    }
  })
})

describe('the clock of the system', () => {
  /** Each time that somebody asks for the date, it is off by so many milliseconds more. */
  const off = (milliseconds: number) =>
    running(`const { now } = Date
      let asked = 0
      Date.now = () => now() + ${milliseconds} * asked++`)

  test('set back by ten minutes lengthens no run', async () => {
    sandbox.everyRequest = () => faults.rateLimited({ 'retry-after': '90' })
    const inputs = { 'max-minutes': '1', 'max-retries': '5' }
    const step = await stepOf(sandbox, inputs, { env: off(-600_000) })
    expect(endOf(step)).toEqual([1, 'unverified', 'rate-limited'])
    expect(step.log).toMatch(/The run stops early: the next wait of \d+\.\d s would pass max-minutes/)
    expect(sandbox.requests).toHaveLength(1)
  })

  test('set forward by a day shortens none', async () => {
    sandbox.parent.settings = { ...secure, require_tls: false }
    sandbox.staleReads = 2
    const inputs = { mode: 'apply', 'max-minutes': '1', 'verify-timeout-seconds': '60' }
    const step = await stepOf(sandbox, inputs, { env: off(24 * 60 * 60 * 1_000) })
    expect(endOf(step)).toEqual([0, 'applied', ''])
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'GET', 'GET', 'GET'])
  })
})

/** What recipes run, run here. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { errors } from '../../sandbox/faults.ts'
import { runStep } from '../../sandbox/runner.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { commandIn, linesOf, unknownNameIn } from '../../sandbox/workflow-commands.ts'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import type { Run } from '../../src/model/run.ts'
import { collectOutputs } from '../../src/report/outputs.ts'
import { formatReport } from '../../src/report/report-file.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { endpoints } from '../../src/sendgrid/endpoints.ts'
import { holds } from '../support/conditions.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import {
  applied,
  compliant,
  deviating,
  excluded,
  expired,
  job,
  judged,
  judgedRun,
  skipped,
  tight,
  unverified,
  waived
} from '../support/outcomes.ts'
import {
  type ActionEnded,
  bash,
  exampleOf,
  type JobEnded,
  type RecipeStep,
  recipesOf,
  runSteps,
  scriptIn,
  sectionOf,
  stepsOf
} from '../support/recipes.ts'
import { secure } from '../support/step.ts'

const hasShell = ['bash', 'jq', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0)
const onShell = hasShell ? describe : describe.skip

const scriptOfExample = (name: string): string => scriptIn(stepsOf(exampleOf(name)))

onShell('a message', () => {
  const received: { type: string | undefined; body: unknown }[] = []
  let status = 200
  const server = createServer(async (request, response) => {
    received.push({ type: request.headers['content-type'], body: JSON.parse(await text(request)) })
    response.writeHead(status).end('ok')
  })
  const env = {
    RUN_URL: 'https://github.com/octocat/hello/actions/runs/1',
    WEBHOOK_URL: ''
  }
  beforeEach(async () => {
    received.length = 0
    status = 200
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    env.WEBHOOK_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  const run = judgedRun([compliant('a'), deviating('"*<!channel>*"'), waived('@parent')], {
    waiverNotices: [expired('"old"')]
  })
  const outputs = collectOutputs(run)
  const known = { ...env, MESSAGE: outputs['message'] ?? '', NOTICES: outputs['waiver-notices'] ?? '' }
  const sentence =
    'Enforced TLS: 1 of 3 accounts deviates (channel), 1 is waived. Waivers that need attention: 1 expired. https://github.com/octocat/hello/actions/runs/1'

  test('reaches Slack as a text', async () => {
    const script = scriptOfExample('notify-slack')
    expect(await bash(script, { ...known, ...env })).toMatchObject({ status: 0 })
    expect(received).toEqual([{ type: 'application/json', body: { text: sentence } }])
  })

  test('reaches Teams as a card', async () => {
    const script = scriptOfExample('notify-teams')
    expect(await bash(script, { ...known, ...env })).toMatchObject({ status: 0 })
    expect(received).toMatchObject([
      {
        body: {
          type: 'message',
          attachments: [{ content: { body: [{ type: 'TextBlock', text: sentence }] } }]
        }
      }
    ])
  })

  test.each(['notify-slack', 'notify-teams'])(
    '%s is sent after a step that left no outputs',
    async (name) => {
      const script = scriptOfExample(name)
      expect(await bash(script, { ...env, MESSAGE: '', NOTICES: '' })).toMatchObject({ status: 0 })
      expect(JSON.stringify(received)).toContain(
        'the step has left no message. Waivers that need attention: none.'
      )
    }
  )

  test.each(['notify-slack', 'notify-teams'])('%s is red when it is refused', async (name) => {
    status = 403
    const script = scriptOfExample(name)
    expect((await bash(script, { ...known, ...env })).status).not.toBe(0)
  })
})

onShell('an outage is no finding', () => {
  const check = { job: { ...job, mode: 'check' } } as const
  const because = (reason: string) => (name: string) =>
    judged(name, { ...unverified(name).outcome, reason } as JudgedAccount['outcome'])
  const [down, limited, refused, canceled] = ['unavailable', 'rate-limited', 'forbidden', 'cancelled'].map(
    because
  ) as [typeof unverified, typeof unverified, typeof unverified, typeof unverified]
  const { hosts } = judgedRun([])
  const noAccounts = (reason: 'unavailable' | 'forbidden'): Run => ({
    kind: 'no-accounts',
    ...check,
    hosts,
    failure: { reason, message: 'No.' },
    keyScopes: undefined
  })

  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outage-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const script = scriptIn(recipesOf('An outage is no finding').flatMap(stepsOf))
  const outcomeOf = async (run: Run) => {
    const report = join(folder, 'report.json')
    await writeFile(report, formatReport(run, readWorkflowRun({}), { startMs: 0, endMs: 1 }))
    const { message = '', 'deviating-count': deviatingCount = '' } = collectOutputs(run)
    return await bash(script, { REPORT: report, MESSAGE: message, DEVIATING: deviatingCount })
  }

  test.each<[string, Run]>([
    ['no account was answered for', judgedRun([down('a'), limited('b')], check)],
    ['others comply or are waived', judgedRun([compliant('a'), waived('b'), limited('c')], check)],
    ['the list could not be read', noAccounts('unavailable')]
  ])('so the job goes on where %s', async (_, run) => {
    const { status, output } = await outcomeOf(run)
    expect([status, output]).toEqual([
      0,
      expect.stringContaining('::warning::SendGrid could not be asked. Enforced TLS')
    ])
  })

  test.each<[string, Run]>([
    ['an account deviates', judgedRun([down('a'), deviating('b')], check)],
    ['a later account is refused', judgedRun([down('a'), refused('b')], check)],
    ['a first account is refused', judgedRun([refused('a'), down('b')], check)],
    ['the run was canceled', judgedRun([down('a'), canceled('b')], check)],
    ['the list is refused', noAccounts('forbidden')],
    ['it may have written', judgedRun([down('a')])],
    ['the inputs are wrong', { kind: 'not-started', failure: { reason: 'invalid-input', message: 'No.' } }]
  ])('and the job is red where %s', async (_, run) => {
    expect((await outcomeOf(run)).status).toBe(1)
  })
})

onShell('to roll out slowly', () => {
  const steps = stepsOf(recipesOf('Roll out slowly')[1])
  const stepOf = inProcessSteps()
  let sandbox: SendGridSandbox
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    sandbox.parent.settings = secure
    const canary = newAccount(secure)
    sandbox.accounts.set('canary', canary)
    for (let number = 1; number <= 12; number++) sandbox.accounts.set(`subuser-${number}`, newAccount())
  })
  afterEach(() => sandbox.stop())

  const writes = (): number => sandbox.requests.filter(({ method }) => method === 'PATCH').length
  const block = (number: number): void => {
    const created = Math.floor(Date.now() / 1000) - 60
    const reason = 'TLS required but not supported'
    for (let at = 0; at < number; at++)
      sandbox.accounts
        .get('canary')
        ?.blocks.push({ created, email: `a${at}@example.com`, reason, status: '' })
  }
  const night = async (
    runAction = ({ 'api-key': _, ...inputs }: Record<string, string>): Promise<ActionEnded> =>
      stepOf(sandbox, inputs)
  ): Promise<JobEnded & { changed: number }> => {
    const before = writes()
    const ended = await runSteps(steps, runAction)
    return { ...ended, changed: writes() - before }
  }

  test('five accounts a night follow until none deviates, and each night is green', async () => {
    block(19)
    const nights = [await night(), await night(), await night(), await night()]
    expect(nights).toMatchObject([
      { isRed: false, changed: 5 },
      { isRed: false, changed: 5 },
      { isRed: false, changed: 2 },
      { isRed: false, changed: 0 }
    ])
    expect([...sandbox.accounts].filter(([, { settings }]) => !settings.require_tls)).toEqual([])
  })

  test('as many blocked recipients as the limit stop it', async () => {
    block(20)
    expect(await night()).toEqual({
      isRed: true,
      outcomes: ['success', 'skipped', 'failure'],
      output: '::error::The roll-out stands still. Recipients blocked because of TLS: 20.\n',
      changed: 0
    })
  })

  test.each<[string, () => void]>([
    [
      'their scope is missing',
      () => {
        sandbox.keys.set(
          sandboxKey,
          allScopes.filter((scope) => scope !== 'suppression.blocks.read')
        )
      }
    ],
    [
      'no account enforces TLS yet',
      () => {
        sandbox.parent.settings = newAccount().settings
        sandbox.accounts.delete('canary')
      }
    ]
  ])('it stops where they were not counted: %s', async (_, prepare) => {
    prepare()
    expect(await night()).toMatchObject({
      outcomes: ['success', 'skipped', 'failure'],
      output: expect.stringContaining('not counted.'),
      changed: 0
    })
  })

  test('it stops where an account has no verdict', async () => {
    sandbox.everyRequest = ({ onBehalfOf }) => (onBehalfOf === 'subuser-3' ? errors(500, 'no') : undefined)
    expect(await night()).toMatchObject({
      isRed: true,
      outcomes: ['failure', 'skipped', 'skipped'],
      changed: 0
    })
  })

  // That each is told from a number is up to the runner's expressions, which take an empty text for 0.
  test.each<[string, ActionEnded['outputs'], number]>([
    ['nothing, by a step that was killed', {}, 0],
    ['nothing, with another exit code', {}, 143],
    ['an empty count', { 'blocked-recipient-count': '' }, 0],
    ['a word', { 'blocked-recipient-count': 'many' }, 0],
    ['a number above the limit', { 'blocked-recipient-count': '100' }, 0],
    ['a number that a text has below it', { 'blocked-recipient-count': '1000' }, 0]
  ])('it stops where the look has left %s', async (_, outputs, exitCode) => {
    const { isRed, outcomes } = await night(async () => ({ exitCode, outputs }))
    expect({ isRed, write: outcomes[1] }).toEqual({ isRed: true, write: 'skipped' })
  })

  test.each(['0', '3', '19'])('it goes on where the count is %s', async (count) => {
    const outputs = { 'blocked-recipient-count': count }
    const { isRed, outcomes } = await night(async () => ({ exitCode: 0, outputs }))
    expect({ isRed, outcomes }).toEqual({ isRed: false, outcomes: ['success', 'success', 'skipped'] })
  })

  test('the first account is written alone, by its name', async () => {
    sandbox.accounts.set('newsletter', newAccount())
    const canary = stepsOf(recipesOf('Roll out slowly')[0])
    const runAction = ({ 'api-key': _, ...inputs }: Record<string, string>) => stepOf(sandbox, inputs)
    expect(await runSteps(canary, runAction)).toMatchObject({ isRed: false })
    expect(sandbox.accounts.get('newsletter')?.settings.require_tls).toBe(true)
    expect(writes()).toBe(1)
  })
})

describe('behind an approval', () => {
  const [{ apply } = {}] = recipesOf('Apply behind an approval')
  const asks = (outputs: Record<string, string>): boolean =>
    holds(apply?.if, { needs: { check: { outputs } } }, false)

  test('accounts that deviate ask for it, and nothing else does', () => {
    expect(asks({ 'deviating-count': '1' })).toBe(true)
    const others = [{}, { 'deviating-count': '' }, { 'deviating-count': '0' }]
    expect(others.filter((outputs) => asks(outputs))).toEqual([])
  })
})

onShell('the evidence for an auditor', () => {
  const steps = recipesOf('Evidence for an auditor').flatMap(stepsOf)
  const script = scriptIn(steps)
  const runUrl = 'https://github.com/octocat/hello/actions/runs/1/attempts/1'
  const github = readWorkflowRun({
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'octocat/hello',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1'
  })
  const time = '2026-12-01T05:29:00.000Z'
  const last = [runUrl, time]

  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const csvOf = async (run: Run): Promise<string> => {
    const report = join(folder, 'enforced-tls-report.json')
    await writeFile(report, formatReport(run, github, { startMs: 0, endMs: Date.parse(time) }))
    expect(await bash(script, { REPORT: report }, folder)).toEqual({ status: 0, output: '' })
    return await readFile(join(folder, 'enforced-tls-report.csv'), 'utf8')
  }
  const rowsOf = async (run: Run): Promise<string[][]> => cellsOf(await csvOf(run))

  test('has a row for each account and each setting of the policy', async () => {
    const run = judgedRun(
      [
        waived('@parent'),
        applied('billing'),
        deviating('news', { ...tight, tlsVersion: 1.1 }),
        unverified('odd'),
        skipped('off'),
        excluded('test-1', 'test-*')
      ],
      { owner: 'acme' }
    )
    const settings = ['require-tls', 'tls-version'] as const
    const expected = { 'require-tls': 'true', 'tls-version': '1.2 or higher' }
    const row = (account: string, actual: [string, string], ...verdict: string[]): string[][] =>
      settings.map((setting, at) => [
        'acme',
        account,
        setting,
        expected[setting],
        actual[at] ?? '',
        ...verdict,
        ...last
      ])
    expect(await rowsOf(run)).toEqual([
      [
        'owner',
        'account',
        'setting',
        'expected',
        'actual',
        'result',
        'reason',
        'waived until',
        'run',
        'time'
      ],
      ...row("'@parent", ['false', '1.1'], 'waived', '', '2026-12-31'),
      ...row('billing', ['true', '1.2'], 'applied', '', ''),
      ...row('news', ['true', '1.1'], 'deviating', 'deviation', ''),
      ...row('odd', ['', ''], 'unverified', 'forbidden', ''),
      ...row('off', ['', ''], 'skipped', '', ''),
      ...row('test-1', ['', ''], 'excluded', '', '')
    ])
  })

  test('states a version as it is where the policy wants it exactly, and what is not judged has no row', async () => {
    const policy = {
      requireTls: undefined,
      requireValidCert: false,
      tlsVersion: { match: 'exact', version: 1.3 }
    } as const
    const rows = await rowsOf(judgedRun([compliant('a')], { job: { ...job, policy } }))
    expect(rows.slice(1).map(([owner, , setting, expectedValue]) => [owner, setting, expectedValue])).toEqual(
      [
        ['', 'require-valid-cert', 'false'],
        ['', 'tls-version', '1.3']
      ]
    )
  })

  const { hosts } = judgedRun([])
  test.each<[string, Run, string]>([
    [
      'the inputs are wrong',
      {
        kind: 'not-started',
        failure: { reason: 'invalid-input', message: 'api-key is empty.\nmode is "x".' }
      },
      'invalid-input: api-key is empty.\nmode is "x".'
    ],
    [
      'the accounts are not known',
      {
        kind: 'no-accounts',
        job,
        hosts,
        failure: { reason: 'forbidden', message: 'GET /v3/subusers was answered 403.' },
        keyScopes: undefined
      },
      'forbidden: GET /v3/subusers was answered 403.'
    ]
  ])('says in one row that %s', async (_, run, reason) => {
    expect((await rowsOf(run)).slice(1)).toEqual([['', '', '', '', '', 'unverified', reason, '', ...last]])
  })

  test.each([
    '=1',
    '+1',
    '-1',
    '@a',
    '\t=1',
    '\r+1',
    'a;=1',
    'a; =1',
    'a;;\u200b@1',
    'a\t-1',
    'a"=1',
    'a\n\uff1d1',
    '\ufeff=1',
    'a,"b"'
  ])('has no cell that is a formula, whatever separates them: %j', async (name) => {
    const failure = { reason: 'invalid-input', message: name } as const
    const runs: Run[] = [
      judgedRun([deviating(name), unverified(name)], { owner: name }),
      { kind: 'not-started', failure }
    ]
    for (const run of runs) {
      const csv = await csvOf(run)
      const formulas = csv.split(/","|,"|[;\t\n\r"]/).filter((cell) => /^[\s\p{C}]*[=+@\uff1d-]/u.test(cell))
      const oddRows = cellsOf(csv).filter((row) => row.length !== 10)
      expect({ run: run.kind, oddRows, formulas }).toEqual({ run: run.kind, oddRows: [], formulas: [] })
    }
  })

  test('of a run that cannot start is in the two files that are signed and kept', async () => {
    const isOfOthers = ({ uses }: RecipeStep): boolean => uses?.startsWith('actions/') === true
    const runAction = (inputs: Record<string, string>) =>
      runStep({ ...inputs, 'api-key': '' }, { cwd: folder, env: { GITHUB_WORKSPACE: folder } })
    const own = steps.filter((step) => !isOfOthers(step))
    expect(await runSteps(own, runAction, folder)).toMatchObject({ outcomes: ['failure', 'success'] })
    const [attest, upload] = steps.filter(isOfOthers)
    const files = ['enforced-tls-report.json', 'enforced-tls-report.csv']
    expect((await readdir(folder)).sort()).toEqual([...files].sort())
    const paths = { signed: attest?.with?.['subject-path'], kept: upload?.with?.['path'] }
    const listed = Object.entries(paths).map(([what, text]) => [what, String(text).trimEnd().split('\n')])
    expect(Object.fromEntries(listed)).toEqual({ signed: files, kept: files })
    expect([attest?.if, upload?.if]).toEqual(['always()', 'always()'])
    expect(await readFile(join(folder, 'enforced-tls-report.csv'), 'utf8')).toContain(
      '"unverified","invalid-input: api-key is empty.'
    )
  })

  test('is red without a report', async () => {
    expect(await bash(script, { REPORT: '' }, folder)).toEqual({
      status: 1,
      output: '::error::The run has left no report.\n'
    })
    expect(await readdir(folder)).toEqual([])
  })
})

/** The cells of a CSV in quotes. */
function cellsOf(csv: string): string[][] {
  const cells = [...csv.replaceAll('\r\n', '\n').matchAll(/("(?:[^"]|"")*"|[^,\n"]*)([,\n])/g)]
  const rows: string[][] = [[]]
  for (const [, cell = '', end] of cells) {
    rows.at(-1)?.push(cell.replace(/^"|"$/g, '').replaceAll('""', '"'))
    if (end === '\n') rows.push([])
  }
  return rows.slice(0, -1)
}

onShell('to restore what an apply changed', () => {
  const [, program = ''] =
    /^```sh\njq -r '\n(.*?)^' report\.json/ms.exec(sectionOf('Restore what an apply changed')) ?? []

  test('the program prints what was in force before, in sets of inputs', () => {
    const before = { 'require-tls': false, 'require-valid-cert': false, 'tls-version': 1.1 }
    const changed = { region: 'global', before, changed: true }
    const accounts = [
      { ...changed, account: '@parent' },
      { ...changed, account: 'a,"b"', before: { ...before, 'tls-version': 1.2 } },
      { ...changed, account: '=1+1', region: 'eu' },
      { ...changed, account: 'in-doubt', region: 'eu', result: 'unverified', inDoubt: true },
      { ...changed, account: 'untouched', changed: false }
    ]
    const { stdout } = spawnSync('jq', ['-r', program], {
      input: JSON.stringify({ accounts }),
      encoding: 'utf8'
    })
    // As jq ends a line on Windows.
    expect(stdout.replaceAll('\r\n', '\n').trimEnd().split('\n\n')).toEqual([
      "region: eu\nrequire-tls: 'false'\nrequire-valid-cert: 'false'\ntls-version: '1.1'\non-behalf-of: |\n  =1+1\n  in-doubt",
      "region: global\nrequire-tls: 'false'\nrequire-valid-cert: 'false'\ntls-version: '1.1'\non-behalf-of: |\n  @parent",
      "region: global\nrequire-tls: 'false'\nrequire-valid-cert: 'false'\ntls-version: '1.2'\non-behalf-of: |\n  a,\"b\""
    ])
  })
})

onShell('a name in a log', () => {
  const scripts = ['Warn only, and use the outputs', 'Look for deviations among many accounts']
    .flatMap((title) => recipesOf(title).flatMap(stepsOf))
    .flatMap(({ run, env }) => (run !== undefined && env?.['DEVIATIONS'] !== undefined ? [run] : []))

  test('is in two recipes', () => expect(scripts).toHaveLength(2))

  test.each([
    '::error::x',
    ' ::add-mask::x',
    '##[error]x',
    'a##[add-mask]b',
    '###[error]x',
    '::stop-commands::x',
    'a\n::error::x',
    'a\r##[error]x',
    '%0A::error::x',
    '\u2028::error::x'
  ])('is no command to the runner: %j', async (name) => {
    const deviation = { account: name, setting: 'require-tls', expected: true, actual: false }
    for (const script of scripts) {
      const env = { DEVIATIONS: JSON.stringify([deviation]), COUNT: '1' }
      const { status, output } = await bash(script, env)
      const lines = linesOf(output).filter((line) => line !== '1 accounts deviate:')
      expect({ script, status, lines }).toEqual({ script, status: 0, lines: [expect.any(String)] })
      const commands = [
        ...lines.filter((line) => line.includes('##[') || /^\s*::/.test(line)),
        ...lines.flatMap((line) => commandIn(line) ?? unknownNameIn(line) ?? [])
      ]
      expect({ script, commands }).toEqual({ script, commands: [] })
    }
  })
})

onShell('a key is created', () => {
  const { readSettings, writeSettings, listSubusers, readUsername } = endpoints
  const forCheck = [readSettings.scope, listSubusers.scope, readUsername.scope]
  const commands = [...sectionOf('Create a key by its scopes').matchAll(/^```sh\n(.*?)^```$/gms)]
  let asked: unknown[]
  let status: number
  let url: string
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request
    asked.push({ method, path, key: headers.authorization, body: JSON.parse(await text(request)) })
    response.writeHead(status).end('{"errors":[{"message":"no"}]}')
  })
  beforeEach(async () => {
    asked = []
    status = 201
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  const create = (at: number) => {
    const command = commands[at]?.[1]?.replace('https://api.sendgrid.com', url) ?? ''
    return bash(command, { SENDGRID_ADMIN_KEY: 'admin' })
  }

  test.each([
    ['enforced-tls-check', 0, forCheck],
    ['enforced-tls-apply', 1, [...forCheck, writeSettings.scope]]
  ])('with the scopes of its job and no other: %s', async (name, at, scopes) => {
    expect(await create(at)).toMatchObject({ status: 0 })
    expect(asked).toEqual([
      {
        method: 'POST',
        path: '/v3/api_keys',
        key: 'Bearer admin',
        body: { name, scopes: expect.arrayContaining(scopes) }
      }
    ])
    expect(asked).toMatchObject([{ body: { scopes: { length: scopes.length } } }])
  })

  test('or the command is red, and says why', async () => {
    status = 403
    const { status: code, output } = await create(0)
    expect(code).not.toBe(0)
    expect(output).toContain('"message":"no"')
  })
})

/** What recipes run in a shell, run here. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import type { Run } from '../../src/model/run.ts'
import { collectOutputs } from '../../src/report/outputs.ts'
import { formatReport } from '../../src/report/report-file.ts'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import {
  compliant,
  deviating,
  expired,
  job,
  judged,
  judgedRun,
  unverified,
  waived
} from '../support/outcomes.ts'

const hasShell = ['bash', 'jq', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0)
const onShell = hasShell ? describe : describe.skip

interface Ended {
  readonly status: number | null
  readonly output: string
}

/** Runs a script as a step of a workflow does. */
async function bash(script: string, env: Record<string, string>): Promise<Ended> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    env: { ...process.env, ...env }
  })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, output: (await output).join('') }
}

interface WorkflowStep {
  readonly run?: string
}

/** The one script of a workflow, or of a list of steps. */
function scriptIn(steps: readonly WorkflowStep[]): string {
  const [script, ...others] = steps.flatMap(({ run }) => (run === undefined ? [] : [run]))
  if (script === undefined || others.length > 0) throw new Error('There is not one script')
  return script
}

async function scriptOfExample(name: string): Promise<string> {
  const workflow = parse(await readFile(`examples/${name}.yml`, 'utf8')) as {
    jobs: { check: { steps: WorkflowStep[] } }
  }
  return scriptIn(workflow.jobs.check.steps)
}

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
    'Enforced TLS: 1 of 3 accounts deviates (channel), 1 is waived. Waivers that need attention: 1. https://github.com/octocat/hello/actions/runs/1'

  test('reaches Slack as a text', async () => {
    const script = await scriptOfExample('notify-slack')
    expect(await bash(script, { ...known, ...env })).toMatchObject({ status: 0 })
    expect(received).toEqual([{ type: 'application/json', body: { text: sentence } }])
  })

  test('reaches Teams as a card', async () => {
    const script = await scriptOfExample('notify-teams')
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
      const script = await scriptOfExample(name)
      expect(await bash(script, { ...env, MESSAGE: '', NOTICES: '' })).toMatchObject({ status: 0 })
      expect(JSON.stringify(received)).toContain(
        'the step has left no message. Waivers that need attention: 0.'
      )
    }
  )

  test.each(['notify-slack', 'notify-teams'])('%s is red when it is refused', async (name) => {
    status = 403
    const script = await scriptOfExample(name)
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

  const outcomeOf = async (run: Run): Promise<Ended> => {
    const [, section = ''] = (await readFile('docs/recipes.md', 'utf8')).split('## An outage is no finding\n')
    const [, steps = ''] = /^```yaml\n( {6}- if:.*?)^```/ms.exec(section) ?? []
    const report = join(folder, 'report.json')
    await writeFile(report, formatReport(run, readWorkflowRun({}), { startMs: 0, endMs: 1 }))
    const { message = '', 'deviating-count': deviatingCount = '' } = collectOutputs(run)
    return await bash(scriptIn(parse(steps)), { REPORT: report, MESSAGE: message, DEVIATING: deviatingCount })
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

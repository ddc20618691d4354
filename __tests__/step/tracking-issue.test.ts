import { mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { generate } from 'selfsigned'
import {
  afterwards,
  answer,
  answerJson,
  badGateway,
  cutBody,
  errors,
  type Fault
} from '../../sandbox/faults.ts'
import { GitHubSandbox, type StoredIssue } from '../../sandbox/github.ts'
import { sandboxToken } from '../../sandbox/runner.ts'
import { newAccount, oddAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { githubRun } from '../support/github-run.ts'
import { type InProcessStep, inProcessSteps } from '../support/in-process-step.ts'
import { ConnectProxy } from '../support/proxy.ts'
import { secure, stepOf } from '../support/step.ts'

// @actions/github reads the address when it is loaded, and once. So one address leads to the GitHub of each test.
let behind: GitHubSandbox | undefined
const front = createServer((request, response) => behind?.serve(request, response))
front.keepAliveTimeout = 0
await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
process.env['GITHUB_API_URL'] = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
afterAll(async () => {
  front.closeAllConnections()
  await new Promise((resolve) => front.close(resolve))
})

const own = 'github-actions[bot]'

interface World {
  readonly sendgrid: SendGridSandbox
  readonly github: GitHubSandbox
  /** One step with the tracking issue; every run has a number of its own. */
  readonly run: (inputs?: Record<string, string>, env?: Record<string, string>) => Promise<InProcessStep>
}

/** Runs the steps of one world, with the tracking issue. */
type Runner = (
  world: Omit<World, 'run'>,
  inputs: Record<string, string>,
  env: Record<string, string>
) => Promise<InProcessStep>

const fromSources = inProcessSteps()
const inProcess: Runner = ({ sendgrid, github }, inputs, env) => {
  behind = github
  return fromSources(sendgrid, inputs, { ...githubRun(github), ...env })
}
const spawned: Runner = ({ sendgrid, github }, inputs, env) =>
  stepOf(sendgrid, inputs, { env: { ...githubRun(github), ...env } })

/** A test with a SendGrid and a GitHub of its own. */
function scenarioWith(
  runner: Runner,
  name: string,
  story: (world: World) => Promise<void>,
  certificate?: () => Promise<{ cert: string; key: string }>
): void {
  test(name, async () => {
    const sendgrid = await SendGridSandbox.start()
    const github = await GitHubSandbox.start(await certificate?.())
    let runs = 0
    try {
      await story({
        sendgrid,
        github,
        run: (inputs = {}, env = {}) =>
          runner(
            { sendgrid, github },
            { 'tls-version': '1.2', 'tracking-issue': 'true', ...inputs },
            { GITHUB_RUN_ID: String(++runs), ...env }
          )
      })
    } finally {
      await sendgrid.stop()
      await github.stop()
    }
  })
}
const scenario = scenarioWith.bind(undefined, inProcess)
/** With dist/, in processes: for what the bundle, the environment and the masks do. */
const spawnedScenario = scenarioWith.bind(undefined, spawned)

const runUrl = (number: number): string => `https://github.com/octocat/hello/actions/runs/${number}`
const only = (github: GitHubSandbox): StoredIssue => {
  expect(github.issues).toHaveLength(1)
  return github.issues[0] as StoredIssue
}
const writesOf = (github: GitHubSandbox): string[] =>
  github.requests.filter((request) => !/^GET|graphql$/.test(request))
/** As GitHub shows it: what HTML comments hide is gone. */
const page = (body: string): string =>
  micromark(body, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }).replace(
    /<!--[\s\S]*?-->/g,
    ''
  )

describe('from one run to the next', () => {
  spawnedScenario('opened, with labels and assignees, and named in the outputs', async ({ github, run }) => {
    const { exitCode, outputs } = await run({
      'issue-labels': 'security, mail',
      'issue-assignees': 'octocat\nhubot'
    })
    const issue = only(github)
    expect(issue).toMatchObject({
      title: 'SendGrid Enforced TLS deviates from the policy',
      state: 'open',
      author: own,
      labels: ['security', 'mail'],
      assignees: ['octocat', 'hubot'],
      comments: []
    })
    const shown = page(issue.body)
    expect(shown).toMatch(/<td><code>@parent<\/code><\/td>\s*<td>require-tls<\/td>\s*<td>false<\/td>/)
    expect(shown).toMatch(/<td>tls-version<\/td>\s*<td>1.1<\/td>/)
    expect(shown).toContain(`<a href="${runUrl(1)}">the run of Enforced TLS</a>`)
    expect(shown).not.toContain('tracking')
    expect(exitCode).toBe(1)
    expect(outputs).toMatchObject({
      result: 'deviating',
      'issue-number': '1',
      'issue-url': 'https://github.com/octocat/hello/issues/1'
    })
  })

  scenario('opened without whom GitHub cannot assign, and with the others', async ({ github, run }) => {
    const { outputs, log } = await run({ 'issue-assignees': 'octocat, nobody' })
    expect(only(github).assignees).toEqual(['octocat'])
    expect(outputs['issue-number']).toBe('1')
    expect(log).toMatch(
      /::warning title=Tracking issue::The tracking issue is open without the assignee "nobody"/
    )
  })

  scenario('opened without the label that GitHub refuses, and with the others', async ({ github, run }) => {
    const long = 'x'.repeat(51)
    const { outputs, log } = await run({ 'issue-labels': `security, ${long}, mail` })
    expect(only(github).labels).toEqual(['security', 'mail'])
    expect(outputs['issue-number']).toBe('1')
    expect(log).toMatch(
      /::warning title=Tracking issue::The tracking issue is open without the label "x+" \(.*Validation Failed/
    )
  })

  scenario('unchanged: its body is rewritten, without a comment', async ({ github, run }) => {
    await run()
    only(github).labels = ['triaged by hand']
    const { outputs } = await run()
    const issue = only(github)
    expect(issue.body).toContain(runUrl(2))
    const lineWith = (start: string) => issue.body.split('\n').find((line) => line.startsWith(start))
    expect(lineWith('Deviating since ')).toContain(runUrl(1))
    expect(lineWith('Last checked: ')).toContain(runUrl(2))
    expect(issue.comments).toEqual([])
    expect(issue.labels).toEqual(['triaged by hand'])
    expect(outputs['issue-number']).toBe('1')
  })

  scenario('changed: a comment names the run and who deviates now', async ({ sendgrid, github, run }) => {
    const fleet = { 'all-subusers': 'true' }
    await run(fleet)
    sendgrid.accounts.set('child', newAccount())
    await run(fleet)
    const issue = only(github)
    expect(issue.comments).toHaveLength(1)
    expect(issue.comments[0]).toContain(runUrl(2))
    expect(issue.comments[0]).toContain('now 2 accounts (`@parent`, `child`)')
    expect(page(issue.body)).toContain('<code>child</code>')
  })

  scenario('changed within one account is a change too', async ({ sendgrid, github, run }) => {
    await run()
    sendgrid.parent.settings.version = 1.3
    await run()
    expect(only(github).comments).toHaveLength(1)
  })

  scenario(
    'compliant again: closed, with a comment that names the run',
    async ({ sendgrid, github, run }) => {
      await run()
      sendgrid.parent.settings = secure
      const { exitCode, outputs } = await run()
      const issue = only(github)
      expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' })
      expect(page(issue.body)).toMatch(/^\s*<p>No account deviates from the policy any more, as of /)
      expect(issue.body).not.toMatch(/1 account of|^\|/m)
      expect(issue.comments).toEqual([expect.stringContaining(runUrl(2))])
      expect(exitCode).toBe(0)
      expect(outputs['issue-number']).toBe('1')
      // Compliant before and now: there is nothing to say.
      const after = await run()
      expect([after.outputs['issue-number'], github.issues.length, issue.comments.length]).toEqual(['', 1, 1])
    }
  )

  scenario('applied counts as compliant: closed', async ({ github, run }) => {
    await run()
    const { outputs } = await run({ mode: 'apply', 'verify-timeout-seconds': '0' })
    expect([outputs['result'], only(github).state]).toEqual(['applied', 'closed'])
  })

  scenario('closed while it deviates: the next run opens another', async ({ github, run }) => {
    await run()
    only(github).state = 'closed'
    const { outputs } = await run()
    expect(outputs['issue-number']).toBe('2')
    expect(github.issues.map(({ state }) => state)).toEqual(['closed', 'open'])
  })

  scenario(
    'reopened by a person: it is kept again, and closed when nothing deviates',
    async ({ sendgrid, github, run }) => {
      await run()
      sendgrid.parent.settings = secure
      await run()
      only(github).state = 'open'
      sendgrid.parent.settings = { ...secure, require_tls: false }
      expect((await run()).outputs['issue-number']).toBe('1')
      expect(only(github).state).toBe('open')
      sendgrid.parent.settings = secure
      await run()
      expect(only(github).state).toBe('closed')
    }
  )
})

describe('log and summary link the issue', () => {
  scenario('that is open, and only then', async ({ sendgrid, run }) => {
    const issueUrl = 'https://github.com/octocat/hello/issues/1'
    const { log, summary } = await run()
    expect(log.trimEnd().split('\n').at(-2)).toBe(`Tracking issue: ${issueUrl}`)
    expect(summary).toContain(`\n**Tracking issue:** [issue 1](${issueUrl}).\n`)
    sendgrid.parent.settings = secure
    await run()
    const after = await run()
    expect(after.log + after.summary).not.toContain('racking issue')
  })

  scenario('and the summary is there before GitHub answers', async ({ github, run }) => {
    const seen: string[] = []
    github.everyRequest = () => {
      seen.push(readFileSync(process.env['GITHUB_STEP_SUMMARY'] ?? '', 'utf8'))
      return undefined
    }
    const { summary } = await run()
    expect(seen[0]).toMatch(/^## ❌ Enforced TLS deviates from the policy\n[\s\S]*What to do next/)
    expect(summary.startsWith(seen[0] ?? '-')).toBe(true)
    expect(summary).toMatch(
      / UTC, \[the run of Enforced TLS\]\(.*\), sendgrid-enforced-tls-action [\d.]+\.\n$/
    )
  })

  scenario('and what cannot be written after GitHub has answered is a warning', async ({ github, run }) => {
    const summary = process.env['GITHUB_STEP_SUMMARY'] ?? ''
    github.onChange = () => {
      rmSync(summary)
      mkdirSync(summary)
    }
    const { log } = await run()
    rmdirSync(summary)
    const lines = log.trimEnd().split('\n')
    expect(lines.filter((line) => line.startsWith('::warning'))).toEqual([
      expect.stringContaining('The job summary could not be written: ')
    ])
    expect(lines.at(-1)).toMatch(/^Result: deviating/)
  })
})

describe('what a run without a plain verdict does', () => {
  scenario('unverified: the last-checked line alone is updated', async ({ sendgrid, github, run }) => {
    await run()
    const before = only(github).body
    sendgrid.faults.push(errors(500, 'no'))
    await run()
    const { body, state, comments } = only(github)
    const isChecked = (line: string): boolean => line.startsWith('Last checked: ')
    const lines = (text: string) => text.split('\n').filter((line) => !isChecked(line))
    expect(lines(body)).toEqual(lines(before))
    expect(body.split('\n').filter(isChecked)).toEqual([
      expect.stringMatching(
        /runs\/2\)\. 1 account could not be verified \(unavailable\)\. What stands above is from an earlier run\.$/
      )
    ])
    expect([state, comments]).toEqual(['open', []])
  })

  scenario(
    'unverified: a body that a person has edited in the browser keeps its other lines',
    async ({ sendgrid, github, run }) => {
      await run()
      const issue = only(github)
      issue.body = `${issue.body}\nA note`.replaceAll('\n', '\r\n')
      sendgrid.faults.push(errors(500, 'no'))
      const { outputs } = await run()
      expect(outputs['issue-number']).toBe('1')
      expect(issue.body).toMatch(/\nA note$/)
      expect(issue.body.match(/^Last checked: .*$/gm)).toEqual([expect.stringContaining(runUrl(2))])
    }
  )

  scenario('unverified: none is opened', async ({ sendgrid, github, run }) => {
    sendgrid.faults.push(errors(500, 'no'))
    await run()
    expect(github.issues).toEqual([])
  })

  scenario('a list that failed leaves the issue open', async ({ sendgrid, github, run }) => {
    const fleet = { 'all-subusers': 'true' }
    await run(fleet)
    sendgrid.keys.set(sandboxKey, [])
    await run(fleet)
    expect(only(github)).toMatchObject({
      state: 'open',
      body: expect.stringContaining('The accounts could not be verified (forbidden).')
    })
  })

  scenario(
    'some deviate and others are unverified: opened, and never closed',
    async ({ sendgrid, github, run }) => {
      const fleet = { 'all-subusers': 'true' }
      sendgrid.accounts.set('odd', oddAccount())
      const { outputs } = await run(fleet)
      expect([outputs['result'], only(github).state]).toEqual(['unverified', 'open'])
      expect(only(github).body).toContain('1 account could not be verified (unexpected-response).')
      sendgrid.parent.settings = secure
      await run(fleet)
      expect(only(github)).toMatchObject({ state: 'open', comments: [] })
    }
  )

  spawnedScenario('wrong inputs: GitHub is not asked', async ({ github, run }) => {
    const { outputs } = await run({ mode: 'x' })
    expect([outputs['reason'], outputs['issue-number'], github.requests]).toEqual(['invalid-input', '', []])
  })

  scenario('fail-on-deviation: false changes nothing here', async ({ github, run }) => {
    const { exitCode, outputs } = await run({ 'fail-on-deviation': 'false' })
    expect([exitCode, outputs['issue-number'], only(github).state]).toEqual([0, '1', 'open'])
  })

  scenario('a refused loosening is a deviation', async ({ sendgrid, github, run }) => {
    sendgrid.parent.settings = secure
    await run({ mode: 'apply', 'require-tls': 'false' })
    expect(only(github).body).toContain('#loosening-refused')
  })

  scenario('an account that could not be changed is in it', async ({ sendgrid, github, run }) => {
    sendgrid.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])
    const { outputs } = await run({ mode: 'apply' })
    expect([outputs['result'], outputs['reason'], only(github).state]).toEqual([
      'deviating',
      'forbidden',
      'open'
    ])
    expect(only(github).body).toContain('#forbidden')
  })

  scenario('closed with the skipped accounts counted', async ({ sendgrid, github, run }) => {
    const fleet = { 'all-subusers': 'true' }
    sendgrid.accounts.set('off', { ...newAccount(), disabled: true })
    await run(fleet)
    sendgrid.parent.settings = secure
    await run(fleet)
    expect(only(github).comments).toEqual([
      expect.stringMatching(/^No account deviates from the policy any more, 1 skipped account aside/)
    ])
  })

  scenario('a waived account is not in it, and does not keep it open', async ({ sendgrid, github, run }) => {
    // Two of three, so that counting the others says another number.
    const waivers = 'old until 2999-01-01: moving\nolder until 2999-01-01: moving'
    const fleet = { 'all-subusers': 'true', waivers }
    for (const name of ['old', 'older']) sendgrid.accounts.set(name, newAccount())
    await run(fleet)
    const cells = [...page(only(github).body).matchAll(/<td><code>(.*?)<\/code><\/td>/g)]
    expect(cells.map(([, name]) => name)).toEqual(['@parent', '@parent'])
    sendgrid.parent.settings = secure
    await run(fleet)
    expect(only(github)).toMatchObject({
      state: 'closed',
      comments: [
        expect.stringMatching(/^No account deviates from the policy any more, 2 waived accounts aside/)
      ]
    })
  })
})

describe('a run in which every account is waived', () => {
  const waivers = { waivers: '@parent until 2999-01-01: moving' }

  scenario('opens none', async ({ github, run }) => {
    const { exitCode, outputs } = await run(waivers)
    expect([exitCode, outputs['waived-count'], outputs['issue-number'], github.issues]).toEqual([
      0,
      '1',
      '',
      []
    ])
  })

  scenario('closes the one of before, and says that the account is waived', async ({ github, run }) => {
    await run()
    expect((await run(waivers)).exitCode).toBe(0)
    expect(only(github)).toMatchObject({
      state: 'closed',
      comments: [
        expect.stringMatching(/^No account deviates from the policy any more, 1 waived account aside,/)
      ]
    })
  })
})

describe('which issue is ours', () => {
  scenario("a stranger's issue with a copied marker is left alone", async ({ github, run }) => {
    await run()
    const [marker = ''] = only(github).body.split('\n')
    only(github).state = 'closed'
    const stranger = github.addIssue({ author: 'mallory', body: marker })
    const { outputs } = await run()
    expect(outputs['issue-number']).toBe('3')
    expect(stranger).toMatchObject({ state: 'open', body: marker, comments: [] })
  })

  scenario('a pull request of our own login is none', async ({ github, run }) => {
    await run()
    const [marker = ''] = only(github).body.split('\n')
    only(github).state = 'closed'
    github.addIssue({ author: own, body: marker, isPullRequest: true })
    expect((await run()).outputs['issue-number']).toBe('3')
  })

  scenario('a title that a person has changed does not matter, and stays', async ({ github, run }) => {
    await run()
    only(github).title = 'Mail in clear text'
    await run()
    expect(only(github).title).toBe('Mail in clear text')
  })
})

describe('a run that is not on the default branch', () => {
  const dispatched = async (branch: string, story: (env: Record<string, string>) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'event-'))
    try {
      const event = join(folder, 'event.json')
      await writeFile(event, JSON.stringify({ repository: { default_branch: 'main' } }))
      const ref = `refs/heads/${branch}`
      await story({ GITHUB_EVENT_NAME: 'workflow_dispatch', GITHUB_REF: ref, GITHUB_EVENT_PATH: event })
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  spawnedScenario('leaves the issue alone, with a notice', async ({ sendgrid, github, run }) => {
    await run()
    const sent = github.requests.length
    sendgrid.parent.settings = secure
    await dispatched('other', async (env) => {
      const { exitCode, log, outputs } = await run({}, env)
      expect([exitCode, outputs['result'], outputs['issue-number']]).toEqual([0, 'compliant', ''])
      expect(log.match(/^::notice.*|^::warning.*/gm)).toEqual([
        '::notice title=Tracking issue::This run is on the branch "other", so it leaves the tracking issue alone. Runs on the default branch "main" keep it.'
      ])
    })
    expect([github.requests.length, only(github).state]).toEqual([sent, 'open'])
    await dispatched('main', async (env) => void (await run({}, env)))
    expect(only(github).state).toBe('closed')
  })

  scenario('opens none for a pull request', async ({ github, run }) => {
    const { log } = await run({}, { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' })
    expect(log.match(/^::notice title=Tracking issue::This run is for pull_request, /gm)).toHaveLength(1)
    expect([github.requests, github.issues]).toEqual([[], []])
  })

  scenario('says nothing where no issue is wanted', async ({ run }) => {
    const { log } = await run({ 'tracking-issue': 'false' }, { GITHUB_EVENT_NAME: 'pull_request' })
    expect(log).not.toContain('racking issue')
  })

  scenario(
    'has one annotation more for accounts, since GitHub warns of nothing',
    async ({ sendgrid, run }) => {
      for (let account = 1; account <= 8; account++) sendgrid.accounts.set(`sub-${account}`, newAccount())
      const inputs = { 'all-subusers': 'true', 'fail-on-deviation': 'false' }
      const together = /^::warning title=Enforced TLS deviates%3A 9 accounts::/m
      expect((await run(inputs, { GITHUB_EVENT_NAME: 'merge_group' })).log).not.toMatch(together)
      expect((await run(inputs)).log).toMatch(together)
    }
  )
})

describe('requests to GitHub', () => {
  scenario('a step that does not track sends none', async ({ github, run }) => {
    const { outputs } = await run({ 'tracking-issue': 'false' })
    expect([outputs['result'], outputs['issue-number'], github.requests]).toEqual(['deviating', '', []])
  })

  scenario(
    'without permission: a warning that says so, and the verdict untouched',
    async ({ github, run }) => {
      github.mayWrite = false
      const { exitCode, outputs, log } = await run()
      expect([exitCode, outputs['result'], outputs['issue-number']]).toEqual([1, 'deviating', ''])
      expect(log).toMatch(
        /::warning title=Tracking issue::.*Resource not accessible by integration.*"issues: write"/
      )
      expect(writesOf(github)).toHaveLength(1)
    }
  )

  scenario('without permission a green verdict stays green', async ({ sendgrid, run }) => {
    sendgrid.parent.settings = secure
    const { exitCode, log } = await run({ 'github-token': 'of-somebody-else' })
    expect(exitCode).toBe(0)
    // An expired token is not a missing permission.
    expect(log).toMatch(/::warning title=Tracking issue::.*Bad credentials/)
    expect(log).not.toContain('issues: write')
  })

  scenario('GitHub is asked for nothing else', async ({ sendgrid, github, run }) => {
    await run()
    sendgrid.parent.settings.version = 1.3
    await run()
    sendgrid.parent.settings = secure
    await run()
    const issues = '/repos/octocat/hello/issues'
    const look = ['POST /graphql', `GET ${issues}`]
    expect(github.requests).toEqual([
      ...look,
      `POST ${issues}`,
      ...look,
      `PATCH ${issues}/1`,
      `POST ${issues}/1/comments`,
      ...look,
      `PATCH ${issues}/1`,
      `POST ${issues}/1/comments`
    ])
  })

  spawnedScenario('the token is masked', async ({ run }) => {
    const { log } = await run()
    expect(log.split('\n')).toContain(`::add-mask::${sandboxToken}`)
    expect(log.replaceAll(`::add-mask::${sandboxToken}`, '')).not.toContain(sandboxToken)
  })

  scenario('nor is it in what GitHub refuses', async ({ github, run }) => {
    const quoting = answer(422, JSON.stringify({ message: `No, ${sandboxToken}` }))
    const lists = { 'issue-labels': 'tls', 'issue-assignees': 'octocat' }
    for (const [round, faults] of [
      [quoting],
      [undefined, quoting],
      [undefined, undefined, quoting, undefined, quoting, quoting],
      [undefined, undefined, undefined, quoting]
    ].entries()) {
      github.faults.push(...faults)
      const { log } = await run({ ...lists, 'tls-version': github.issues.length > 0 ? '1.3' : '1.2' })
      const warning = expect.stringMatching(/^::warning title=Tracking issue::.*\*\*\*/m)
      expect({ round, log }).toEqual({ round, log: warning })
      expect({ round, log }).toEqual({ round, log: expect.not.stringContaining(sandboxToken) })
    }
  })

  scenario('a list that is cut off is no empty list: it is asked for again', async ({ github, run }) => {
    await run()
    github.faults.push(undefined, cutBody)
    expect((await run()).outputs['issue-number']).toBe('1')
    expect(only(github).state).toBe('open')
  })

  for (const body of [
    '[{}]',
    '[null]',
    '[{"message":"x"}]',
    '{"total_count":0,"items":[]}',
    '{"total_commits":0,"commits":[]}'
  ]) {
    scenario(`a list that shows no issues opens none: ${body}`, async ({ github, run }) => {
      github.faults.push(undefined, answer(200, body))
      const { log } = await run()
      expect(github.issues).toEqual([])
      expect(log).toContain("could not be kept: GitHub's answer is not understood.")
    })
  }

  scenario('an answer that says nothing is named by its status', async ({ github, run }) => {
    github.everyRequest = () => answer(403, '')
    const { log } = await run()
    expect(log).toContain(
      'The tracking issue could not be kept: GitHub answered 403. The verdict is untouched.'
    )
  })

  scenario('an issue that comes without its page is looked for', async ({ github, run }) => {
    github.faults.push(undefined, undefined, afterwards(answer(201, '{"number":1}')))
    const { outputs, log } = await run()
    expect(only(github).state).toBe('open')
    expect(outputs['issue-url']).toBe('https://github.com/octocat/hello/issues/1')
    expect(log.trimEnd().split('\n').at(-1)).toMatch(/^Result: deviating/)
  })

  scenario('a lost answer to opening does not open another', async ({ github, run }) => {
    github.faults.push(undefined, undefined, afterwards(badGateway))
    const { outputs } = await run()
    expect([outputs['issue-number'], github.issues.length]).toEqual(['1', 1])
  })

  scenario('nor one that is opened with labels and assignees', async ({ github, run }) => {
    github.faults.push(undefined, undefined, afterwards(badGateway))
    const { outputs, log } = await run({ 'issue-labels': 'mail', 'issue-assignees': 'octocat' })
    expect([outputs['issue-number'], only(github).labels, only(github).assignees]).toEqual([
      '1',
      ['mail'],
      ['octocat']
    ])
    expect(log).not.toContain('::warning')
  })

  scenario('nor one that is opened without whom GitHub refuses', async ({ github, run }) => {
    // The login, the list, the opening that is refused, and then the one that is lost.
    github.faults.push(undefined, undefined, undefined, afterwards(badGateway))
    const { outputs, log } = await run({ 'issue-assignees': 'octocat, nobody' })
    expect([outputs['issue-number'], only(github).assignees]).toEqual(['1', ['octocat']])
    expect(log).toContain('The tracking issue is open without the assignee "nobody"')
  })

  scenario('a lost answer to a comment does not comment twice', async ({ sendgrid, github, run }) => {
    await run()
    sendgrid.parent.settings = secure
    // The login, the list, the closing, and then the comment.
    github.faults.push(undefined, undefined, undefined, afterwards(badGateway))
    const { log } = await run()
    await run()
    expect(only(github).state).toBe('closed')
    expect(only(github).comments).toHaveLength(1)
    expect(log).toMatch(/::warning title=Tracking issue::/)
  })

  scenario(
    'closing that GitHub refuses is a warning, and not a comment each time',
    async ({ sendgrid, github, run }) => {
      await run()
      sendgrid.parent.settings = secure
      for (let round = 0; round < 2; round++) {
        github.faults.push(undefined, undefined, errors(422, 'Validation Failed'))
        const { log } = await run()
        expect({ round, log }).toEqual({
          round,
          log: expect.stringMatching(/::warning title=Tracking issue::/)
        })
      }
      expect(only(github)).toMatchObject({ state: 'open', comments: [] })
    }
  )

  scenario(
    'a lost answer to the comment about a change does not comment twice',
    async ({ sendgrid, github, run }) => {
      await run()
      sendgrid.parent.settings.version = 1.3
      // The login, the list, the rewriting, and then the comment.
      github.faults.push(undefined, undefined, undefined, afterwards(badGateway))
      expect((await run()).log).toMatch(/::warning title=Tracking issue::/)
      await run()
      expect(only(github).comments).toHaveLength(1)
    }
  )

  scenario('a list of null is no empty list', async ({ github, run }) => {
    await run()
    github.faults.push(undefined, answer(200, 'null'))
    expect((await run()).outputs['issue-number']).toBe('1')
    expect(github.issues).toHaveLength(1)
  })

  scenario('opened without assignees after a lost attempt, too', async ({ github, run }) => {
    github.faults.push(undefined, undefined, answer(502, 'Bad Gateway'))
    await run({ 'issue-assignees': 'nobody' })
    expect(only(github).assignees).toEqual([])
  })

  describe.each<[string, [status: number, message: string]]>([
    ['a locked issue', [403, 'Unable to create comment because issue is locked.']],
    ['an issue with 2,500 comments', [422, 'Commenting is disabled on issues with more than 2500 comments']]
  ])('a comment that GitHub refuses, of %s', (_what, refusal) => {
    scenario('costs the comment alone', async ({ sendgrid, github, run }) => {
      await run()
      github.refusedComment = refusal
      sendgrid.parent.settings.version = 1.3
      const { exitCode, outputs, log } = await run()
      expect([exitCode, outputs['issue-number'], outputs['result']]).toEqual([1, '1', 'deviating'])
      expect(outputs['issue-url']).toBe('https://github.com/octocat/hello/issues/1')
      expect(only(github).body).toContain(runUrl(2))
      expect(log).toContain(
        `::warning title=Tracking issue::A comment on the tracking issue could not be made: ${refusal[1]}`
      )
      expect(log).not.toContain('issues: write')
    })

    scenario('does not keep the issue open', async ({ sendgrid, github, run }) => {
      await run()
      github.refusedComment = refusal
      sendgrid.parent.settings = secure
      const { exitCode, outputs } = await run()
      expect([exitCode, outputs['issue-number'], only(github).state]).toEqual([0, '1', 'closed'])
    })
  })

  scenario('an archived repository is no missing permission', async ({ github, run }) => {
    github.faults.push(undefined, undefined, (response) =>
      answerJson(response, 403, { message: 'Repository was archived so is read-only.' })
    )
    const { log } = await run()
    expect(log).toMatch(/::warning title=Tracking issue::.*archived/)
    expect(log).not.toContain('issues: write')
  })

  scenario('a viewer without a login is no reason to open another issue', async ({ github, run }) => {
    await run()
    for (const viewer of [{}, { login: '' }, { login: null }, undefined]) {
      github.faults.push((response) => answerJson(response, 200, { data: { viewer } }))
      const { log, outputs } = await run()
      expect({ viewer, log, number: outputs['issue-number'] }).toEqual({
        viewer,
        log: expect.stringContaining('GitHub does not say whose token this is'),
        number: ''
      })
    }
    expect(github.issues).toHaveLength(1)
  })

  scenario('the token follows no page to another host', async ({ github, run }) => {
    const other = await GitHubSandbox.start()
    try {
      const link = `<${other.url}/repos/octocat/hello/issues?page=2>; rel="next"`
      github.faults.push(undefined, (response) => answerJson(response, 200, [], { link }))
      const { log } = await run()
      expect(other.requests).toEqual([])
      expect(log).toContain(`GitHub's answer leads to ${other.url}`)
      expect(github.issues).toEqual([])
    } finally {
      await other.stop()
    }
  })

  scenario('the token follows no redirect', async ({ github, run }) => {
    const other = await GitHubSandbox.start()
    try {
      const location = `${other.url}/repos/octocat/hello/issues`
      const away: Fault = (response) => void response.writeHead(301, { location }).end()
      github.faults.push(undefined, away)
      const { log } = await run()
      expect(other.requests).toEqual([])
      expect(log).toContain('GitHub answered 301, a redirect: the repository may have moved.')
      expect(github.requests).toEqual(['POST /graphql', 'GET /repos/octocat/hello/issues'])
      expect(github.issues).toEqual([])
    } finally {
      await other.stop()
    }
  })

  for (const url of [
    'nowhere',
    'ftp://github.test',
    'http://a:hunter2@127.0.0.1:9',
    'http://127.0.0.1:9/?x'
  ]) {
    scenario(`GITHUB_API_URL=${url} gets a warning that says so`, async ({ sendgrid, github, run }) => {
      sendgrid.parent.settings = secure
      const { exitCode, log } = await run({}, { GITHUB_API_URL: url })
      expect(exitCode).toBe(0)
      expect(log).toContain('::warning title=Tracking issue::GITHUB_API_URL is no http or https URL ')
      expect(log).not.toMatch(/bug|issues: write|hunter2/)
      expect(github.requests).toEqual([])
    })
  }

  scenario('a rate limit is not taken for a missing permission', async ({ github, run }) => {
    github.faults.push(undefined, (response) =>
      answerJson(response, 403, { message: 'Slow down' }, { 'retry-after': '600' })
    )
    const { log } = await run()
    expect(log).toMatch(/::warning title=Tracking issue::.*Slow down/)
    expect(log).not.toContain('issues: write')
  })

  scenario('a run without a repository gets a warning that says so', async ({ github, run }) => {
    const { log } = await run({}, { GITHUB_REPOSITORY: '' })
    expect(log).toContain('GITHUB_REPOSITORY does not name a repository')
    expect(github.requests).toEqual([])
  })

  spawnedScenario('GITHUB_API_URL leads to GitHub Enterprise Server', async ({ github, run }) => {
    await run({}, { GITHUB_API_URL: `${github.url}/api/v3` })
    expect(github.requests).toEqual([
      'POST /api/graphql',
      'GET /api/v3/repos/octocat/hello/issues',
      'POST /api/v3/repos/octocat/hello/issues'
    ])
  })

  const generated = generate([{ name: 'commonName', value: 'github.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'github.test' }] }]
  })
  spawnedScenario(
    'HTTPS_PROXY leads to GitHub',
    async ({ github, run }) => {
      const folder = await mkdtemp(join(tmpdir(), 'github-'))
      const proxy = await ConnectProxy.start(github.url)
      try {
        const certificateFile = join(folder, 'ca.pem')
        await writeFile(certificateFile, (await generated).cert)
        await run(
          {},
          {
            GITHUB_API_URL: 'https://github.test',
            HTTPS_PROXY: proxy.url,
            NODE_EXTRA_CA_CERTS: certificateFile
          }
        )
        expect(only(github).state).toBe('open')
        expect(new Set(proxy.asked)).toEqual(new Set(['github.test:443']))
      } finally {
        await proxy.stop()
        await rm(folder, { recursive: true })
      }
    },
    async () => ({ cert: (await generated).cert, key: (await generated).private })
  )
})

describe('text from outside', () => {
  scenario(
    "a name that carries another workflow's marker does not make the issue its own",
    async ({ sendgrid, github, run }) => {
      await run()
      const [marker = ''] = only(github).body.split('\n')
      only(github).state = 'closed'
      sendgrid.accounts.set(marker, newAccount())
      // Another workflow keeps an issue about an account of that name.
      const other = { GITHUB_WORKFLOW_REF: 'octocat/hello/.github/workflows/other.yml@refs/heads/main' }
      await run({ 'on-behalf-of': marker }, other)
      const stored = github.issues[1] as StoredIssue
      expect(stored.body).not.toContain(marker)
      sendgrid.parent.settings = secure
      await run()
      expect(stored.state).toBe('open')
      // Nor does a marker anywhere but in the first line.
      stored.body = `A note\n${marker}`
      await run()
      expect(stored.state).toBe('open')
    }
  )

  scenario('mentions nobody, links nowhere and breaks no table', async ({ sendgrid, github, run }) => {
    const names = [
      '@octo/security',
      'a|b',
      '[x](https://example.com)',
      '`code`',
      '<img src=x>',
      '--> # loud',
      '#1'
    ]
    for (const name of names) sendgrid.accounts.set(name, newAccount())
    await run(
      { 'on-behalf-of': names.join('\n') },
      { GITHUB_WORKFLOW: '@octo/mail](https://example.com) <b>' }
    )
    const shown = page(only(github).body)
    const cells = [...shown.matchAll(/<tr>\s*<td>(.*?)<\/td>/g)].map(([, cell]) => cell)
    const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect(new Set(cells)).toEqual(new Set(names.map((name) => `<code>${escaped(name)}</code>`)))
    const plain = shown.replace(/<code>.*?<\/code>/g, '')
    expect(plain).not.toMatch(/@(?!<\/span>)|<b>|<img/)
    expect([...plain.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
      runUrl(1),
      expect.stringContaining('#deviation'),
      runUrl(1)
    ])
  })
})

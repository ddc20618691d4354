import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { runStep } from '../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { git } from '../scripts/git.ts'
import { root } from './support/copy.ts'
import { clonePathOf, makeRepository } from './support/repository.ts'
import { testWorkspace } from './support/workspace.ts'

interface WorkflowStep {
  id?: string
  name?: string
  uses?: string
  run?: string
  with?: Record<string, unknown>
  env?: Record<string, string>
  'continue-on-error'?: boolean
}
interface Workflow {
  concurrency?: { group?: string; 'cancel-in-progress'?: unknown }
  env?: Record<string, string>
  jobs: Record<
    string,
    { permissions?: Record<string, string>; env?: Record<string, string>; steps: WorkflowStep[] }
  >
}

const workspace = testWorkspace()
// The jobs run on Linux. On Windows the first bash of the path may be one without a system.
const whereBashIs = process.platform === 'win32' ? test.skip : test
const read = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'))
const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  .sort()
  .map((file) => ({ file, workflow: read(file.replaceAll('\\', '/')) as Workflow }))
/** The scripts as a checkout has them. */
const scripts = Object.fromEntries(
  globSync('scripts/*.ts', { cwd: root }).map((file) => [file, readFileSync(join(root, file), 'utf8')])
)
const stepsOf = (workflow: Workflow): WorkflowStep[] =>
  Object.values(workflow.jobs).flatMap(({ steps }) => steps)

// What docs.test.ts asks of examples too is there: linters, pinned actions, no permissions by default, a timeout.
describe.each(workflows)("this project's own $file", ({ workflow }) => {
  test('leaves no token in the checkout', () => {
    for (const { uses, with: inputs } of stepsOf(workflow))
      if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials']).toBe(false)
  })

  test('has no expression in a script, where its text would be code', () => {
    for (const { run = '' } of stepsOf(workflow)) expect(run).not.toContain('${{')
  })

  test('says which runs exclude each other, and what each job may do', () => {
    expect(workflow.concurrency?.group).toEqual(expect.any(String))
    expect(workflow.concurrency).toHaveProperty('cancel-in-progress', expect.any(Boolean))
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toEqual(expect.any(Object))
  })

  test('restores no cache, which a run of a pull request could have filled', () => {
    for (const { uses = '', with: inputs } of stepsOf(workflow)) {
      expect(uses).not.toMatch(/^actions\/cache@/)
      if (uses.startsWith('actions/setup-node@')) expect(inputs?.['package-manager-cache']).toBe(false)
    }
  })

  whereBashIs('has scripts that bash can read', () => {
    for (const { run } of stepsOf(workflow))
      if (run !== undefined) execFileSync('bash', ['-n'], { input: run, stdio: ['pipe', 'ignore', 'pipe'] })
  })
})

describe('a release', () => {
  const { jobs } = read('.github/workflows/release.yml') as Workflow
  const scriptsOf = (job: string): string => (jobs[job]?.steps ?? []).map(({ run = '' }) => run).join('\n')

  test('runs nothing of others in a job that can write', () => {
    for (const [name, { permissions = {} }] of Object.entries(jobs)) {
      const writes = Object.values(permissions).includes('write')
      expect([name, writes]).toEqual([name, name !== 'check'])
      if (writes) expect(scriptsOf(name)).not.toMatch(/\bnpm\b|\bnpx\b/)
    }
  })

  test('attaches the provenance to a draft, and publishes in a job of its own', () => {
    expect(scriptsOf('draft')).toMatch(/intoto\.jsonl"\n.*gh release create .*"\$provenance" --draft/s)
    expect(scriptsOf('draft')).not.toContain('--draft=false')
    expect(scriptsOf('publish')).toContain('--draft=false')
    for (const job of ['draft', 'publish']) expect(jobs[job]).toMatchObject({ environment: 'release' })
  })
})

test('Dependabot waits seven days, and proposes in groups', () => {
  const { updates } = read('.github/dependabot.yml') as {
    updates: { 'package-ecosystem': string; cooldown: object; groups: object }[]
  }
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions'])
  for (const { cooldown, groups } of updates) {
    expect(cooldown).toEqual({ 'default-days': 7 })
    expect(Object.keys(groups).length).toBeGreaterThan(0)
  }
})

test('the form for bugs asks for version, result, reason and report, and names the results that there are', () => {
  interface Field {
    type: string
    id?: string
    attributes: { options?: string[]; description?: string }
    validations?: { required: boolean }
  }
  const { body } = read('.github/ISSUE_TEMPLATE/bug.yml') as { body: Field[] }
  const fields = Object.fromEntries(body.map((field) => [field.id, field]))
  const { outputs } = read('action.yml') as { outputs: Record<string, { description: string }> }
  const results = outputs['result']?.description.match(/compliant|applied|deviating|unverified/g)
  expect(fields['result']?.attributes.options).toEqual([...(results ?? []), 'no result'])
  for (const id of ['version', 'result', 'report']) expect(fields[id]?.validations?.required).toBe(true)
  expect(fields['reason']).toBeDefined()
  expect(fields['report']?.attributes.description).toContain('in place of usernames')
})

// The job `action` of ci.yml, with each step of the action run by the stand-in for the runner.
whereBashIs(
  'the steps of CI that must pass pass, and those that must fail fail as the next one asserts',
  async () => {
    const { jobs } = read('.github/workflows/ci.yml') as Workflow
    const { env = {}, steps = [] } = jobs['action'] ?? {}
    const sandbox = await SendGridSandbox.start()
    const { url } = sandbox
    const tools = fakeTool(
      'npm',
      `[ "$*" = 'run --silent sandbox' ] || exit 0
sleep 1
echo 'API URL: ${url}'
echo 'API key: ${sandboxKey}'`
    )
    const known: Record<string, Record<string, string>> = {}
    const filled = (text: string): string =>
      text.replace(
        /\$\{\{ steps\.([\w-]+)\.(?:outputs\.)?([\w-]+) \}\}/g,
        (_all, id: string, name: string) => known[id]?.[name] ?? ''
      )
    const outcomes: [id: string | undefined, outcome: string][] = []
    try {
      for (const { id = '', name, uses, with: inputs = {}, run, env: own = {}, ...more } of steps) {
        if (uses === './') {
          const given = Object.entries(inputs).map(([input, value]) => [input, filled(String(value))])
          const { exitCode, outputs } = await runStep(Object.fromEntries(given))
          const outcome = exitCode === 0 ? 'success' : 'failure'
          known[id] = { ...outputs, outcome }
          outcomes.push([id, outcome])
          // The job goes on.
          expect([id, outcome === 'success' || more['continue-on-error']]).toEqual([id, true])
        } else if (run !== undefined) {
          const given = Object.entries(own).map(([variable, value]) => [variable, filled(value)])
          const ended = runScript(run, { ...env, ...Object.fromEntries(given) }, { tools })
          expect([name, given, ended]).toEqual([
            name,
            given,
            expect.objectContaining({ status: 0, stderr: '' })
          ])
          if (id) known[id] = ended.outputs
        }
      }
    } finally {
      await sandbox.stop()
    }
    expect(known['sandbox']).toEqual({ url, key: sandboxKey })
    expect(outcomes).toEqual([
      ['apply', 'success'],
      ['check', 'success'],
      ['deviation', 'failure'],
      ['loosening', 'failure'],
      ['unverified', 'failure'],
      ['mistake', 'failure']
    ])
  }
)

// The scripts of release.yml, with a `gh` that notes what it is asked.
describe('the scripts of a release', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567'
  const { jobs } = read('.github/workflows/release.yml') as Workflow

  /** Runs the scripts of a job until one fails, as the runner does. */
  function runJob(
    name: string,
    env: Record<string, string>,
    cwd: string
  ): { failed?: string; asked: string[] } {
    const asked = join(workspace.path, 'asked.txt')
    writeFileSync(asked, '')
    const tools = fakeTool(
      'gh',
      `echo "$*" >> '${asked}'
case "$*" in
  'release view '*) echo "$IS_DRAFT" ;;
  *'/git/ref/tags/'*) [ "$MAJOR_IS_THERE" = yes ] ;;
  *'/commits/'*) echo "$TAG_SHA" ;;
esac`
    )
    const given = { VERSION: '1.2.3', GITHUB_SHA: sha, GH_REPO: 'example-org/gate', ...env }
    const failed = (jobs[name]?.steps ?? []).find(
      ({ run }) => run !== undefined && runScript(run, given, { tools, cwd }).status !== 0
    )
    const lines = readFileSync(asked, 'utf8').split('\n').filter(Boolean)
    return { ...(failed?.name && { failed: failed.name }), asked: lines }
  }

  whereBashIs('make no draft without notes', () => {
    makeRepository(workspace.path, { ...scripts, 'CHANGELOG.md': '# Changelog\n', 'dist/index.js': 'one' })
    const { failed, asked } = runJob('draft', { BUNDLE: '/dev/null' }, clonePathOf(workspace.path))
    expect([failed, asked]).toEqual(['Make the draft', []])
  })

  whereBashIs('make a draft with the provenance of all files of dist/, and with the notes', () => {
    writeFileSync(join(workspace.path, 'attestation.json'), '{"provenance":1}\n')
    makeRepository(workspace.path, {
      ...scripts,
      'CHANGELOG.md': '# Changelog\n\n## 1.2.3 - 2026-11-25\n\n- New.\n',
      'dist/index.js': 'one',
      'dist/below/index.js': 'two'
    })
    const clone = clonePathOf(workspace.path)
    const draft = runJob('draft', { BUNDLE: join(workspace.path, 'attestation.json') }, clone)
    const provenance = join(workspace.path, 'dist-v1.2.3.intoto.jsonl')
    const notes = join(workspace.path, 'notes.md')
    expect(draft).toEqual({
      asked: [
        `release create v1.2.3 ${provenance} --draft --target ${sha} --title v1.2.3 --notes-file ${notes}`
      ]
    })
    expect(readFileSync(provenance, 'utf8')).toBe('{"provenance":1}\n')
    expect(readFileSync(notes, 'utf8')).toBe('- New.\n')
    expect(readFileSync(join(workspace.path, 'checksums.txt'), 'utf8')).toMatch(
      /^[0-9a-f]{64} {2}dist\/below\/index\.js\n[0-9a-f]{64} {2}dist\/index\.js\n$/
    )
  })

  const publish = 'release edit v1.2.3 --draft=false'
  const view = 'release view v1.2.3 --json isDraft --jq .isDraft'
  const ask = 'api repos/example-org/gate/commits/v1.2.3 --jq .sha'
  const major = 'api repos/example-org/gate/git/ref/tags/v1 --silent'
  const move = `api --method PATCH repos/example-org/gate/git/refs/tags/v1 -f sha=${sha} -F force=true`
  const make = `api --method POST repos/example-org/gate/git/refs -f ref=refs/tags/v1 -f sha=${sha}`

  whereBashIs.each([
    [
      'publish it, and move the major tag',
      { IS_DRAFT: 'true', MAJOR_IS_THERE: 'yes' },
      [publish],
      [major, move]
    ],
    ['make the first major tag', { IS_DRAFT: 'true', MAJOR_IS_THERE: 'no' }, [publish], [major, make]],
    ['leave what is published by hand', { IS_DRAFT: 'false', MAJOR_IS_THERE: 'yes' }, [], [major, move]]
  ])('%s', (_what, env, published, moved) => {
    const { failed, asked } = runJob('publish', { ...env, TAG_SHA: sha }, workspace.path)
    expect([failed, asked]).toEqual([undefined, [view, ...published, ask, ...moved]])
  })

  whereBashIs('leave the major tag when the tag is not of the commit that was checked', () => {
    const env = { IS_DRAFT: 'true', MAJOR_IS_THERE: 'yes', TAG_SHA: 'f'.repeat(40) }
    const { failed, asked } = runJob('publish', env, workspace.path)
    expect([failed, asked]).toEqual(['The tag names the commit that was checked', [view, publish, ask]])
  })

  whereBashIs('push a branch with the pinned documents, and open a pull request', () => {
    makeRepository(workspace.path, {
      ...scripts,
      'package.json': '{"repository":{"url":"git+https://github.com/example-org/gate.git"}}',
      'README.md': 'uses: example-org/gate@v1\n'
    })
    const clone = clonePathOf(workspace.path)
    const { failed, asked } = runJob('pin', {}, clone)
    expect([failed, asked]).toEqual([
      undefined,
      ['auth setup-git', expect.stringMatching(/^pr create --base main --head pin-v1\.2\.3 --title /)]
    ])
    const pushed = (...given: string[]): string => git(join(workspace.path, 'origin.git'), ...given)
    expect(pushed('show', 'pin-v1.2.3:README.md')).toBe(`uses: example-org/gate@${sha} # v1.2.3\n`)
    expect(pushed('diff', '--name-only', 'main', 'pin-v1.2.3')).toBe('README.md\n')
  })
})

/** A folder for the path, with a command that does what the lines of sh say. */
function fakeTool(name: string, lines: string): string {
  const tools = join(workspace.path, 'tools')
  mkdirSync(tools, { recursive: true })
  writeFileSync(join(tools, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  return tools
}

/** Runs the script of a step as the runner does, with the runner's files in the test's folder. */
function runScript(
  script: string,
  env: Record<string, string>,
  { tools, cwd = workspace.path }: { tools: string; cwd?: string }
): { status: number | null; stderr: string; outputs: Record<string, string> } {
  const output = join(workspace.path, 'output.txt')
  writeFileSync(output, '')
  const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...env,
      RUNNER_TEMP: workspace.path,
      GITHUB_OUTPUT: output,
      PATH: [tools, dirname(process.execPath), process.env['PATH']].join(delimiter)
    }
  })
  const lines = readFileSync(output, 'utf8').split('\n').filter(Boolean)
  return {
    status,
    stderr,
    outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)))
  }
}

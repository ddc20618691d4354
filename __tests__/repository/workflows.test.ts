import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { runStep } from '../../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { git } from '../../scripts/git.ts'
import { root } from '../support/copy.ts'
import type { GitHubState } from '../support/gh.ts'
import { clonePathOf, commit, makeRepository, write } from '../support/repository.ts'
import { jobs } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

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
  defaults?: { run?: { shell?: string } }
  env?: Record<string, string>
  jobs: Record<
    string,
    {
      name?: string
      needs?: string | string[]
      if?: string
      defaults?: { run?: { shell?: string } }
      permissions?: Record<string, string>
      env?: Record<string, string>
      outputs?: Record<string, string>
      steps: WorkflowStep[]
    }
  >
}

const workspace = testWorkspace()
const read = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'))
const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  .sort()
  .map((file) => ({ file: file.replaceAll(sep, '/'), workflow: read(file) as Workflow }))
/** The scripts as a checkout has them. */
const scripts = Object.fromEntries(
  globSync('scripts/*.ts', { cwd: root }).map((file) => [file, readFileSync(join(root, file), 'utf8')])
)
const expression = (text: string): string => ['${', `{ ${text} }}`].join('')
const shellOf = (workflow: Workflow, job: string): string | undefined =>
  (workflow.jobs[job]?.defaults ?? workflow.defaults)?.run?.shell
const stepsOf = (workflow: Workflow): WorkflowStep[] =>
  Object.values(workflow.jobs).flatMap(({ steps }) => steps)

// What docs.test.ts asks of examples too is there: linters, pinned actions, no permissions by default, a timeout.
describe.each(workflows)("this project's own $file", ({ workflow }) => {
  test('leaves no token in the checkout', () => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test('has no expression in a script, where its text would be code', () => {
    for (const { run = '' } of stepsOf(workflow)) expect(run).not.toContain('${{')
  })

  test('says which runs exclude each other, and what each job may do', () => {
    expect(workflow.concurrency?.group).toEqual(expect.any(String))
    expect(workflow.concurrency).toHaveProperty('cancel-in-progress', expect.any(Boolean))
    for (const [job, { permissions }] of Object.entries(workflow.jobs))
      expect({ job, permissions }).toEqual({ job, permissions: expect.any(Object) })
  })

  test('restores no cache, which a run of a pull request could have filled', () => {
    const by = (action: string) => stepsOf(workflow).filter(({ uses }) => uses?.startsWith(`${action}@`))
    expect(by('actions/cache')).toEqual([])
    expect(by('actions/setup-node').filter((step) => step.with?.['package-manager-cache'] !== false)).toEqual(
      []
    )
  })

  test('has a shell in which a pipe fails with each of its commands, where it has pipes', () => {
    for (const [name, { steps }] of Object.entries(workflow.jobs))
      if (steps.some(({ run = '' }) => /[^|]\|[^|]/.test(run)))
        expect([name, shellOf(workflow, name)]).toEqual([name, 'bash'])
  })

  test('looks at no result of a command inside of a test, which does not fail with it', () => {
    for (const { run = '' } of stepsOf(workflow)) expect(run).not.toMatch(/(\[|\btest\b|\becho\b).*\$\(/)
  })

  jobs.test('has scripts that bash can read', () => {
    for (const { run } of stepsOf(workflow))
      if (run !== undefined) execFileSync('bash', ['-n'], { input: run, stdio: ['pipe', 'ignore', 'pipe'] })
  })
})

describe('a release', () => {
  const release = read('.github/workflows/release.yml') as Workflow
  const scriptsOf = (job: string): string =>
    (release.jobs[job]?.steps ?? []).map(({ run = '' }) => run).join('\n')

  test('runs nothing of others in a job that can write', () => {
    for (const [name, { permissions = {} }] of Object.entries(release.jobs)) {
      const writes = Object.values(permissions).includes('write')
      expect({ name, writes }).toEqual({ name, writes: name !== 'check' })
      const ofOthers = scriptsOf(name).match(/.*(\bnpm\b|\bnpx\b).*/g)
      if (writes) expect({ name, ofOthers }).toEqual({ name, ofOthers: null })
    }
  })

  test('checks the commit and runs the tests before a draft, and a draft before it publishes and pins', () => {
    expect(Object.entries(release.jobs).map(([name, { needs }]) => [name, needs])).toEqual([
      ['check', undefined],
      ['draft', 'check'],
      ['publish', 'draft'],
      ['pin', 'publish']
    ])
    expect(release.jobs['check']?.steps.flatMap(({ run }) => run ?? []).slice(2)).toEqual([
      'npm ci',
      'npm run release -- check "$VERSION"',
      'npm test',
      'npm audit --omit=dev',
      'npm audit signatures'
    ])
  })

  test('is checked with all branches and tags, and with main as it is', () => {
    const checkout = release.jobs['check']?.steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkout?.with).toMatchObject({ 'fetch-depth': 0, ref: expression('github.sha') })
  })

  test('publishes the draft that it has made, whatever else has its tag', () => {
    expect(release.jobs['draft']?.outputs).toEqual({ release: expression('steps.draft.outputs.release') })
    expect(release.jobs['publish']?.env).toHaveProperty('RELEASE', expression('needs.draft.outputs.release'))
  })

  test('attaches the provenance to a draft, and publishes in a job of its own', () => {
    expect(scriptsOf('draft')).toMatch(/intoto\.jsonl"\n.*gh release create .*"\$provenance" --draft/s)
    expect(scriptsOf('draft')).not.toContain('draft=false')
    expect(scriptsOf('publish')).toContain('-F draft=false')
    const reviewed = { environment: 'release' }
    expect(release.jobs).toMatchObject({ draft: reviewed, publish: reviewed })
  })
})

describe('RELEASE.md', () => {
  const text = readFileSync(join(root, 'RELEASE.md'), 'utf8')

  test('has at most 25 lines, and begins with the name', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25)
    expect(/`[^`]+`/.exec(text)?.[0]).toBe('`npm run rename -- OWNER/NAME`')
  })

  test.each([
    ['the Marketplace', /Marketplace/],
    ['the environment', /`release` with required reviewers/],
    ['immutable releases', /release immutability/],
    ['what is protected', /nobody updates or deletes `v\*\.\*\.\*`\. Leave `v1` free/],
    ['that Actions may create pull requests', /GitHub Actions may create pull requests/],
    ['whose CI does not start', /does not start the CI of a pull request by its own token/],
    ['what to do when a run fails', /run the failed jobs again/],
    ['how to give up', /delete the draft and cancel the run: while it waits, no other starts/],
    ['how to see whether GitHub knows the owners', /codeowners\/errors/]
  ])('says %s', (_what, sentence) => {
    expect(text).toMatch(sentence)
  })

  test('names the environment and the jobs of the workflow', () => {
    const { jobs } = read('.github/workflows/release.yml') as {
      jobs: Record<string, { name: string; environment?: string }>
    }
    const reviewed = Object.values(jobs).filter(({ environment }) => environment !== undefined)
    expect(reviewed.map(({ environment }) => environment)).toEqual(['release', 'release'])
    for (const { name } of reviewed) expect(text).toMatch(new RegExp(`approve the job \`${name}\``, 'i'))
    const { required } = (read('.github/workflows/ci.yml') as Workflow).jobs
    expect(text).toContain(`the status \`${required?.name}\``)
  })
})

test('CI checks everything on Linux, runs the tests on Windows and macOS, and looks for stale bundles', () => {
  const ci = read('.github/workflows/ci.yml') as {
    jobs: Record<string, { 'runs-on': string; strategy?: object; steps: WorkflowStep[] }>
  }
  const lastOf = (job: string): unknown[] => {
    const { steps = [], 'runs-on': system } = ci.jobs[job] ?? {}
    return [system, steps.at(-1)?.run]
  }
  expect(lastOf('ci')).toEqual(['ubuntu-24.04', 'bash .ci/run'])
  expect(lastOf('systems')).toEqual([expression('matrix.system'), 'npm test'])
  expect(ci.jobs['systems']?.strategy).toMatchObject({ matrix: { system: ['windows-2025', 'macos-15'] } })
  expect(lastOf('bundled')).toEqual(['ubuntu-24.04', 'npm run dist -- --against HEAD^1'])
  expect(ci.jobs['workflows']?.steps.at(-1)?.uses).toMatch(/^zizmorcore\/zizmor-action@/)
})

describe('the one status that main requires', () => {
  const ci = read('.github/workflows/ci.yml') as Workflow
  const { required, ...others } = ci.jobs
  const names = Object.keys(others)
  const passes = (results: Record<string, string>): boolean => {
    const found = Object.fromEntries(names.map((name) => [name, { result: results[name] ?? 'success' }]))
    const [{ run = '' } = {}] = required?.steps ?? []
    const options = { tools: workspace.path, shell: shellOf(ci, 'required') }
    return runScript(run, { JOBS: JSON.stringify(found) }, options).status === 0
  }

  test('waits for every other job of CI, and is not skipped when one fails', () => {
    expect(required?.needs).toEqual(names)
    expect(required?.if).toBe('always()')
    expect(required?.steps.map(({ env }) => env)).toEqual([{ JOBS: expression('toJSON(needs)') }])
  })

  jobs.test('is green when all have passed, and when a push has no bump to look at', () => {
    expect({ all: passes({}), without: passes({ bundled: 'skipped' }) }).toEqual({ all: true, without: true })
  })

  jobs.test.each(
    names.flatMap((name) => ['failure', 'cancelled', 'skipped'].map((result) => [name, result]))
  )('is red when %s ends as %s', (name, result) => {
    expect(passes({ [name]: result })).toBe(name === 'bundled' && result === 'skipped')
  })
})

test('Dependabot waits seven days, and proposes in groups', () => {
  const { updates } = read('.github/dependabot.yml') as {
    updates: { 'package-ecosystem': string; cooldown: object; groups: object }[]
  }
  const cooldown = { 'default-days': 7 }
  expect(updates.map((update) => [update['package-ecosystem'], update.cooldown])).toEqual([
    ['npm', cooldown],
    ['github-actions', cooldown]
  ])
  expect(updates.filter(({ groups }) => Object.keys(groups).length === 0)).toEqual([])
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
  const required = { validations: { required: true } }
  expect(fields).toMatchObject({ version: required, result: required, report: required })
  expect(fields['reason']).toBeDefined()
  expect(fields['report']?.attributes.description).toContain('in place of usernames')
})

// The job `action` of ci.yml, with each step of the action run by the stand-in for the runner.
jobs.test(
  'the steps of CI that must pass pass, and those that must fail fail as the next one asserts',
  async () => {
    const { env = {}, steps = [] } = (read('.github/workflows/ci.yml') as Workflow).jobs['action'] ?? {}
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
          expect({ id, goesOn: outcome === 'success' || more['continue-on-error'] }).toEqual({
            id,
            goesOn: true
          })
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

// The scripts of release.yml, with a `gh` that answers as GitHub would.
describe('the scripts of a release', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567'
  const other = 'f'.repeat(40)
  const release = read('.github/workflows/release.yml') as Workflow
  const empty: GitHubState = {
    environments: {},
    ownerErrors: [],
    releases: [],
    tags: {},
    pullRequests: [],
    changes: []
  }
  const draftOf = (id: number, commit = sha, tag = 'v1.2.3') => ({
    id,
    tag_name: tag,
    target_commitish: commit,
    draft: true,
    assets: []
  })

  /** Runs the scripts of a job until one fails, as the runner does. Returns what is on GitHub then. */
  function runJob(
    name: string,
    before: Partial<GitHubState>,
    { env = {}, cwd = workspace.path }: { env?: Record<string, string>; cwd?: string } = {}
  ): { failed: string | undefined; said: string; github: GitHubState; outputs: Record<string, string> } {
    const state = join(workspace.path, 'github.json')
    writeFileSync(state, JSON.stringify({ ...empty, ...before }))
    const tools = fakeTool('gh', `exec node '${join(root, '__tests__/support/gh.ts')}' "$@"`)
    fakeTool('npm', 'exit')
    const given = { VERSION: '1.2.3', GITHUB_SHA: sha, GH_REPO: 'example-org/gate', GH_STATE: state, ...env }
    let outputs: Record<string, string> = {}
    let said = ''
    const failed = (release.jobs[name]?.steps ?? []).find(({ run }) => {
      if (run === undefined) return false
      const ended = runScript(run, given, { tools, cwd, shell: shellOf(release, name) })
      said = ended.stdout
      outputs = { ...outputs, ...ended.outputs }
      return ended.status !== 0
    })
    const github = JSON.parse(readFileSync(state, 'utf8')) as GitHubState
    return { failed: failed?.name, said, github, outputs }
  }

  jobs.test.each([
    ['with reviewers', [{ type: 'branch_policy' }, { type: 'required_reviewers' }], undefined],
    ['without reviewers', [{ type: 'branch_policy' }], 'The environment has reviewers'],
    ['that is missing', undefined, 'The environment has reviewers']
  ])('begin with an environment %s', (_what, rules, refused) => {
    const environments = rules === undefined ? {} : { release: { protection_rules: rules } }
    const { failed, said } = runJob('check', { environments })
    expect(failed).toBe(refused)
    if (refused) expect(said).toMatch(/^::error::The environment/m)
  })

  jobs.test('end where CODEOWNERS names nobody whom GitHub knows', () => {
    const environments = { release: { protection_rules: [{ type: 'required_reviewers' }] } }
    const message = 'Unknown owner on line 2: make sure @example-org exists and has write access'
    const { failed, said } = runJob('check', { environments, ownerErrors: [{ message }] })
    expect(failed).toBe('GitHub knows the owners in CODEOWNERS')
    expect(said).toMatch(/^Unknown owner on line 2: .*\n::error::.*CODEOWNERS/)
  })

  describe('for the draft', () => {
    let clone: string
    const make = (changelog: string): void => {
      writeFileSync(join(workspace.path, 'attestation.json'), '{"provenance":1}\n')
      makeRepository(workspace.path, {
        ...scripts,
        'CHANGELOG.md': changelog,
        'dist/index.js': 'one',
        'dist/below/index.js': 'two'
      })
      clone = clonePathOf(workspace.path)
    }
    const draft = (before: Partial<GitHubState> = {}) =>
      runJob('draft', before, { env: { BUNDLE: join(workspace.path, 'attestation.json') }, cwd: clone })
    const changelog = '# Changelog\n\n## 1.2.3 - 2026-11-25\n\n- New.\n'

    jobs.test('make none without notes', () => {
      make('# Changelog\n')
      const { failed, github } = draft()
      expect([failed, github]).toEqual(['Make the draft', empty])
    })

    jobs.test('make one with the provenance of all files of dist/, and with the notes', () => {
      make(changelog)
      const { failed, github, outputs } = draft()
      const provenance = join(workspace.path, 'dist-v1.2.3.intoto.jsonl')
      const notes = join(workspace.path, 'notes.md')
      const stated = JSON.stringify({ draft: true, target: sha, title: 'v1.2.3', 'notes-file': notes })
      expect([failed, outputs]).toEqual([undefined, { release: '1' }])
      expect(github).toMatchObject({
        releases: [{ ...draftOf(1), assets: [provenance] }],
        tags: {},
        changes: [`create 1 ${stated}`]
      })
      expect(readFileSync(provenance, 'utf8')).toBe('{"provenance":1}\n')
      expect(readFileSync(notes, 'utf8')).toBe('- New.\n')
      expect(readFileSync(join(workspace.path, 'checksums.txt'), 'utf8')).toMatch(
        /^[0-9a-f]{64} {2}dist\/below\/index\.js\n[0-9a-f]{64} {2}dist\/index\.js\n$/
      )
    })

    jobs.test('sign no list of checksums that is not whole', () => {
      make(changelog)
      fakeTool('sha256sum', `echo '${'0'.repeat(64)}  dist/below/index.js'; exit 1`)
      const { failed, github } = draft()
      rmSync(join(workspace.path, 'tools/sha256sum'))
      expect([failed, github]).toEqual(['List dist/ with its checksums', empty])
    })

    jobs.test('remove those of earlier attempts, and nothing else', () => {
      make(changelog)
      const kept = [draftOf(4, other, 'v1.2.30'), { ...draftOf(3), draft: false }]
      const { failed, github, outputs } = draft({ releases: [draftOf(6, other), draftOf(5), ...kept] })
      expect([failed, outputs]).toEqual([undefined, { release: '5' }])
      expect(github.releases).toEqual([expect.objectContaining({ id: 5, target_commitish: sha }), ...kept])
    })
  })

  const publish = `PATCH releases/7 {"tag_name":"v1.2.3","target_commitish":"${sha}","draft":"false"}`
  const move = `PATCH git/refs/tags/v1 {"sha":"${sha}","force":"true"}`
  const make = `POST git/refs {"ref":"refs/tags/v1","sha":"${sha}"}`
  const published = { ...draftOf(7), draft: false }
  const runPublish = (before: Partial<GitHubState>) => runJob('publish', before, { env: { RELEASE: '7' } })

  jobs.test.each<[string, Partial<GitHubState>, string[]]>([
    ['publish it, and move the major tag', { releases: [draftOf(7)], tags: { v1: other } }, [publish, move]],
    ['make the first major tag', { releases: [draftOf(7)], tags: { 'v1.2.30': other } }, [publish, make]],
    [
      'publish the draft of this run, whatever else has its tag',
      { releases: [draftOf(9, other), draftOf(7)], tags: { v1: other } },
      [publish, move]
    ],
    [
      'leave what is published by hand, or by an attempt before',
      { releases: [published], tags: { v1: other, 'v1.2.3': sha } },
      [move]
    ]
  ])('%s', (_what, before, changes) => {
    const { failed, github } = runPublish(before)
    expect([failed, github.changes]).toEqual([undefined, changes])
    expect(github.tags).toEqual({ ...before.tags, v1: sha, 'v1.2.3': sha })
    expect(github.releases).toEqual(before.releases?.map((one) => (one.id === 7 ? published : one)))
  })

  jobs.test.each<[string, Partial<GitHubState>, string, string]>([
    [
      'whose tag somebody has put on another commit',
      { releases: [draftOf(7)], tags: { 'v1.2.3': other } },
      'The tag is free, or names the commit that was checked',
      `The tag v1.2.3 is on ${other}, and this run has checked ${sha}.`
    ],
    [
      'that was deleted',
      { tags: { v1: other } },
      'Publish, unless somebody has done it by hand',
      'The draft of this run is gone, or GitHub does not show it.'
    ]
  ])('publish no draft %s, leave the major tag, and say why', (_what, before, refused, message) => {
    const { failed, said, github } = runPublish(before)
    expect([failed, github]).toEqual([refused, { ...empty, ...before }])
    expect(said).toContain(`::error::${message}`)
  })

  jobs.test('leave the major tag when what is published has no tag, and say so', () => {
    const { failed, said, github } = runPublish({ releases: [published], tags: { v1: other } })
    expect([failed, github.changes]).toEqual(['The tag names the commit that was checked', []])
    expect(said).toContain(`::error::The tag v1.2.3 is on no commit, and this run has checked ${sha}.`)
  })

  describe('for the pull request', () => {
    let clone: string
    beforeEach(() => {
      makeRepository(workspace.path, {
        ...scripts,
        'package.json': '{"repository":{"url":"git+https://github.com/example-org/gate.git"}}',
        'README.md': 'uses: example-org/gate@v1\n'
      })
      clone = clonePathOf(workspace.path)
    })
    const branch = 'pin-v1.2.3'
    const pin = (before: Partial<GitHubState> = {}) => {
      const { failed, github } = runJob('pin', before, { cwd: clone })
      return [failed, github.changes]
    }
    const pushed = (...given: string[]): string => git(join(workspace.path, 'origin.git'), ...given)

    jobs.test('push a branch with the pinned documents, and open it', () => {
      expect(pin()).toEqual([undefined, [`pull request ${branch} to main`]])
      expect(pushed('show', `${branch}:README.md`)).toBe(`uses: example-org/gate@${sha} # v1.2.3\n`)
      expect(pushed('diff', '--name-only', 'main', branch)).toBe('README.md\n')
    })

    jobs.test('renew the branch of an earlier attempt, and open no second one', () => {
      git(clone, 'push', '--quiet', 'origin', `main:${branch}`)
      expect(pin({ pullRequests: [branch] })).toEqual([undefined, []])
      expect(pushed('diff', '--name-only', 'main', branch)).toBe('README.md\n')
    })

    jobs.test('do nothing once it is merged', () => {
      write(clone, { 'README.md': `uses: example-org/gate@${sha} # v1.2.3\n` })
      commit(clone, 'Pin the documents')
      expect(pin()).toEqual([undefined, []])
      expect(pushed('branch', '--list', branch)).toBe('')
    })
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
  {
    tools,
    cwd = workspace.path,
    shell
  }: { tools: string; cwd?: string | undefined; shell?: string | undefined }
): { status: number | null; stdout: string; stderr: string; outputs: Record<string, string> } {
  const output = join(workspace.path, 'output.txt')
  writeFileSync(output, '')
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#defaultsrunshell
  const options = shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e']
  const { status, stdout, stderr } = spawnSync('bash', [...options, '-c', script], {
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
    stdout,
    stderr,
    outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)))
  }
}

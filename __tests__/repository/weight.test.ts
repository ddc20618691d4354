import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isStringOneByteRepresentation } from 'node:v8'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { countRequests, fleetSizes, type Job } from '../../bench/requests.ts'
import { GitHubSandbox } from '../../sandbox/github.ts'
import { newAccount, SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { githubRun } from '../support/github-run.ts'
import { stepOf } from '../support/step.ts'

/** How large the bundles may be: 5 % above what they are. To be raised on purpose only. */
const ceilingBytes = 338_000
const trackingCeilingBytes = 324_000

const root = fileURLToPath(new URL('../..', import.meta.url))
const preload = join(root, '__tests__/support/loaded-files.cjs')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('what a run loads', () => {
  let sandbox: SendGridSandbox
  let folder: string

  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    sandbox.parent.settings.require_tls = true
    folder = mkdtempSync(join(tmpdir(), 'weight-'))
  })
  afterEach(async () => {
    await sandbox.stop()
    rmSync(folder, { recursive: true })
  })

  async function loadedBy(inputs: Record<string, string> = {}, env: Record<string, string> = {}) {
    const list = join(folder, 'loaded')
    const step = await stepOf(sandbox, inputs, {
      actionFolder: root,
      env: { NODE_OPTIONS: `--require ${JSON.stringify(preload)}`, LOADED_FILES: list, ...env }
    })
    expect(step.outputs['result']).toBe('compliant')
    const { files, builtIn } = JSON.parse(readFileSync(list, 'utf8')) as Record<'files' | 'builtIn', string[]>
    return { files: files.map((file) => relative(root, file).replaceAll(sep, '/')), builtIn }
  }

  const heavy = ['readline', 'child_process', 'internal/deps/undici/undici', 'assert', 'v8']
  test('a check of one account: one file, below the ceiling', async () => {
    const { files, builtIn } = await loadedBy()
    expect(files).toEqual(['dist/index.js'])
    expect(statSync(join(root, 'dist/index.js')).size).toBeLessThan(ceilingBytes)
    expect(builtIn).toContain('http')
    for (const name of heavy) expect(builtIn).not.toContain(name)
  })

  test('a source without characters beyond Latin-1, which V8 keeps in half the memory', () => {
    expect(isStringOneByteRepresentation(read('dist/index.js'))).toBe(true)
  })

  test('many accounts and SARIF: the same file', async () => {
    sandbox.accounts.set('one', newAccount({ require_tls: true }))
    const { files } = await loadedBy({ 'all-subusers': 'true', 'sarif-file': join(folder, 'tls.sarif') })
    expect(files).toEqual(['dist/index.js'])
  })

  test('the tracking issue: one file more, below its own ceiling', async () => {
    const github = await GitHubSandbox.start()
    try {
      const { files, builtIn } = await loadedBy({ 'tracking-issue': 'true' }, githubRun(github))
      expect(github.requests).toHaveLength(2)
      expect(files).toEqual(['dist/index.js', 'dist/tracking-issue/track.js'])
      expect(statSync(join(root, 'dist/tracking-issue/track.js')).size).toBeLessThan(trackingCeilingBytes)
      for (const name of heavy) expect(builtIn).not.toContain(name)
    } finally {
      await github.stop()
    }
  })
})

describe('what a run asks', () => {
  const each: Record<Job, number> = {
    'compliant check': 1,
    'apply with nothing to do': 1,
    // Read, write, and two reads that agree.
    'apply that changes every account': 4
  }
  // The bench runs the smallest and the largest fleet too.
  const accounts = fleetSizes[1] ?? 0
  // The name of the parent once, then name and setting of each.
  const confirming = (accounts: number) => 1 + 2 * accounts

  test(`a check with confirm-identity, ${accounts} accounts`, async () => {
    const further = { 'confirm-identity': 'true' }
    expect(await countRequests('compliant check', accounts, further)).toBe(confirming(accounts))
  })

  test('stands in docs/scale.md', () => {
    const rows = Object.entries(each).map(([job, requests]) =>
      ['', job, ...fleetSizes.map((accounts) => requests * accounts), ''].join(' | ').trim()
    )
    rows.push(
      ['', 'compliant check, `confirm-identity: true`', ...fleetSizes.map(confirming), ''].join(' | ').trim()
    )
    for (const row of rows) expect(read('docs/scale.md')).toContain(row)
  })

  test.each(Object.entries(each))(`%s, ${accounts} accounts: %i requests of each`, async (job, requests) => {
    expect(await countRequests(job as Job, accounts)).toBe(requests * accounts)
  })
})

// Each stand-in is wrong from the day on which a package needs more of what it stands in for.
describe('scripts/stand-ins/', () => {
  const standIns = JSON.parse(read('scripts/stand-ins/tsconfig.json')).compilerOptions.paths as Record<
    string,
    [string]
  >
  const bundles = {
    'dist/index.js': Object.keys(standIns),
    'dist/tracking-issue/track.js': ['undici', 'tunnel']
  }
  const uses = Object.entries(bundles).flatMap(([bundle, names]) => names.map((name) => [name, bundle]))

  test.each(uses)('%s is what %s has', (name, bundle) => {
    const [code = ''] = read(join('scripts/stand-ins', standIns[name]?.[0] ?? ''))
      .split(/^'use strict'$/m)
      .slice(1)
    const lines = code.split('\n').filter((line) => line.trim() !== '' && !line.includes('require('))
    expect(lines.length).toBeGreaterThan(2)
    // The bundler gives exports shorter names.
    const bundled = read(bundle)
    const missing = lines.filter((line) => !bundled.includes(line.replace(/^exports\.\w+ = /, '')))
    expect(missing).toEqual([])
  })

  test('none of what they stand in for is in a bundle', () => {
    expect(read('dist/index.js').match(/llhttp|class ToolRunner|octokit/g)).toBeNull()
    expect(read('dist/tracking-issue/track.js').match(/llhttp|class ToolRunner/g)).toBeNull()
  })

  test('nothing of ours calls what they lack', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    const sources = files.filter((file) => file.endsWith('.ts')).map((file) => read(join('src', file)))
    expect(sources.join('\n')).not.toMatch(/getAgentDispatcher|getProxyFetch|getDetails/)
  })

  test('the packages need no more of them than before', () => {
    const client = read('node_modules/@actions/http-client/lib/index.js')
    const platform = read('node_modules/@actions/core/lib/platform.js')
    const { ...tunnel } = createRequire(import.meta.url)(join(root, 'scripts/stand-ins/tunnel.cjs')) as object
    const older = read('node_modules/@actions/github/node_modules/@actions/http-client/lib/index.js')
    const namesIn = (text: string) => new Set(text.match(/(?<=\btunnel\.)\w+/g))
    const all = new Set(Object.keys(tunnel))
    expect({ client: namesIn(client), older: namesIn(older) }).toEqual({ client: all, older: all })
    expect(client.match(/.*from 'undici'.*/g)).toEqual(["import { ProxyAgent } from 'undici';"])
    expect(client.match(/new ProxyAgent\(/g)).toHaveLength(1)
    const utils = read('node_modules/@actions/github/lib/internal/utils.js')
    expect(utils.match(/.*from 'undici'.*/g)).toEqual(["import { fetch } from 'undici';"])
    expect(new Set(platform.match(/(?<=\bexec\.)\w+/g))).toEqual(new Set(['getExecOutput']))
    expect(basename(standIns['tunnel']?.[0] ?? '')).toBe('tunnel.cjs')
  })

  test('the licenses of all that is bundled are beside it', () => {
    const named = (file: string): string[] => read(file).match(/^(@[\w-]+\/)?[\w.-]+(?=\n[\w-]+\n)/gm) ?? []
    expect(named('dist/licenses.txt').sort()).toEqual(
      ['@actions/core', '@actions/http-client', 'p-map', 'tunnel'].sort()
    )
    expect(named('dist/tracking-issue/licenses.txt')).toEqual(
      expect.arrayContaining(['@actions/github', '@actions/http-client', '@octokit/core', 'tunnel'])
    )
  })
})

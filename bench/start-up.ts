/** What a check of one compliant account costs as a whole process, beside what people would use instead. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { GitHubSandbox } from '../sandbox/github.ts'
import { stepEnvironment } from '../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { printTable } from './print.ts'

const rounds = 100
const memoryRounds = 5
const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

interface Contender {
  readonly name: string
  readonly command: string
  readonly arguments: readonly string[]
  /** What it needs of the environment beside what all have. */
  readonly env?: Readonly<Record<string, string>>
}

/** Runs each once a round, so that what disturbs the machine disturbs all of them; the ratios are medians. */
export async function benchStartUp(): Promise<void> {
  const sandbox = await SendGridSandbox.start()
  const github = await GitHubSandbox.start()
  sandbox.parent.settings = { require_tls: true, require_valid_cert: true, version: 1.2 }
  const folder = await mkdtemp(join(tmpdir(), 'start-up-'))
  try {
    const inputs = {
      'api-key': sandboxKey,
      'api-url': sandbox.url,
      'require-tls': 'true',
      'require-valid-cert': 'true',
      'tls-version': '1.2'
    }
    const env = { ...(await stepEnvironment(inputs, folder)), API_URL: sandbox.url, API_KEY: sandboxKey }
    const contenders = await contendersIn(folder, github)
    const times = contenders.map((): number[] => [])
    for (let round = -2; round < rounds; round++) {
      for (const [index, contender] of contenders.entries()) {
        const milliseconds = await timed(contender, env)
        if (round >= 0) times[index]?.push(milliseconds)
      }
    }
    const [bare = [], floor = []] = times
    const rows = []
    for (const [index, contender] of contenders.entries()) {
      const own = times[index] ?? []
      rows.push([
        contender.name,
        median(own).toFixed(0),
        medianRatio(own, bare).toFixed(2),
        medianRatio(own, floor).toFixed(2),
        await peakMemory(contender, env)
      ])
    }
    printTable(['One compliant check', 'ms', '× `node -e 0`', '× floor', 'Peak MiB'], rows)
    console.log(`\nMedians of ${rounds} rounds, one after the other in each.`)
  } finally {
    await sandbox.stop()
    await github.stop()
    await rm(folder, { recursive: true })
  }
}

/** The first two are what the others are measured by. */
async function contendersIn(folder: string, github: GitHubSandbox): Promise<Contender[]> {
  const node = process.execPath
  const client = join(folder, 'sendgrid-client')
  const source = path('contenders/sendgrid-client.cjs')
  const bundler = path('../node_modules/@vercel/ncc/dist/ncc/cli.js')
  const bundled = spawnSync(node, [bundler, 'build', source, '-o', client], { encoding: 'utf8' })
  if (bundled.status !== 0) throw new Error(bundled.stderr)
  return [
    { name: '`node -e 0`', command: node, arguments: ['-e', '0'] },
    { name: 'floor', command: node, arguments: [path('contenders/floor.cjs')] },
    { name: 'this action', command: node, arguments: [path('../dist/index.js')] },
    {
      name: 'this action, with the tracking issue',
      command: node,
      arguments: [path('../dist/index.js')],
      env: { 'INPUT_TRACKING-ISSUE': 'true', GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octocat/hello' }
    },
    { name: 'shell step, `curl` and `jq`', command: 'bash', arguments: [path('contenders/curl-jq.sh')] },
    { name: '`@sendgrid/client`, bundled', command: node, arguments: [join(client, 'index.cjs')] }
  ]
}

/** Milliseconds from the start of the process to its end. Throws when it fails. */
async function timed(contender: Contender, env: Record<string, string>): Promise<number> {
  const startMs = performance.now()
  await run(contender, env, async () => {})
  return performance.now() - startMs
}

async function run(
  { name, command, arguments: given, env: own }: Contender,
  env: Record<string, string>,
  whileRunning: (pid: number) => Promise<void>
): Promise<void> {
  const child = spawn(command, given, { env: { ...env, ...own }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  await whileRunning(child.pid ?? 0)
  const exitCode = await ended
  if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}: ${said}`)
}

/** Of the largest process, as Linux counts it; watched in runs of its own, for the watching costs time. */
async function peakMemory(contender: Contender, env: Record<string, string>): Promise<string> {
  if (process.platform !== 'linux') return 'unknown'
  const peaks: number[] = []
  for (let round = 0; round < memoryRounds; round++) {
    let peak = 0
    await run(contender, env, async (pid) => {
      for (let now = await peakOf(pid); now > 0; now = await peakOf(pid)) {
        peak = Math.max(peak, now)
        await turn()
      }
    })
    peaks.push(peak)
  }
  return median(peaks).toFixed(0)
}

/** MiB of the largest of a process and its children so far; 0 when it has ended. */
async function peakOf(pid: number): Promise<number> {
  const textOf = (file: string): Promise<string> => readFile(`/proc/${file}`, 'utf8').catch(() => '')
  const own = Number(/VmHWM:\s+(\d+) kB/.exec(await textOf(`${pid}/status`))?.[1] ?? 0) / 1024
  const children = (await textOf(`${pid}/task/${pid}/children`)).split(' ').filter((child) => child !== '')
  return Math.max(own, ...(await Promise.all(children.map((child) => peakOf(Number(child))))))
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/** The median of what each round says, as a round disturbs both alike. */
function medianRatio(numbers: readonly number[], base: readonly number[]): number {
  return median(numbers.map((number, round) => number / (base[round] ?? Number.NaN)))
}

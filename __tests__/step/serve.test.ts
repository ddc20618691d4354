import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parseCommandFile } from '../../sandbox/command-file.ts'
import { misbehavingAccounts } from '../../sandbox/fleet.ts'
import { sandboxToken } from '../../sandbox/runner.ts'
import { readJson } from '../support/github-run.ts'
import { shells, signals } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
const root = fileURLToPath(new URL('../..', import.meta.url))
const children: ChildProcessWithoutNullStreams[] = []

afterEach(() => {
  for (const { pid = 0 } of children.splice(0))
    try {
      // The whole group: what npm has left behind is in it.
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
    } catch {} // Nothing of it runs any more.
})

/** What was started, and what it has said so far. */
interface Sandbox {
  readonly child: ChildProcessWithoutNullStreams
  said: string
}

/** Resolves when all is said on how to run the action. */
async function start(command: string, given: readonly string[], stdin: 'pipe' | 'ignore'): Promise<Sandbox> {
  const child = spawn(command, given, {
    cwd: root,
    // A process group of its own, as a shell gives what a person starts.
    detached: true,
    env: {
      ...process.env,
      TMPDIR: workspace.path,
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter)
    },
    stdio: [stdin, 'pipe', 'inherit']
  }) as ChildProcessWithoutNullStreams
  children.push(child)
  const sandbox: Sandbox = { child, said: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    sandbox.said += text
  })
  while (!sandbox.said.includes('closes the issue.\n')) await once(child.stdout, 'data')
  return sandbox
}

const startServer = () => start(process.execPath, ['sandbox/serve.ts'], 'ignore')

/** What it says to paste and to run: everything indented from the function on. */
function printedLines(said: string): string {
  const [, ...lines] = said.slice(said.indexOf('2. Paste')).split('\n')
  return lines
    .filter((line) => line.startsWith('    '))
    .map((line) => `${line}\n`)
    .join('')
}

describe('npm run sandbox', () => {
  test('says where to run the action, how to stop, and which accounts misbehave', async () => {
    const { said } = await startServer()
    expect(said).toContain('until you press Ctrl+C')
    expect(said).toContain(
      `second terminal, with sh, bash or zsh, in the folder ${root.replace(/[\\/]$/, '')}\n`
    )
    for (const [name, { does }] of Object.entries(misbehavingAccounts()))
      expect(said).toMatch(new RegExp(`^ {4}${name} +${does}$`, 'm'))
    expect(said).toMatch(/^ +'GITHUB_API_URL=http:\/\/127\.0\.0\.1:\d+' \\$/m)
    expect(said).toContain(`'INPUT_GITHUB-TOKEN=${sandboxToken}'`)
  })

  // Nothing else, so that no variable of this process does what the text has to.
  const env = () => ({ PATH: process.env['PATH'] })
  const ran = shells.flatMap((shell) => [
    {
      shell,
      how: 'as a script',
      run: (lines: string) =>
        spawnSync(shell, ['-c', lines], {
          stdio: ['ignore', 'pipe', 'pipe'],
          cwd: root,
          env: env(),
          encoding: 'utf8'
        })
    },
    {
      shell,
      how: 'line by line',
      run: (lines: string) => spawnSync(shell, { cwd: root, env: env(), input: lines, encoding: 'utf8' })
    }
  ])
  const inShells =
    ran.length > 0
      ? test.each(ran)
      : test.skip.each([{ shell: 'sh', how: 'no shell here', run: () => ({ stdout: '', stderr: '' }) }])

  inShells('runs in $shell $how, and takes an issue from its opening to its close', async ({ run }) => {
    const sandbox = await startServer()
    const { stdout, stderr } = run(printedLines(sandbox.said))
    expect(stderr).toBe('')

    const steps = stdout.split(/^exit code (\d)\n/m)
    expect([steps[1], steps[3], steps[5]]).toEqual(['1', '1', '0'])
    const left = [steps[2], steps[4], steps[6]].map((text = '') => {
      const [outputs = '', summary] = text.split(/^(?=## )/m)
      expect(summary).toBeDefined()
      return parseCommandFile(outputs)
    })
    expect(left).toMatchObject([
      { result: 'unverified', 'account-count': '40', 'deviating-count': '2', 'issue-number': '1' },
      { result: 'unverified', 'deviating-count': '0', changed: 'true' },
      { result: 'compliant', 'waived-count': '1' }
    ])

    while (!sandbox.said.includes('Issue #1 is closed')) await once(sandbox.child.stdout, 'data')
    expect(sandbox.said).toMatch(/^Issue #1 is opened: \S.*\n(.*\n)+.*newsletter/m)
  })
})

// Each waits for the end of all that npm has started: what still runs holds the output open.
signals.describe('what npm run sandbox starts', () => {
  const startByNpm = async (stdin: 'pipe' | 'ignore' = 'ignore') => {
    const { scripts } = (await readJson('package.json')) as { scripts: { sandbox: string } }
    expect(scripts.sandbox).toMatch(/ sandbox\/serve\.ts$/)
    const { child, said } = await start('npm', ['run', '--silent', 'sandbox'], stdin)
    const [url = ''] = /http:\S+/.exec(said) ?? []
    await fetch(url)
    return { child, url, pid: child.pid ?? 0 }
  }

  test.each<[what: string, end: (pid: number) => void]>([
    ['Ctrl+C', (pid) => process.kill(-pid, 'SIGINT')],
    ['the end of its terminal', (pid) => process.kill(-pid, 'SIGHUP')],
    ['SIGTERM to npm alone', (pid) => process.kill(pid, 'SIGTERM')]
  ])('ends with %s, and leaves no file', async (_what, end) => {
    const { child, url, pid } = await startByNpm()
    end(pid)
    await once(child, 'close')
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    expect((await readdir(workspace.path)).filter((name) => name.includes('sandbox'))).toEqual([])
  })

  test('ends with the pipe on its standard input', async () => {
    const { child, url } = await startByNpm('pipe')
    child.stdin.end()
    await once(child, 'close')
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  // Only Linux shows it who the parent of its parent is.
  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('ends when npm is killed', async () => {
    const { child, url, pid } = await startByNpm()
    process.kill(pid, 'SIGKILL')
    await once(child, 'close')
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })
})

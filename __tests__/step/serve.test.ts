import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parseCommandFile } from '../../sandbox/command-file.ts'
import { readJson } from '../support/github-run.ts'
import { shells } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
const root = fileURLToPath(new URL('../..', import.meta.url))

describe('npm run sandbox', () => {
  let child: ChildProcess
  let said = ''

  beforeAll(async () => {
    const { scripts } = (await readJson('package.json')) as { scripts: { sandbox: string } }
    const [node, ...given] = scripts.sandbox.split(' ')
    expect([node, given.at(-1)]).toEqual(['node', 'sandbox/serve.ts'])
    child = spawn(process.execPath, [given.at(-1) ?? ''], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout?.setEncoding('utf8')
    while (!said.includes('cat '))
      said += (await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data'))[0]
  })
  afterAll(() => void child.kill())

  /** What it says to run, as it is printed: what stands under the sentence about a shell. */
  const printed = (): string => said.slice(said.indexOf('\n\n', said.indexOf('In a shell')) + 2)

  test('says how a workflow asks the stand-in', () => {
    expect(said).toMatch(/^ {4}api-url: 'http:\/\/127\.0\.0\.1:\d+'$/m)
    expect(said).toContain("    all-subusers: 'true'\n")
  })

  // Nothing else, so that no variable of this process does what the text has to.
  const env = () => ({ PATH: process.env['PATH'], TMPDIR: workspace.path })
  const ran = shells.flatMap((shell) => [
    {
      shell,
      how: 'as a script',
      given: () =>
        spawnSync(shell, ['-c', printed()], {
          stdio: ['ignore', 'pipe', 'pipe'],
          cwd: root,
          env: env(),
          encoding: 'utf8'
        })
    },
    {
      shell,
      how: 'line by line',
      given: () => spawnSync(shell, { cwd: root, env: env(), input: printed(), encoding: 'utf8' })
    }
  ])
  const inShells =
    ran.length > 0
      ? test.each(ran)
      : test.skip.each([{ shell: 'sh', how: 'no shell here', given: () => undefined }])

  inShells('runs in $shell $how: verdict, exit code, outputs and summary', ({ given }) => {
    const { stdout, stderr } = given() ?? { stdout: '', stderr: '' }
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Result: unverified \(unavailable\)\./m)
    const [log = '', after = ''] = stdout.split('exit code 1\n')
    expect(log).toContain('::error title=')
    const [outputs = '', summary] = after.split(/^(?=## )/m)
    expect(parseCommandFile(outputs)).toMatchObject({
      result: 'unverified',
      'account-count': '40',
      'deviating-count': '3',
      'unverified-count': '1'
    })
    expect(summary).toContain('newsletter')
  })
})

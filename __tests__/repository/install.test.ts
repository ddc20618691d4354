import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { root } from '../support/copy.ts'
import { write } from '../support/repository.ts'
import { posixFiles } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

/** What package-lock.json states, and what an install leaves of it on this system. */
const wanted = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3' },
  'node_modules/of-windows': { version: '1.0.0', optional: true }
}
const { 'node_modules/a': a } = wanted
const lockOf = (packages: object): string => JSON.stringify({ packages })

// The stand-in for npm is a script of sh.
posixFiles.describe('a command of this project', () => {
  const workspace = testWorkspace()
  const note = 'node_modules/.package-lock.json'

  beforeEach(() => {
    for (const script of ['install-then-run.cjs', 'require-node-24.cjs'])
      cpSync(join(root, 'scripts', script), join(workspace.path, 'scripts', script))
    write(workspace.path, {
      'package-lock.json': lockOf(wanted),
      'script.cjs': 'console.log(process.argv.slice(2).join(" "))',
      npm: '#!/bin/sh\necho "npm $*"\nexit "$NPM_STATUS"\n'
    })
    spawnSync('chmod', ['+x', join(workspace.path, 'npm')])
  })

  function run(npmStatus = 0) {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(workspace.path, 'scripts/install-then-run.cjs'), 'script.cjs', 'given', 'more'],
      {
        encoding: 'utf8',
        env: {
          PATH: [workspace.path, dirname(process.execPath), process.env['PATH']].join(delimiter),
          NPM_STATUS: String(npmStatus)
        }
      }
    )
    return { status, lines: stdout.trimEnd().split('\n') }
  }

  const installs = {
    status: 0,
    lines: [expect.stringMatching(/^Installing /), 'npm ci --progress', 'given more']
  }

  test('installs what is locked on a fresh clone', () => {
    expect(run()).toEqual(installs)
  })

  test('installs nothing twice, whenever the lock file was written', () => {
    write(workspace.path, { [note]: lockOf({ 'node_modules/a': a }) })
    write(workspace.path, {
      'package-lock.json': readFileSync(join(workspace.path, 'package-lock.json'), 'utf8')
    })
    expect(run()).toEqual({ status: 0, lines: ['given more'] })
  })

  test.each<[string, string]>([
    ['a package is missing', lockOf({})],
    ['a package has another version', lockOf({ 'node_modules/a': { version: '1.2.2' } })],
    ['the last install was cut off', lockOf({ 'node_modules/a': a }).slice(0, -5)]
  ])('installs when %s', (_what, installed) => {
    write(workspace.path, { [note]: installed })
    expect(run()).toEqual(installs)
  })

  test('ends with what npm ends with when that fails', () => {
    expect(run(7)).toEqual({ status: 7, lines: installs.lines.slice(0, 2) })
  })
})

describe('package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }

  test('has the commands of the README install first, and one that does what CI does', () => {
    for (const command of ['demo', 'test'])
      expect({ command, script: scripts[command] }).toEqual({
        command,
        script: expect.stringMatching(/^node scripts\/install-then-run\.cjs /)
      })
    expect(scripts['check']).toBe('bash .ci/run')
  })
})

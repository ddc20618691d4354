import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
const root = fileURLToPath(new URL('../..', import.meta.url))

test('npm run demo shows a deviation, its repair, its issue and a fleet, and leaves no file', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['sandbox/demo.ts'], {
    cwd: root,
    env: { ...process.env, TMPDIR: workspace.path, TEMP: workspace.path, TMP: workspace.path },
    encoding: 'utf8'
  })
  expect([status, stderr]).toEqual([0, ''])

  const [introduction, found, applied, closed, fleet] = stdout.split(/^── Step \d of 4: /m)
  expect(introduction).toContain('nothing leaves')
  expect(found).toMatch(/^Tracking issue\n {2}Issue #1 is opened: \S.*\n(?: {4}.*\n|\n)* {4}.*require-tls/m)
  expect(found).toContain('The step is red (exit code 1).')
  expect(applied).toContain('  PATCH /v3/user/settings/enforced_tls {"require_tls":true,"version":1.2}\n')
  expect(applied).toContain('The step is green (exit code 0).')
  expect(closed).toMatch(/^ {2}Issue #1 is closed$/m)
  expect(fleet).toContain('  GET /v3/user/settings/enforced_tls on behalf of newsletter\n')
  expect(fleet).toMatch(/^4 of 4 steps ended as expected, after \d+ seconds\.$/m)

  // Nothing changes the setting but the action itself, before the fleet comes.
  const kept = expect.stringContaining('  require-valid-cert=false\n')
  expect({ found, applied, closed }).toEqual({ found: kept, applied: kept, closed: kept })
  expect(readdirSync(workspace.path)).toEqual([])
  expect(stdout).not.toContain(workspace.path)
})

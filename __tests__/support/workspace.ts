import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from '@jest/globals'

/** The folder that a test's workflow works in: its own for each test, and gone after it. */
export function testWorkspace(): { readonly path: string } {
  const workspace = { path: '' }
  beforeEach(async () => {
    workspace.path = await mkdtemp(join(tmpdir(), 'workspace-'))
  })
  afterEach(() => rm(workspace.path, { recursive: true }))
  return workspace
}

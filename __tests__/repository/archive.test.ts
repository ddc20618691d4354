import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { filesOf, git } from '../../scripts/git.ts'
import { copyProject } from '../support/copy.ts'
import { commit } from '../support/repository.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()
const maxArchiveBytes = 200_000

test('a job downloads what runs and what describes it, in at most 200 kB', () => {
  copyProject(workspace.path)
  const files = filesOf(workspace.path)
  commit(workspace.path, 'All')
  git(workspace.path, 'archive', '--output', 'archive.tar', 'HEAD')
  const listed = execFileSync('tar', ['-tf', 'archive.tar'], { cwd: workspace.path, encoding: 'utf8' })
  const archived = listed.split('\n').filter((file) => file !== '' && !file.endsWith('/'))
  const needed = /^(dist|schema)\/|^(CHANGELOG\.md|LICENSE|README\.md|SECURITY\.md|action\.yml)$/
  expect(archived.sort()).toEqual(files.filter((file) => needed.test(file)))
  expect(gzipSync(readFileSync(join(workspace.path, 'archive.tar'))).length).toBeLessThanOrEqual(
    maxArchiveBytes
  )
})

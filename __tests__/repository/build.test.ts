import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { npmRunBuild } from '../../scripts/dist.ts'
import { filesOf } from '../../scripts/git.ts'
import { renameFiles } from '../../scripts/rename.ts'
import { copyProject, installCopies } from '../support/copy.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()

test('two folders give the same dist/, and a rename makes of it what the renamed sources build', () => {
  const shallow = join(workspace.path, 'one')
  const deep = join(workspace.path, 'a folder', 'with a space', 'two')
  for (const folder of [shallow, deep]) {
    copyProject(folder)
    installCopies(folder)
    npmRunBuild(folder)
  }
  const built = distOf(shallow)
  expect(Object.keys(built)).toEqual(expect.arrayContaining(['dist/index.js', 'dist/licenses.txt']))
  expect(distOf(deep)).toEqual(built)

  renameFiles(deep, 'example-org/renamed')
  const renamed = distOf(deep)
  expect(renamed).not.toEqual(built)
  npmRunBuild(deep)
  expect(distOf(deep)).toEqual(renamed)
}, 120_000)

/** The files of dist/, each with the hash of its bytes. */
function distOf(folder: string): Record<string, string> {
  const files = filesOf(folder).filter((file) => file.startsWith('dist/'))
  const hash = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex')
  return Object.fromEntries(files.map((file) => [file, hash(file)]))
}

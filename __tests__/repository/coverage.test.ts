import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { root } from '../support/copy.ts'
import { write } from '../support/repository.ts'
import { testWorkspace } from '../support/workspace.ts'

describe('npm run coverage', () => {
  const workspace = testWorkspace()

  beforeEach(() =>
    write(workspace.path, {
      'package.json': JSON.stringify({ type: 'module', scripts: { test: 'node test.js' } }),
      // Five lines of code. The types, the comment and the empty line are none.
      'src/sign.ts': `interface Of {
  readonly value: number
}

// A comment.
export function sign({ value }: Of): string {
  if (value === 0) return 'zero'
  const positive: boolean = value > 0
  return positive ? 'plus' : 'minus'
}
`,
      'src/types.ts': 'export type Sign = string\n'
    })
  )

  function coverageOf(testFile: string): { status: number | null; said: string } {
    write(workspace.path, { 'test.js': testFile })
    const script = ['--disable-warning=ExperimentalWarning', join(root, 'scripts/coverage.ts')]
    const { status, stdout, stderr } = spawnSync(process.execPath, script, {
      cwd: workspace.path,
      encoding: 'utf8'
    })
    return { status, said: stripVTControlCharacters(stdout + stderr) }
  }

  const running = (value: number): string =>
    `import { sign } from './src/sign.ts'
\nsign({ value: ${value} })\n`
  const inProcesses = (...values: number[]): string => `import { execFileSync } from 'node:child_process'
for (const code of ${JSON.stringify(values.map(running))})
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit' })
`

  test('passes when the processes of the tests run every line together', () => {
    const { status, said } = coverageOf(inProcesses(0, 1, -1))
    expect(said).toContain('Coverage: 100.00 % of 5 lines of src/ have run')
    expect(status).toBe(0)
  })

  test('fails below its floor, and names the lines that have not run, a branch of a line among them', () => {
    write(workspace.path, {
      'src/alone.ts': '// Nothing loads it.\nexport const alone: number = 1\n',
      'src/left-out.ts': '/* v8 ignore start */\nexport const asked: number = 1\n/* v8 ignore stop */\n'
    })
    const { status, said } = coverageOf(`${inProcesses(1)}await import('./src/left-out.ts')`)
    expect(said).toMatch(/sign\.ts .* 60\.00 % .* 7,9 /)
    // Three of sign.ts, none of alone.ts, and the one that a comment asks to leave out.
    expect(said).toContain('Coverage: 57.14 % of 7 lines of src/ have run, at least ')
    const floor = said.split('at least ')[1]?.trim()
    const testing = readFileSync(join(root, 'docs/testing.md'), 'utf8')
    expect(testing).toContain(`\`npm run coverage\` fails below ${floor}.`)
    expect(status).toBe(1)
  })

  test('fails when the tests fail, whatever they have run', () => {
    const { status, said } = coverageOf(`${running(0)}process.exitCode = 1`)
    expect(said).toContain('The tests fail')
    expect(status).toBe(1)
  })
})

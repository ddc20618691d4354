/**
 * Runs the tests, counts the lines of src/ that they run, and holds that to a floor. Every process of the tests
 * counts: Node writes what V8 has seen into NODE_V8_COVERAGE, a file for each, and sandbox/runner.ts then runs a
 * step from src/, whose types Node replaces by spaces, so that V8 counts the lines of the source.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CoverageReport } from 'monocart-coverage-reports'

/** What runs no line of src/ that no other test runs: fault tables and properties, and tests of all but src/. */
const leftOut = ['/node_modules/', '/__tests__/properties/', '/__tests__/repository/']

/** The least share of the lines, in percent: a little below what is measured. */
const floor = 99

const root = process.cwd()
// Red until it is known that the floor holds.
process.exitCode = 1
const folder = mkdtempSync(join(tmpdir(), 'coverage-'))
try {
  if (testsPass()) await judge()
  else console.error('The tests fail, so what they run is not counted.')
} finally {
  rmSync(folder, { recursive: true })
}

function testsPass(): boolean {
  const { status } = spawnSync(`npm test -- --testPathIgnorePatterns ${leftOut.join(' ')}`, {
    // V8 counts less exactly what comes out of a cache.
    env: { ...process.env, NODE_V8_COVERAGE: join(folder, 'counts'), NODE_DISABLE_COMPILE_CACHE: '1' },
    stdio: 'inherit',
    // npm is a script on Windows. In one text: Node warns of arguments beside a shell.
    shell: true
  })
  return status === 0
}

/** Prints a table by file and one figure. A line has run when all of it has, each way of a branch among it. */
async function judge(): Promise<void> {
  const sources = join(root, 'src')
  const withoutTypes = (file: { source?: string }): void => {
    file.source = stripTypeScriptTypes(file.source ?? '')
  }
  const report = new CoverageReport({
    logging: 'error',
    baseDir: root,
    outputDir: join(folder, 'report'),
    reports: [['console-details', { metrics: ['lines'] }]],
    entryFilter: ({ url }) => url.startsWith(`${pathToFileURL(sources)}/`),
    onEntry: async (entry) => withoutTypes(entry),
    // A file that no test loads counts with all its lines.
    all: { dir: sources, transformer: async (entry) => withoutTypes(entry) },
    // No comment takes a line out of the count.
    v8Ignore: false
  })
  await report.addFromDir(join(folder, 'counts'))
  const lines = (await report.generate())?.summary.lines
  if (lines === undefined) throw new Error('No process has counted what it ran.')
  const share = (100 * lines.covered) / lines.total
  console.log(`Coverage: ${share.toFixed(2)} % of ${lines.total} lines of src/ have run, at least ${floor}`)
  if (share >= floor) process.exitCode = 0
}

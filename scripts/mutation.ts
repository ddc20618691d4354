/**
 * Runs the mutation tests (StrykerJS) over a folder of src/ with the tests beside it, and holds the score to the
 * folder's floor: `npm run mutation -- judge`. Without a folder it runs over one after the other, for hours.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

/** The folders of src/, and the least score of each, in percent. `.` is what stands in src/ itself. */
const floors: Readonly<Record<string, number>> = {
  judge: 98,
  model: 98,
  http: 95,
  sendgrid: 95,
  inputs: 95,
  report: 0,
  '.': 0
}

const root = fileURLToPath(new URL('..', import.meta.url))
// Not by npx, which is a script on Windows that Node starts by a shell alone.
const stryker = `${root}node_modules/@stryker-mutator/core/bin/stryker.js`
const [stated] = process.argv.slice(2)
if (stated !== undefined && !(stated in floors)) {
  console.error(
    `"${stated}" is no folder of src/. It accepts ${Object.keys(floors).join(', ')}, or nothing for all.`
  )
  process.exitCode = 1
} else {
  for (const folder of stated === undefined ? Object.keys(floors) : [stated])
    if (!mutate(folder)) process.exitCode = 1
}

/** Whether the folder keeps its floor. Its report is in reports/. */
function mutate(folder: string): boolean {
  // main.ts runs on import, so no test can import it.
  const files = folder === '.' ? 'src/*.ts,!src/main.ts' : `src/${folder}/**/*.ts`
  const { status } = spawnSync(process.execPath, [stryker, 'run', 'stryker.config.json', '--mutate', files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATED_FOLDER: folder }
  })
  if (status !== 0) return false
  const reports = `${root}reports/${folder === '.' ? 'src' : folder}`
  mkdirSync(reports, { recursive: true })
  for (const name of ['mutation.json', 'mutation.html'])
    renameSync(`${root}reports/${name}`, `${reports}/${name}`)
  return keepsFloor(folder, JSON.parse(readFileSync(`${reports}/mutation.json`, 'utf8')) as Report)
}

function keepsFloor(folder: string, { files }: Report): boolean {
  const mutants = Object.values(files).flatMap((file) => file.mutants)
  const count = (...statuses: readonly string[]): number =>
    mutants.filter((mutant) => statuses.includes(mutant.status)).length
  const found = count('Killed', 'Timeout')
  const all = found + count('Survived', 'NoCoverage')
  const floor = floors[folder] ?? 0
  const score = (100 * found) / all
  console.log(`${folder}: ${score.toFixed(1)} % of ${all} mutants, at least ${floor}`)
  return score >= floor
}

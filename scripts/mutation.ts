/**
 * Runs the mutation tests (StrykerJS) over a folder of src/, or over all of it, and holds the score of each
 * folder to its floor: `npm run mutation -- judge`. Over everything it takes hours.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

/** The least score of a folder, in percent. */
const floors: Readonly<Record<string, number>> = { judge: 98, sendgrid: 95, inputs: 95 }

const root = fileURLToPath(new URL('..', import.meta.url))
const [folder] = process.argv.slice(2)
const mutate = folder === undefined ? [] : ['--mutate', `src/${folder}/**/*.ts`]
// Not by npx, which is a script on Windows that Node starts by a shell alone.
const stryker = `${root}node_modules/@stryker-mutator/core/bin/stryker.js`
const { status } = spawnSync(process.execPath, [stryker, 'run', 'stryker.config.json', ...mutate], {
  cwd: root,
  stdio: 'inherit'
})
if (status !== 0) process.exitCode = status ?? 1
else judge(JSON.parse(readFileSync(`${root}/reports/mutation.json`, 'utf8')) as Report)

function judge({ files }: Report): void {
  const folders = Map.groupBy(Object.entries(files), ([file]) => file.split('/')[1] ?? '')
  for (const [name, entries] of folders) {
    const mutants = entries.flatMap(([, file]) => file.mutants)
    const count = (...statuses: readonly string[]): number =>
      mutants.filter((mutant) => statuses.includes(mutant.status)).length
    const found = count('Killed', 'Timeout')
    const all = found + count('Survived', 'NoCoverage')
    const score = all === 0 ? 100 : (100 * found) / all
    const floor = floors[name] ?? 0
    console.log(`${name}: ${score.toFixed(1)} % of ${all} mutants${floor > 0 ? `, at least ${floor}` : ''}`)
    if (score < floor) process.exitCode = 1
  }
}

import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import config from './jest.config.js'

/** Of src/: what is mutated. */
const folder = process.env.MUTATED_FOLDER
/** Its modules and its folders. */
const mutated = globSync(`src/${folder}/${folder === '.' ? '*.ts' : '**/*'}`).map((path) =>
  basename(path, '.ts')
)
/** They would run hundreds of runs or a repository for every mutant. */
const slow = /^(faults|properties|rename|tracking-issue-faults)/

/**
 * The tests beside what is mutated: what other tests find on top only raises the score, and would take hours.
 * Those that import no source, themselves or by a session, spawn dist/, which Stryker does not mutate.
 */
const beside = globSync('__tests__/*.test.ts').filter((file) => {
  const name = basename(file, '.test.ts')
  const isBeside = mutated.some((module) => name === module || name.startsWith(`${module}-`))
  return (
    isBeside &&
    !slow.test(name) &&
    /from '(\.\.\/src\/|\.\/support\/session)/.test(readFileSync(file, 'utf8'))
  )
})

export default {
  ...config,
  maxWorkers: 1,
  testMatch: beside.map((file) => `<rootDir>/${file}`)
}

import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import config from './jest.config.js'

/**
 * They would run hundreds of runs, a compiler or a repository for every mutant. What they find on top of the
 * others only raises the score.
 */
const slow = /^(docs|faults|properties|rename|secrets|tracking-issue-faults)/
/** The rest spawns dist/, which Stryker does not mutate. */
const importingSources = globSync('__tests__/*.test.ts').filter(
  (file) => !slow.test(basename(file)) && /from '\.\.\/src\//.test(readFileSync(file, 'utf8'))
)

export default {
  ...config,
  maxWorkers: 1,
  testMatch: importingSources.map((file) => `<rootDir>/${file}`)
}

import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import config from './jest.config.js'

/** Each runs hundreds of runs for every mutant. What they find on top only raises the score. */
const slow = /^(faults|tracking-issue-faults|properties-.*)\.test\.ts$/
/** The others spawn dist/, which Stryker does not mutate. */
const importingSources = globSync('__tests__/*.test.ts').filter(
  (file) => !slow.test(basename(file)) && /from '\.\.\/src\//.test(readFileSync(file, 'utf8'))
)

export default {
  ...config,
  maxWorkers: 1,
  testMatch: importingSources.map((file) => `<rootDir>/${file}`)
}

import { globSync, readFileSync } from 'node:fs'
import config from './jest.config.js'

/** Only these run mutants: the others spawn dist/, which Stryker does not mutate. */
const importingSources = globSync('__tests__/*.test.ts').filter((file) =>
  /from '\.\.\/src\//.test(readFileSync(file, 'utf8'))
)

export default {
  ...config,
  maxWorkers: 1,
  testMatch: importingSources.map((file) => `<rootDir>/${file}`)
}

import { globSync, readFileSync } from 'node:fs'
import config from './jest.config.js'

/** Of src/: what is mutated. Its tests are in the folder of that name. */
const folder = process.env.MUTATED_FOLDER

/**
 * The tests beside what is mutated: what other tests find on top only raises the score, and would take hours.
 * Those that import no source, themselves or by a session, spawn dist/, which Stryker does not mutate.
 */
const beside = globSync(`__tests__/${folder}/${folder === '.' ? '' : '**/'}*.test.ts`).filter((file) =>
  /from '(\.\.\/)+(src|support\/session)\b/.test(readFileSync(file, 'utf8'))
)

export default {
  ...config,
  maxWorkers: 1,
  testMatch: beside.map((file) => `<rootDir>/${file}`)
}

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { longestStepMs } from './sandbox/runner.ts'

// The scripts that tests spawn are stripped of their types once, not each time. A step has an environment of its own,
// without this.
process.env.NODE_COMPILE_CACHE = join(import.meta.dirname, 'node_modules/.cache/node')

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // It builds three times, so only .ci/run asks for it.
  testPathIgnorePatterns: ['/node_modules/', '/repository/build\\.test\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  // One more than fits: many tests wait for a process or for a deadline.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // The limits are for what hangs, not for what is slow: a machine ten times slower keeps them. A step that
  // hangs is ended before its test, so that its log is shown.
  testTimeout: 2 * longestStepMs,
  workerGracefulExitTimeout: 10_000,
  setupFilesAfterEnv: [
    '<rootDir>/__tests__/support/end-steps.ts',
    '<rootDir>/__tests__/support/described.ts'
  ],
  // Node 24 strips the types itself, so nothing of ours is transformed.
  transform: {
    '/node_modules/@actions/(languageservice|workflow-parser)/':
      '<rootDir>/__tests__/support/json-imports.cjs'
  },
  transformIgnorePatterns: [],
  // As in dist/, where nothing needs it: it takes a tenth of the time of a short file.
  moduleNameMapper: { '^undici$': '<rootDir>/scripts/stand-ins/undici.cjs' },
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/']
}

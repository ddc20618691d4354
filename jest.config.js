export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Tests that run side by side wait for GitHub's spacing of writes more than they work.
  maxConcurrency: 12,
  maxWorkers: '100%',
  // Node 24 strips the types itself, so nothing of ours is transformed.
  transform: {
    '/node_modules/@actions/(languageservice|workflow-parser)/':
      '<rootDir>/__tests__/support/json-imports.cjs'
  },
  transformIgnorePatterns: [],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/'],
  // main.ts runs on import: it is exercised by spawning dist/, where coverage does not reach.
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  coverageReporters: ['text']
}

import { afterAll } from '@jest/globals'
import { endSteps } from '../../sandbox/runner.ts'

// A test that fails at its time limit leaves its step running, which would keep Jest's worker alive.
afterAll(endSteps)

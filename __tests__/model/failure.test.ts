import { describe, expect, test } from '@jest/globals'
import { asFailure, Failure, type FailureReason, failureValue, isTransient } from '../../src/model/failure.ts'

describe('what was thrown', () => {
  test('is kept where it is a failure, with its name, cause and what it is about', () => {
    const cause = new Error('socket hang up')
    const failure = new Failure('unavailable', 'It was lost.', { cause, about: 'account' })
    expect(asFailure(failure)).toBe(failure)
    expect(failure).toMatchObject({ name: 'Failure', reason: 'unavailable', about: 'account', cause })
    expect(failureValue(failure)).toEqual({
      reason: 'unavailable',
      message: 'It was lost.',
      about: 'account'
    })
  })

  const cases: [string, unknown, string][] = []
  const error = new TypeError('x is not a function')
  cases.push(['an error, by its stack', error, error.stack ?? ''])
  const bare = Object.assign(new Error('without a stack'), { stack: undefined })
  cases.push(['an error that has no stack, by its message', bare, 'without a stack'])
  cases.push(['anything else, by its text', 7, '7'])
  test.each(cases)('is a bug: %s', (_, thrown, trace) => {
    const failure = asFailure(thrown)
    expect(failure).toMatchObject({
      reason: 'bug',
      message: `This is a bug in the action, please report it. ${trace}`,
      about: undefined,
      cause: thrown
    })
  })
})

test.each<[FailureReason, boolean]>([
  ['unavailable', true],
  ['rate-limited', true],
  ['unauthorized', false],
  ['rejected', false],
  ['bug', false]
])('%s passes by itself: %s', (reason, isPassing) => {
  expect(isTransient({ reason, message: '' })).toBe(isPassing)
})

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { Cancellation } from '../src/cancellation.ts'
import { Failure } from '../src/model/failure.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const failure = new Failure('unavailable', 'The log is lost.')

test('nothing starts at once, and what is under way has two seconds', () => {
  const cancellation = new Cancellation()
  expect({ run: cancellation.run.aborted, requests: cancellation.requests.aborted }).toEqual({
    run: false,
    requests: false
  })
  cancellation.end(failure)
  expect({ reason: cancellation.run.reason, endsRequests: cancellation.requests.aborted }).toEqual({
    reason: failure,
    endsRequests: false
  })
  jest.advanceTimersByTime(1_999)
  expect(cancellation.requests.aborted).toBe(false)
  jest.advanceTimersByTime(1)
  expect(cancellation.requests.reason).toBe(failure)
})

test('a signal of the runner is named', () => {
  const cancellation = new Cancellation()
  cancellation.cancel('SIGTERM')
  expect(cancellation.run.reason).toMatchObject({
    reason: 'cancelled',
    message: 'The run was canceled (SIGTERM) before this was known.'
  })
})

test('a second end changes nothing, and gives no further time', () => {
  const cancellation = new Cancellation()
  cancellation.end(failure)
  jest.advanceTimersByTime(1_500)
  cancellation.cancel('SIGINT')
  expect(jest.getTimerCount()).toBe(1)
  jest.advanceTimersByTime(500)
  expect([cancellation.run.reason, cancellation.requests.reason]).toEqual([failure, failure])
})

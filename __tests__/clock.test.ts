import { expect, test } from '@jest/globals'
import { systemClock } from '../src/clock.ts'
import { Failure } from '../src/model/failure.ts'

test('the date is that of the system', () => {
  const before = Date.now()
  const date = systemClock(new AbortController().signal).date()
  expect(date).toBeGreaterThanOrEqual(before)
  expect(date).toBeLessThanOrEqual(Date.now())
})

test('a sleep ends by the time that only grows', async () => {
  const clock = systemClock(new AbortController().signal)
  const before = clock.now()
  await clock.sleep(50)
  // A timer may fire a millisecond early.
  expect(clock.now() - before).toBeGreaterThanOrEqual(49)
})

test('a sleep is ended by the run, with its reason', async () => {
  const end = new AbortController()
  const clock = systemClock(end.signal)
  const failure = new Failure('cancelled', 'The run was canceled.')
  const sleeping = clock.sleep(3_600_000)
  end.abort(failure)
  await expect(sleeping).rejects.toBe(failure)
  await expect(clock.sleep(1)).rejects.toBe(failure)
})

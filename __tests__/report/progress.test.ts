import { expect, test } from '@jest/globals'
import { Progress } from '../../src/report/progress.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { compliant, deviating } from '../support/outcomes.ts'

test('a long run shows its progress', async () => {
  const lines: string[] = []
  const clock = new FakeClock()
  const progress = new Progress(1_000, clock, (line) => lines.push(line))
  for (let number = 0; number < 100; number++) {
    await clock.sleep(1_000)
    progress.judged(number % 10 === 0 ? deviating('a') : compliant('a'))
  }
  expect(lines).toHaveLength(10)
  expect(lines[0]).toBe(
    '10 of 1,000 accounts judged, 1 deviating so far, about 16 min 30 s left at this rate.'
  )
})

test('less than a minute is said in seconds', async () => {
  const lines: string[] = []
  const clock = new FakeClock()
  const progress = new Progress(3, clock, (line) => lines.push(line))
  await clock.sleep(10_000)
  progress.judged(compliant('a'))
  expect(lines).toEqual(['1 of 3 accounts judged, 0 deviating so far, about 20 s left at this rate.'])
})

test('a short run shows none, and neither does the last account', async () => {
  const lines: string[] = []
  const clock = new FakeClock()
  const progress = new Progress(2, clock, (line) => lines.push(line))
  await clock.sleep(9_999)
  progress.judged(compliant('a'))
  await clock.sleep(60_000)
  progress.judged(compliant('b'))
  expect(lines).toEqual([])
})

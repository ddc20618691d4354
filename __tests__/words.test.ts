import { expect, test } from '@jest/globals'
import { digits } from '../src/report/words.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [25_000_000, '25,000,000']
])('%d is written %s', (number, text) => expect(digits(number)).toBe(text))

import { expect, test } from '@jest/globals'
import { formatPolicy, statedValue } from '../../src/report/format.ts'
import { digits } from '../../src/text.ts'
import { job } from '../support/outcomes.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [25_000_000, '25,000,000']
])('%d is written %s', (number, text) => expect(digits(number)).toBe(text))

test('what is no part of the policy is not judged, and the policy does not name it', () => {
  const none = { requireTls: undefined, requireValidCert: undefined, tlsVersion: undefined }
  expect(statedValue(none, 'requireTls')).toBe('not judged')
  expect(statedValue(none, 'tlsVersion')).toBe('not judged')
  expect(formatPolicy(job.policy)).toBe('require-tls true, tls-version at least 1.2')
})

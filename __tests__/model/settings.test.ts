import { expect, test } from '@jest/globals'
import { isDefault, type Settings } from '../../src/model/settings.ts'
import { loose } from '../support/outcomes.ts'

test.each<[string, Partial<Settings>, boolean]>([
  ['nothing is required, and 1.1', {}, true],
  ['TLS is required', { requireTls: true }, false],
  ['valid certificates are required', { requireValidCert: true }, false],
  ['1.2', { tlsVersion: 1.2 }, false]
])("SendGrid's default: %s", (_what, changes, expected) => {
  expect(isDefault({ ...loose, ...changes })).toBe(expected)
})

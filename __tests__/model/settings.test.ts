import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { isDefault, type Settings, settingInputs, settingNames } from '../../src/model/settings.ts'
import { loose } from '../support/outcomes.ts'

test('each setting is stated by an input of its name', () => {
  const { inputs } = parse(readFileSync('action.yml', 'utf8'))
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  expect(settingNames.map((name) => settingInputs[name])).toEqual(settingNames.map(kebab))
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.values(settingInputs)))
})

test.each<[string, Partial<Settings>, boolean]>([
  ['nothing is required, and 1.1', {}, true],
  ['TLS is required', { requireTls: true }, false],
  ['valid certificates are required', { requireValidCert: true }, false],
  ['1.2', { tlsVersion: 1.2 }, false]
])("SendGrid's default: %s", (_what, changes, expected) => {
  expect(isDefault({ ...loose, ...changes })).toBe(expected)
})

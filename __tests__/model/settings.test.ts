import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { settingInputs, settingNames } from '../../src/model/settings.ts'

test('each setting is stated by an input of its name', () => {
  const { inputs } = parse(readFileSync('action.yml', 'utf8'))
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  expect(settingNames.map((name) => settingInputs[name])).toEqual(settingNames.map(kebab))
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.values(settingInputs)))
})

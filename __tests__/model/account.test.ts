import { expect, test } from '@jest/globals'
import { namedAccount } from '../../src/model/account.ts'

test('an account that a workflow names is enabled, and comes from no list', () => {
  expect(namedAccount('news', 'eu')).toEqual({ name: 'news', region: 'eu', disabled: false, isListed: false })
})

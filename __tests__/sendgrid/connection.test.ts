import { expect, test } from '@jest/globals'
import { describe, type Request } from '../../src/sendgrid/connection.ts'

const request: Request = {
  method: 'GET',
  apiUrl: 'https://api.sendgrid.com',
  path: '/v3/subusers?limit=500&offset=0',
  onBehalfOf: undefined,
  scope: 'subusers.read'
}

test('a request in words has no query', () => {
  expect(describe(request)).toBe("GET /v3/subusers for the key's own account")
})

test('a request in words has the account that it is for, as a name that can be seen', () => {
  expect(describe({ ...request, method: 'PATCH', path: '/v3/x', onBehalfOf: '\u200b' })).toBe(
    'PATCH /v3/x for U+200B'
  )
})

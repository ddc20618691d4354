import { afterEach, beforeEach, expect, test } from '@jest/globals'
import * as faults from '../../../sandbox/faults.ts'
import { SendGridSandbox } from '../../../sandbox/sendgrid.ts'
import { Failure } from '../../../src/model/failure.ts'
import { splitMessage } from '../../../src/report/summary/split-message.ts'
import { clientOf } from '../../support/session.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const request = 'GET /v3/user/settings/enforced_tls for newsletter'

test.each<[string, faults.Fault, string, RegExp]>([
  ['a refusal', faults.errors(403, 'access forbidden'), 'was answered 403 ("access forbidden").', /^[A-Z]/],
  ['a page', faults.badGateway, 'was answered 502 with an HTML page.', /^SendGrid is not available\.$/],
  ['a status alone', faults.answer(418, ''), 'was answered 418.', /^[A-Z]/],
  ['no response', faults.reset, 'failed.', /^[A-Z]/]
])('the cause of %s stands apart from the request, as sendgrid/ words them', async (_, fault, end, cause) => {
  sandbox.everyRequest = () => fault
  const thrown = await clientOf(sandbox, 'newsletter', { maxRetries: 0 })
    .read()
    .catch((thrown: unknown) => thrown)
  expect(thrown).toBeInstanceOf(Failure)
  const split = splitMessage((thrown as Failure).message)
  expect(split.request).toBe(`${request} ${end}`)
  expect(split.cause).toMatch(cause)
  expect(split.cause).not.toContain('/v3/user/settings')
})

test('a message that is about no request is a cause as it is', () => {
  expect(splitMessage('Not asked: max-minutes are over.')).toEqual({
    request: '',
    cause: 'Not asked: max-minutes are over.'
  })
})

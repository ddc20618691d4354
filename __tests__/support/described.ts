import { afterEach, expect } from '@jest/globals'
import { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { violationsOf } from './api-description.ts'

// Every request that the suite sends, and every answer of the stand-in, is as SendGrid's API is described.
const violations: string[] = []
SendGridSandbox.onExchange = (exchange) => {
  try {
    violations.push(...violationsOf(exchange))
  } catch (thrown) {
    // Thrown from here it would leave a client without an answer.
    violations.push(String(thrown))
  }
}
afterEach(() => expect(violations.splice(0)).toEqual([]))

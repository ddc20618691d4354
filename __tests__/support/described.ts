import { afterEach, expect } from '@jest/globals'
import { type Exchange, SendGridSandbox } from '../../sandbox/sendgrid.ts'

// Every request that the suite sends, and every answer of the stand-in, is as SendGrid's API is described.
const exchanges: Exchange[] = []
SendGridSandbox.onExchange = (exchange) => exchanges.push(exchange)

afterEach(async () => {
  const sent = exchanges.splice(0)
  if (sent.length === 0) return
  // Most files send nothing, and need not load what reads the description.
  const { violationsOf } = await import('./api-description.ts')
  expect(sent.flatMap(violationsOf)).toEqual([])
})

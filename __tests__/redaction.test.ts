import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import type { Step } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { createRedaction, quotable } from '../src/redaction.ts'
import { type InProcessStep, inProcessSteps } from './support/in-process-step.ts'
import { secure, stepOf } from './support/step.ts'

/** Long enough to be cut into parts, of which none comes twice. */
const key = 'SG.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_Z'
const redact = createRedaction(key)
/** The runs of eight characters in a text. */
const runsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 7) }, (_, at) => text.slice(at, at + 8))

describe("a key of SendGrid's shape", () => {
  test.each([
    ['the whole', `at ${key}, it said`, 'at ***, it said'],
    ['without its start', key.slice(3), '***'],
    ['a run of eight', 'wrong key hijklmno given', 'wrong key *** given'],
    ['the first eight', 'SG.abcde!', '***!'],
    ['the last eight', `!${key.slice(-8)}`, '!***'],
    ['a run of seven', 'hijklmn', 'hijklmn'],
    ['two runs apart', 'hijklmno and 01234567', '*** and ***'],
    ['two runs that touch', 'hijklmno01234567', '******'],
    ['a run, twice', 'hijklmno hijklmno', '*** ***'],
    ['a longer run, as one', 'x hijklmnopqrst x', 'x *** x'],
    ['upper case', key.toUpperCase(), '***'],
    ['lower case', key.toLowerCase(), '***'],
    ['mixed case', 'hIjKlMnO', '***'],
    ['a masked one', `SG.****${key.slice(-8)}`, 'SG.*******'],
    ['nothing', '', ''],
    ['a plain sentence', 'authorization required', 'authorization required']
  ])('%s', (_what, text, clean) => expect(redact(text)).toBe(clean))

  test('with a quotation mark before it, as it is pasted at times', () => {
    expect(createRedaction(`"${key}"`)('wrong key hijklmno')).toBe('wrong key ***')
  })

  test('in pieces, each of which may be a key', () => {
    const both = createRedaction(`Bearer ${key}\nacme-mail`)
    expect(both('Bearer hijklmno and acme-mail')).toBe('Bearer *** and ***')
    const words = createRedaction('acme-mail\n other-mail')
    expect(words('other-mail, acme-mail and other')).toBe('***, *** and other')
  })

  test('among characters that change their length in lower case', () => {
    expect(redact(`İİİİİİİİİİ ${key} İ`)).toBe('İİİİİİİİİİ *** İ')
  })
})

describe('a key of another shape', () => {
  test.each([
    ['the whole', 'acme-mail', 'key acme-mail!', 'key ***!'],
    ['another case', 'acme-mail', 'ACME-Mail', '***'],
    ['a part, which may be a word', 'acme-mail-gateway', 'acme-mail is down', 'acme-mail is down'],
    ['in a longer word', 'acme-mail', 'acme-mailer', '***er']
  ])('%s', (_what, gatewayKey, text, clean) => expect(createRedaction(gatewayKey)(text)).toBe(clean))

  test('under eight characters nothing is removed: such a key ends the run before any request', () => {
    for (const short of ['', 'SG.', 'acme-ma'])
      expect({ short, text: createRedaction(short)('SG. acme-mail') }).toEqual({
        short,
        text: 'SG. acme-mail'
      })
  })
})

describe('a foreign text', () => {
  test.each([
    ['as it came', `no ${key}`, 'no ***'],
    ['with a key that holds white space', `no ${key.slice(0, 30)}\n${key.slice(30)}`, 'no *** ***'],
    ['with a control character inside', `no ${key.slice(0, 12)}\u0000${key.slice(12)}`, 'no *** ***']
  ])('%s', (_what, text, clean) => expect(quotable(text, redact)).toBe(clean))

  test('is cleaned after it is made one line too, for that may join what was apart', () => {
    // Two spaces become one, and the key has one.
    const spaced = createRedaction('acme mail key')
    expect(quotable('no acme  mail\n key', spaced)).toBe('no ***')
    // A key with what cleaning parts.
    const colons = createRedaction('acme::mail')
    expect(quotable('no acme::mail', colons)).toBe('no ***')
  })

  test('is cut after that, so that no part is left at the cut', () => {
    const text = `${'x'.repeat(290)}${key}`
    expect(quotable(text, redact)).toBe(`${'x'.repeat(290)}***`)
    expect(quotable(`${'x '.repeat(200)}`, redact)).toHaveLength(300)
    // Cleaning makes the text longer, so what would be before the cut in the text as it came is behind it.
    const grown = `${'::'.repeat(80)}${'x'.repeat(40)}${key}`
    for (let more = 0; more < 80; more++) {
      const left = runsOf(quotable(`${'y'.repeat(more)}${grown}`, redact)).filter((run) => key.includes(run))
      expect({ more, left }).toEqual({ more, left: [] })
    }
    // Also where cleaning has joined it.
    const spaced = `${'x'.repeat(290)} acme  mail\n key`
    expect(quotable(spaced, createRedaction('acme mail key'))).toBe(`${'x'.repeat(290)} ***`)
  })

  test('of a megabyte is soon clean', () => {
    expect(redact('authorization '.repeat(80_000))).toHaveLength(1_120_000)
  })
})

type Shown = InProcessStep & Partial<Pick<Step, 'errorOutput'>>

describe('in no channel of a step', () => {
  const inProcess = inProcessSteps()
  let sandbox: SendGridSandbox
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    sandbox.parent.settings = secure
  })
  afterEach(() => sandbox.stop())

  /** Every channel, but for the lines by which the runner learns what to mask. */
  const channelsOf = ({ log, errorOutput = '', outputs, summary, report }: Shown): string =>
    [log.replace(/^::add-mask::.*$/gm, ''), errorOutput, JSON.stringify(outputs), summary, report].join('\n')
  const expectNoPart = (step: Shown, secret = sandboxKey): void => {
    const all = channelsOf(step).toLowerCase()
    for (const run of runsOf(secret)) expect(all).not.toContain(run.toLowerCase())
  }

  const middle = sandboxKey.slice(10, 40)
  test.each([
    ['an error that quotes the key', faults.errors(401, `The key ${sandboxKey} is dead`)],
    ['a part of it', faults.errors(400, `The key ${middle}... is dead`)],
    ['it in upper case', faults.errors(400, sandboxKey.toUpperCase())],
    ['it over two lines', faults.errors(403, `${sandboxKey.slice(0, 30)}\r\n${sandboxKey.slice(30)}`)],
    ['it around a character that goes', faults.errors(404, `${middle}\u200b${middle}`)],
    [
      'it in the field of an error',
      faults.answer(400, JSON.stringify({ errors: [{ field: sandboxKey, message: 'no' }] }))
    ],
    ['it in another shape of errors', faults.answer(400, JSON.stringify({ error: { message: middle } }))],
    ['it as plain text', faults.answer(400, middle)],
    ['it in HTML', faults.answer(403, `<html>${middle}</html>`, { 'content-type': 'text/html' })],
    ['it as the version', faults.answer(200, JSON.stringify({ ...secure, version: middle }))],
    ['it as a setting', faults.answer(200, JSON.stringify({ ...secure, require_tls: middle }))],
    ['it in a header', faults.answer(200, '{}', { 'content-encoding': middle })],
    ['it in a redirect', faults.answer(302, '', { location: `http://127.0.0.1:9/${middle}` })],
    ['it in a wait', faults.answer(429, '', { 'retry-after': middle, 'x-ratelimit-reset': middle })]
  ])('%s', async (_what, fault) => {
    sandbox.everyRequest = () => fault
    const result = await inProcess(sandbox)
    expect([result.exitCode, result.outputs['result']]).toEqual([1, 'unverified'])
    expectNoPart(result)
  })

  test('a subuser whose name holds a part of the key ends the run', async () => {
    sandbox.accounts.set(`child-${middle.slice(0, 8).toUpperCase()}`, newAccount(secure))
    const result = await inProcess(sandbox, { 'all-subusers': 'true' })
    expect([result.exitCode, result.outputs['reason']]).toEqual([1, 'unexpected-response'])
    expect(result.log).toContain('has a part of the API key in its username')
    expectNoPart(result)
  })

  test('a subuser whose name holds seven characters of the key is judged like another', async () => {
    sandbox.accounts.set(`child-${sandboxKey.slice(10, 17)}`, newAccount(secure))
    const result = await inProcess(sandbox, { 'all-subusers': 'true' })
    expect([result.exitCode, result.outputs['account-count']]).toEqual([0, '2'])
  })

  test("a gateway's key is removed whole, and its words stay", async () => {
    sandbox.everyRequest = () => faults.errors(400, 'acme-mail-key, said acme of mail')
    const result = await inProcess(sandbox, { 'api-key': 'acme-mail-key' })
    expect(result.log).toContain('***, said acme of mail')
    expect(channelsOf(result)).not.toContain('acme-mail-key')
  })

  test('a part of the key in an input, or in the name of one', async () => {
    const result = await stepOf(sandbox, { 'on-behalf-of': `child\n${middle}`, 'sarif-file': middle })
    expect([result.exitCode, result.outputs['reason']]).toEqual([1, 'invalid-input'])
    expect(result.log).toContain('sarif-file contains the API key or a part of it')
    expectNoPart(result)
  })

  test.each([
    ['abc defgh', 'defgh'],
    ['abcd', 'abcd'],
    ['abc', undefined],
    ['a b cd', 'a b cd']
  ])(
    'pieces under four characters are not masked, for the runner would star out letters: %j',
    async (apiKey, longest) => {
      const { log, outputs } = await stepOf(sandbox, { 'api-key': apiKey })
      expect(outputs['reason']).toBe('invalid-input')
      const masked = [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, text]) => text)
      expect(masked.filter((text = '') => text.length < 4)).toEqual([])
      expect(masked.at(-1)).toBe(longest)
      expect(sandbox.requests).toEqual([])
    }
  )
})

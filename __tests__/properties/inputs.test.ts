import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { passedInputs } from '../../sandbox/runner.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import { actionName, actionVersion } from '../../src/about.ts'
import { inputNames } from '../../src/inputs/inputs.ts'
import { Failure } from '../../src/model/failure.ts'
import { isUnseen } from '../../src/text.ts'
import { runs } from '../support/properties.ts'
import { ConnectProxy } from '../support/proxy.ts'
import { inputsOf, runInputs } from '../support/run-inputs.ts'

const defaults = await passedInputs({
  'api-key': sandboxKey,
  'require-tls': 'true',
  'max-retries': '0',
  'verify-timeout-seconds': '0'
})
/** What a person or a workflow may pass by mistake, and what would matter in a header or a URL. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      '\r\n',
      '\n',
      '\r',
      '\t',
      ' ',
      ':',
      ': ',
      ',',
      '/',
      '\\',
      '@',
      '#',
      '?',
      '%0d%0a',
      '%2e',
      '\0',
      '\u00a0'
    ],
    ...[
      'X-Other: 1',
      'On-Behalf-Of: other',
      'Host: evil.example',
      '@parent',
      '@Parent',
      'account-id',
      'child',
      'é'
    ],
    ...[
      'https://',
      'http://',
      'evil.example',
      'api.sendgrid.com',
      'api.eu.sendgrid.com',
      '\u3002',
      'localhost'
    ],
    ...['until', ' until ', '2026-12-31', '2026-02-30', '9999-12-31', 'reason', '\u2028', '\ufeff', '"', "'"]
  ),
  fc.string({ unit: 'binary', maxLength: 4 })
)
const text = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''))
/** What is right in three of four cases, so that what is wrong does not hide behind another mistake. */
const mostly = (right: fc.Arbitrary<string>, any: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: any })

describe('a request', () => {
  let sandbox: SendGridSandbox
  let proxy: ConnectProxy
  beforeEach(async () => {
    sandbox = await SendGridSandbox.start()
    proxy = await ConnectProxy.start('http://127.0.0.1:1')
    process.env['https_proxy'] = proxy.url
  })
  afterEach(async () => {
    delete process.env['https_proxy']
    await proxy.stop()
    await sandbox.stop()
  })

  const keys = mostly(
    fc.stringMatching(/^[\x21-\x7e\xa1-\xff]{8,70}$/),
    text.map((end) => `SG.not-a-key${end}`)
  )
  const names = mostly(
    fc
      .array(fc.stringMatching(/^[\x21-\x2b\x2d-\x7e\xa1-\xff]{1,8}$/), { minLength: 1, maxLength: 3 })
      .map((lines) => lines.join('\n')),
    text
  )

  const paths = mostly(fc.webPath(), text)

  test('has exactly its own headers, whatever stands in key, names, waivers and path', async () => {
    let sent = 0
    await fc.assert(
      fc.asyncProperty(
        keys,
        names,
        mostly(fc.constant(''), text),
        paths,
        async (key, stated, waivers, path) => {
          sandbox.requests.splice(0)
          sandbox.accounts.clear()
          for (const name of stated.split('\n')) sandbox.accounts.set(name, newAccount())
          sandbox.keys.clear()
          sandbox.keys.set(key.trim(), allScopes)
          await runInputs({
            ...defaults,
            mode: 'apply',
            'api-key': key,
            'api-url': `${sandbox.url}${path}`,
            'on-behalf-of': stated,
            waivers
          })
          const { host } = new URL(sandbox.url)
          const named = stated.split('\n').map((line) => line.replace(/^[ \t]+|[ \t\r]+$/g, ''))
          for (const { method, rawHeaders, body } of sandbox.requests) {
            const pairs = rawHeaders.flatMap((name, at) =>
              at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : []
            )
            const onBehalfOf = pairs.find(([name]) => name === 'On-Behalf-Of')
            if (onBehalfOf !== undefined) expect(named).toContain(onBehalfOf[1])
            expect(pairs.sort()).toEqual(
              [
                ['Authorization', `Bearer ${key.trim()}`],
                ['Accept', 'application/json'],
                ['Accept-Encoding', 'identity'],
                ['Cache-Control', 'no-cache'],
                ['User-Agent', `${actionName}/${actionVersion}`],
                ...(onBehalfOf === undefined ? [] : [onBehalfOf]),
                ...(method === 'PATCH'
                  ? [
                      ['Content-Type', 'application/json'],
                      ['Content-Length', String(body.length)]
                    ]
                  : []),
                ['Host', host],
                ['Connection', 'close']
              ].sort()
            )
          }
          sent += sandbox.requests.length
          expect(proxy.asked).toEqual([])
        }
      ),
      runs
    )
    expect(sent).toBeGreaterThan(runs.numRuns)
  })

  test('leaves for the host that is stated, and for no other', async () => {
    const urls = mostly(
      fc.oneof(
        fc.constant(''),
        fc.tuple(fc.domain(), fc.webPath()).map(([domain, path]) => `https://${domain}${path}`)
      ),
      fc.oneof(
        text,
        text.map((rest) => `https://${rest}`),
        text.map((rest) => `https://api.sendgrid.com${rest}`)
      )
    )
    let sent = 0
    await fc.assert(
      fc.asyncProperty(urls, names, fc.constantFrom('global', 'eu'), async (url, stated, region) => {
        proxy.asked.splice(0)
        await runInputs({ ...defaults, 'api-url': url, 'on-behalf-of': stated, region })
        const own = region === 'eu' ? 'api.eu.sendgrid.com' : 'api.sendgrid.com'
        for (const asked of proxy.asked) {
          // A parent account is global: it is asked whether the key is dead.
          const expected = url.trim() === '' ? [own, 'api.sendgrid.com'] : [new URL(url.trim()).hostname]
          expect(expected).toContain(asked?.replace(/:\d+$/, ''))
        }
        // What is asked reads as it was stated: the URL parser drops some white space.
        if (proxy.asked.length > 0) expect(url.trim()).not.toMatch(/\s/)
        sent += proxy.asked.length
        expect(sandbox.requests).toEqual([])
      }),
      runs
    )
    expect(sent).toBeGreaterThan(runs.numRuns / 3)
  })
})

test('any input of any text is read or refused', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...inputNames), text, { minKeys: 1, maxKeys: 4 }), (stated) => {
      const inputs = inputsOf({ ...defaults, ...stated })
      if (inputs instanceof Failure) expect(inputs.message).not.toBe('')
      else expect(inputs.connection.apiKey).toBe((stated['api-key'] ?? sandboxKey).trim())
    }),
    runs
  )
})

/** The name of an account as a person writes it. */
const accountNames = fc
  .stringMatching(
    /^[\x21-\x2b\x2d-\x7e\xa1-\xff]([\x20-\x2b\x2d-\x7e\xa0-\xff]{0,10}[\x21-\x2b\x2d-\x7e\xa1-\xff])?$/
  )
  .filter((name) => name.toLowerCase() !== '@parent' && name !== 'account-id' && !/ until /.test(name))
  // A soft hyphen alone is seen by nobody, and counts as none.
  .filter((name) => !isUnseen(name))
const days = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const spaces = fc.stringMatching(/^ {1,3}$/)

describe('lines of accounts', () => {
  const selectionOf = (stated: string) => {
    const inputs = inputsOf({ ...defaults, 'on-behalf-of': stated })
    return inputs instanceof Failure ? undefined : inputs.job.selection
  }

  test('are read as they are written', () => {
    fc.assert(
      fc.property(
        fc.array(accountNames, { minLength: 1 }),
        fc.constantFrom('\n', '\r\n', ' \n\t'),
        (names, end) => {
          expect(selectionOf(names.join(end))).toEqual([...new Set(names)])
        }
      ),
      runs
    )
  })

  test('are never read in part', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, accountNames), { maxLength: 4 }), (lines) => {
        const selection = selectionOf(lines.join('\n'))
        if (selection === undefined) return
        const written = lines
          .join('\n')
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
        const trimmed = written.map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''))
        expect(selection).toEqual([...new Set(trimmed)])
        for (const name of selection) expect(name).toMatch(/^[\x20-\x2b\x2d-\x7e\xa0-\xff]+$/)
      }),
      runs
    )
  })
})

describe('lines of waivers', () => {
  const waiversOf = (stated: string) => {
    const inputs = inputsOf({ ...defaults, waivers: stated })
    return inputs instanceof Failure ? undefined : inputs.job.waivers
  }
  const reasons = fc
    .string({ minLength: 1, maxLength: 20 })
    .filter((reason) => reason.trim() !== '')
    .map((reason) => reason.trim())

  test('are read as they are written', () => {
    const waivers = fc.uniqueArray(
      fc.record({ account: accountNames, until: days, reason: reasons, gap: spaces }),
      { minLength: 1, maxLength: 4, selector: ({ account }) => account }
    )
    fc.assert(
      fc.property(waivers, (stated) => {
        const lines = stated.map(
          ({ account, until, reason, gap }) =>
            `${gap}${account}${gap}until${gap}${until}:${gap}${reason}${gap}`
        )
        expect(waiversOf(lines.join('\n'))).toEqual(
          stated.map(({ account, until, reason }) => ({ account, until, reason }))
        )
      }),
      runs
    )
  })

  test('are never read in part: every character of a line is in its waiver', () => {
    const lines = fc.tuple(fc.oneof(accountNames, text), days, fc.oneof(reasons, text), text)
    fc.assert(
      fc.property(
        fc.array(lines, { maxLength: 3 }),
        fc.constantFrom(' until ', 'until', '  until '),
        (stated, word) => {
          const input = stated
            .map(([name, day, reason, rest]) => `${name}${word}${day}: ${reason}${rest}`)
            .join('\n')
          const waivers = waiversOf(input)
          if (waivers === undefined) return
          const whole = input.split(/\r?\n/).filter((line) => !/^[ \t]*$/.test(line))
          expect(waivers).toHaveLength(whole.length)
          for (const [at, { account, until, reason }] of waivers.entries()) {
            const squeezed = (line: string): string => line.replaceAll(' ', '')
            expect(squeezed(`${account}until${until}:${reason}`)).toBe(squeezed(whole[at] ?? ''))
            for (const part of [account, reason]) expect(part).not.toMatch(/^ | $/)
            expect(new Date(until).toISOString().slice(0, 10)).toBe(until)
          }
        }
      ),
      runs
    )
  })
})

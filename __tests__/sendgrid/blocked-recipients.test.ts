import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as faults from '../../sandbox/faults.ts'
import { allScopes, newAccount, SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { HttpRequest } from '../../src/http/transport.ts'
import type { Account } from '../../src/model/account.ts'
import type { JudgedAccount, Outcome } from '../../src/model/outcome.ts'
import type { BlockedRecipients } from '../../src/model/run.ts'
import type { Settings } from '../../src/model/settings.ts'
import { countBlockedRecipients } from '../../src/sendgrid/blocked-recipients.ts'
import {
  compliant,
  deviating,
  judged,
  loose,
  skipped,
  tight,
  unconfirmed,
  unverified,
  waived
} from '../support/outcomes.ts'
import { sessionWith } from '../support/session.ts'
import { secure } from '../support/step.ts'

const created = Date.UTC(2025, 11, 31) / 1000
const tls = 'TLS required but not supported'
let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

/** A subuser whose list has so many addresses because of TLS, and one for another reason. */
function subuser(name: string, number = 1): void {
  const account = newAccount(secure)
  const block = (email: string, reason: string) => ({ created, email, reason, status: '5.0.0' })
  for (let index = 0; index < number; index++)
    account.blocks.push(block(`person-${index}@${name}.example`, `550 ${tls} (host)`))
  account.blocks.push(block(`other@${name}.example`, 'no such user'))
  sandbox.accounts.set(name, account)
}

async function count(
  accounts: readonly JudgedAccount[],
  connection: Parameters<typeof sessionWith>[1] = {}
): Promise<BlockedRecipients> {
  const session = sessionWith(sandbox, { maxRetries: 1, ...connection })
  return await countBlockedRecipients(session, accounts, 2)
}

const asked = () => [...new Set(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf ?? '@parent'))]
const countsOf = ({ byAccount }: BlockedRecipients) =>
  Object.fromEntries([...byAccount].map(([{ name }, { count }]) => [name, count]))
const seen = (name: string, after: Settings | undefined): JudgedAccount => {
  const outcome = { ...unverified(name).outcome, before: after, after }
  return judged(name, outcome as Outcome)
}

describe('the accounts whose lists are read', () => {
  test('are those in which TLS or a valid certificate is in force', async () => {
    const accounts = [
      compliant('complies'),
      deviating('version-low', { ...tight, tlsVersion: 1.1 }),
      deviating('open'),
      deviating('certificates-alone', { ...loose, requireValidCert: true }),
      waived('waived-open'),
      unconfirmed('not-confirmed'),
      seen('doubtful-but-seen', tight),
      seen('doubtful', undefined),
      skipped('off')
    ]
    for (const { account } of accounts) subuser(account.name)
    const { days, warning, ...rest } = await count(accounts)
    expect([days, warning]).toEqual([2, undefined])
    expect(Object.keys(countsOf({ days, warning, ...rest })).sort()).toEqual([
      'certificates-alone',
      'complies',
      'doubtful-but-seen',
      'version-low'
    ])
    expect(asked().sort()).toEqual(['certificates-alone', 'complies', 'doubtful-but-seen', 'version-low'])
  })

  test('may be none: then nothing is asked', async () => {
    expect(await count([deviating('open'), skipped('off')])).toEqual({
      days: 2,
      byAccount: new Map(),
      warning: undefined
    })
    expect(sandbox.requests).toHaveLength(0)
  })

  test('are asked on behalf of each, the first alone and the others after it', async () => {
    const names = ['a', 'b', 'c', 'd']
    for (const [index, name] of names.entries()) subuser(name, index + 1)
    const blocked = await count(names.map(compliant))
    expect(countsOf(blocked)).toEqual({ a: 1, b: 2, c: 3, d: 4 })
    expect([...blocked.byAccount.values()]).toMatchObject(
      names.map(() => ({ otherBlocks: 1, isComplete: true }))
    )
    const last = sandbox.requests.findLastIndex(({ onBehalfOf }) => onBehalfOf === 'a')
    expect(sandbox.requests.slice(0, last + 1).filter(({ onBehalfOf }) => onBehalfOf !== 'a')).toEqual([])
  })

  test('are asked eight at once at most', async () => {
    const accounts = Array.from({ length: 40 }, (_, index) => compliant(`s${index}`))
    for (const { account } of accounts) subuser(account.name)
    const session = sessionWith(sandbox)
    let now = 0
    let most = 0
    const transport = async (request: HttpRequest) => {
      most = Math.max(most, ++now)
      return await session.transport(request).finally(() => now--)
    }
    const blocked = await countBlockedRecipients({ ...session, transport }, accounts, 1)
    expect([most, blocked.byAccount.size]).toEqual([8, 40])
  })
})

describe('what is not counted', () => {
  test('for want of the scope is refused once for a whole fleet, and the warning names the scope', async () => {
    sandbox.keys.set(sandboxKey, allScopes.slice(0, 4))
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`)
    for (const name of names) subuser(name)
    const { byAccount, warning } = await count(names.map(compliant))
    expect(byAccount.size).toBe(0)
    expect(warning).toMatch(
      /^The blocked recipients of 30 of 30 accounts were not counted: .*suppression\.blocks\.read/
    )
    expect(sandbox.requests.map(({ path }) => path.split('/').at(-1))).toEqual(['blocks', 'scopes'])
  })

  test.each<[string, faults.Fault]>([
    ['500', faults.answer(500, 'person@example.com')],
    ['a lost connection', faults.reset],
    ['429', faults.rateLimited()]
  ])('because of %s ends the count: the first account has spent its tries', async (_, fault) => {
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`)
    for (const name of names) subuser(name)
    sandbox.everyRequest = () => fault
    const { warning } = await count(names.map(compliant))
    expect(warning).toMatch(/^The blocked recipients of 30 of 30 accounts were not counted: /)
    expect(new Set(sandbox.requests.map(({ onBehalfOf }) => onBehalfOf))).toEqual(new Set(['s0']))
  })

  test('for want of the scope is named although another account failed before for another reason', async () => {
    for (const name of ['a', 'b', 'c']) subuser(name)
    sandbox.everyRequest = ({ onBehalfOf }) =>
      onBehalfOf === 'a' ? faults.answer(200, '{}') : faults.errors(403, 'access forbidden')
    const { warning } = await count(['a', 'b', 'c'].map(compliant))
    expect(warning).toMatch(/3 of 3 accounts .*suppression\.blocks\.read/)
  })

  test.each<[string, faults.Fault]>([
    ['a page that is not understood', faults.answer(200, '{"result":[]}')],
    ['an entry without an address', faults.answer(200, '[{"email":"nobody","reason":"r"}]')],
    ['an entry without a reason', faults.answer(200, '[{"email":"person@example.com"}]')],
    ['404', faults.errors(404, 'not found')],
    ['401', faults.errors(401, 'authorization required')]
  ])('because of %s takes no other account with it', async (_, fault) => {
    for (const name of ['a', 'b', 'c', 'd']) subuser(name)
    sandbox.everyRequest = ({ onBehalfOf }) => (onBehalfOf === 'a' || onBehalfOf === 'c' ? fault : undefined)
    const blocked = await count(['a', 'b', 'c', 'd'].map(compliant))
    expect(countsOf(blocked)).toEqual({ b: 1, d: 1 })
    expect(blocked.warning).toMatch(/^The blocked recipients of 2 of 4 accounts were not counted: ./)
    expect(blocked.warning).not.toContain('@')
  })

  test('because max-minutes are over is the rest, with one warning', async () => {
    for (const name of ['a', 'b', 'c']) subuser(name)
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' }
    sandbox.faults.push(faults.answer(200, '[]', headers))
    const blocked = await count(['a', 'b', 'c'].map(compliant), { maxRunMs: 30_000 })
    expect(countsOf(blocked)).toEqual({ a: 0 })
    expect(blocked.warning).toMatch(/2 of 3 accounts .*max-minutes/)
    expect(sandbox.requests).toHaveLength(1)
  })

  test.each([
    [30_000, { a: 0, b: 0 }],
    [300_000, { a: 0 }]
  ])(
    'because two minutes are over is the rest, and the last request has its own time: %i ms',
    async (requestTimeoutMs, counted) => {
      for (const name of ['a', 'b', 'c', 'd']) subuser(name)
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' }
      sandbox.everyRequest = () => faults.answer(200, '[]', headers)
      const blocked = await count(['a', 'b', 'c', 'd'].map(compliant), { requestTimeoutMs })
      expect(countsOf(blocked)).toEqual(counted)
      expect(blocked.warning).toMatch(/would pass the two minutes for blocked recipients\.$/)
    }
  )

  test('because of a bug of ours is a warning too: it never throws', async () => {
    subuser('a')
    const redact = (): never => {
      throw new TypeError('x is not a function')
    }
    const session = { ...sessionWith(sandbox), redact }
    const { warning } = await countBlockedRecipients(session, [compliant('a')], 1)
    expect(warning).toContain('This is a bug in the action')
  })

  test('is nothing of what was counted before: an account that was cut still counts', async () => {
    subuser('long', 10_001)
    const { byAccount, warning } = await count([compliant('long')])
    const [counted] = [...byAccount.values()]
    expect({ ...counted, warning }).toMatchObject({ count: 10_000, isComplete: false, warning: undefined })
  })
})

test('no address is kept, not even in what keeps it from being counted', async () => {
  subuser('a', 3)
  subuser('b', 3)
  const accounts: Account[] = []
  const { byAccount, ...rest } = await count(['a', 'b'].map(compliant))
  accounts.push(...byAccount.keys())
  const kept = JSON.stringify([accounts, [...byAccount.values()], rest])
  expect(kept).toContain('a.example')
  expect(kept).not.toMatch(/person-|@/)
})

import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals'
import * as faults from '../sandbox/faults.ts'
import {
  allScopes,
  newAccount,
  type RecordedRequest,
  SendGridSandbox,
  sandboxKey
} from '../sandbox/sendgrid.ts'
import { accountsOf, resultOf, stepSucceeds } from '../src/judge/result.ts'
import type { Job } from '../src/judge/types.ts'
import { job as usualJob } from './support/outcomes.ts'
import { runOf } from './support/run.ts'

let sandbox: SendGridSandbox

beforeEach(async () => {
  sandbox = await SendGridSandbox.start()
})
afterEach(() => sandbox.stop())

const settingsPath = '/v3/user/settings/enforced_tls'
const isRead = ({ method, path, onBehalfOf }: RecordedRequest): boolean =>
  method === 'GET' && path === settingsPath && onBehalfOf === 'child'
/** Each request of a run, by what it is and by how many like it came before. */
const requests: Record<string, { is: (request: RecordedRequest) => boolean; before: number }> = {
  'the first page of the list': { is: ({ path }) => path === '/v3/subusers', before: 0 },
  'the last page of the list': { is: ({ path }) => path === '/v3/subusers', before: 1 },
  'the question for the name': { is: ({ path }) => path === '/v3/user/username', before: 0 },
  'the read': { is: isRead, before: 0 },
  'the write': { is: ({ method }) => method === 'PATCH', before: 0 },
  'the first read-back': { is: isRead, before: 1 },
  'the second read-back': { is: isRead, before: 2 },
  'the look at the scopes': { is: ({ path }) => path === '/v3/scopes', before: 0 },
  'the list of blocks': { is: ({ path }) => path === '/v3/suppression/blocks', before: 0 }
}

const secure = JSON.stringify({ require_tls: true, require_valid_cert: true, version: 1.3 })
const inHeaders: faults.Fault = (response) =>
  void response.socket?.write('HTTP/1.1 200 OK\r\ncontent-le', () => response.socket?.destroy())
const kinds: Record<string, faults.Fault> = {
  'is cut before the headers': faults.reset,
  'is cut in the headers': inHeaders,
  'is cut in the body': faults.cutBody,
  'is cut after a body without a length': faults.resetAtEnd(secure),
  'is never answered': faults.silence,
  'stalls in the body': faults.stalledBody,
  'comes a byte at a time': faults.drip,
  'is answered 101': faults.switchingProtocols,
  'is answered 429': faults.rateLimited(),
  'is answered 401': faults.errors(401, 'no'),
  'is answered 403': faults.errors(403, 'no'),
  'is answered 500': faults.answer(500, ''),
  'is answered with HTML': faults.badGateway,
  'is answered with HTML and 200': faults.answer(200, '<html></html>', { 'content-type': 'text/html' }),
  'is answered with other JSON': faults.answer(200, '{"result":[]}'),
  'is answered with other JSON and a surplus': faults.surplus('{"result":[]}', secure)
}

const cases = Object.keys(requests).flatMap((request) =>
  Object.keys(kinds).map((kind) => [request, kind] as const)
)
afterAll(() => console.info(`${cases.length} fault cases`))

const job: Job = {
  ...usualJob,
  selection: 'all-subusers',
  policy: { requireTls: true, requireValidCert: undefined, tlsVersion: { match: 'minimum', version: 1.2 } },
  confirmIdentity: 'all',
  blockedRecipientsDays: 1,
  verifyTimeoutMs: 2_000
}

test.each(cases)('%s %s: right or unverified, and the next run converges', async (request, kind) => {
  const { is, before } = requests[request] ?? { is: () => false, before: 0 }
  const fault = kinds[kind]
  const child = newAccount()
  sandbox.accounts.set('child', child)
  sandbox.parent.settings = { require_tls: true, require_valid_cert: false, version: 1.3 }
  // The scopes are looked at after a refusal.
  if (request === 'the look at the scopes')
    sandbox.keys.set(
      sandboxKey,
      allScopes.filter((scope) => !scope.endsWith('.update'))
    )
  let alike = 0
  let hit = 0
  sandbox.everyRequest = (recorded) => {
    if (!is(recorded) || alike++ !== before) return undefined
    hit++
    return fault
  }
  // Short for what never ends; a slower request than that ends as unverified, which is right too.
  const run = await runOf(sandbox, job, 300)
  expect(hit).toBe(1)

  const complies = child.settings.require_tls && child.settings.version >= 1.2
  if (stepSucceeds(run)) expect(complies).toBe(true)
  for (const { account, outcome } of accountsOf(run)) {
    if (account.name !== 'child') continue
    if (child.writes > 0 && !outcome.changed) expect(outcome.result).toBe('unverified')
    if (outcome.result === 'compliant' || outcome.result === 'applied') expect(complies).toBe(true)
    if (outcome.result === 'deviating') expect(complies).toBe(false)
  }

  sandbox.everyRequest = () => undefined
  sandbox.keys.set(sandboxKey, allScopes)
  const next = await runOf(sandbox, job)
  expect(['compliant', 'applied']).toContain(resultOf(next))
  expect([child.settings.require_tls, child.settings.version >= 1.2]).toEqual([true, true])
})

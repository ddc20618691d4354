import { type SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Clock } from '../../src/clock.ts'
import { createTransport } from '../../src/http/transport.ts'
import { type Account, type AccountName, namedAccount } from '../../src/model/account.ts'
import type { AccountClient, Attempted } from '../../src/model/account-client.ts'
import type { Connection } from '../../src/model/connection.ts'
import { Failure } from '../../src/model/failure.ts'
import type { Settings } from '../../src/model/settings.ts'
import { createRedaction } from '../../src/redaction.ts'
import { accountClient } from '../../src/sendgrid/client.ts'
import { RunEnd } from '../../src/sendgrid/run-end.ts'
import { createSession, type Session } from '../../src/sendgrid/session.ts'
import { FakeClock } from './fake-clock.ts'

/** What the requests of a test may share. */
interface Shared {
  readonly clock?: FakeClock
  readonly random?: () => number
}

/** The signal of a run that nobody cancels. */
export const never = new AbortController().signal

/** The end of a run after max-minutes. */
export const endOfRun = (
  clock: Clock,
  endAtMs: number,
  cancelled = never,
  log: (line: string) => void = () => {}
): RunEnd => new RunEnd({ clock, endAtMs, limit: 'max-minutes', cancelled, log })

/** A session with the sandbox that waits on a fake clock, with full jitter at its longest. */
export function sessionWith(
  sandbox: SendGridSandbox,
  connection: Partial<Connection> = {},
  shared: Shared = {}
): Session & { readonly clock: FakeClock; readonly lines: string[] } {
  const lines: string[] = []
  const clock = shared.clock ?? new FakeClock()
  const stated = {
    apiKey: sandboxKey,
    apiUrls: { global: sandbox.url, eu: sandbox.url },
    requestTimeoutMs: 30_000,
    maxRetries: 4,
    maxRunMs: 30 * 60_000,
    ...connection
  }
  const session = createSession(stated, false, {
    clock,
    transport: createTransport(never),
    random: shared.random ?? (() => 1),
    log: (line) => lines.push(line),
    redact: createRedaction(stated.apiKey),
    cancelled: new AbortController().signal
  })
  return { ...session, clock, lines }
}

/** The client of one account, in a session of its own. */
export const clientOf = (
  sandbox: SendGridSandbox,
  account: AccountName = '@parent',
  connection: Partial<Connection> = {},
  shared: Shared = {}
): AccountClient => accountClient(sessionWith(sandbox, connection, shared), named(account))

/** Tries to write a change until it is known how that ends. */
export async function writeResult(client: AccountClient, settings: Partial<Settings>): Promise<Attempted> {
  const write = client.newWrite()
  for (;;) {
    const attempted = await write.attempt({ settings, validUntilMs: Number.POSITIVE_INFINITY })
    if (attempted.kind !== 'again') return attempted
  }
}

/** Writes a change, and throws what kept it from being accepted. */
export async function writeWith(client: AccountClient, settings: Partial<Settings>): Promise<void> {
  const result = await writeResult(client, settings)
  if (result.kind === 'failed') throw new Failure(result.failure.reason, result.failure.message)
}

/** An account by its name, enabled and global. */
export const named = (name: AccountName): Account => namedAccount(name, 'global')

import { type SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Account } from '../../src/judge/types.ts'
import type { Connection, Session } from '../../src/sendgrid/connection.ts'
import { RateLimiter } from '../../src/sendgrid/rate-limiter.ts'
import { createTransport } from '../../src/sendgrid/transport.ts'
import { FakeClock } from './fake-clock.ts'

/** A session with the sandbox that waits on a fake clock, with full jitter at its longest. */
export function sessionWith(
  sandbox: SendGridSandbox,
  connection: Partial<Connection> = {},
  shared: { readonly clock?: FakeClock; readonly random?: () => number } = {}
): Session & { readonly clock: FakeClock; readonly lines: string[] } {
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const clock = shared.clock ?? new FakeClock()
  const stated = {
    apiKey: sandboxKey,
    apiUrls: { global: sandbox.url, eu: sandbox.url },
    requestTimeoutMs: 30_000,
    maxRetries: 4,
    maxRunMs: 30 * 60_000,
    ...connection
  }
  return {
    connection: stated,
    transport: createTransport(),
    rateLimiter: new RateLimiter(clock, clock.now() + stated.maxRunMs, log),
    clock,
    random: shared.random ?? (() => 1),
    log,
    lines
  }
}

/** An account by its name, enabled and global. */
export const named = (name: string): Account => ({ name, region: 'global', disabled: false })

import { type SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Account } from '../../src/judge/account.ts'
import { createClient } from '../../src/sendgrid/client.ts'
import type { Connection } from '../../src/sendgrid/messages.ts'
import { Pace } from '../../src/sendgrid/pace.ts'
import { FakeClock } from './fake-clock.ts'

/** A connection to the sandbox that waits on a fake clock, with full jitter at its longest. */
export function connect(
  sandbox: SendGridSandbox,
  overrides: Partial<Connection> = {}
): Connection & { clock: FakeClock; lines: string[] } {
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const clock = overrides.clock instanceof FakeClock ? overrides.clock : new FakeClock()
  return {
    apiUrls: { global: sandbox.url, eu: sandbox.url },
    apiKey: sandboxKey,
    client: createClient('test'),
    requestTimeoutMs: 60_000,
    maxRetries: 4,
    pace: new Pace(clock, clock.now() + 30 * 60_000, log),
    random: () => 1,
    log,
    lines,
    ...overrides,
    clock
  }
}

/** An account by its name, enabled and global. */
export const named = (name: string): Account => ({ name, region: 'global', disabled: false })

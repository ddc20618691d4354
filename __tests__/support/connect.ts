import { type SendGridSandbox, sandboxKey } from '../../sandbox/sendgrid.ts'
import type { Connection } from '../../src/sendgrid/messages.ts'
import { FakeClock } from './fake-clock.ts'

/** A connection to the sandbox that waits on a fake clock, with full jitter at its longest. */
export function connect(
  sandbox: SendGridSandbox,
  overrides: Partial<Connection> = {}
): Connection & { clock: FakeClock; lines: string[] } {
  const lines: string[] = []
  return {
    apiUrl: sandbox.url,
    apiKey: sandboxKey,
    userAgent: 'test',
    requestTimeoutMs: 5_000,
    maxRetries: 4,
    random: () => 1,
    log: (line) => lines.push(line),
    lines,
    ...overrides,
    clock: (overrides.clock as FakeClock | undefined) ?? new FakeClock()
  }
}

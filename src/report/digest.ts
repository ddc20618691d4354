import { createHash } from 'node:crypto'

/** The same for the same value, run after run. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}

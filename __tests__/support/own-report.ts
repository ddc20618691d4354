import { resolve } from 'node:path'
import { expect } from '@jest/globals'

/** The path of a report file that no input names, in the folder RUNNER_TEMP, as the system writes it. */
export function ownReportIn(folder: string): unknown {
  const path = resolve(folder, 'enforced-tls-report-').replace(/[\\.]/g, '\\$&')
  return expect.stringMatching(new RegExp(`^${path}[-0-9a-f]{36}\\.json$`))
}

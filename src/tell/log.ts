import { findingOf } from './finding.ts'
import type { Run } from './run.ts'
import { count, countsInWords } from './words.ts'

/** A log of ten thousand lines is not read; the summary and the report have the rest. */
const mostLines = 200

/** What the log says besides the annotations: of one account what has none, of a fleet each that is not plainly compliant, and the counts. */
export function logLines({ inputs, outcome }: Run): string[] {
  if (inputs === undefined || 'failure' in outcome) return []
  if (outcome.accounts.length === 1) {
    return outcome.accounts
      .map((judged) => findingOf(judged, inputs))
      .flatMap(({ level, lines }) => (level === 'info' ? lines : []))
  }
  const told = outcome.accounts.filter((judged) => judged.outcome.result !== 'compliant')
  const lines = told.slice(0, mostLines).flatMap((judged) => findingOf(judged, inputs).lines)
  if (told.length > mostLines) lines.push(`And ${count(told.length - mostLines, 'more account')}.`)
  return [...lines, countsInWords(outcome.accounts)]
}

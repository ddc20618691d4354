import type { Run } from '../judge/types.ts'
import { wordingOf } from './wording.ts'
import { count, countsInWords } from './words.ts'

/** A log of ten thousand lines is not read; the summary and the report have the rest. */
const mostAccounts = 200

/** What the log says besides the annotations: of one account what has none, of many each that is not plainly compliant, and the counts. */
export function logLines(run: Run): string[] {
  if (run.kind !== 'judged') return []
  const { accounts, job } = run
  if (accounts.length === 1) {
    return accounts
      .map((judged) => wordingOf(judged, job))
      .flatMap(({ level, findings }) => (level === 'info' ? findings : []))
  }
  const listed = accounts.filter(({ outcome }) => outcome.result !== 'compliant')
  const lines = listed.slice(0, mostAccounts).flatMap((judged) => {
    const { findings, notes } = wordingOf(judged, job)
    return [...findings, ...notes]
  })
  if (listed.length > mostAccounts) lines.push(`And ${count(listed.length - mostAccounts, 'more account')}.`)
  return [...lines, countsInWords(accounts)]
}

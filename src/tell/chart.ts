import type { AccountOutcome } from '../judge/fleet.ts'
import { pieChart } from './markdown.ts'
import { verdictCounts } from './words.ts'

/** A verdict has the same color in every run. */
const colors = {
  compliant: '#2da44e',
  applied: '#0969da',
  deviating: '#cf222e',
  unverified: '#bf8700',
  waived: '#8250df',
  skipped: '#6e7781'
} as const

/**
 * The verdicts of a fleet. None where it would say nothing, or hide something: Mermaid draws no slice below
 * 1 %, so that three deviating accounts among ten thousand would look like none.
 */
export function verdictChart(accounts: readonly AccountOutcome[]): string[] {
  const counts = verdictCounts(accounts)
  const drawn = counts.every(({ number }) => number * 100 >= accounts.length)
  if (counts.length < 2 || !drawn) return []
  return [
    pieChart(
      'Verdicts',
      counts.map(({ verdict, number }) => ({ label: verdict, number, color: colors[verdict] }))
    )
  ]
}

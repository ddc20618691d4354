import { count } from '../format.ts'
import { fittingOf, fold } from '../markdown.ts'

/**
 * GitHub drops a summary over 1 MiB whole. One has at most ten lists, which take 500 KB together, and with
 * what is around them it stays below 512 KiB.
 */
const listBoundBytes = 50_000

/** Past these a person would scroll long to what comes next. */
const maxOpen = 15

/** Where the rest of a list is, if it is in the report. */
export const inReport = 'The report file has them all (output `report-file`).'

/** Entries in Markdown. Each is shown whole or not at all. */
export interface List {
  readonly entries: readonly string[]
  /** What an entry is about, for the line that says how many more there are. */
  readonly noun: string
  /** Where those are that are not shown, in a sentence. */
  readonly elsewhere: string
}

/** A list under a heading, the first entries open and the next ones folded. Nothing for no entries. */
export function listSection(heading: string | undefined, list: List, head = ''): string[] {
  if (list.entries.length === 0) return []
  const fitting = fittingOf(list.entries, listBoundBytes)
  const next = fitting.slice(maxOpen)
  const asMarkdown = (entries: readonly string[]): string => head + entries.join('\n')
  return [
    ...(heading === undefined ? [] : [`### ${heading}`]),
    asMarkdown(fitting.slice(0, maxOpen)),
    ...(next.length > 0 ? fold(`The next ${count(next.length, list.noun)}`, asMarkdown(next)) : []),
    ...leftOut(list, fitting)
  ]
}

/** A list without a heading, as one text. */
export function joinedList(list: List, separator: string): string[] {
  const fitting = fittingOf(list.entries, listBoundBytes)
  return [fitting.join(separator), ...leftOut(list, fitting)]
}

function leftOut({ entries, noun, elsewhere }: List, fitting: readonly string[]): string[] {
  const more = entries.length - fitting.length
  return more > 0 ? [`**And ${count(more, `more ${noun}`)}.** ${elsewhere}`] : []
}

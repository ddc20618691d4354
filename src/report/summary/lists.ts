import { count } from '../../text.ts'
import { andMore } from '../format.ts'
import { fittingOf, fold } from '../markdown.ts'

/** GitHub drops a summary over 1 MiB. Ten lists of this size, and the rest of it, stay below 512 KiB. */
const listBoundBytes = 50_000

/** More rows than this are folded. */
const maxOpen = 15

/** Entries in Markdown. Each is shown whole or not at all. */
export interface List {
  readonly entries: readonly string[]
  /** What an entry is, in the line that counts the rest. */
  readonly noun: string
  /** Where the rest is, in a sentence; by default in the report file. */
  readonly elsewhere?: string
}

/** A list under a heading: the first entries open, the next ones folded. Nothing where there are no entries. */
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

function leftOut(
  { entries, noun, elsewhere = 'The report file has them all (output `report-file`).' }: List,
  fitting: readonly string[]
): string[] {
  return andMore(entries.length - fitting.length, noun).map((line) => `**${line}** ${elsewhere}`)
}

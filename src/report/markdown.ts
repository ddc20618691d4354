import { oneLine, visibleName } from '../text.ts'

/**
 * Foreign text as a Markdown code span of at most `limit` characters, where no HTML, link or mention comes to
 * life. A backtick inside is outnumbered by those around it, and what begins a comment is broken: the tracking
 * issue is found by one.
 */
export function code(text: string, limit?: number): string {
  const line = visibleName(text, limit).replaceAll('<!--', '<! --')
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${padding}${line}${padding}${fence}`
}

/**
 * A code span for a table, where a bar would be a border even in code. A backslash before it would undo the
 * escape, and gets a space.
 */
export function codeCell(text: string, limit?: number): string {
  return code(text, limit)
    .replace(/\\(?=\|)/g, '\\ ')
    .replaceAll('|', '\\|')
}

/** A table in GitHub's Markdown. The cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableHead(head), ...rows.map(tableRow)].join('\n')
}

/** The two lines that make what follows a table. */
export function tableHead(head: readonly string[]): string {
  return `${tableRow(head)}\n${tableRow(head.map(() => '---'))}`
}

/** One line of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** What a person opens to read. The title is our own words. */
export function fold(title: string, ...parts: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, ...parts, '</details>']
}

/** What begins a link or a mention on GitHub, and what begins markup, HTML, a table border or math. */
const special = /:\/\/|(?<=www)\.|@|#(?=\d)|(?<=GH)-(?=\d)|[&<>]|[\\`*_[\]|~!]|\$/gi

/**
 * Plain text of at most `limit` characters that stays plain in Markdown: no markup, HTML, table border, math,
 * mention or link comes to life, and what is copied from the page is the text. GitHub looks for links and
 * mentions in stretches of text, so a span around what begins one parts it (the same way its documentation,
 * "Writing mathematical expressions", keeps a dollar sign).
 */
export function escapeMarkdown(text: string, limit = 2_000): string {
  return oneLine(text, limit)
    .replace(special, (found) => {
      if (found === '$') return '<span>\\$</span>'
      if (/^[&<>]$/.test(found)) return `&#${found.charCodeAt(0)};`
      return /^[\\`*_[\]|~!]$/.test(found) ? `\\${found}` : `<span>${found}</span>`
    })
    .replace(/^(?=[-+=])|^(?=#)|(?<=^\d+)(?=[.)])/, '\\')
}

/** The first of the entries, as many as take no more than so many bytes. Each whole or not at all. */
export function fittingOf(entries: readonly string[], boundBytes: number): readonly string[] {
  let bytes = 0
  const end = entries.findIndex((entry) => {
    bytes += Buffer.byteLength(entry) + 2
    return bytes > boundBytes
  })
  return end < 0 ? entries : entries.slice(0, end)
}

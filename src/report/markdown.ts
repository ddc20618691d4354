import { oneLine, visibleName } from '../text.ts'
import { maxNameLength } from './format.ts'
import type { WorkflowRun } from './workflow-run.ts'

/**
 * A name as a Markdown code span, in which no HTML, link or mention works. The fence has one backtick more than the
 * longest run inside. A comment cannot begin in it: the tracking issue is found by its comment.
 */
export function code(name: string): string {
  const line = visibleName(name, maxNameLength).replaceAll('<!--', '<! --')
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${padding}${line}${padding}${fence}`
}

/** The same for a table, in which a bar is a border also in code. A backslash before it would undo the escape. */
export function codeCell(name: string): string {
  return code(name)
    .replace(/\\(?=\|)/g, '\\ ')
    .replaceAll('|', '\\|')
}

/** A table in GitHub's Markdown. The cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableHead(head), ...rows.map(tableRow)].join('\n')
}

/** The first two lines of a table. */
export function tableHead(head: readonly string[]): string {
  return `${tableRow(head)}\n${tableRow(head.map(() => '---'))}`
}

/** One line of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A link, or the text alone where the address is none that Markdown takes as it is. The text is Markdown already. */
export function link(text: string, url: string): string {
  return /^https?:\/\/[^\s()<>\\]+$/.test(url) ? `[${text}](${url})` : text
}

/** The workflow run by its name. */
export function linkRun({ runUrl, workflow }: WorkflowRun): string {
  return link(workflow ? `the run of ${escapeMarkdown(workflow, maxNameLength)}` : 'the run', runUrl)
}

/** Parts that a person opens. The title is not escaped. */
export function fold(title: string, ...parts: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, ...parts, '</details>']
}

/** What starts a link, a mention, markup, HTML, a table border or math on GitHub. */
const special = /:\/\/|(?<=www)\.|@|#(?=\d)|(?<=GH)-(?=\d)|[&<>]|[\\`*_[\]|~!]|\$/gi

/**
 * Text that stays plain in Markdown, and that is copied from the page as it is. GitHub finds links and mentions in
 * text without tags, so a span around their first characters prevents them. Its documentation ("Writing mathematical
 * expressions") keeps a dollar sign in the same way.
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

/** The first of the entries that fit in so many bytes, each whole. */
export function fittingOf(entries: readonly string[], boundBytes: number): readonly string[] {
  let bytes = 0
  const end = entries.findIndex((entry) => {
    bytes += Buffer.byteLength(entry) + 2
    return bytes > boundBytes
  })
  return end < 0 ? entries : entries.slice(0, end)
}

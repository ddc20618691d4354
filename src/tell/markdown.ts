import { oneLine } from '../text.ts'

/**
 * Foreign text as a Markdown code span, where no HTML, link or mention comes to life. A backtick inside is
 * outnumbered by those around it.
 */
export function code(text: string): string {
  const line = oneLine(text)
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${padding}${line}${padding}${fence}`
}

/** A code span for a table, where a bar would be a border even in code. */
export function codeCell(text: string): string {
  return code(text).replaceAll('|', '\\|')
}

/** A table in GitHub's Markdown. The cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/**
 * Plain text that stays plain in Markdown: no markup, HTML, table border, mention or link comes to life.
 * A zero-width space parts what GitHub would turn into a mention or a link.
 */
export function inert(text: string): string {
  return oneLine(text, 2_000)
    .replace(/@|:\/\/|www\.|#(?=\d)|GH-(?=\d)/gi, (start) => `${start}\u200b`)
    .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\\`*_[\]|~!]/g, '\\$&')
}

/** A small chart that GitHub draws by itself. The labels are our own words. */
export function pieChart(title: string, slices: ReadonlyMap<string, number>): string {
  const lines = [...slices].map(([label, number]) => `  "${label}" : ${number}`)
  return ['```mermaid', 'pie showData', `  title ${title}`, ...lines, '```'].join('\n')
}

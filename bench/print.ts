/** Prints a table in Markdown, as it stands in the README. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
  console.log(`\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`)
}

/** A count that is wrong makes the bench fail: a figure of a wrong run is no figure. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual === expected) return
  console.error(`${what}: ${actual}, and it should be ${expected}`)
  process.exitCode = 1
}

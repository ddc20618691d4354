/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * How often each name stands in a JSON text, at any depth. `JSON.parse` takes the last of two that are the
 * same, so a name that stands twice may mean either. The text has to be valid JSON.
 */
export function countNames(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  // In JSON a string before a colon is a name, and nothing else is.
  for (const [, token = '""', colon] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?/g)) {
    if (colon === undefined) continue
    const name = JSON.parse(token) as string
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

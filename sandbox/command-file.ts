/**
 * Reads a file in which a step leaves names and values: `name=value`, or `name<<delimiter` and lines up to the
 * delimiter. A later value of a name wins. Throws for what the runner refuses (actions/runner,
 * FileCommandManager.cs).
 */
export function parseCommandFile(file: string, platform = process.platform): Record<string, string> {
  // File.ReadAllText takes a byte order mark away.
  const lines = new Lines(file.replace(/^\uFEFF/, ''), platform)
  const values = new Map<string, string>()
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line.text === '') continue
    const [, name = '', sign, rest = ''] = /^(.*?)(=|<<)(.*)$/s.exec(line.text) ?? []
    if (sign === undefined) throw new Error(`"${line.text}" is neither name=value nor name<<delimiter`)
    if (name === '') throw new Error(`"${line.text}" has no name`)
    if (sign === '<<' && rest === '') throw new Error(`"${line.text}" has no delimiter`)
    values.set(name, sign === '=' ? rest : lines.upTo(rest))
  }
  return Object.fromEntries(values)
}

interface Line {
  readonly text: string
  /** Empty at the end of a file that does not end with a line break. */
  readonly end: string
}

class Lines {
  readonly #lines: readonly Line[]
  #read = 0

  constructor(file: string, platform: NodeJS.Platform) {
    // On Windows alone a carriage return is a part of the line break.
    const line = platform === 'win32' ? /([^\n]*?)(\r?\n|$)/g : /([^\n]*)(\n|$)/g
    this.#lines = [...file.matchAll(line)]
      .map(([, text = '', end = '']) => ({ text, end }))
      .filter(({ text, end }) => text !== '' || end !== '')
  }

  next(): Line | undefined {
    return this.#lines[this.#read++]
  }

  /** The lines before the one that is the delimiter, with the line breaks between them. */
  upTo(delimiter: string): string {
    let value = ''
    let lastEnd = ''
    for (let line = this.next(); line !== undefined; line = this.next()) {
      if (line.text === delimiter) return value
      value += lastEnd + line.text
      lastEnd = line.end
    }
    throw new Error(`the delimiter ${delimiter} does not come again`)
  }
}

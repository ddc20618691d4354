/** A command that the runner finds in a line that a step prints. */
export interface Command {
  /** In lower case: the runner takes any. */
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly text: string
  /** What stood where a property is expected and is dropped by the runner. */
  readonly dropped: readonly string[]
  /** The text as it was printed, with its escapes. */
  readonly escapedText: string
}

/** What the runner obeys (actions/runner, ActionCommandManager.cs). */
const knownNames = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning'
])

/** What the runner skips before a command: white space as .NET has it. */
const leadingSpace = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*'

/** `::name key=value,key=value::text`, at the beginning of a line. */
const form = new RegExp(`^${leadingSpace}::(?<head>.*?)::(?<text>.*)$`, 's')

/** `##[name key=value;key=value]text`, anywhere in a line. */
const olderForm = /##\[(?<head>[^\]]*)\](?<text>.*)$/s

const textEscapes: readonly Escape[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%']
]
const propertyEscapes: readonly Escape[] = [['%3A', ':'], ['%2C', ','], ...textEscapes]
const olderEscapes: readonly Escape[] = [['%3B', ';'], ['%5D', ']'], ...textEscapes]

type Escape = readonly [code: string, character: string]

/** The lines of a stream, as .NET reads them: a carriage return alone ends one too. */
export function linesOf(stream: string): string[] {
  const lines = stream.split(/\r\n|\r|\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** The command that the runner obeys in a line (actions/runner, ActionCommand.cs). */
export function commandIn(line: string): Command | undefined {
  return (
    parsed(form.exec(line), ',', propertyEscapes, textEscapes) ??
    parsed(olderForm.exec(line), ';', olderEscapes, olderEscapes)
  )
}

/** The name in a line that has the form of a command, which the runner shows as text when it does not know it. */
export function unknownNameIn(line: string): string | undefined {
  const name = form.exec(line)?.groups?.['head']?.split(' ')[0]
  return name === undefined || knownNames.has(name.toLowerCase()) ? undefined : name
}

function parsed(
  match: RegExpExecArray | null,
  separator: string,
  propertyEscaping: readonly Escape[],
  textEscaping: readonly Escape[]
): Command | undefined {
  const { head = '', text = '' } = match?.groups ?? {}
  const [name = '', ...rest] = head.split(' ')
  if (!knownNames.has(name.toLowerCase())) return undefined
  const pairs = rest
    .join(' ')
    .trim()
    .split(separator)
    .filter((pair) => pair !== '')
  const isProperty = (pair: string): boolean => /^[^=]+=./s.test(pair)
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(
      pairs.filter(isProperty).map((pair) => {
        const [key = '', ...value] = pair.split('=')
        return [key, unescaped(value.join('='), propertyEscaping)]
      })
    ),
    text: unescaped(text, textEscaping),
    dropped: pairs.filter((pair) => !isProperty(pair)),
    escapedText: text
  }
}

/** The percent sign comes last, as in the runner: `%250A` is `%0A` and no line break. */
function unescaped(text: string, escapes: readonly Escape[]): string {
  return escapes.reduce((left, [code, character]) => left.replaceAll(code, character), text)
}

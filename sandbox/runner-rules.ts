import { parseCommandFile } from './command-file.ts'
import { type Command, commandIn, linesOf, unknownNameIn } from './workflow-commands.ts'

/** What a step has printed and written. */
export interface LeftBehind {
  /** What the step was given and must not show, whether it masks it or not. */
  readonly secrets: readonly string[]
  readonly log: string
  readonly errorOutput: string
  /** The text of GITHUB_OUTPUT. Undefined for a step that was given no such file. */
  readonly outputFile: string | undefined
  readonly summary: string
  /** The texts of all files that it has written, by their names. */
  readonly files: Readonly<Record<string, string>>
  /** The texts of the other files by the names of their variables. */
  readonly otherFiles: Readonly<Record<string, string>>
}

/** An annotation of a step. */
export interface ShownAnnotation {
  readonly level: Level
  readonly title: string | undefined
  readonly message: string
}

/** What the runner takes from what a step has left. */
export interface Reading {
  readonly outputs: Readonly<Record<string, string>>
  readonly annotations: readonly ShownAnnotation[]
  /** What it would refuse, cut or hide, and what this action has no business to do. Each begins with its rule. */
  readonly violations: readonly string[]
}

const levels = ['error', 'warning', 'notice'] as const
type Level = (typeof levels)[number]

const ownCommands = new Set([...levels, 'add-mask', 'group', 'endgroup', 'set-output'])

/** The limits of the runner (ExecutionContext.cs, FileCommandManager.cs) and of GitHub's documents. */
export const limits = {
  annotationsOfALevel: 10,
  messageCharacters: 4096,
  titleCharacters: 255,
  summaryBytes: 1024 * 1024,
  outputBytes: 1024 * 1024
} as const

/** A shorter one would star out words that are no secret. */
const shortestMask = 4
/** So many characters of a key in a row are taken for it, as in src/redaction.ts. */
const shortestSecret = 8

/**
 * Reads what a step has left as GitHub's runner does, both streams of it, and says what breaks its rules.
 * `outputNames` are those of action.yml.
 */
export function readAsRunner(left: LeftBehind, outputNames: readonly string[]): Reading {
  const streams = [left.log, left.errorOutput].map((stream) =>
    linesOf(stream).map((line): ReadLine => ({ line, command: commandIn(line) }))
  )
  const lines = streams.flat()
  const commands = lines.flatMap(({ command }) => command ?? [])
  const annotations = commands.flatMap(asAnnotation)
  const { outputs, problems } = readOutputs(left.outputFile, commands)
  return {
    outputs,
    annotations,
    violations: [
      ...lines.flatMap(formViolations),
      ...commands.flatMap((command) => commandViolations(command, left.outputFile !== undefined)),
      ...streams.flatMap(groupViolations),
      ...annotationViolations(annotations),
      ...maskViolations(streams, left.secrets, {
        outputs: JSON.stringify(outputs),
        'job summary': left.summary,
        ...left.files
      }),
      ...problems,
      ...outputViolations(outputs, outputNames),
      ...summaryViolations(left.summary),
      ...Object.entries(left.otherFiles)
        .filter(([, text]) => text !== '')
        .map(([name]) => `Other files: ${name} is written, and this action has no business there`)
    ]
  }
}

interface ReadLine {
  readonly line: string
  readonly command: Command | undefined
}

function formViolations({ line }: ReadLine): string[] {
  // The runner obeys it anywhere in a line, and the page of a log shows more of them than the runner knows.
  const unknown = unknownNameIn(line)
  return [
    ...(line.includes('##[') ? [`Older form: "${excerpt(line)}" has ##[`] : []),
    ...(unknown === undefined ? [] : [`Unknown command: the runner shows ::${excerpt(unknown)}:: as text`])
  ]
}

function commandViolations({ name, dropped, escapedText }: Command, hasOutputFile: boolean): string[] {
  const isForbidden = !ownCommands.has(name) || (name === 'set-output' && hasOutputFile)
  return [
    ...(isForbidden ? [`Commands: ${name} is not for this action to use`] : []),
    ...dropped.map((pair) => `Properties: "${excerpt(pair)}" of ${name} is dropped`),
    ...(/%(?!25|0D|0A)/.test(escapedText)
      ? [`Escapes: "${excerpt(escapedText)}" has a % that is not escaped`]
      : [])
  ]
}

function groupViolations(lines: readonly ReadLine[]): string[] {
  const violations: string[] = []
  let isOpen = false
  for (const { command } of lines) {
    if (command?.name === 'group') {
      if (isOpen) violations.push(`Groups: "${excerpt(command.text)}" begins inside of another`)
      isOpen = true
    }
    if (command?.name === 'endgroup') {
      if (!isOpen) violations.push('Groups: one ends that has not begun')
      isOpen = false
    }
  }
  return isOpen ? [...violations, 'Groups: one does not end'] : violations
}

function asAnnotation({ name, properties, text }: Command): ShownAnnotation[] {
  const level = levels.find((one) => one === name)
  return level === undefined ? [] : [{ level, title: properties['title'], message: text }]
}

function annotationViolations(annotations: readonly ShownAnnotation[]): string[] {
  const tooMany = levels.flatMap((level) => {
    const count = annotations.filter((annotation) => annotation.level === level).length
    return count > limits.annotationsOfALevel
      ? [`Annotations of a level: ${count} of ${level}, and ${limits.annotationsOfALevel} are kept`]
      : []
  })
  const ofEach = annotations.flatMap(({ level, title = '', message }) => [
    ...(message.trim() === '' ? [`Annotation text: one of ${level} is empty, so it is not kept`] : []),
    ...(message.length > limits.messageCharacters
      ? [`Annotation text: "${excerpt(message)}" has ${message.length} characters, and is cut`]
      : []),
    ...(title.length > limits.titleCharacters
      ? [`Annotation title: "${excerpt(title)}" has ${title.length} characters`]
      : [])
  ])
  return [...tooMany, ...ofEach]
}

/** The streams are read side by side, so what is masked in one may be shown by the other before that. */
function maskViolations(
  streams: readonly (readonly ReadLine[])[],
  given: readonly string[],
  files: Readonly<Record<string, string>>
): string[] {
  const isMask = ({ command }: ReadLine): boolean => command?.name === 'add-mask'
  const masks = streams.flat().flatMap(({ command }) => (command?.name === 'add-mask' ? [command.text] : []))
  const values = masks.flatMap(maskedBy)
  const long = [...values, ...given].filter((value) => value.length >= shortestSecret)
  const secrets = [...new Set(long.flatMap(maskedForms))]
  const parts = given.filter((secret) => secret.startsWith('SG.')).flatMap(partsOf)
  const hasSecret = (text: string): boolean => {
    const lower = text.toLowerCase()
    return secrets.some((secret) => text.includes(secret)) || parts.some((part) => lower.includes(part))
  }
  return [
    ...masks.filter((mask) => mask.trim() === '').map(() => 'Masks: one is empty'),
    ...values
      .filter((value) => value.length < shortestMask)
      .map((value) => `Masks: one has ${value.length} characters, and stars out what is no secret`),
    ...streams.flatMap((lines) =>
      lines.flatMap((line, index) => {
        if (isMask(line) || !textsOf(line).some(hasSecret)) return []
        const isLate = lines.slice(index).some(isMask)
        return [`Masks: line ${index + 1} has a secret${isLate ? ' before it is masked' : ''}`]
      })
    ),
    ...Object.entries(files)
      .filter(([, text]) => hasSecret(text))
      .map(([file]) => `Masks: a secret is in the ${file}`)
  ]
}

/** What a line says, without its escapes. */
function textsOf({ line, command }: ReadLine): string[] {
  return command === undefined ? [line] : [line, command.text, ...Object.values(command.properties)]
}

/** Every run of so many characters that a part of a key has, in lower case. */
function partsOf(key: string): string[] {
  const lower = key.toLowerCase()
  return Array.from({ length: lower.length - shortestSecret + 1 }, (_, at) =>
    lower.slice(at, at + shortestSecret)
  )
}

/** A mask of several lines is one of the whole and one of each line (AddMaskCommandExtension). */
function maskedBy(mask: string): string[] {
  const lines = mask.split(/[\r\n]/).map((line) => line.trim())
  return [...new Set([mask, ...lines])].filter((value) => value.trim() !== '')
}

/** What the runner masks with a value (ValueEncoders.cs), but for what only PowerShell makes of one. */
function maskedForms(value: string): string[] {
  const bytes = Buffer.from(value)
  return [
    value,
    ...[0, 1, 2].map((shift) => bytes.subarray(shift).toString('base64')),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;'),
    value.replace(/^"(.{7,})"$/s, '$1')
  ]
}

function readOutputs(
  file: string | undefined,
  commands: readonly Command[]
): { readonly outputs: Record<string, string>; readonly problems: readonly string[] } {
  if (file === undefined) {
    const pairs = commands.filter(({ name }) => name === 'set-output')
    const outputs = Object.fromEntries(pairs.map(({ properties, text }) => [properties['name'] ?? '', text]))
    return { outputs, problems: [] }
  }
  try {
    return { outputs: parseCommandFile(file), problems: [] }
  } catch (thrown) {
    return { outputs: {}, problems: [`Outputs: ${(thrown as Error).message}`] }
  }
}

/** All outputs of a job may take 1 MiB, counted in UTF-16. */
function outputViolations(
  outputs: Readonly<Record<string, string>>,
  outputNames: readonly string[]
): string[] {
  const bytes = Buffer.byteLength(Object.entries(outputs).flat().join(''), 'utf16le')
  return [
    ...Object.keys(outputs)
      .filter((name) => !outputNames.includes(name))
      .map((name) => `Outputs: action.yml has no "${excerpt(name)}"`),
    ...(bytes > limits.outputBytes ? [`Outputs: they take ${bytes} bytes, and a job may have 1 MiB`] : [])
  ]
}

function summaryViolations(summary: string): string[] {
  const bytes = Buffer.byteLength(summary)
  return bytes > limits.summaryBytes ? [`Job summary: ${bytes} bytes are over 1 MiB, so it is not shown`] : []
}

function excerpt(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

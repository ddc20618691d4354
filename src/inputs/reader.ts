import { Failure } from '../model/failure.ts'
import type { Redact } from '../redaction.ts'
import { formatList, isUnseen, oneLine, showUnseen, trimName } from '../text.ts'

/** Reads one input by its name in action.yml; an input that is not set is empty. */
export type ReadInput = (name: string) => string

/** The value of a wrong input. The reader has the problem. */
export const invalid = Symbol('invalid')

/** A value that was read, or `invalid`. */
export type Read<T> = T | typeof invalid

/** What a value means, or undefined when it means nothing. */
type Meaning<T> = (value: string) => T | undefined

/** A line without a meaning, and a hint that may help, such as "one account per line". */
export interface WrongLine {
  readonly hint: string
}

/** A longer line is refused before any pattern reads it. */
const maxLineLength = 1_000

/** At most this many wrong lines are named. */
const maxLines = 10

/** The usual cause of an empty input whose default is a value. */
export const lostValue = 'Usually an expression in the workflow has lost its value.'

/** Reads trimmed inputs and collects what is wrong with them, so that one run names every mistake. */
export class InputReader {
  readonly #read: ReadInput
  readonly #redact: Redact
  readonly #problems = new Set<string>()

  /** `redact` knows the key, which no other input may hold. */
  constructor(read: ReadInput, redact: Redact) {
    this.#read = read
    this.#redact = redact
  }

  /** A problem is one line, also where it names a variable with line ends. */
  addProblem(problem: string): typeof invalid {
    this.#problems.add(oneLine(problem, Number.POSITIVE_INFINITY))
    return invalid
  }

  /** The values, once all are valid. Throws one `invalid-input` Failure that names every problem. */
  complete<T extends object>(values: { readonly [Name in keyof T]: Read<T[Name]> }): T {
    if (this.#problems.size > 0) throw new Failure('invalid-input', [...this.#problems].join('\n'))
    if (!areValid<T>(values)) throw new Error('an input is invalid and no problem says why')
    return values
  }

  /** The values, or `invalid` when one of them is. */
  allOf<T extends object>(values: { readonly [Name in keyof T]: Read<T[Name]> }): Read<T> {
    return areValid<T>(values) ? values : invalid
  }

  /** The trimmed value. One with a part of the key, or with too long a line, is a problem and reads as empty. */
  text(name: string): string {
    const fault = this.#faultOf(name)
    if (fault === undefined) return this.#read(name).trim()
    this.addProblem(fault)
    return ''
  }

  /** Whether `text` refuses the value. Then it reads as empty, although it is not. */
  isRefused(name: string): boolean {
    return this.#faultOf(name) !== undefined
  }

  #faultOf(name: string): string | undefined {
    const value = this.#read(name)
    if (this.#redact(value) !== value)
      return `${name} contains the API key or a part of it. Only api-key may hold it.`
    return longLineOf(name, value)
  }

  parse<T>(name: string, accepts: string, meaning: Meaning<T>, quoted = quote): Read<T> {
    const value = this.text(name)
    if (this.isRefused(name)) return invalid
    const parsed = meaning(value)
    if (parsed !== undefined) return parsed
    return value === ''
      ? this.addProblem(`${name} is empty. It accepts ${accepts}. ${lostValue}`)
      : this.addProblem(`${name} is "${quoted(value)}". It accepts ${accepts}.`)
  }

  /** What each line means. Empty lines are dropped. A problem names up to ten wrong lines. */
  lines<T extends object | string>(
    name: string,
    accepts: string,
    meaning: (line: string, before: readonly T[]) => T | WrongLine
  ): Read<readonly T[]> {
    const parsed: T[] = []
    const wrong: (WrongLine & { readonly line: string })[] = []
    for (const line of this.#linesOf(name)) {
      if (trimName(line) === '') continue
      const meant = meaning(line, parsed)
      if (!isWrong(meant)) parsed.push(meant)
      else wrong.push({ line, ...meant })
    }
    if (wrong.length === 0) return parsed
    // An annotation shows 1,000 characters of a problem. Ten lines with their hints fit, and the count after them.
    const limit = wrong.length > 1 ? 40 : 100
    const listed = formatList(
      wrong,
      ({ line, hint }) => `"${quote(line, limit)}"${hint === '' ? '' : ` (${hint})`}`,
      maxLines
    )
    return this.addProblem(
      `${name} has the line${wrong.length > 1 ? 's' : ''} ${listed}. It accepts ${accepts}.`
    )
  }

  /** As `lines`, but an empty line is a problem: its value may be lost. */
  filledLines<T extends object | string>(
    name: string,
    accepts: string,
    meaning: (line: string) => T | WrongLine
  ): Read<readonly T[]> {
    const parsed = this.lines(name, accepts, meaning)
    const empty = this.emptyLines(name)
    if (empty === undefined) return parsed
    return this.addProblem(`${name} has nothing in ${empty}. It accepts ${accepts}. ${lostValue}`)
  }

  /** The numbers of the empty lines, as `line 2` or `lines 2, 5`; undefined where no line is empty. */
  emptyLines(name: string): string | undefined {
    if (this.#read(name) === '') return undefined
    const empty = this.#linesOf(name).flatMap((line, index) => (isUnseen(line) ? [index + 1] : []))
    if (empty.length === 0) return undefined
    return `line${empty.length > 1 ? 's' : ''} ${formatList(empty, String, maxLines)}`
  }

  /**
   * Untrimmed, so that a control character at an end is seen. A refused value has no lines. YAML leaves one line end
   * at the end of a block.
   */
  #linesOf(name: string): string[] {
    const value = this.text(name) === '' ? '' : this.#read(name)
    return value.replace(/\r?\n$/, '').split(/\r?\n/)
  }

  /** Entries separated by commas or lines; empty ones are dropped. */
  entries(name: string): string[] {
    const entries = this.text(name).split(/[,\n]/)
    return entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
  }

  choice<T extends string>(name: string, choices: readonly T[]): Read<T> {
    const accepts = choices.map((choice) => `"${choice}"`).join(' or ')
    return this.parse(name, accepts, (value) => choices.find((choice) => choice === value))
  }

  flag(name: string): Read<boolean> {
    return this.parse(name, '"true" or "false"', asFlag)
  }

  /** `more` says what else the input accepts. */
  wholeNumber(name: string, min: number, max: number, more = ''): Read<number> {
    return this.parse(name, `a whole number from ${min} to ${max}${more}`, (value) => {
      const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
      return number >= min && number <= max ? number : undefined
    })
  }

  /** A whole number of units, in milliseconds. */
  duration(name: string, min: number, max: number, unitMs: number): Read<number> {
    const number = this.wholeNumber(name, min, max)
    return number === invalid ? invalid : number * unitMs
  }
}

/** What is wrong with a value that has too long a line. */
export function longLineOf(name: string, value: string): string | undefined {
  const lines = value.split(/\r?\n/)
  const index = lines.findIndex((line) => line.length > maxLineLength)
  const length = lines[index]?.length
  if (length === undefined) return undefined
  return `${name} has ${length} characters in line ${index + 1}. It accepts at most 1,000 in a line.`
}

function isWrong<T extends object | string>(meant: T | WrongLine): meant is WrongLine {
  return typeof meant === 'object' && 'hint' in meant
}

function areValid<T extends object>(values: { readonly [Name in keyof T]: Read<T[Name]> }): values is T {
  return !Object.values(values).includes(invalid)
}

/** `true` or `false`, spelled so; anything else has no meaning. */
export function asFlag(value: string): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined
}

/**
 * The value for an error: on one line, cut, with invisible characters as code points, and without the user info of a
 * URL, even of a wrong one.
 */
export function quote(value: string, limit = 100): string {
  const shown = value.replace(/\/\/.*@/s, '//***@').replace(/[^\s/@:]+:[^\s/@]+@/g, '***@')
  return oneLine(showUnseen(shown), limit)
}

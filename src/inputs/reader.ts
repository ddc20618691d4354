import { Failure } from '../failure.ts'
import { oneLine } from '../text.ts'

/** Reads one input by its name in action.yml; an input that is not set is empty. */
export type ReadInput = (name: string) => string

/** What a wrong input reads as. Its problem is with the reader. */
export const invalid = Symbol('invalid')

/** A value that was read, or `invalid`. */
export type Read<T> = T | typeof invalid

/** A value's meaning, or undefined when it has none. */
type Meaning<T> = (value: string) => T | undefined

/** Reads trimmed inputs and collects what is wrong with them, so that one run names every mistake. */
export class InputReader {
  readonly #read: ReadInput
  readonly #apiKey: string
  readonly #problems = new Set<string>()

  constructor(read: ReadInput, apiKey: string) {
    this.#read = read
    this.#apiKey = apiKey
  }

  addProblem(problem: string): typeof invalid {
    this.#problems.add(problem)
    return invalid
  }

  /** The values, once all are valid. Throws one `invalid-input` Failure that names every problem. */
  complete<T extends object>(values: { readonly [Name in keyof T]: Read<T[Name]> }): T {
    if (this.#problems.size > 0) throw new Failure('invalid-input', [...this.#problems].join('\n'))
    if (!areValid<T>(values)) throw new Error('an input is invalid and no problem says why')
    return values
  }

  /** The trimmed value. One that holds the key is a problem, and reads as empty. */
  text(name: string): string {
    const value = this.#read(name).trim()
    if (this.#apiKey.length < 8 || !value.includes(this.#apiKey)) return value
    this.addProblem(`${name} contains the API key. Only api-key may hold it.`)
    return ''
  }

  parse<T>(name: string, accepts: string, meaning: Meaning<T>): Read<T> {
    const value = this.text(name)
    const got = value === '' ? 'empty' : `"${quote(value)}"`
    return meaning(value) ?? this.addProblem(`${name} is ${got}. It accepts ${accepts}.`)
  }

  /**
   * What the lines mean together; empty ones are dropped. The first line that has no meaning of its own is the
   * one that is named.
   */
  lines<T>(name: string, accepts: string, meaning: (lines: readonly string[]) => T | undefined): Read<T> {
    // As it came, since a control character at an end is one too; but nothing of a value that holds the key.
    const lines = (this.text(name) === '' ? '' : this.#read(name))
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
    const parsed = meaning(lines)
    if (parsed !== undefined) return parsed
    const wrong = lines.find((line) => meaning([line]) === undefined)
    const got = wrong === undefined ? 'has a line that repeats another' : `has the line "${quote(wrong)}"`
    return this.addProblem(`${name} ${got}. It accepts ${accepts}.`)
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

  /** A whole number from `least` to `most`. */
  wholeNumber(name: string, least: number, most: number): Read<number> {
    return this.parse(name, `a whole number from ${least} to ${most}`, (value) => {
      const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
      return number >= least && number <= most ? number : undefined
    })
  }

  /** A whole number of units, in milliseconds. */
  duration(name: string, least: number, most: number, unitMs: number): Read<number> {
    const number = this.wholeNumber(name, least, most)
    return number === invalid ? invalid : number * unitMs
  }

  /** Like `parse`, but an empty input is not stated: undefined, and no problem. */
  stated<T>(name: string, accepts: string, meaning: Meaning<T>): Read<T | undefined> {
    if (this.text(name) === '') return undefined
    return this.parse(name, `${accepts}, or nothing for "not stated"`, meaning)
  }
}

function areValid<T extends object>(values: { readonly [Name in keyof T]: Read<T[Name]> }): values is T {
  return !Object.values(values).includes(invalid)
}

/** `true` or `false`, spelled so; anything else has no meaning. */
export function asFlag(value: string): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined
}

/** The value for an error: one line, cut, and without the user info of a URL. */
export function quote(value: string): string {
  return oneLine(value.replace(/\/\/[^/\s]*@/g, '//***@'), 100)
}

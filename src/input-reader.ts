import { oneLine } from './text.ts'

/** Reads one input by its name in action.yml; an input that is not set is empty. */
export type ReadInput = (name: string) => string

/** A value's meaning, or undefined when it has none. */
type Meaning<T> = (value: string) => T | undefined

/**
 * Reads trimmed inputs and collects what is wrong with them, so that one run names every mistake.
 * A wrong input reads as `undefined` whatever the type says: the caller throws when there are problems.
 */
export class InputReader {
  readonly #read: ReadInput
  readonly #apiKey: string
  readonly #problems = new Set<string>()

  constructor(read: ReadInput, apiKey: string) {
    this.#read = read
    this.#apiKey = apiKey
  }

  get problems(): readonly string[] {
    return [...this.#problems]
  }

  addProblem(problem: string): void {
    this.#problems.add(problem)
  }

  /** The trimmed value. One that holds the key is a problem, and is never quoted. */
  text(name: string): string {
    const value = this.#read(name).trim()
    if (this.#apiKey.length < 8 || !value.includes(this.#apiKey)) return value
    this.addProblem(`${name} contains the API key. Only api-key may hold it.`)
    return ''
  }

  parse<T>(name: string, accepts: string, meaning: Meaning<T>): T {
    const value = this.text(name)
    const parsed = meaning(value)
    if (parsed === undefined) {
      const got = value === '' ? 'empty' : `"${quote(value)}"`
      this.addProblem(`${name} is ${got}. It accepts ${accepts}.`)
    }
    return parsed as T
  }

  /**
   * What the lines mean together; empty ones are dropped. The first line that has no meaning of its own is the
   * one that is named.
   */
  lines<T>(name: string, accepts: string, meaning: (lines: readonly string[]) => T | undefined): T {
    // As it came, since a control character at an end is one too; but nothing of a value that holds the key.
    const lines = (this.text(name) === '' ? '' : this.#read(name))
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
    const parsed = meaning(lines)
    if (parsed === undefined) {
      const wrong = lines.find((line) => meaning([line]) === undefined)
      const got = wrong === undefined ? 'has a line that repeats another' : `has the line "${quote(wrong)}"`
      this.addProblem(`${name} ${got}. It accepts ${accepts}.`)
    }
    return parsed as T
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const accepts = choices.map((choice) => `"${choice}"`).join(' or ')
    return this.parse(name, accepts, (value) => choices.find((choice) => choice === value))
  }

  flag(name: string): boolean {
    return this.parse(name, '"true" or "false"', asFlag)
  }

  /** A whole number from `least` to `most`. */
  wholeNumber(name: string, least: number, most: number): number {
    return this.parse(name, `a whole number from ${least} to ${most}`, (value) => {
      const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
      return number >= least && number <= most ? number : undefined
    })
  }

  /** Like `parse`, but an empty input is not stated: undefined, and no problem. */
  stated<T>(name: string, accepts: string, meaning: Meaning<T>): T | undefined {
    if (this.text(name) === '') return undefined
    return this.parse(name, `${accepts}, or nothing for "not stated"`, meaning)
  }
}

/** `true` or `false`, spelled so; anything else has no meaning. */
export function asFlag(value: string): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined
}

/** The value for an error: one line, cut, and without the user info of a URL. */
export function quote(value: string): string {
  return oneLine(value.replace(/\/\/[^/\s]*@/g, '//***@'), 100)
}

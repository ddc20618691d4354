import type { Run } from './model/run.ts'
import { oneLine, truncate } from './text.ts'

/** A run of this many characters of the key counts as a leak. */
const partLength = 8

/** Returns the text without the secrets. */
export type Redact = (text: string) => string

/**
 * Removes the key from texts: whole, and of a key of SendGrid's shape every run of eight characters or more, in any
 * letter case. A key of another shape may be made of words, so it is removed only whole. So is every other secret.
 */
export function createRedaction(apiKey: string, ...secrets: readonly string[]): Redact {
  const parts = new Set<string>()
  const add = (secret: string, length: number): void => {
    for (let at = 0; at + length <= secret.length; at++) parts.add(lowerCase(secret.slice(at, at + length)))
  }
  // A key with white space inside is refused, but each of its pieces may be a key.
  for (const piece of [apiKey, ...apiKey.split(/\s+/)])
    if (piece.length >= partLength) add(piece, piece.includes('SG.') ? partLength : piece.length)
  for (const secret of secrets) if (secret.length >= partLength) add(secret, secret.length)
  const lengths = [...new Set([...parts].map((part) => part.length))]
  return (text) => withoutParts(text, parts, lengths)
}

/** A foreign text for a message: without the secrets, on one line, and cut after that. */
export function quotable(text: string, redact: Redact, limit = 300): string {
  // Twice: cleaning can split the key, and it can join it.
  return truncate(redact(oneLine(redact(text), Number.POSITIVE_INFINITY)), limit)
}

/** The run with all its messages redacted. */
export function redactMessages(run: Run, redact: (text: string) => string): Run {
  const clean = <T extends { readonly message: string }>(value: T): T => ({
    ...value,
    message: redact(value.message)
  })
  if (run.kind !== 'judged') return { ...run, failure: clean(run.failure) }
  const accounts = run.accounts.map((judged) =>
    'message' in judged.outcome ? { ...judged, outcome: clean(judged.outcome) } : judged
  )
  const { blockedRecipients: blocked } = run
  const blockedRecipients =
    blocked?.warning === undefined ? blocked : { ...blocked, warning: redact(blocked.warning) }
  const stops = run.stops.map((stop) => ({ ...stop, failure: clean(stop.failure) }))
  return { ...run, accounts, stops, blockedRecipients }
}

function withoutParts(text: string, parts: ReadonlySet<string>, lengths: readonly number[]): string {
  const lower = lowerCase(text)
  let kept = ''
  let end = 0
  for (let at = 0; at < lower.length; at++) {
    for (const length of lengths) {
      if (!parts.has(lower.slice(at, at + length))) continue
      if (at >= end) kept += `${text.slice(end, at)}***`
      end = Math.max(end, at + length)
    }
  }
  return kept + text.slice(end)
}

/** Only ASCII letters: others could change the length of the text. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

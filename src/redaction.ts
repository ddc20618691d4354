import { oneLine, truncate } from './text.ts'

/** So many characters of the key in a row are a part of it. */
const partLength = 8

/** A text without the secret. */
export type Redact = (text: string) => string

/**
 * Removes the key from texts. Of a key of SendGrid's shape every run of eight characters or more goes, in any
 * case, and so do its base64, hexadecimal and URL-encoded forms. Another one may be made of words, and goes only whole.
 */
export function redactionOf(apiKey: string): Redact {
  const parts = new Set<string>()
  // A key with white space inside is wrong, and each piece of it may be a key.
  const pieces = [apiKey, ...apiKey.split(/\s+/)].filter((piece) => piece.length >= partLength)
  for (const piece of new Set(pieces)) {
    for (const form of formsOf(piece).map(lowerCase)) {
      // With what may stand before it, such as a quotation mark.
      const length = piece.includes('SG.') ? partLength : form.length
      for (let at = 0; at + length <= form.length; at++) parts.add(form.slice(at, at + length))
    }
  }
  const lengths = [...new Set([...parts].map((part) => part.length))]
  return (text) => withoutParts(text, parts, lengths)
}

/** A foreign text for a message: without the secret, on one line, and cut after that. */
export function quotable(text: string, redact: Redact, limit = 300): string {
  // Before, for cleaning may part what belongs together; and after, for it may join what was apart.
  return truncate(redact(oneLine(redact(text), Number.POSITIVE_INFINITY)), limit)
}

/** The key as it is and as it may be written otherwise; in base64 it looks different at each of three offsets. */
function formsOf(apiKey: string): string[] {
  const bytes = Buffer.from(apiKey, 'latin1')
  const encoded = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The characters at the ends mix the key with what stands beside it.
    return text.slice(offset === 0 ? 0 : offset + 1, -1)
  })
  const base64url = encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [
    ...new Set([
      apiKey,
      encodeURIComponent(apiKey.toWellFormed()),
      bytes.toString('hex'),
      ...encoded,
      ...base64url
    ])
  ]
}

function withoutParts(text: string, parts: ReadonlySet<string>, lengths: readonly number[]): string {
  if (text.length < partLength) return text
  const { seen, startOf } = withoutUnseen(text)
  const lower = lowerCase(seen)
  let kept = ''
  let end = 0
  for (let at = 0; at < lower.length; at++) {
    for (const length of lengths) {
      if (!parts.has(lower.slice(at, at + length))) continue
      const [start, next] = [startOf(at), startOf(at + length)]
      if (start >= end) kept += `${text.slice(end, start)}***`
      end = Math.max(end, next)
    }
  }
  return kept + text.slice(end)
}

/** What nobody sees, a Braille cell without dots among it. Inside the key it would hide the key from a search and from no reader. */
const unseen = /(?![\t-\r])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+/gu

/** The text as it is seen, and where in the text each of its characters stands. */
function withoutUnseen(text: string): { readonly seen: string; readonly startOf: (at: number) => number } {
  if (text.search(unseen) < 0) return { seen: text, startOf: (at) => at }
  const starts: number[] = []
  let end = 0
  for (const { index, 0: hidden } of text.matchAll(unseen)) {
    for (; end < index; end++) starts.push(end)
    end += hidden.length
  }
  for (; end < text.length; end++) starts.push(end)
  return { seen: text.replace(unseen, ''), startOf: (at) => starts[at] ?? text.length }
}

/** In ASCII alone, where no character changes its length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Printable ASCII needs no cleaning. Most texts are such, and compiling the classes below takes milliseconds. */
const harmless = /^[\x20-\x7e]*$/
const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]+/gu

/**
 * Foreign text as one harmless line of at most `limit` characters: no control, format or separator
 * characters, and nothing the runner takes for a workflow command (`::name::`, or the older `##[name]`,
 * which it obeys anywhere in a line).
 */
export function oneLine(text: string, limit = 300): string {
  const line = (harmless.test(text) ? text : text.replace(forbidden, ' '))
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/:(?=:)/g, ': ')
    .replace(/##(?=\[)/g, '# #')
  return truncate(line, limit)
}

/** The text, cut to at most `limit` characters. */
export function truncate(text: string, limit: number): string {
  // The cut must not leave half of a surrogate pair.
  return text.length > limit ? `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}\u2026` : text
}

/** Text that nobody can see. Fillers, joiners and selectors are no format characters, nor is the empty Braille cell. */
const unseen = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u

/** An account's name as one harmless line. A name that nobody could see is shown by its code points. */
export function visibleName(name: string, limit?: number): string {
  const line = oneLine(name, limit)
  if (!isUnseen(line)) return line
  return oneLine([...name].map(codePointOf).join(' '), limit)
}

/** The text with each invisible character as its code point. Plain spaces stay. */
export function showUnseen(text: string): string {
  return text.replace(
    /[^\S ]|[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu,
    (character) => `<${codePointOf(character)}>`
  )
}

function codePointOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Whether nobody can see the text. */
export function isUnseen(text: string): boolean {
  return unseen.test(text)
}

/** Whether a header can carry the text as it is: printable, and within Latin-1. */
export function fitsHeader(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]+$/.test(text)
}

/** A name without spaces and tabs at its ends, which a header does not keep. A no-break space is part of the name. */
export function trimName(name: string): string {
  return name.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
}

/** The first of them, as `format` shows each: `a, b and 3 more`. */
export function formatList<T>(entries: readonly T[], format: (entry: T) => string, max: number): string {
  const more = entries.length > max ? ` and ${digits(entries.length - max)} more` : ''
  return `${entries.slice(0, max).map(format).join(', ')}${more}`
}

/** `1 account`, `10,000 accounts`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${digits(number)} ${number === 1 ? noun : plural}`
}

/** A whole number as people read it: `10,000`. `toLocaleString` takes 20 ms to start. */
export function digits(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

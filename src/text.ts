/** Nothing that has to go. Compiling the classes below takes milliseconds, and few texts need them. */
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
  // Not through the middle of a character beyond the first 65,536.
  return text.length > limit ? `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}\u2026` : text
}

/** Nothing that is drawn: fillers, joiners and selectors, which are no format characters, and the empty Braille cell. */
const unseen = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u

/** An account's name as one harmless line. One of which nothing would be seen is shown by its code points. */
export function visibleName(name: string, limit?: number): string {
  const line = oneLine(name, limit)
  if (!unseen.test(line)) return line
  return oneLine([...name].map(codePointOf).join(' '), limit)
}

/** The text with the code point of each character in it that nobody sees, but for plain spaces. */
export function showUnseen(text: string): string {
  return text.replace(
    /[^\S ]|[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu,
    (character) => `<${codePointOf(character)}>`
  )
}

function codePointOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Whether nothing of the text is drawn. */
export function isUnseen(text: string): boolean {
  return unseen.test(text)
}

/** Whether a header can carry the text as it is: printable, and within Latin-1. */
export function fitsHeader(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]+$/.test(text)
}

/** A name without what a header does not keep at its ends: spaces and tabs. A no-break space is part of it. */
export function trimName(name: string): string {
  return name.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
}

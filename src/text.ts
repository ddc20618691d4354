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
  return line.length > limit ? `${line.slice(0, limit - 1)}\u2026` : line
}

/** Whether a header can carry the text as it is: printable, and within Latin-1. */
export function fitsHeader(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]+$/.test(text)
}

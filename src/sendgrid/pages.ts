/** As many entries as SendGrid sends in one page. */
export const maxPageSize = 500

/**
 * The pages of a list until an empty one, since SendGrid does not say how many there are. It documents offsets
 * that are multiples of what is asked for, and it may send fewer than asked for: what comes next is where the
 * last page ended, so as many are asked for as make that such a multiple.
 */
export async function* pagesOf<T>(
  ask: (limit: number, offset: number) => Promise<readonly T[]>
): AsyncGenerator<readonly T[]> {
  let limit = maxPageSize
  for (let offset = 0; ; ) {
    const page = await ask(limit, offset)
    if (page.length === 0) return
    yield page
    offset += page.length
    limit = largestDivisor(offset)
  }
}

function largestDivisor(number: number): number {
  for (let divisor = maxPageSize; ; divisor--) if (number % divisor === 0) return divisor
}

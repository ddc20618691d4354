/** SendGrid sends at most this many entries in one page. */
export const maxPageSize = 500

/**
 * The pages of a list until an empty one, since SendGrid does not say how many there are. A page may have fewer
 * entries than its limit, and the next page begins where it ended. SendGrid documents that an offset is a multiple of
 * the limit, so each limit is the largest divisor of its offset, up to 500.
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

import { expect, test } from '@jest/globals'
import { pagesOf } from '../../src/sendgrid/pages.ts'

/** What is asked of a list of so many that answers with so many in a page, and what it brings. */
async function readAll(length: number, maxPageSize: number | ((page: number) => number)) {
  const list = Array.from({ length }, (_, index) => index)
  const asked: [limit: number, offset: number][] = []
  const items: number[] = []
  const ask = async (limit: number, offset: number): Promise<number[]> => {
    const most = typeof maxPageSize === 'number' ? maxPageSize : maxPageSize(asked.length)
    asked.push([limit, offset])
    return list.slice(offset, offset + Math.min(limit, most))
  }
  for await (const page of pagesOf(ask)) items.push(...page)
  return { asked, isWhole: JSON.stringify(items) === JSON.stringify(list) }
}

test.each([0, 1, 2, 499, 500, 501, 503, 997, 1_000, 1_009, 1_203, 2_500])(
  'a list of %i is read whole, and every offset is a multiple of the limit beside it',
  async (length) => {
    for (const maxPageSize of [500, 499, 200, 100, 7]) {
      const { asked, isWhole } = await readAll(length, maxPageSize)
      expect({ maxPageSize, isWhole }).toEqual({ maxPageSize, isWhole: true })
      for (const [limit, offset] of asked) {
        expect({
          maxPageSize,
          limit,
          isMultiple: offset % limit === 0,
          isAllowed: limit >= 1 && limit <= 500
        }).toEqual({
          maxPageSize,
          limit,
          isMultiple: true,
          isAllowed: true
        })
      }
    }
  }
)

test('pages of any length lose nothing and repeat nothing', async () => {
  const lengths = [3, 500, 1, 250, 499, 2, 17]
  const { asked, isWhole } = await readAll(3_000, (page) => lengths[page % lengths.length] ?? 1)
  expect(isWhole).toBe(true)
  expect(asked.filter(([limit, offset]) => offset % limit !== 0)).toEqual([])
})

test('full pages are asked for by 500, as before, until an empty one', async () => {
  const { asked } = await readAll(1_000, 500)
  expect(asked).toEqual([
    [500, 0],
    [500, 500],
    [500, 1_000]
  ])
})

test('the end is an empty page and not a short one', async () => {
  const { asked } = await readAll(3, 500)
  expect(asked).toEqual([
    [500, 0],
    [3, 3]
  ])
})

test('nothing is asked for ahead of who reads', async () => {
  const offsets: number[] = []
  for await (const page of pagesOf(async (_, offset) => {
    offsets.push(offset)
    return ['one']
  })) {
    expect(page).toEqual(['one'])
    if (offsets.length === 2) break
  }
  expect(offsets).toEqual([0, 1])
})

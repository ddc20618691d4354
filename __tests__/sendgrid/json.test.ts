import { describe, expect, test } from '@jest/globals'
import { countNames, parseJson } from '../../src/sendgrid/json.ts'

test('text that is not JSON has no value, and null is one', () => {
  for (const text of ['', '{', '<html>', '{"a":1}{', '\ufeff{}', "{'a':1}", 'undefined'])
    expect({ text, value: parseJson(text) }).toEqual({ text, value: undefined })
  expect(parseJson('null')).toBeNull()
  expect(parseJson(' {"a":[1]}\n')).toEqual({ a: [1] })
})

describe('names that stand more than once are counted', () => {
  test.each<[string, string, number]>([
    ['side by side', '{"a":1,"a":2}', 2],
    ['with the same value', '{"a":1,"a":1}', 2],
    ['three times', '{"a":1,"a":2,"a":3}', 3],
    ['once', '{"a":1,"b":2}', 1],
    ['not at all', '{"b":2}', 0],
    ['with an escape', '{"a":1,"\\u0061":2}', 2],
    ['in an object inside', '{"a":1,"b":{"a":2}}', 2],
    ['in an object inside that comes first', '{"b":{"a":2},"a":1}', 2],
    ['in a list', '{"a":1,"b":[[{"a":2}]]}', 2],
    ['with white space before the colon', '{"a" \n\t\r :1, "a":2}', 2],
    ['as a value', '{"a":"a","b":"a","c":["a","a"]}', 1],
    ['inside a text', '{"a":"\\"a\\":1,\\"a\\":2"}', 1],
    ['behind a text that ends in a backslash', '{"b":"\\\\","a":1,"a":2}', 2],
    ['in another case, which is another name', '{"a":1,"A":2}', 1],
    ['as a part of another name', '{"a":1,"aa":2,"ba":3}', 1]
  ])('%s', (_, text, count) => {
    expect(parseJson(text)).toBeDefined()
    expect(countNames(text).get('a') ?? 0).toBe(count)
  })

  test('names with a quotation mark, a solidus or a line break are what JSON.parse makes of them', () => {
    const names = ['a"b', 'a/b', 'a\nb', '\u{1f600}', '', '__proto__', 'constructor']
    const text = `{${names.map((name) => `${JSON.stringify(name)}:1`).join()},"a\\/b":2,"\\ud83d\\ude00":2}`
    expect([...countNames(text)]).toEqual(
      names.map((name) => [name, name === 'a/b' || name === '\u{1f600}' ? 2 : 1])
    )
  })

  test('a text of a megabyte and one that is nested deeply are counted too', () => {
    const long = 'x\\n"'.repeat(250_000)
    expect(countNames(JSON.stringify({ a: long, b: { a: 1 } })).get('a')).toBe(2)
    const depth = 100_000
    expect(countNames(`{"a":${'['.repeat(depth)}{"a":1}${']'.repeat(depth)}}`).get('a')).toBe(2)
  })
})

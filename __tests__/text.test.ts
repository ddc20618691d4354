import { describe, expect, test } from '@jest/globals'
import { fitsHeader, oneLine } from '../src/text.ts'

describe('foreign text', () => {
  test.each([
    ['a\r\nb\tc', 'a b c'],
    ['::set-output name=a::b', ': :set-output name=a: :b'],
    [':::a', ': : :a'],
    ['say ##[error]no', 'say # #[error]no'],
    ['\u001b[31mred\u202Eder\u2028\u2029\u200bx', '[31mred der x'],
    ['  much   space ', 'much space'],
    ['\ud800 half a pair', 'half a pair'],
    ['Zoë 日本', 'Zoë 日本']
  ])('is one harmless line: %j', (text, line) => expect(oneLine(text)).toBe(line))

  test('is cut at the limit', () => {
    expect(oneLine('abcdef', 6)).toBe('abcdef')
    expect(oneLine('abcdefg', 6)).toBe('abcde…')
  })
})

test.each([
  ['plain ~', true],
  ['Zo\u00eb', true],
  ['', false],
  ['a\nb', false],
  ['a\u0085b', false],
  ['日本', false]
])('a header carries %j as it is: %s', (text, fits) => expect(fitsHeader(text)).toBe(fits))

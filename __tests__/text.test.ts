import { describe, expect, test } from '@jest/globals'
import { fitsHeader, oneLine, trimName, truncate, visibleName } from '../src/text.ts'

describe('foreign text', () => {
  test.each([
    ['a\r\nb\tc', 'a b c'],
    ['::set-output name=a::b', ': :set-output name=a: :b'],
    [':::a', ': : :a'],
    ['say ##[error]no', 'say # #[error]no'],
    ['\u001b[31mred\u202Eder\u2028\u2029\u200bx', '[31mred der x'],
    ['  much   space ', 'much space'],
    ['\ud800 half a pair', 'half a pair'],
    ['\ufeffa mark of the byte order', 'a mark of the byte order'],
    ['Zoë 日本', 'Zoë 日本']
  ])('is one harmless line: %j', (text, line) => expect(oneLine(text)).toBe(line))

  test('is cut at the limit', () => {
    expect(oneLine('abcdef', 6)).toBe('abcdef')
    expect(oneLine('abcdefg', 6)).toBe('abcde…')
  })

  test('is not cut through the middle of a character', () => {
    expect(truncate('ab😀cd', 4)).toBe('ab…')
    expect(truncate('ab😀cd', 5)).toBe('ab😀…')
  })
})

describe('a name', () => {
  test.each([
    ['\u200b', 'U+200B'],
    ['\u200b\u2060\ufeff', 'U+200B U+2060 U+FEFF'],
    ['\u00ad', 'U+00AD'],
    ['\u202e', 'U+202E'],
    ['\u0000', 'U+0000'],
    ['\u00a0', 'U+00A0'],
    ['\u00a0 \u00a0', 'U+00A0 U+0020 U+00A0'],
    ['\u3000', 'U+3000'],
    // No format characters by their class, and yet nothing is drawn.
    ['\u3164', 'U+3164'],
    ['\u115f\u1160', 'U+115F U+1160'],
    ['\ufe0f', 'U+FE0F'],
    ['\u034f', 'U+034F'],
    ['\u2800', 'U+2800'],
    ['\u{e0041}', 'U+E0041'],
    ['\u{e0100}', 'U+E0100']
  ])('of which nobody sees anything is shown with its code points: %j', (name, shown) => {
    expect(visibleName(name)).toBe(shown)
  })

  test.each([
    ['child', 'child'],
    ['a\u200bb', 'a b'],
    ['\u200bchild\u200b', 'child'],
    ['.', '.'],
    ['日本', '日本'],
    ['', '']
  ])('of which something is seen is shown as it is: %j', (name, shown) =>
    expect(visibleName(name)).toBe(shown)
  )

  test('that is long and that nobody sees is cut like another', () => {
    expect(visibleName('\u200b'.repeat(100), 20)).toBe('U+200B U+200B U+200…')
  })

  test.each([
    [' child\t', 'child'],
    ['\u00a0child\u00a0', '\u00a0child\u00a0'],
    [' \u00a0 child', '\u00a0 child'],
    ['\u2003child\u3000', '\u2003child\u3000'],
    ['\ufeffchild', '\ufeffchild'],
    ['child\r', 'child\r'],
    ['a b', 'a b'],
    [' \t ', '']
  ])('loses spaces and tabs at its ends, and nothing else: %j', (name, trimmed) =>
    expect(trimName(name)).toBe(trimmed)
  )

  test('is soon trimmed, although it holds a megabyte of spaces', () => {
    const inner = `a${' '.repeat(2 ** 20)}b`
    expect(trimName(` ${inner} `)).toBe(inner)
  })
})

test.each([
  ['plain ~', true],
  ['Zo\u00eb', true],
  ['', false],
  ['a\nb', false],
  ['a\tb', false],
  ['a\u007fb', false],
  ['a\u0085b', false],
  ['日本', false]
])('a header carries %j as it is: %s', (text, fits) => expect(fitsHeader(text)).toBe(fits))

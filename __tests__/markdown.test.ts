import { describe, expect, test } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { code, codeCell, inert } from '../src/tell/markdown.ts'
import { Progress } from '../src/tell/progress.ts'
import { digits } from '../src/tell/words.ts'
import { oneLine } from '../src/text.ts'

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

  test.each([
    ['plain', '`plain`'],
    ['a|b', '`a|b`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['<img src=x> @someone', '`<img src=x> @someone`']
  ])('is a code span: %j', (text, span) => expect(code(text)).toBe(span))

  test.each([
    ['<script>&', '&#60;script&#62;&#38;'],
    ['*a* _b_ `c` [d](e) f|g ~h~ !i \\', '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) f\\|g \\~h\\~ \\!i \\\\'],
    ['@someone #12 GH-3', '@\u200bsomeone #\u200b12 GH-\u200b3'],
    ['https://x www.y', 'https\u200b://x www\u200b.y'],
    ['$x$', '<span>\\$</span>x<span>\\$</span>'],
    ['- x', '\\- x'],
    ['12. x', '12\\. x'],
    ['+1.5 - 2', '\\+1.5 - 2']
  ])('is inert in Markdown: %j', (text, markdown) => expect(inert(text)).toBe(markdown))

  test.each([
    'https://evil.example/x',
    'http://127.0.0.1:8080.',
    'HTTP://evil.example',
    'www.evil.example',
    'WWW.evil.example',
    'octocat@evil.example',
    'mailto:octocat@evil.example',
    'xmpp:octocat@evil.example/x',
    '[x](https://evil.example)',
    '[x]: https://evil.example',
    '<https://evil.example>',
    '# x',
    '> x',
    '1) x',
    '* x',
    '---',
    '===',
    '    x',
    '[^1]',
    '<!-- x -->'
  ])('is one plain paragraph: %j', (text) => {
    const html = micromark(inert(text), {
      allowDangerousHtml: true,
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()]
    })
    const shown = oneLine(text).replace(/[&<>"]/g, (character) => entities[character] ?? '')
    expect(html.replaceAll('\u200b', '')).toBe(`<p>${shown}</p>`)
  })
})

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [25_000_000, '25,000,000']
])('%d is written %s', (number, text) => expect(digits(number)).toBe(text))

test('a bar in a table cell stays inside, after a backslash too', () => {
  expect(codeCell('a|b')).toBe('`a\\|b`')
  expect(codeCell('a\\|b')).toBe('`a\\ \\|b`')
})

test('a long run shows its progress', () => {
  const lines: string[] = []
  let now = 0
  const progress = new Progress(1_000, { now: () => now, sleep: async () => {} }, (line) => lines.push(line))
  const account = { name: 'a', region: 'global', disabled: false } as const
  for (let judged = 0; judged < 100; judged++) {
    now += 1_000
    progress.judged({
      account,
      outcome: { result: judged % 10 === 0 ? 'deviating' : 'skipped' } as never,
      effort: { requests: 1, retries: 0 }
    })
  }
  expect(lines).toHaveLength(10)
  expect(lines[0]).toBe(
    '10 of 1,000 accounts judged, 1 deviating so far, about 16 min 30 s left at this pace.'
  )
})

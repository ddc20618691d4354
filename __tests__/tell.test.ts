import { describe, expect, test } from '@jest/globals'
import { code, inert } from '../src/tell/markdown.ts'
import { Progress } from '../src/tell/progress.ts'
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
    ['@someone #12 https://x www.y', '@\u200bsomeone #\u200b12 https://\u200bx www.\u200by']
  ])('is inert in Markdown: %j', (text, markdown) => expect(inert(text)).toBe(markdown))
})

test('a long run shows its progress', () => {
  const lines: string[] = []
  let now = 0
  const progress = new Progress(100, { now: () => now, sleep: async () => {} }, (line) => lines.push(line))
  const account = { name: 'a', region: 'global', disabled: false } as const
  for (let judged = 0; judged < 100; judged++) {
    now += 1_000
    progress.judged({
      account,
      outcome: { result: judged % 10 === 0 ? 'deviating' : 'skipped' } as never,
      effort: { requests: 1, retries: 0 }
    })
  }
  expect(lines).toHaveLength(9)
  expect(lines[0]).toBe('10 of 100 accounts judged, 1 deviating so far, about 1 min 30 s left at this pace.')
})

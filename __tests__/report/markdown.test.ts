import { describe, expect, test } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { code, codeCell, escapeMarkdown } from '../../src/report/markdown.ts'
import { oneLine } from '../../src/text.ts'

describe('foreign text', () => {
  test.each([
    ['plain', '`plain`'],
    ['a|b', '`a|b`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['`a', '`` `a ``'],
    ['a`', '`` a` ``'],
    ['`', '`` ` ``'],
    ['<img src=x> @someone', '`<img src=x> @someone`']
  ])('is a code span: %j', (text, span) => expect(code(text)).toBe(span))

  test.each(['`a', 'a`', '``a', 'a``', '`', '`a`', '` a', 'a `', '`a`b', '`` a ` b'])(
    'is nothing but a code span, also with a backtick at an end: %j',
    (text) => expect(micromark(code(text))).toBe(`<p><code>${text}</code></p>`)
  )

  test.each([
    ['<script>&', '&#60;script&#62;&#38;'],
    ['*a* _b_ `c` [d](e) f|g ~h~ !i \\', '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) f\\|g \\~h\\~ \\!i \\\\'],
    ['@someone #12 GH-3', '<span>@</span>someone <span>#</span>12 GH<span>-</span>3'],
    ['https://x www.y', 'https<span>://</span>x www<span>.</span>y'],
    ['$x$', '<span>\\$</span>x<span>\\$</span>'],
    ['- x', '\\- x'],
    ['12. x', '12\\. x'],
    ['+1.5 - 2', '\\+1.5 - 2']
  ])('stays plain text in Markdown: %j', (text, markdown) => expect(escapeMarkdown(text)).toBe(markdown))

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
    const html = micromark(escapeMarkdown(text), {
      allowDangerousHtml: true,
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()]
    })
    const shown = oneLine(text).replace(/[&<>"]/g, (character) => entities[character] ?? '')
    expect(html.replace(/<\/?span>/g, '')).toBe(`<p>${shown}</p>`)
  })
})

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

test('a bar in a table cell stays inside, after a backslash too', () => {
  expect(codeCell('a|b')).toBe('`a\\|b`')
  expect(codeCell('a\\|b')).toBe('`a\\ \\|b`')
})

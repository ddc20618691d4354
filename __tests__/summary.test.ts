import { describe, expect, test } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { passedInputs } from '../sandbox/runner.ts'
import { readInputs } from '../src/inputs.ts'
import type { AccountOutcome } from '../src/judge/fleet.ts'
import type { RunOutcome } from '../src/judge/run.ts'
import { summaryOf } from '../src/tell/summary.ts'

const passed = await passedInputs({
  'api-key': 'SG.not-a-real-key',
  mode: 'apply',
  'require-tls': 'true',
  'tls-version': '1.2',
  'all-subusers': 'true'
})
const inputs = readInputs((name) => passed[name] ?? '')
const loose = { requireTls: false, requireValidCert: false, tlsVersion: 1.1 } as const
const tight = { requireTls: true, requireValidCert: false, tlsVersion: 1.2 } as const
const deviations = [
  { setting: 'requireTls', expected: true, actual: false },
  { setting: 'tlsVersion', expected: 1.2, actual: 1.1 }
] as const

const account = (name: string, outcome: AccountOutcome['outcome']): AccountOutcome => ({
  account: { name, region: 'global', disabled: false },
  outcome,
  effort: { requests: 1, retries: 0 }
})
const compliant = (name: string) => account(name, { result: 'compliant', settings: tight })
const deviating = (name: string) =>
  account(name, { result: 'deviating', settings: loose, deviations, refused: [] })
const applied = (name: string) => account(name, { result: 'applied', before: loose, settings: tight })
const waived = (name: string) =>
  account(name, {
    result: 'waived',
    settings: loose,
    deviations,
    waiver: { account: name, until: '2026-12-31', reason: 'moving <b>house</b>' }
  })
const unverified = (name: string, message = 'It was answered 403.') =>
  account(name, {
    result: 'unverified',
    failure: { reason: 'forbidden', message },
    changed: false,
    before: undefined,
    settings: undefined
  })

const summary = (...accounts: AccountOutcome[]) =>
  summaryOf({ inputs, outcome: { accounts } satisfies RunOutcome, remarks: [] }, 'https://example.com/action')
/** As GitHub renders it, raw HTML among it. */
const html = (markdown: string) =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
const rowsIn = (text: string): number => text.match(/<tr>/g)?.length ?? 0

describe('one account', () => {
  test('has the verdict in words, the policy, and what is in force', () => {
    const page = html(summary(deviating('child')))
    expect(page).toContain('<h2>Enforced TLS deviates from the policy</h2>')
    expect(page).toContain(
      '<p><strong>Policy</strong> (mode apply): require-tls true, tls-version at least 1.2.</p>'
    )
    expect(page).toMatch(/<td>require-tls<\/td>\s*<td>true<\/td>\s*<td>false<\/td>/)
    expect(page).toMatch(
      /<h3>What deviates<\/h3>[\s\S]*<td><code>child<\/code><\/td>\s*<td>tls-version<\/td>\s*<td>at least 1.2<\/td>\s*<td>1.1<\/td>/
    )
    expect(page).toContain(
      '<strong>What to do next:</strong> <a href="https://example.com/action#deviation">deviation</a>.'
    )
    expect(page).not.toContain('mermaid')
  })

  test('without a verdict reads as a broken check, not as a finding', () => {
    const page = html(summary(unverified('child')))
    expect(page).toContain('<h2>Enforced TLS could not be verified</h2>')
    expect(page).not.toContain('deviates')
    expect(page).toMatch(/<td>require-tls<\/td>\s*<td>true<\/td>\s*<td>unknown<\/td>/)
  })

  test('that complies has nothing to do', () => {
    expect(summary(compliant('child'))).not.toContain('What to do next')
  })
})

describe('a fleet', () => {
  const mixed = summary(
    ...Array.from({ length: 20 }, (_, index) => compliant(`good-${index}`)),
    deviating('bad'),
    applied('new'),
    waived('old'),
    unverified('gone'),
    account('off', { result: 'skipped', settings: undefined })
  )

  test('has counts, a chart, a table for each that needs eyes, and the rest folded', () => {
    const page = html(mixed)
    expect(page).toContain(
      '25 accounts: 20 compliant, 1 applied, 1 deviating, 1 unverified, 1 waived, 1 skipped.'
    )
    expect(page).toContain('<code class="language-mermaid">pie showData')
    expect(page).toContain('&quot;compliant&quot; : 20')
    expect([...page.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, heading]) => heading)).toEqual([
      'What deviates',
      'What could not be verified',
      'What was changed and confirmed',
      'What is waived'
    ])
    expect(page).toMatch(/<td><code>old<\/code><\/td>\s*<td>2026-12-31<\/td>/)
    expect(page).toMatch(
      /<td><code>new<\/code><\/td>\s*<td>require-tls from false to true, tls-version from 1.1 to 1.2<\/td>/
    )
    expect(page).toMatch(/<details><summary>20 compliant accounts<\/summary>\s*<p><code>good-0<\/code>/)
    expect(page.slice(0, page.indexOf('<details>'))).not.toContain('good-')
  })

  test('has no table for what did not happen', () => {
    const page = html(summary(compliant('one'), compliant('two')))
    expect(page).not.toMatch(/<h3>|<table>/)
  })

  test('of 10,000 that deviate stays well below 1 MiB, and says what it leaves out', () => {
    const longName = (index: number) => `${'subuser'.repeat(8)}-${index}`
    const markdown = summary(...Array.from({ length: 10_000 }, (_, index) => deviating(longName(index))))
    expect(Buffer.byteLength(markdown)).toBeLessThan(512 * 1024)
    const page = html(markdown)
    expect(rowsIn(page)).toBe(501)
    expect(page).toContain('<strong>And 19500 more rows.</strong> The report file has them all.')
  })

  test('of 10,000 without a verdict, or that comply, stays there too', () => {
    const broken = summary(
      ...Array.from({ length: 10_000 }, (_, index) => unverified(`s${index}`, 'x'.repeat(900)))
    )
    expect(Buffer.byteLength(broken)).toBeLessThan(768 * 1024)
    const well = summary(...Array.from({ length: 10_000 }, (_, index) => compliant(`s${index}`)))
    expect(Buffer.byteLength(well)).toBeLessThan(256 * 1024)
    expect(html(well)).toContain('And 8000 more.')
  })
})

describe('foreign text', () => {
  const nasty = [
    '<img src=x onerror=alert(1)>',
    '@octocat',
    'a|b',
    '`x`',
    '[a](https://x)',
    '</details>',
    '**b**',
    '#1'
  ]

  test.each(nasty)('breaks nothing as a name: %s', (name) => {
    const page = html(
      summary(deviating(name), applied(name), waived(name), unverified(name), compliant(name))
    )
    expect(page).not.toMatch(/<img|<b>|<strong>b|<a href="https:\/\/x"/)
    expect(page.match(/<\/details>/g)).toHaveLength(1)
    expect(page.match(/<table>/g)).toHaveLength(4)
    expect(page.match(/<td>/g)).toHaveLength(2 * 4 + 2 + 4 + 3)
  })

  test.each(nasty)('breaks nothing as a message: %s', (message) => {
    const page = html(summary(unverified('a', message), unverified('b', message)))
    expect(page).not.toMatch(/<img|<b>|<strong>b|<a href="https:\/\/x"|@octocat|<code>x/)
    expect(page.match(/<td>/g)).toHaveLength(6)
  })
})

import { describe, expect, test } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { actionName, actionVersion } from '../../../src/about.ts'
import { parentAccount } from '../../../src/model/account.ts'
import type { JudgedAccount } from '../../../src/model/outcome.ts'
import type { WaiverNotice } from '../../../src/model/run.ts'
import { formatFoot, formatSummary } from '../../../src/report/summary/summary.ts'
import { readWorkflowRun } from '../../../src/report/workflow-run.ts'
import { githubRun } from '../../support/github-run.ts'
import {
  applied,
  compliant,
  deviating,
  excluded,
  expired,
  fleetOf,
  job,
  judgedRun,
  looseningRefused,
  skipped,
  stopped,
  unconfirmed,
  unverified,
  waived
} from '../../support/outcomes.ts'

const reasonsUrl = 'https://example.com/action'
const summaryWith = (waiverNotices: readonly WaiverNotice[], ...accounts: JudgedAccount[]) =>
  formatSummary(judgedRun(accounts, { waiverNotices }), reasonsUrl)
const summary = (...accounts: JudgedAccount[]) => summaryWith([], ...accounts)
/** As GitHub renders it, raw HTML among it. */
const html = (markdown: string) =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
const linksIn = (page: string) => [...page.matchAll(/<a [^>]*?href="(.*?)"/g)].map(([, target]) => target)
const headingsIn = (page: string) => [...page.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, heading]) => heading)
const titleOf = (page: string) => /<h2>(.*?)<\/h2>/.exec(page)?.[1]
const bytesOf = (markdown: string) => Buffer.byteLength(markdown)
const bound = 512 * 1024

describe('one account', () => {
  test('has the verdict in words, and one table of its settings', () => {
    const page = html(summary(deviating('child')))
    expect(titleOf(page)).toBe('❌ Enforced TLS deviates from the policy')
    expect(page).toContain('<p>Account child deviates: require-tls is false, and the policy states true; ')
    expect(page).toContain('<th>Policy (mode apply)</th>')
    expect(page).toMatch(
      /<td>require-tls<\/td>\s*<td>true<\/td>\s*<td>false<\/td>\s*<td>❌ deviates<\/td>[\s\S]*<td>require-valid-cert<\/td>\s*<td>–<\/td>\s*<td>false<\/td>\s*<td>not judged<\/td>[\s\S]*<td>tls-version<\/td>\s*<td>at least 1.2<\/td>\s*<td>1.1<\/td>\s*<td>❌ deviates<\/td>/
    )
    expect(page.match(/<table>/g)).toHaveLength(1)
    expect(page).not.toContain('<h3>')
    expect(page).toContain(
      `<strong>What to do next:</strong> <a href="${reasonsUrl}#deviation">Run with mode: apply to restore it</a>.</p>`
    )
    expect(page).toContain('<p>Mail can leave in clear text.</p>')
    expect(page.match(/mode: apply/g)).toHaveLength(1)
  })

  test("is called the key's own account where it has no name", () => {
    expect(summary(compliant(parentAccount))).toContain("\nThe key's own account complies: ")
    expect(summary(compliant(parentAccount))).not.toContain('@parent')
  })

  test('without a verdict reads as a broken check, in paragraphs', () => {
    const page = html(summary(unverified('child')))
    expect(titleOf(page)).toBe('⚠️ Enforced TLS could not be verified')
    expect(page).toContain(
      '<p><strong>Policy</strong> (mode apply): require-tls true, tls-version at least 1.2.</p>'
    )
    expect(page).toContain('<p><strong>forbidden:</strong> It was answered 403.</p>')
    expect(page).toContain('<p><strong>Account:</strong> <code>child</code>.</p>')
    expect(page).not.toMatch(/deviates|<table>|<details>/)
  })

  test.each([
    [
      'was answered 403 ("no"). Give the key the scope.',
      'was answered 403 (&quot;no&quot;).',
      'Give the key the scope.'
    ],
    [
      'was answered 502 with an HTML page. Not available.',
      'was answered 502 with an HTML page.',
      'Not available.'
    ],
    ['failed: no answer within 10 s.', 'failed.', 'No answer within 10 s.']
  ])('without a verdict begins with the cause, and the request is folded: %s', (end, request, cause) => {
    const what = "GET /v3/user/settings/enforced_tls for the key's own account"
    const page = html(summary(unverified(parentAccount, `${what} ${end}`)))
    const [, after] = page.split('</h2>\n')
    expect(after?.startsWith(`<p><strong>forbidden:</strong> ${cause}</p>`)).toBe(true)
    expect(page).toContain(`<details><summary>The request</summary>\n<p>${what} ${request}</p>\n</details>`)
    expect(page).toContain("<p><strong>Account:</strong> the key's own.</p>")
  })

  test('that could not be confirmed has what was read last, and no verdict on it', () => {
    const page = html(summary(unconfirmed('child')))
    expect(page).toContain('<p>SendGrid accepted a change before that.</p>')
    expect([...page.matchAll(/<th>(.*?)<\/th>/g)].map(([, head]) => head)).toEqual([
      'Setting',
      'Policy (mode apply)',
      'Last read'
    ])
    expect(page).toMatch(/<td>require-valid-cert<\/td>\s*<td>not judged<\/td>\s*<td>false<\/td>\s*<\/tr>/)
  })

  test('that complies has nothing to do', () => {
    const page = html(summary(compliant('child')))
    expect(page).toMatch(/<td>1.2<\/td>\s*<td>✅ complies<\/td>/)
    expect(page).not.toContain('What to do next')
  })

  test('that was changed for the first time asks nobody', () => {
    const page = html(summary(applied('child')))
    expect(page).toContain(
      '<p>Account child was changed: require-tls from false to true, tls-version from 1.1 to 1.2.'
    )
    expect(page).not.toContain('who changed the settings')
  })

  test('that may not be loosened was left alone', () => {
    const page = html(summary(looseningRefused('child')))
    expect(titleOf(page)).toBe('❌ Enforced TLS was left alone: the policy would loosen it')
    expect(page).toContain('<p>Nothing was written, because the policy would loosen tls-version.</p>')
  })

  test('that is waived says so', () => {
    expect(html(summary(waived('child')))).toContain(
      '<p>Account child is waived until 2026-12-31 (moving &lt;b&gt;house&lt;/b&gt;): require-tls is false, '
    )
  })
})

describe('no account', () => {
  const notStarted = (message: string) =>
    formatSummary({ kind: 'not-started', failure: { reason: 'invalid-input', message } }, reasonsUrl)

  test('is judged when they are not known, by the policy that is', () => {
    const page = html(
      formatSummary(
        {
          kind: 'no-accounts',
          job,
          hosts: judgedRun([]).hosts,
          failure: { reason: 'forbidden', message: 'The list was answered 403.' },
          keyScopes: undefined
        },
        reasonsUrl
      )
    )
    expect(titleOf(page)).toBe('⚠️ Enforced TLS could not be verified')
    expect(page).toContain('<p>The accounts are not known, so none was judged.</p>')
    expect(page).toContain(
      '<strong>Policy</strong> (mode apply): require-tls true, tls-version at least 1.2.'
    )
    expect(page).toContain('<p>The list was answered 403.</p>')
    expect(linksIn(page)).toEqual([`${reasonsUrl}#forbidden`])
  })

  test('is judged with wrong inputs, a paragraph for each', () => {
    const page = html(notStarted('mode is "x".\n# y\n1. z'))
    expect(titleOf(page)).toBe('⚠️ Enforced TLS was not checked: the action cannot start')
    expect(page).toContain('<p>mode is &quot;x&quot;.</p>\n<p># y</p>\n<p>1. z</p>')
    expect(page).not.toContain('Policy')
  })

  test('stays below 512 KiB with a message of any length', () => {
    const markdown = notStarted('<\n'.repeat(1_000_000))
    expect(bytesOf(markdown)).toBeLessThan(bound)
    expect(markdown).toMatch(/\*\*And [\d,]+ more lines\.\*\* The report file has them all/)
  })
})

describe('a fleet', () => {
  const mixed = summaryWith(
    [expired('bad')],
    ...fleetOf(20, compliant, 'good'),
    deviating('bad'),
    applied('new'),
    waived('old'),
    unverified('gone'),
    skipped('off'),
    excluded('test-1', 'test-*'),
    excluded('sandbox')
  )

  test.each<[string, JudgedAccount[]]>([
    ['✅ Enforced TLS complies with the policy', [compliant('a'), skipped('b'), excluded('d')]],
    [
      '✅ Enforced TLS complies with the policy; 1 account is waived',
      [compliant('a'), skipped('b'), waived('c')]
    ],
    [
      '✅ Enforced TLS complies with the policy; 2 accounts are waived',
      [compliant('a'), ...fleetOf(2, waived)]
    ],
    ['✅ Enforced TLS: 1 account changed; 2 accounts are waived', [applied('a'), ...fleetOf(2, waived)]],
    ['⚠️ Enforced TLS deviates from the policy; 1,000 accounts are waived', fleetOf(1_000, waived)],
    ['⚠️ Enforced TLS deviates from the policy; 1 account is waived', [waived('a'), skipped('b')]],
    ['❌ Enforced TLS: 1 account deviates', [compliant('a'), deviating('b')]],
    ['❌ Enforced TLS: 1 account deviates, 1 changed', [looseningRefused('a'), applied('b')]],
    ['✅ Enforced TLS: 2 accounts changed', fleetOf(2, applied)],
    ['⚠️ Enforced TLS: 2 accounts could not be verified', fleetOf(2, unverified)],
    [
      '❌ Enforced TLS: 1,000 accounts deviate, 2 could not be verified, 3 changed',
      [...fleetOf(3, applied), ...fleetOf(2, unverified), ...fleetOf(1_000, deviating)]
    ]
  ])('has the heading: %s', (heading, accounts) => {
    expect(titleOf(html(summary(...accounts)))).toBe(heading)
  })

  test('has counts, policy, what to do, a table for each that needs eyes, and folds, in this order', () => {
    const page = html(mixed)
    const order = [
      '<h2>❌ Enforced TLS: 1 account deviates, 1 could not be verified, 1 changed; 1 account is waived</h2>',
      '<p>27 accounts: 20 compliant, 1 applied, 1 deviating, 1 unverified, 1 waived, 1 skipped, 2 excluded.</p>',
      '<strong>Policy</strong> (mode apply)',
      '<strong>What to do next:</strong>',
      '<h3>What could not be verified</h3>',
      '<h3>What deviates</h3>',
      '<h3>What was changed and confirmed</h3>',
      '<h3>What is waived</h3>',
      '<h3>Waivers that need attention</h3>',
      '<details><summary>20 compliant accounts</summary>',
      '<details><summary>1 skipped account: disabled, and SendGrid does not answer for it</summary>',
      '<details><summary>2 excluded accounts: left out by exclude, and not asked</summary>',
      '<code>test-1</code> by <code>test-*</code>, <code>sandbox</code>'
    ].map((part) => page.indexOf(part))
    expect(order).not.toContain(-1)
    expect(order).toEqual(order.toSorted((one, other) => one - other))
    expect(page.slice(0, page.indexOf('<details>'))).not.toContain('good-')
  })

  test('says of each account what happened', () => {
    const page = html(mixed)
    expect(page).toMatch(
      /<td><code>bad<\/code><\/td>\s*<td>❌ deviates: false<\/td>\s*<td>❌ deviates: 1.1<\/td>\s*<\/tr>/
    )
    expect(page).toMatch(/<li><code>gone<\/code>: forbidden: It was answered 403.<\/li>/)
    expect(page).toMatch(
      /<li><code>new<\/code>: require-tls from false to true, tls-version from 1.1 to 1.2<\/li>/
    )
    expect(page).toMatch(
      /<li><code>old<\/code>: until 2026-12-31, moving &lt;b&gt;house&lt;\/b&gt; \(require-tls is false, tls-version is 1.1\)<\/li>/
    )
    expect(page).toMatch(
      /<li>The waiver of <code>bad<\/code> until 2020-01-31 has expired: the account counts again.<\/li>/
    )
    expect(html(summary(unconfirmed('a'), compliant('b')))).toContain(
      '<li><code>a</code>: not-confirmed: No two reads agree. SendGrid accepted a change before that.</li>'
    )
  })

  test('asks for actions, each with its page and with how many accounts it is about', () => {
    const page = html(summary(deviating('a'), unverified('b'), ...fleetOf(1_000, deviating), applied('c')))
    expect(page).toContain(
      '<p><strong>What to do next:</strong> ' +
        `<a href="${reasonsUrl}#deviation">Run with mode: apply to restore it</a> (1,001 accounts). ` +
        `<a href="${reasonsUrl}#forbidden">Check what the key may do, and from where</a> (1 account).</p>`
    )
  })

  test('has no table for what did not happen', () => {
    expect(html(summary(compliant('one'), compliant('two')))).not.toMatch(/<h3>|<table>|What to do next/)
  })

  test('names the accounts that were left alone, next to those that were changed', () => {
    const page = html(summary(looseningRefused('a'), applied('b'), ...fleetOf(12, looseningRefused)))
    expect(page).toContain('Nothing was written to <code>a</code>, <code>subuser-0</code>, ')
    expect(page).toContain('<code>subuser-8</code> and 3 more, because the policy would loosen tls-version.')
  })
})

describe('10,000 accounts', () => {
  const longName = (index: number) => `${'日本語'.repeat(100)}${index}`
  const many = (make: (index: number) => JudgedAccount) =>
    Array.from({ length: 10_000 }, (_, index) => make(index))
  const quotes = '<'.repeat(300)
  const kinds = [compliant, deviating, looseningRefused, applied, unverified, skipped, excluded].map(
    (make) => (name: string) => make(name)
  )
  const worst: [string, readonly JudgedAccount[]][] = [
    ['that deviate', many((index) => deviating(`subuser-${index}`))],
    ['of long names, that deviate', many((index) => deviating(longName(index)))],
    ['of long names, that comply', many((index) => compliant(longName(index)))],
    [
      'of long names, in every verdict',
      many((index) => kinds[index % kinds.length]?.(longName(index)) ?? compliant('x'))
    ],
    ['with messages of nothing but markup', many((index) => unverified(`s${index}`, quotes))],
    ['with reasons of nothing but markup', many((index) => waived(longName(index), '$'.repeat(900)))],
    ['of names of nothing but backticks and bars', many(() => applied('`|'.repeat(150)))]
  ]

  test.each(worst)('%s stay below 512 KiB, whole to the end', (_, accounts) => {
    const markdown = summary(...accounts)
    expect(bytesOf(markdown)).toBeLessThan(bound)
    const page = html(markdown)
    expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length)
    expect(page).toMatch(
      /<strong>And [\d,]+ more accounts\.<\/strong> The report file has them all \(output <code>/
    )
  })

  test('in every verdict, with 3,000 waivers that need attention, stay there too', () => {
    const makers = [
      ...kinds,
      (name: string) => waived(name, quotes),
      (name: string) => unverified(name, quotes)
    ]
    const accounts = many((index) => makers[index % makers.length]?.(longName(index)) ?? compliant('x'))
    const notices = Array.from({ length: 3_000 }, (_, index) => expired(longName(index)))
    const markdown = summaryWith(notices, ...accounts)
    expect(bytesOf(markdown)).toBeLessThan(bound)
    expect(bytesOf(markdown)).toBeGreaterThan(bound / 2)
    expect(markdown).toMatch(/\*\*And [\d,]+ more waivers\.\*\* The input `waivers` has them all\./)
    expect(headingsIn(html(markdown))).toHaveLength(5)
  })

  test('show 15 openly and the next ones folded, each whole, and count the others', () => {
    const page = html(summary(...many((index) => deviating(`subuser-${index}`))))
    const [open = '', folded = ''] = page.split('<details>')
    const namesIn = (part: string) => [...part.matchAll(/<td><code>(.*?)<\/code>/g)].map(([, name]) => name)
    const names = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, row) => `subuser-${from + row}`)
    expect(namesIn(open)).toEqual(names(0, 15))
    const next = Number(/<summary>The next (\d+) accounts<\/summary>/.exec(folded)?.[1])
    expect(namesIn(folded)).toEqual(names(15, 15 + next))
    const left = (10_000 - 15 - next).toLocaleString('en')
    expect(page).toContain(`<strong>And ${left} more accounts.</strong> The report file has them all`)
  })

  test('have names and messages that are cut', () => {
    const markdown = summary(unverified(longName(1), 'x'.repeat(900)), compliant('b'))
    const name = `${longName(1).slice(0, 99)}…`
    expect(markdown).toContain(`- \`${name}\`: forbidden: ${'x'.repeat(499 - 'forbidden: '.length)}…\n`)
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
    '#1',
    'https://evil.example/x',
    'http://127.0.0.1:8080',
    'see www.evil.example.',
    'octocat@evil.example',
    'mailto:octocat@evil.example',
    '$x^2$'
  ]
  const own = `${reasonsUrl}#`

  test.each(nasty)('breaks nothing as a name: %s', (name) => {
    const rendered = html(
      summaryWith(
        [expired(name)],
        deviating(name),
        looseningRefused(name),
        applied(name),
        waived(name),
        unverified(name),
        compliant(name)
      )
    )
    expect(rendered).not.toMatch(/<img|<b>|<strong>b/)
    expect(linksIn(rendered).filter((target) => !target?.startsWith(own))).toEqual([])
    expect(rendered.match(/<\/details>/g)).toHaveLength(1)
    expect(rendered.match(/<table>/g)).toHaveLength(1)
    expect(rendered.match(/<td>/g)).toHaveLength(2 * 3)
    expect(rendered.match(/<li>/g)).toHaveLength(4)
    expect(html(summary(deviating(name)))).toMatch(/<p>Account .* deviates: require-tls is false, /)
  })

  test.each(nasty)('breaks nothing as a message or a reason: %s', (text) => {
    const rendered = html(summary(unverified('a', text), waived('b', text)))
    const alone = html(summary(unverified('a', text))) + html(summary(waived('b', text)))
    expect(rendered + alone).not.toMatch(/<img|<b>|<strong>b|@octocat|<code>x|\$x/)
    expect(linksIn(rendered + alone).filter((target) => !target?.startsWith(own))).toEqual([])
    expect(rendered.match(/<li>/g)).toHaveLength(2)
  })
})

describe('seen at a glance', () => {
  test('what could not be verified stands before 3,000 that deviate', () => {
    const markdown = summary(...fleetOf(3_000, deviating), unverified('gone'))
    expect(markdown.indexOf('### What could not be verified')).toBeLessThan(
      markdown.indexOf('### What deviates')
    )
    expect(markdown.slice(0, markdown.indexOf('### What deviates'))).toContain('`gone`')
  })

  test('what a deviation means for mail stands below the heading', () => {
    const page = html(summary(...fleetOf(2, deviating), compliant('a')))
    expect(page).toContain('</h2>\n<p>Mail can leave in clear text.</p>\n')
    expect(html(summary(...fleetOf(2, compliant)))).not.toContain('Mail can')
  })

  test('a setting that deviates nowhere has no column, and one that complies has its value alone', () => {
    const { outcome, ...rest } = deviating('a')
    const partly = {
      ...rest,
      outcome: { ...outcome, deviations: outcome.deviations.slice(0, 1) }
    } as JudgedAccount
    expect(html(summary(partly, compliant('c')))).not.toContain('tls-version<br>')
    expect(html(summary(partly, deviating('b')))).toMatch(
      /<td><code>a<\/code><\/td>\s*<td>❌ deviates: false<\/td>\s*<td>1.1<\/td>/
    )
    expect(html(summary(partly, deviating('b')))).not.toContain('✅')
  })

  test('an account has one row, with its settings in columns', () => {
    const page = html(summary(...fleetOf(3, deviating)))
    expect(page.match(/<td><code>subuser-1<\/code><\/td>/g)).toHaveLength(1)
    expect(page).toContain('<th>require-tls<br>policy: true</th>')
  })

  test.each([
    [15, 0],
    [16, 1]
  ])('of %d rows %d are folded', (number, folded) => {
    expect(summary(...fleetOf(number, deviating)).match(/<details>/g)?.length ?? 0).toBe(folded)
  })

  test('no icon stands without its word', () => {
    const markdown = summary(
      deviating('a'),
      looseningRefused('b'),
      applied('c'),
      waived('d'),
      unverified('e'),
      compliant('f')
    )
    const icons = markdown.match(/[✅❌]|⚠️/gu) ?? []
    expect(icons.length).toBeGreaterThan(4)
    expect(markdown.match(/(?:[✅❌]|⚠️) [A-Za-z]/gu)).toHaveLength(icons.length)
  })

  test('a red run has the red icon although deviations are softened', () => {
    const softened = { ...job, failOnDeviation: false }
    const title = (...accounts: JudgedAccount[]) =>
      titleOf(html(formatSummary(judgedRun(accounts, { job: softened }), reasonsUrl)))
    expect(title(looseningRefused('a'), compliant('b'))).toBe('❌ Enforced TLS: 1 account deviates')
    expect(title(deviating('a'), compliant('b'))).toBe('⚠️ Enforced TLS: 1 account deviates')
  })

  test('what is copied is what SendGrid knows: no character without width anywhere', () => {
    const odd = 'a@b www.c https://d #1 GH-2'
    const markdown = summary(deviating(odd), waived(odd, odd), unverified(odd, odd))
    expect(markdown).not.toMatch(/[\u200b-\u200f\u2060\ufeff]/)
    expect(markdown).toContain(`\`${odd}\``)
  })

  test('a refused key has one sentence, no table and no name', () => {
    const keyRefused = { reason: 'unauthorized', message: 'It was answered 401.', about: 'key' } as const
    const markdown = formatSummary(stopped(fleetOf(40, unverified), keyRefused), reasonsUrl)
    expect(markdown).toContain('The key was refused; none of 40 accounts was judged. It was answered 401.')
    expect(markdown).not.toMatch(/^\||<details>|subuser-/m)
  })

  test.each([
    ['one account', [deviating('a')]],
    ['many', [deviating('a'), compliant('b')]]
  ])('the owner of the key is named where it is known, for %s', (_, accounts) => {
    const run = judgedRun(accounts, { owner: 'acme|<b>' })
    expect(formatSummary(run, reasonsUrl)).toContain('\n**Owner of the key:** `acme|<b>`.\n')
    expect(formatSummary(judgedRun(accounts), reasonsUrl)).not.toContain('Owner')
  })

  test('accounts that were not asked have one sentence, and the others their rows', () => {
    const accounts = fleetOf(40, unverified)
    const left = accounts.slice(4).map(({ account }) => account)
    const failure = { reason: 'unavailable', message: 'Not asked: it was lost.' } as const
    const markdown = formatSummary(judgedRun(accounts, { stops: [{ failure, accounts: left }] }), reasonsUrl)
    expect(markdown).toContain('\n36 of 40 accounts were not judged. Not asked: it was lost.\n')
    expect(markdown.match(/^- `subuser-/gm)).toHaveLength(4)
  })

  test('names that nobody sees are shown with their code points', () => {
    expect(summary(deviating('\u00ad'), compliant('\u2800'))).toMatch(/`U\+00AD`[\s\S]*`U\+2800`/)
  })
})

describe('the foot', () => {
  const workflowRun = readWorkflowRun(githubRun())
  const foot = (issue?: { number: number; url: string }) =>
    html(formatFoot(workflowRun, Date.UTC(2026, 10, 28, 17, 5, 59), issue))

  test('has the time, the run by its name, and the version', () => {
    expect(foot()).toBe(
      '<p>2026-11-28 17:05 UTC, <a href="https://github.com/octocat/hello/actions/runs/42">the run of Enforced TLS</a>, ' +
        `${actionName} ${actionVersion}.</p>\n`
    )
  })

  test('has no run where GitHub does not say which', () => {
    expect(html(formatFoot(readWorkflowRun({}), 0, undefined))).toBe(
      `<p>1970-01-01 00:00 UTC, ${actionName} ${actionVersion}.</p>\n`
    )
  })

  test('links the tracking issue, unless its address could break out of a link', () => {
    expect(foot({ number: 7, url: 'https://github.com/octocat/hello/issues/7' })).toContain(
      '<p><strong>Tracking issue:</strong> <a href="https://github.com/octocat/hello/issues/7">issue 7</a>.</p>'
    )
    for (const url of [
      'javascript:alert(1)',
      'https://x.example/)[a](https://evil.example',
      'https://x\n# y',
      ''
    ])
      expect({ url, text: foot({ number: 7, url }) }).toEqual({
        url,
        text: expect.stringContaining('<p><strong>Tracking issue:</strong> issue 7.</p>')
      })
  })
})

import { describe, expect, test } from '@jest/globals'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { commandIn, linesOf } from '../../sandbox/workflow-commands.ts'
import type { Job } from '../../src/model/job.ts'
import type { JudgedAccount, Outcome } from '../../src/model/outcome.ts'
import type { Judged } from '../../src/model/run.ts'
import { formatMessage } from '../../src/report/message.ts'
import { oneLine, visibleName } from '../../src/text.ts'
import { readJson } from '../support/github-run.ts'
import {
  applied,
  compliant,
  deviating,
  excluded,
  expired,
  judgedRun,
  looseningRefused,
  skipped,
  unconfirmed,
  unverified,
  waived
} from '../support/outcomes.ts'
import { runs } from '../support/properties.ts'
import { publisher } from '../support/published.ts'
import { schemaErrors } from '../support/report-schema.ts'

const published = publisher()
/** As GitHub renders it, raw HTML among it. */
const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })

/** What might come to life in Markdown, in HTML, in a table, on GitHub, or in a log. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      '`',
      '``',
      '|',
      '\\',
      '\\|',
      '\\`',
      '<',
      '>',
      '&',
      '&lt;',
      '&#60;',
      '[',
      ']',
      '(',
      ')',
      '![x](y)',
      '[x]: y'
    ],
    ...[
      '*',
      '**x**',
      '_x_',
      '~x~',
      '~~',
      '#',
      '# ',
      '- ',
      '+ ',
      '1. ',
      '1) ',
      '> ',
      '---',
      '===',
      ':',
      '::',
      '|-|'
    ],
    ...[
      '@octocat',
      '#1',
      'GH-1',
      'octocat/hello#1',
      'https://evil.example',
      'www.evil.example',
      'a@evil.example'
    ],
    ...[
      '<!--',
      '-->',
      '<img src=x>',
      '</code>',
      '</td>',
      '<script>',
      '<details>',
      '</details>',
      '$x$',
      '[^1]',
      '```'
    ],
    ...[
      '::error::x',
      '::add-mask::x',
      '##[error]x',
      '::stop-commands::x',
      '%0A',
      '%25',
      '\n',
      '\r',
      '\r\n',
      '\t',
      ' '
    ],
    ...[
      '\u2028',
      '\u2029',
      '\u0085',
      '\u200b',
      '\u202e',
      '\u0000',
      '\u001b[31m',
      '\ud800',
      '\u{1f600}',
      '\u00a0'
    ]
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 5 })
)
const text = (maxLength: number, pieceCount: number): fc.Arbitrary<string> =>
  fc.array(pieces, { minLength: 1, maxLength: pieceCount }).map((parts) => parts.join('').slice(0, maxLength))
/** The table of a fleet cuts names at 100 characters. */
const shortText = text(99, 8).filter((name) => visibleName(name).length < 100)
const longText = text(300, 150)
/** Words of others never stand alone where nothing of them is seen. */
const isSeen = (words: string): boolean => oneLine(words) !== ''
const shortWords = shortText.filter(isSeen)
const longWords = longText.filter(isSeen)

/** A run in which each way to end has an account, with these names, and these words of others. */
function runWith(names: readonly string[], words: string): Judged {
  const name = (at: number): string => names[at % names.length] ?? ''
  const withMessage = (judged: JudgedAccount): JudgedAccount =>
    ({ ...judged, outcome: { ...judged.outcome, message: words } }) as JudgedAccount
  const first = deviating(name(0))
  const counted = { count: 1, domains: [{ domain: 'x', count: 1 }], otherBlocks: 1, isComplete: true }
  return judgedRun(
    [
      first,
      looseningRefused(name(1)),
      compliant(name(2)),
      applied(name(3)),
      waived(name(4), words),
      skipped(name(5)),
      excluded(name(5), words || 'x'),
      unverified(name(6), words),
      withMessage(unconfirmed(name(7)))
    ],
    {
      owner: name(9),
      waiverNotices: [expired(name(8))],
      blockedRecipients: { days: 1, byAccount: new Map([[first.account, counted]]), warning: words }
    }
  )
}

const nameCount = 10
const plainNames = Array.from({ length: nameCount }, (_, at) => `plain-name-${at}`)
const plainWords = 'plain-words'
/** The run, or one of its accounts alone: that is another page. */
const parts = fc.constantFrom<Part>(
  (run) => run,
  ...plainNames
    .slice(0, 8)
    .map((_, at) => (run: Judged) => ({ ...run, accounts: run.accounts.slice(at, at + 1) }))
)
const namesOf = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: nameCount, maxLength: nameCount })

type Part = (run: Judged) => Judged
interface Pages {
  readonly log: string
  readonly summary: string
  readonly issue: string
}
const plainPages = new Map<Part, Promise<Pages>>()

/** The log of the run with plain names, and its pages as GitHub renders them, published once for each part. */
function plainPage(part: Part): Promise<Pages> {
  const page = plainPages.get(part) ?? pagesOf(plainNames, plainWords, part)
  plainPages.set(part, page)
  return page
}

async function pagesOf(names: readonly string[], words: string, part: Part): Promise<Pages> {
  const { log, summary, issue } = await published(part(runWith(names, words)))
  return { log, summary: html(summary), issue: html(issue) }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const asHtml = (plain: string): string => plain.replace(/[&<>"]/g, (character) => entities[character] ?? '')
/** Without the spaces that keep a name in its code, the spans that part a link, and the digest of the names. */
const bare = (page: string): string =>
  page.replace(/<\/?span>|\s/g, '').replace(/<!--deviations[0-9a-f]{32}-->/g, '')
/** A page of plain names with others put in as text. */
const filled = (page: string, names: readonly string[], words: string): string =>
  plainNames
    .reduce(
      (filling, plain, at) => filling.replaceAll(plain, () => asHtml(visibleName(names[at] ?? ''))),
      page
    )
    .replaceAll(plainWords, () => asHtml(oneLine(words)))
const textsOf = (page: string): string[] => page.replace(/<code>.*?<\/code>/gs, '<>').split(/<[^>]*>/)
const elementsOf = (page: string): string[] => page.replace(/<\/?span>/g, '').match(/<[^!][^>]*>/g) ?? []
/** The last cell of each row. */
const endsOfRows = (page: string): string[] =>
  [...page.matchAll(/<td>([^<]*)<\/td>\s*<\/tr>/g)].map(([, cell = '']) => cell)

const channels = ['summary', 'issue'] as const
/** What GitHub makes a mention or a link of, outside of code. */
const aliveIn = (page: string): string[] =>
  textsOf(page).filter((one) => /@[\w-]|#\d|\bGH-\d|\w:\/\/|\bwww\./i.test(one))

describe('the Markdown of the summary and of the issue has nothing in its text that GitHub makes a mention or a link of, and', () => {
  test('is that of plain names with the names put in as text: no element is theirs, and no cell is lost', async () => {
    await fc.assert(
      fc.asyncProperty(namesOf(shortText), shortWords, parts, async (names, words, part) => {
        const foreign = await pagesOf(names, words, part)
        const plain = await plainPage(part)
        for (const channel of channels) {
          const page = bare(foreign[channel])
          expect({ channel, page, alive: aliveIn(foreign[channel]) }).toEqual({
            channel,
            page: bare(filled(plain[channel], names, words)),
            alive: []
          })
        }
      }),
      runs
    )
  })

  test('has the same elements and cells for names and words that are cut', async () => {
    await fc.assert(
      fc.asyncProperty(namesOf(longText), longWords, parts, async (names, words, part) => {
        const foreign = await pagesOf(names, words, part)
        const plain = await plainPage(part)
        for (const channel of channels) {
          const ends = endsOfRows(plain[channel])
          const isOurs = (_: string, at: number): boolean => ends[at]?.includes(plainWords) === false
          const shapeOf = (page: string) => ({
            channel,
            elements: elementsOf(page),
            ends: endsOfRows(bare(page)).filter(isOurs),
            alive: aliveIn(page)
          })
          expect(shapeOf(foreign[channel])).toEqual({ ...shapeOf(plain[channel]), alive: [] })
        }
      }),
      runs
    )
  })
})

/** Whether a run in this mode can end so: check writes nothing, and apply writes what deviates or says why not. */
const fits = ({ result, reason, changed }: Outcome, mode: Job['mode']): boolean =>
  mode === 'apply' ? reason !== 'deviation' : !changed && (result !== 'deviating' || reason === 'deviation')

test('the report holds every name as it is, and fits its schema', async () => {
  await fc.assert(
    fc.asyncProperty(namesOf(longText), longWords, parts, async (names, words, part) => {
      const { job, accounts, ...run } = part(runWith(names, words))
      for (const mode of ['check', 'apply'] as const) {
        const ofMode = accounts.filter(({ outcome }) => fits(outcome, mode))
        if (ofMode.length === 0) continue
        const report = JSON.parse(
          (await published({ ...run, job: { ...job, mode }, accounts: ofMode })).report
        )
        expect(schemaErrors(report)).toEqual([])
        expect(report.accounts.map(({ account }: { account: string }) => account)).toEqual(
          ofMode.map(({ account }) => account.name)
        )
      }
    }),
    runs
  )
})

test('the SARIF file fits its schema, and its messages hold no link and no second line', async () => {
  const ajv = new Ajv.default({ strict: false, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(
    await readJson('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
  )
  await fc.assert(
    fc.asyncProperty(namesOf(longText), async (names) => {
      const { accounts, ...run } = runWith(names, plainWords)
      const verdicts = accounts.filter(({ outcome }) => outcome.result !== 'unverified')
      const sarif = JSON.parse((await published({ ...run, accounts: verdicts })).sarif)
      expect(validate(sarif) || validate.errors).toBe(true)
      const messages = sarif.runs[0].results.map(({ message }: { message: { text: string } }) => message.text)
      expect(messages).toHaveLength(4)
      for (const message of messages) expect(message).not.toMatch(/(?<!\\)(?:\\\\)*[[\]]|[\n\r\u2028\u2029]/)
    }),
    runs
  )
})

test('the log has the same lines and commands as with plain names and words', async () => {
  /** Commands without their texts, and without the name at the end of a title. */
  const shapeOf = (log: string) =>
    linesOf(log).map((line) => {
      const command = commandIn(line)
      if (command === undefined) return 'text'
      const { name, properties, dropped } = command
      return [name, Object.keys(properties), dropped, properties['title']?.split(': ')[0]]
    })
  await fc.assert(
    fc.asyncProperty(namesOf(longText), longWords, parts, async (names, words, part) => {
      const { log } = await published(part(runWith(names, words)))
      expect(shapeOf(log)).toEqual(shapeOf((await plainPage(part)).log))
    }),
    runs
  )
})

test('the message is harmless in a chat for any names, and has those of a run with plain names around them', () => {
  const messageOf = (names: readonly string[], part: Part): string =>
    formatMessage(part(runWith(names, plainWords)))
  fc.assert(
    fc.property(namesOf(longText), parts, (names, part) => {
      const message = messageOf(names, part)
      // Without the names each sentence is ours.
      expect(message).toMatch(
        /^Enforced TLS: [\p{L}\p{Nd} .+'-]+(?: \([\p{L}\p{Nd} .+,'-]+\))?[a-z\d, ]*\.$|^Enforced TLS could not be verified: no account was judged\.$/u
      )
      expect(message.length).toBeLessThanOrEqual(300)
      const frame = messageOf(plainNames, part).split(/plain-name-\d/)
      let at = 0
      for (const piece of frame) {
        at = message.indexOf(piece, at)
        expect({ message, piece, at }).not.toMatchObject({ at: -1 })
        at += piece.length
      }
    }),
    runs
  )
})

import { describe, expect, test } from '@jest/globals'
import type { Job } from '../../src/model/job.ts'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import type { Run, WaiverNotice } from '../../src/model/run.ts'
import { type Annotation, planAnnotations } from '../../src/report/annotations.ts'
import {
  applied,
  compliant,
  deviating,
  deviations,
  excluded,
  expired,
  fleetOf,
  job,
  judged,
  judgedRun,
  loose,
  looseningRefused,
  skipped,
  stopped,
  unverified,
  waived
} from '../support/outcomes.ts'

const reasonsUrl = 'https://example.com/action'
const softened: Job = { ...job, failOnDeviation: false }
const notChanged = (name: string): JudgedAccount =>
  judged(name, {
    result: 'deviating',
    reason: 'forbidden',
    message: 'The write was answered 403.',
    before: loose,
    after: loose,
    changed: false,
    inDoubt: false,
    deviations
  })
const warnings = (number: number): Annotation[] =>
  Array.from({ length: number }, (_, index) => ({
    level: 'warning',
    title: undefined,
    message: `warning ${index}`
  }))

/** All annotations of a step, those of other channels among them. */
function allOf(run: Run, others: readonly Annotation[] = []): Annotation[] {
  const { aboutRun, ofAccounts, ofKinds } = planAnnotations(run, others, reasonsUrl)
  return [...others, ...aboutRun, ...ofAccounts.values(), ...ofKinds]
}
const levels = (annotations: readonly Annotation[]) =>
  Object.fromEntries(
    ['error', 'warning', 'notice'].map((level) => [
      level,
      annotations.filter((annotation) => annotation.level === level).length
    ])
  )
const only = (judged: JudgedAccount, ofJob = job) => {
  const annotations = allOf(judgedRun([judged], { job: { ...ofJob, selection: [judged.account.name] } }))
  expect(annotations).toHaveLength(1)
  return annotations[0]
}

describe('nine of a level', () => {
  const planned = (accounts: readonly JudgedAccount[]) => planAnnotations(judgedRun(accounts), [], reasonsUrl)

  test.each([2, 8, 9])('%d deviating accounts have one each, with its name in the title', (number) => {
    const { ofAccounts, ofKinds } = planned(fleetOf(number, deviating))
    expect(ofKinds).toEqual([])
    expect([...ofAccounts.values()].map(({ title }) => title)).toEqual(
      Array.from({ length: number }, (_, index) => `Enforced TLS deviates: subuser-${index}`)
    )
  })

  test('ten have one together, which names them and says what they mean', () => {
    const { ofAccounts, ofKinds } = planned([
      ...fleetOf(9, deviating),
      deviating('@parent'),
      compliant('good')
    ])
    const names = Array.from({ length: 9 }, (_, index) => `subuser-${index}`)
    expect([ofAccounts.size, ofKinds]).toEqual([
      0,
      [
        {
          level: 'error',
          title: 'Enforced TLS deviates: 10 accounts',
          message: [
            `Enforced TLS deviates: ${names.join(', ')}, the key's own account (deviation).`,
            'Mail can leave in clear text. Run with mode: apply to restore it.',
            `What to do: ${reasonsUrl}#deviation`
          ].join('\n')
        }
      ]
    ])
  })

  test('the smallest kinds keep one for each account', () => {
    const accounts = [
      ...fleetOf(20, deviating),
      ...fleetOf(5, unverified, 'gone'),
      ...fleetOf(3, looseningRefused, 'left'),
      notChanged('stuck')
    ]
    const { ofAccounts, ofKinds } = planned(accounts)
    expect(ofKinds.map(({ title }) => title)).toEqual([
      'Enforced TLS could not be verified: 5 accounts',
      'Enforced TLS deviates: 20 accounts'
    ])
    expect([...ofAccounts.values()].map(({ title }) => title)).toEqual([
      'Enforced TLS deviates and could not be changed: stuck',
      'Enforced TLS was left alone: left-0',
      'Enforced TLS was left alone: left-1',
      'Enforced TLS was left alone: left-2'
    ])
  })

  test('accounts of a kind are named by reason, with the cause of the first', () => {
    const lost = (name: string): JudgedAccount => {
      const account = unverified(name)
      return {
        ...account,
        outcome: { ...account.outcome, reason: 'unavailable' } as JudgedAccount['outcome']
      }
    }
    const { ofKinds } = planned([...fleetOf(8, unverified), lost('a'), lost('b')])
    expect(ofKinds.map(({ message }) => message.split('\n').slice(1))).toEqual([
      [
        'The first of them: It was answered 403.',
        'Enforced TLS could not be verified: a, b (unavailable).',
        'The first of them: It was answered 403.',
        `What to do: ${reasonsUrl}#forbidden`
      ]
    ])
  })

  test('of 3,001 thirty are named, and the others are counted as people read numbers', () => {
    const { ofKinds } = planned(fleetOf(3_001, deviating))
    expect(ofKinds).toMatchObject([
      {
        title: 'Enforced TLS deviates: 3,001 accounts',
        message: expect.stringMatching(/^[^\n]* subuser-29 and 2,971 more \(deviation\)\.\n/)
      }
    ])
  })

  test('names beyond all bounds are cut, and the advice is kept', () => {
    const { ofKinds } = planned(fleetOf(40, deviating, '\u65e5'.repeat(300)))
    const [message = ''] = ofKinds.map((annotation) => annotation.message)
    expect(message.length).toBeLessThanOrEqual(4096)
    expect(message.split('\n').at(-1)).toBe(`What to do: ${reasonsUrl}#deviation`)
  })

  test('the title of a run with one account needs no name', () => {
    expect(only(deviating('child'))?.title).toBe('Enforced TLS deviates from the policy')
  })

  test('warnings of the run and of other channels come first, and accounts take what is left', () => {
    const run = judgedRun(fleetOf(12, deviating), {
      job: softened,
      waiverNotices: [expired('old')],
      blockedRecipients: { days: 30, byAccount: new Map(), warning: 'No scope.' }
    })
    const others = warnings(3)
    const { aboutRun, ofAccounts, ofKinds } = planAnnotations(run, others, reasonsUrl)
    expect(aboutRun.map(({ level, title }) => [level, title])).toEqual([
      ['warning', 'Waivers of the Enforced TLS policy'],
      ['warning', 'Recipients blocked because of TLS']
    ])
    expect(ofAccounts.size).toBe(0)
    expect(ofKinds).toMatchObject([{ level: 'warning', title: 'Enforced TLS deviates: 12 accounts' }])
    expect(levels(allOf(run, others))).toEqual({ error: 0, warning: 6, notice: 0 })
  })

  test.each([0, 1, 5, 7, 8])('with %d warnings of other channels no level has more than nine', (number) => {
    const accounts = [
      ...fleetOf(30, deviating, 'soft'),
      ...fleetOf(30, unverified, 'gone'),
      ...fleetOf(30, applied, 'new')
    ]
    const run = judgedRun(accounts, { job: softened })
    const all = allOf(run, warnings(number))
    expect(levels(all)).toEqual({ error: 1, warning: number + 1, notice: 1 })
    expect(all.filter(({ title }) => title?.endsWith(': 30 accounts'))).toHaveLength(2)
  })

  test('a level that is full takes nothing of another', () => {
    const run = judgedRun(fleetOf(9, unverified), { job: softened })
    expect(planAnnotations(run, warnings(9), reasonsUrl).ofAccounts.size).toBe(9)
  })

  test('waivers have one of a level, which names ten and counts the others', () => {
    const names = Array.from({ length: 12 }, (_, index) => expired(`old-${index}`))
    const soon: WaiverNotice = { ...expired('soon'), kind: 'expires-soon' }
    const unneeded: WaiverNotice = { ...expired('fine'), kind: 'not-needed' }
    const { aboutRun } = planAnnotations(
      judgedRun([compliant('a'), compliant('b')], { waiverNotices: [soon, ...names, unneeded] }),
      [],
      reasonsUrl
    )
    expect(aboutRun.map(({ level }) => level)).toEqual(['warning', 'notice'])
    const lines = aboutRun[0]?.message.split('\n') ?? []
    expect(lines).toHaveLength(11)
    expect(lines[0]).toBe('The waiver of old-0 until 2020-01-31 has expired: the account counts again.')
    expect(lines[10]).toBe('And 2 more waivers.')
    expect(aboutRun[1]?.message.split('\n')).toHaveLength(2)
  })

  test('changed accounts of a fleet have one notice, which names ten and counts the others', () => {
    const [annotation, ...others] = allOf(judgedRun(fleetOf(12, applied)))
    expect(others).toEqual([])
    expect(annotation?.level).toBe('notice')
    expect(annotation?.message).toMatch(
      /^Enforced TLS was changed and confirmed: subuser-0, .* subuser-9 and 2 more\.$/
    )
  })

  test('the waiver of an excluded account is a warning', () => {
    const { waiver } = expired('d')
    const accounts = [compliant('a'), excluded('d')]
    const waiverNotices = [{ kind: 'not-judged', days: 9, waiver, isExcluded: true } as const]
    expect(allOf(judgedRun(accounts, { waiverNotices }))).toMatchObject([
      {
        level: 'warning',
        message: 'The waiver of d until 2020-01-31 does nothing: exclude leaves the account out.'
      }
    ])
  })

  test('lines of exclude that match nothing are one warning, which names ten', () => {
    const unmatchedLines = Array.from({ length: 12 }, (_, index) => `gone-${index}-*`)
    const message = (lines: readonly string[]) =>
      allOf(judgedRun(fleetOf(2, compliant), { unmatchedLines: lines })).map(({ level, message: said }) => [
        level,
        said
      ])
    expect(message(['::x'])).toEqual([['warning', 'exclude has 1 line that matches no account: ": :x".']])
    expect(message(unmatchedLines)).toEqual([
      [
        'warning',
        expect.stringMatching(/^exclude has 12 lines that match no account: .*"gone-9-\*" and 2 more\.$/)
      ]
    ])
  })

  test('what needs nothing has none', () => {
    expect(allOf(judgedRun([compliant('a'), skipped('b'), waived('c'), excluded('d')]))).toEqual([])
  })
})

describe('a key that is refused', () => {
  const keyRefused = { reason: 'unauthorized', message: 'It was answered 401.', about: 'key' } as const
  const refused = (number: number) => stopped(fleetOf(number, unverified), keyRefused)

  test.each([2, 40, 3_001])('has one annotation for %d accounts', (number) => {
    const digits = number.toLocaleString('en')
    expect(allOf(refused(number))).toEqual([
      {
        level: 'error',
        title: 'Enforced TLS could not be verified',
        message:
          `The key was refused; none of ${digits} accounts was judged. It was answered 401.\n` +
          `What to do: ${reasonsUrl}#unauthorized`
      }
    ])
  })

  test('counts no excluded accounts', () => {
    const { stops, accounts } = refused(40)
    const run = judgedRun([...accounts, excluded('test')], { stops })
    expect(allOf(run)[0]?.message).toMatch(/^The key was refused; none of 40 accounts was judged\./)
  })

  test('links to the reason of the refusal, which may be another one', () => {
    const run = stopped(fleetOf(40, unverified), { ...keyRefused, reason: 'forbidden' })
    expect(allOf(run)[0]?.message).toMatch(/#forbidden$/)
  })

  test('leaves the accounts that were asked to their own annotations', () => {
    const accounts = fleetOf(40, unverified)
    const left = accounts.slice(4).map(({ account }) => account)
    const failure = { reason: 'unavailable', message: 'Not asked: it was lost.' } as const
    const all = allOf(judgedRun(accounts, { stops: [{ failure, accounts: left }] }))
    expect(all.map(({ message }) => message.split('\n')[0])).toEqual([
      '36 of 40 accounts were not judged. Not asked: it was lost.',
      ...accounts.slice(0, 4).map(({ account }) => expect.stringContaining(`Account ${account.name}`))
    ])
  })
})

describe('consequence and cure', () => {
  const help = `\nWhat to do: ${reasonsUrl}#deviation`
  const flag = (setting: 'requireTls' | 'requireValidCert', expected: boolean) =>
    ({ setting, expected, actual: !expected }) as const
  const tls = flag('requireTls', true)
  const certificate = flag('requireValidCert', true)
  const version = { setting: 'tlsVersion', expected: 1.2, actual: 1.1 } as const
  const newer = { setting: 'tlsVersion', expected: 1.2, actual: 1.3 } as const
  const clearText = 'Mail can leave in clear text.'
  const restore = 'Run with mode: apply to restore it.'
  const correct = 'Correct the policy, or run with mode: apply and allow-loosening: true.'

  test.each([
    [[tls], clearText, restore],
    [[tls, certificate, version], clearText, restore],
    [[version, tls], clearText, restore],
    [[certificate], 'Mail can go to a server whose certificate is not valid.', restore],
    [[certificate, version], 'Mail can go to a server whose certificate is not valid.', restore],
    [[version], 'Mail can leave with an older TLS version than the policy accepts.', restore],
    [[newer], 'What is in force is stricter than the policy states.', correct],
    [[flag('requireTls', false)], 'What is in force is stricter than the policy states.', correct],
    [[flag('requireValidCert', false)], 'What is in force is stricter than the policy states.', correct],
    [[tls, newer], clearText, correct]
  ])('of a deviation: %j', (found, consequence, cure) => {
    const annotation = only(
      judged('a', {
        result: 'deviating',
        reason: 'deviation',
        before: loose,
        after: loose,
        changed: false,
        inDoubt: false,
        deviations: found
      })
    )
    expect(annotation?.message.endsWith(`\n${consequence} ${cure}${help}`)).toBe(true)
  })

  test('of an account that was left alone lest it be loosened', () => {
    expect(only(looseningRefused('a'))).toEqual({
      level: 'error',
      title: 'Enforced TLS was left alone: the policy would loosen it',
      message: [
        'Account a deviates: require-tls is false, and the policy states true; tls-version is 1.1, and the policy states at least 1.2.',
        'Nothing was written, because the policy would loosen tls-version.',
        `${clearText} Correct the policy, or state allow-loosening: true.`,
        `What to do: ${reasonsUrl}#loosening-refused`
      ].join('\n')
    })
  })

  test('of one that deviates and could not be changed', () => {
    expect(only(notChanged('a'), softened)).toEqual({
      level: 'error',
      title: 'Enforced TLS deviates and could not be changed',
      message: [
        'Account a deviates: require-tls is false, and the policy states true; tls-version is 1.1, and the policy states at least 1.2.',
        'The write was answered 403.',
        `${clearText} Correct what kept it from being changed, and run again.`,
        `What to do: ${reasonsUrl}#forbidden`
      ].join('\n')
    })
  })

  test.each([
    ['a deviation', deviating, 'warning'],
    ['a refused loosening', looseningRefused, 'error'],
    ['no verdict', unverified, 'error'],
    ['a change that failed', notChanged, 'error']
  ])('softened, %s', (_what, make, level) => {
    expect(only(make('a'), softened)?.level).toBe(level)
  })
})

describe('without a judged account', () => {
  const failure = { reason: 'invalid-input', message: 'mode is "x".\nregion is "y".' } as const

  test('wrong inputs have one error with a line for each', () => {
    expect(allOf({ kind: 'not-started', failure })).toEqual([
      {
        level: 'error',
        title: 'Enforced TLS was not checked: the action cannot start',
        message: `mode is "x".\nregion is "y".\nWhat to do: ${reasonsUrl}#invalid-input`
      }
    ])
  })

  test('accounts that are not known have one error', () => {
    const { hosts } = judgedRun([])
    const run: Run = {
      kind: 'no-accounts',
      job,
      hosts,
      failure: { reason: 'cancelled', message: 'The run was canceled (SIGTERM).' },
      keyScopes: undefined
    }
    expect(allOf(run)).toMatchObject([
      { title: 'Enforced TLS could not be verified', message: expect.stringMatching(/#cancelled$/) }
    ])
  })
})

describe('4,096 characters', () => {
  const notStarted = (message: string): string =>
    allOf({ kind: 'not-started', failure: { reason: 'invalid-input', message } })[0]?.message ?? ''
  const advice = `What to do: ${reasonsUrl}#invalid-input`
  const mistakes = (length: number): string =>
    [...Array.from({ length: 4 }, (_, index) => `${index}`.padEnd(900, 'x')), '4'.padEnd(length, 'x')].join(
      '\n'
    )
  const fitting = 4096 - (mistakes(1).length - 1) - `\n${advice}`.length

  test('are made use of', () => {
    const message = mistakes(fitting)
    expect(notStarted(message)).toBe(`${message}\n${advice}`)
    expect(notStarted(message)).toHaveLength(4096)
  })

  test('are never passed, and the advice stays the last line', () => {
    const [first, second, third, fourth] = mistakes(fitting + 1).split('\n')
    const more = 'And 1 more line, which the job summary has.'
    expect(notStarted(mistakes(fitting + 1))).toBe([first, second, third, fourth, more, advice].join('\n'))
  })

  test('end the search for what fits, also when the advice alone is longer', () => {
    const run: Run = { kind: 'not-started', failure: { reason: 'invalid-input', message: 'a\nb' } }
    const [annotation] = planAnnotations(run, [], 'x'.repeat(5_000)).aboutRun
    expect(annotation?.message).toMatch(/^And 2 more lines, .*\nWhat to do: x+#invalid-input$/)
  })

  test('hold the longest text of every kind', () => {
    const long = '<'.repeat(5_000)
    const withMessage = ({ outcome, ...rest }: JudgedAccount): JudgedAccount =>
      'message' in outcome ? { ...rest, outcome: { ...outcome, message: long } } : { ...rest, outcome }
    const kinds = ['expired', 'expires-soon', 'not-needed', 'not-judged', 'almost-named'] as const
    const notices = kinds.map((kind): WaiverNotice[] =>
      Array.from({ length: 12 }, () => ({ ...expired(long), kind, account: long }))
    )
    const accounts = [deviating, looseningRefused, notChanged, unverified, applied].map((make) =>
      withMessage(make(long))
    )
    const keyRefused = { reason: 'unauthorized', message: long, about: 'key' } as const
    const blockedRecipients = { days: 30, byAccount: new Map(), warning: long }
    const runs = [
      judgedRun([...accounts, ...Array.from({ length: 12 }, () => applied(long))], { blockedRecipients }),
      ...notices.map((waiverNotices) => judgedRun([compliant('a'), compliant('b')], { waiverNotices })),
      stopped(accounts, keyRefused)
    ]
    const all = runs.flatMap((run) => allOf(run))
    expect(new Set(all.map(({ title }) => title)).size).toBe(8)
    expect(all.filter(({ message }) => message.length > 4096)).toEqual([])
  })
})

describe('accounts that max-changes has left', () => {
  const limited = (name: string): JudgedAccount => {
    const { outcome, ...rest } = deviating(name)
    return { ...rest, outcome: { ...outcome, reason: 'change-limit' } as JudgedAccount['outcome'] }
  }

  test.each([
    [true, 'error'],
    [false, 'warning']
  ] as const)('are said once, with failing on deviations %s as an %s', (failOnDeviation, level) => {
    const changed = { ...job, maxChanges: 1, failOnDeviation }
    const all = allOf(judgedRun([applied('a'), limited('b'), limited('c')], { job: changed }))
    expect(all.find(({ title }) => title?.includes('limit'))).toEqual({
      level,
      title: 'Enforced TLS: the limit of changes is reached',
      message: `1 account was changed, which is the limit that max-changes states; 2 more deviate and were left.\nWhat to do: ${reasonsUrl}#change-limit`
    })
    expect(all.filter((one) => one.level === (level === 'error' ? 'warning' : 'error'))).toEqual([])
  })
})

describe('all subusers of which there are none', () => {
  const title = 'No subusers'

  test.each([compliant, deviating, applied, unverified])('have a notice, whatever the result: %p', (make) => {
    expect(allOf(judgedRun([make('@parent')]))).toContainEqual({
      level: 'notice',
      title,
      message: "SendGrid lists no subuser for this key, so the key's own account alone was judged."
    })
  })

  test('are none of a run that finds one, nor of one that was to judge one account', () => {
    const stated = { ...job, selection: ['@parent'] }
    const titles = [
      ...allOf(judgedRun([compliant('@parent'), compliant('a')])),
      ...allOf(judgedRun([compliant('@parent')], { job: stated }))
    ].map((annotation) => annotation.title)
    expect(titles).not.toContain(title)
  })
})

test('names that nobody sees are shown with their code points', () => {
  const names = ['\u00ad', '\u200b\u200d', '\u00a0', '\u3164', '\u2800', '\ufe0f', '\u{e0041}']
  const shown = ['U+00AD', 'U+200B U+200D', 'U+00A0', 'U+3164', 'U+2800', 'U+FE0F', 'U+E0041']
  expect(names.map((name) => only(deviating(name))?.message)).toEqual(
    shown.map((one) => expect.stringContaining(`Account ${one} deviates`))
  )
  const notice = allOf(judgedRun(names.map(applied)))[0]
  expect(notice?.message).toBe(`Enforced TLS was changed and confirmed: ${shown.join(', ')}.`)
})

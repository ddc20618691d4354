import { describe, expect, test } from '@jest/globals'
import { parseCommandFile } from '../../sandbox/command-file.ts'
import { type LeftBehind, limits, type Reading, readAsRunner } from '../../sandbox/runner-rules.ts'
import { commandIn, linesOf } from '../../sandbox/workflow-commands.ts'

const nothing: LeftBehind = {
  secrets: [],
  log: '',
  errorOutput: '',
  outputFile: '',
  summary: '',
  files: {},
  otherFiles: {}
}
const read = (left: Partial<LeftBehind>): Reading =>
  readAsRunner({ ...nothing, ...left }, ['result', 'reason'])
const log = (...lines: string[]): Partial<LeftBehind> => ({ log: lines.map((line) => `${line}\n`).join('') })
const times = (number: number, line: string): string[] => Array<string>(number).fill(line)

const secret = 'the "secret" of & a test'
const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('a step that keeps the rules has no violation', () => {
  test.each<[string, Partial<LeftBehind>]>([
    ['one that says nothing', {}],
    ['text with colons', log('a::b', 'Result: deviating', ':: no command')],
    [
      'ten annotations of each level',
      log(...['error', 'warning', 'notice'].flatMap((level) => times(10, `::${level}::x`)))
    ],
    ['4,096 characters, which the escapes do not count for', log(`::error::${'%0A'.repeat(4095)}x`)],
    ['a title of 255 characters', log(`::error title=${'x'.repeat(255)}::x`)],
    ['groups one after the other', log('::group::a', 'x', '::endgroup::', '::group::b', '::endgroup::')],
    ['a mask and text without it', log(`::add-mask::${secret}`, 'the secret stays unsaid')],
    ['a mask of several lines', log('::add-mask::first line%0D%0Asecond line', 'the first, the second')],
    ['a short word that is masked', log('::add-mask::four', 'four')],
    ['every percent sign escaped', log('::error title=100%25::%25 and %0A and %250A')],
    ['outputs of 1 MiB', { outputFile: `result=${'x'.repeat(limits.outputBytes / 2 - 'result'.length)}\n` }],
    ['a job summary of 1 MiB', { summary: 'x'.repeat(limits.summaryBytes) }],
    [
      'outputs by command on a runner without the file',
      { ...log('::set-output name=result::x'), outputFile: undefined }
    ],
    ['seven characters of a key', { ...log('CDEFGH-'), secrets: ['SG.abcdefgh-ijkl'] }],
    ['other files that are left alone', { otherFiles: { GITHUB_ENV: '' } }]
  ])('%s', (_, left) => {
    expect(read(left).violations).toEqual([])
  })
})

describe('one that breaks a rule is named with it', () => {
  test.each<[string, Partial<LeftBehind>]>([
    ['Older form', log('Account ##[error]x')],
    ['Older form', log('no command, ##[section]x')],
    ['Older form', log('::error::x%0A##[group]y')],
    ['Unknown command', log('  ::result::x')],
    ['Commands', log('::set-env name=PATH::x')],
    ['Commands', log('::add-path::x')],
    ['Commands', log('::save-state name=x::y')],
    ['Commands', log('::stop-commands::some-token')],
    ['Commands', log('::debug::x')],
    ['Commands', log('::echo::on')],
    ['Commands', log('::add-matcher::x.json')],
    ['Commands', log('text\r::remove-matcher owner=x::')],
    ['Commands', log('\u0085\u2003::DEBUG::x')],
    ['Commands', log('::set-output name=result::x')],
    ['Commands', { errorOutput: 'x\n::debug::x\n' }],
    ['Properties', log('::error title=::x')],
    ['Properties', log('::error title=one, and two::x')],
    ['Escapes', log('::error::100%')],
    ['Groups', log('::group::a', '::group::b', '::endgroup::')],
    ['Groups', log('::endgroup::')],
    ['Groups', log('::group::a')],
    ['Annotations of a level', log(...times(11, '::warning::x'))],
    ['Annotations of a level', { ...log(...times(6, '::error::x')), errorOutput: '::error::x\n'.repeat(5) }],
    ['Annotation text', log('::notice:: ')],
    ['Annotation text', log(`::error::${'x'.repeat(4097)}`)],
    ['Annotation title', log(`::error title=${'x'.repeat(256)}::x`)],
    ['Masks', { ...log('it is a secret'), secrets: ['a secret'] }],
    ['Masks', { files: { 'report.json': '{"why":"it is a secret"}' }, secrets: ['a secret'] }],
    // Of a key eight characters in a row are enough, in any case and anywhere in a line.
    ...['SG.ABCDEFGH-ijkl', 'BCDEFGH-', 'bcdefgh-'].flatMap((part): [string, Partial<LeftBehind>][] => [
      ['Masks', { ...log(`it is ${part}`), secrets: ['SG.abcdefgh-ijkl'] }],
      ['Masks', { ...log(`::error ${part}=1::x`), secrets: ['SG.abcdefgh-ijkl'] }],
      ['Masks', { outputFile: `result=${part}\n`, secrets: ['SG.abcdefgh-ijkl'] }],
      ['Masks', { summary: part, secrets: ['SG.abcdefgh-ijkl'] }],
      ['Masks', { files: { 'results.sarif': part }, secrets: ['SG.abcdefgh-ijkl'] }]
    ]),
    ['Masks', log('::add-mask::')],
    ['Masks', log('::add-mask::abc')],
    ['Masks', log('::add-mask::first line%0Aab')],
    ['Masks', log('a first line of a secret', '::add-mask::first line%0Asecond line')],
    ['Masks', { ...log('::add-mask::first line'), summary: 'the first line' }],
    ['Masks', { ...log('::add-mask::first line'), outputFile: 'result=first line\n' }],
    ['Masks', { ...log('::add-mask::first line'), errorOutput: 'the first line\n' }],
    ['Masks', log('::add-mask::first line', '::error::the first line')],
    ...[
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      base64(secret),
      base64(secret.slice(1)),
      base64(secret.slice(2)),
      'the &quot;secret&quot; of &amp; a test'
    ].map((form): [string, Partial<LeftBehind>] => ['Masks', log(`::add-mask::${secret}`, `it is ${form}`)]),
    ['Masks', log('::add-mask::a back\\slash "quoted"', 'a back\\slash \\"quoted\\"')],
    ['Masks', log('::add-mask::a back\\slash "quoted"', 'a back\\\\slash \\"quoted\\"')],
    ['Masks', log('::add-mask::less <than> a secret', 'less &lt;than&gt; a secret')],
    ['Masks', log('::add-mask::100%25 secret', '::error::100%25 secret')],
    ['Masks', log('::add-mask::a: secret', '::error title=a%3A secret::x')],
    ['Masks', log('::add-mask::abcd%0Aefgh', '::error::abcd%0Aefgh')],
    ['Masks', log("::add-mask::it's a secret", "it''s a secret")],
    ['Masks', log('::add-mask::"in quotes"', 'in quotes')],
    ['Outputs', { outputFile: 'result<<END\nx\n' }],
    ['Outputs', { outputFile: 'other=x\n' }],
    ['Outputs', { outputFile: `result=${'x'.repeat(limits.outputBytes / 2)}\n` }],
    ['Outputs', { ...log('::set-output::x'), outputFile: undefined }],
    ['Job summary', { summary: 'ä'.repeat(limits.summaryBytes / 2 + 1) }],
    ['Other files', { otherFiles: { GITHUB_ENV: 'x=y\n' } }]
  ])('%s: case %#', (rule, left) => {
    const { violations } = read(left)
    expect(violations.length).toBeGreaterThan(0)
    expect(violations.filter((violation) => !violation.startsWith(`${rule}: `))).toEqual([])
  })

  test('a secret before its mask is said to be one', () => {
    expect(read(log('the first line', '::add-mask::first line')).violations).toEqual([
      'Masks: line 1 has a secret before it is masked'
    ])
  })
})

test('the outputs and annotations of both streams are what the runner takes', () => {
  const { outputs, annotations } = read({
    ...log('::error title=a%3A b%2C c%25::one%0Atwo', '::warning file=x,line=1::three'),
    errorOutput: '::notice::four\n',
    outputFile: 'result=old\nresult<<END\nnew\nlines\nEND\n'
  })
  expect(outputs).toEqual({ result: 'new\nlines' })
  expect(annotations).toEqual([
    { level: 'error', title: 'a: b, c%', message: 'one\ntwo' },
    { level: 'warning', title: undefined, message: 'three' },
    { level: 'notice', title: undefined, message: 'four' }
  ])
})

test('outputs by command are taken too, and a later one wins', () => {
  const commands = log('', '::set-output name=result::old', '', '::set-output name=result::new%0Alines')
  expect(read({ ...commands, outputFile: undefined }).outputs).toEqual({ result: 'new\nlines' })
})

describe('a line', () => {
  test.each<[string, ReturnType<typeof commandIn>]>([
    ['::error::x', { name: 'error', properties: {}, text: 'x', dropped: [], escapedText: 'x' }],
    [
      ' ::Error  a=1,b==2%2C ::%250A::%0D',
      {
        name: 'error',
        properties: { a: '1', b: '=2,' },
        text: '%0A::\r',
        dropped: [],
        escapedText: '%250A::%0D'
      }
    ],
    [
      'text ##[error a=%3B;b]x%5D%0A',
      { name: 'error', properties: { a: ';' }, text: 'x]\n', dropped: ['b'], escapedText: 'x%5D%0A' }
    ],
    ['::other::##[error]x', { name: 'error', properties: {}, text: 'x', dropped: [], escapedText: 'x' }],
    ['text ::error::x', undefined],
    ['::error:x', undefined],
    [':::error::x', undefined],
    ['##[other]##[error]x', undefined],
    ['##[error x', undefined],
    ['', undefined]
  ])('%j has the command that the runner finds', (line, command) => {
    expect(commandIn(line)).toEqual(command)
  })

  test('ends with any line break of a console', () => {
    expect([linesOf(''), linesOf('a\n'), linesOf('a\n\n')]).toEqual([[], ['a'], ['a', '']])
    expect(linesOf('a\nb\r\nc\rd\n\ne')).toEqual(['a', 'b', 'c', 'd', '', 'e'])
  })
})

describe('a command file', () => {
  test.each<[string, Record<string, string>]>([
    ['', {}],
    ['\n\n', {}],
    ['\uFEFFa=b', { a: 'b' }],
    ['a=b=c<<d\n', { a: 'b=c<<d' }],
    ['a<<END=\nb\nEND=', { a: 'b' }],
    ['a<<END\nEND\n', { a: '' }],
    ['a<<END\n\nEND\n', { a: '' }],
    ['a<<END\nb=1\n END\n\nEND\n\nc=d\n', { a: 'b=1\n END\n', c: 'd' }]
  ])('%j has values', (file, values) => {
    expect(parseCommandFile(file, 'linux')).toEqual(values)
  })

  test.each([
    ['a', /neither/],
    ['=b', /no name/],
    ['<<END\nx\nEND\n', /no name/],
    ['a<<\nb\n\n', /no delimiter/],
    ['a<<END\nb\n', /does not come again/],
    ['a<<END\nb\nENDE', /does not come again/],
    ['a<<END\nb\nEND\nrest\n', /neither/]
  ])('%j is refused', (file, message) => {
    expect(() => parseCommandFile(file, 'linux')).toThrow(message)
  })

  test('has a carriage return in its line breaks on Windows alone', () => {
    const file = 'a<<END\r\nb\r\nc\nd\r\nEND\r\n'
    expect(parseCommandFile(file, 'win32')).toEqual({ a: 'b\r\nc\nd' })
    expect(parseCommandFile(file, 'linux')).toEqual({ a: 'b\r\nc\nd\r' })
  })
})

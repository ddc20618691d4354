import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const source = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts')
)

/** Who may import whom: a room or file, and what its import lines may name. `type:` stands for types only. */
const rooms: Record<string, readonly string[]> = {
  'failure.ts': [],
  'text.ts': [],
  'identity.ts': [],
  'input-reader.ts': ['text.ts'],
  'inputs.ts': ['failure.ts', 'input-reader.ts', 'judge', 'node:path'],
  judge: ['failure.ts', 'judge', 'p-map'],
  sendgrid: ['failure.ts', 'text.ts', 'judge', 'sendgrid', '@actions/http-client', 'type:node:http'],
  'whole-file.ts': ['node:crypto', 'node:fs', 'node:path'],
  tell: ['text.ts', 'identity.ts', 'judge', 'tell', 'node:crypto', 'type:failure.ts', 'type:inputs.ts'],
  'tell/issue.ts': [
    'text.ts',
    'tell',
    '@actions/github',
    '@octokit/plugin-retry',
    '@octokit/plugin-throttling'
  ],
  'main.ts': [
    'failure.ts',
    'text.ts',
    'identity.ts',
    'inputs.ts',
    'judge',
    'sendgrid',
    'tell',
    '@actions/core',
    'whole-file.ts',
    'node:crypto',
    'node:os',
    'node:path',
    'node:timers/promises',
    'node:v8'
  ]
}

const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file)

test.each(files)('%s imports only what its room may', (file) => {
  const allowed = rooms[file] ?? rooms[roomOf(file)]
  expect(allowed).toBeDefined()
  const text = readFileSync(join(source, file), 'utf8')
  const lines = [
    ...text.matchAll(/^(?:import|export)\s+(type )?(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm),
    ...text.matchAll(/\bimport\((?:\/\*.*?\*\/ )?(type )?'([^']+)'\)/g)
  ]
  for (const [, type, specifier = ''] of lines) {
    const target = specifier.startsWith('.')
      ? roomOf(relative(source, join(source, dirname(file), specifier)))
      : specifier
    const arrow = type && !allowed?.includes(target) ? `type:${target}` : target
    expect(allowed).toContain(arrow)
  }
})

test('only main.ts touches the process and its environment', () => {
  const touching = files.filter((file) => /\bprocess\./.test(readFileSync(join(source, file), 'utf8')))
  expect(touching).toEqual(['main.ts'])
})

test('main.ts is red before anything else, never ends the process, and clears the red in one line', () => {
  const text = readFileSync(join(source, 'main.ts'), 'utf8')
  const statements = text.split('\n').filter((line) => line !== '' && !/^(import|\/\/)/.test(line))
  expect(statements[0]).toBe('process.exitCode = core.ExitCode.Failure')
  expect(text.match(/ExitCode\.Success/g)).toHaveLength(1)
  expect(text).not.toContain('process.exit(')
})

test("SendGrid's wire names stay in its room", () => {
  const naming = files.filter((file) =>
    /require_tls|require_valid_cert/.test(readFileSync(join(source, file), 'utf8'))
  )
  expect(naming).toEqual(['sendgrid/settings.ts'])
})

/**
 * The parts of a release that can be tested. .github/workflows/release.yml runs them, and RELEASE.md says how.
 *
 *   npm run release -- check 1.2.3        refuses unless this commit can be released as v1.2.3
 *   npm run release -- notes 1.2.3        prints what CHANGELOG.md says of it
 *   npm run release -- pin <SHA> 1.2.3    puts the commit of v1.2.3 into README, docs and examples, and takes out
 *                                         what they say until the first release
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockOf, npmRunBuild, staleFiles } from './dist.ts'
import { filesOf, gitAgrees, gitLines } from './git.ts'
import { licenseProblems } from './licenses.ts'
import { literal, repositoryOf } from './rename.ts'

/** What is known of a commit that is to be released. */
export interface Candidate {
  readonly version: string
  /** Each place that names a version, and what it names. */
  readonly named: Readonly<Record<string, string | undefined>>
  readonly changelog: string
  readonly onMain: boolean
  readonly tagged: boolean
  /** Whether main has the same workflows as the commit. */
  readonly sameWorkflows: boolean
  /** Files that differ from the commit. */
  readonly uncommitted: readonly string[]
  /** Files of dist/ that are not what the sources build. */
  readonly staleDist: readonly string[]
  readonly licenseProblems: readonly string[]
}

/** Why a commit cannot be released. None: it can. */
export function problemsOf(candidate: Candidate): string[] {
  const { version, named, changelog } = candidate
  const problems: string[] = []
  for (const [place, found] of Object.entries(named))
    if (found !== version) problems.push(`${place} names the version ${found ?? '(none)'}, not ${version}.`)
  if (headingOf(changelog, version) === undefined)
    problems.push(`CHANGELOG.md has no heading "## ${version} - YYYY-MM-DD" with text below it.`)
  // A lock file for actions holds a commit to a branch or tag of the action's own repository.
  // https://docs.github.com/en/actions/concepts/security/workflow-dependency-lockfiles
  if (!candidate.onMain) problems.push('The commit is not on main.')
  // GitHub answers with 403 when the token of a workflow is to tag a commit whose workflows no branch has.
  if (!candidate.sameWorkflows)
    problems.push('The workflows of main are not those of the commit. Release its head.')
  if (candidate.tagged) problems.push(`The tag v${version} is there already.`)
  const lists: [what: string, entries: readonly string[]][] = [
    ['There are changes that are not committed', candidate.uncommitted],
    ['dist/ is not what the sources build', candidate.staleDist],
    ['A bundled package has a license that is not on the list', candidate.licenseProblems]
  ]
  for (const [what, entries] of lists)
    if (entries.length > 0) problems.push(`${what}: ${entries.join(', ')}.`)
  return problems
}

/** Reads a candidate from the commit that is checked out. It needs the tags and the branch main of `origin`. */
export function candidateAt(root: string, version: string, build: (root: string) => void): Candidate {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  const lock = read('package-lock.json')
  // Before the build, which changes dist/ where it is stale.
  const uncommitted = gitLines(root, 'status', '--porcelain')
  return {
    version,
    named: {
      'package.json': versionIn(read('package.json')),
      'package-lock.json': versionIn(lock),
      'src/about.ts': /\bactionVersion = '([^']*)'/.exec(read('src/about.ts'))?.[1]
    },
    changelog: read('CHANGELOG.md'),
    onMain: gitAgrees(root, 'merge-base', '--is-ancestor', 'HEAD', 'refs/remotes/origin/main'),
    sameWorkflows: gitAgrees(
      root,
      'diff',
      '--quiet',
      'HEAD',
      'refs/remotes/origin/main',
      '--',
      '.github/workflows'
    ),
    tagged: gitAgrees(root, 'show-ref', '--verify', '--quiet', `refs/tags/v${version}`),
    uncommitted,
    staleDist: staleFiles(root, build),
    licenseProblems: licenseProblems(lockOf(lock))
  }
}

/** What the changelog says of a version: the text below its heading with a day, or undefined. */
export function notesOf(changelog: string, version: string): string | undefined {
  const heading = headingOf(changelog, version)
  if (heading === undefined) return undefined
  return changelog.split(`${heading}\n`)[1]?.split(/^## /m)[0]?.trim()
}

function headingOf(changelog: string, version: string): string | undefined {
  const pattern = new RegExp(`^## ${literal(version)} - \\d{4}-\\d{2}-\\d{2}$(?=\\n\\s*[^\\s#])`, 'm')
  return pattern.exec(changelog)?.[0]
}

/** A part of a document that is true until something is released. */
const untilReleased = /<!-- until the first release -->\n.*?<!-- released -->\n/gs

/**
 * A text in which each reference to the action, by tag or by commit, is the one to this commit, and which says no more
 * that nothing is released.
 */
export function pinned(text: string, repository: string, sha: string, version: string): string {
  const reference = new RegExp(
    `(?<![\\w-])(${literal(repository)}@)(?:v\\d+(?:\\.\\d+)*|[0-9a-f]{40}|<full SHA>)(?: # v\\d+\\.\\d+\\.\\d+)?(?![\\w-])`,
    'g'
  )
  const commit = new RegExp(`(repos/${literal(repository)}/commits/)v\\d+\\.\\d+\\.\\d+`, 'g')
  return text
    .replace(untilReleased, '')
    .replace(reference, `$1${sha} # v${version}`)
    .replace(commit, `$1v${version}`)
}

/** Pins README, docs and examples. Returns the files that it has changed. */
export function pinFiles(root: string, sha: string, version: string): string[] {
  const repository = repositoryOf(readFileSync(join(root, 'package.json'), 'utf8'))
  const shown = filesOf(root).filter((file) => /^(README\.md$|(docs|examples)\/.*\.(md|ya?ml)$)/.test(file))
  return shown.filter((file) => {
    const before = readFileSync(join(root, file), 'utf8')
    const after = pinned(before, repository, sha, version)
    if (after !== before) writeFileSync(join(root, file), after)
    return after !== before
  })
}

function versionIn(json: string): string | undefined {
  return (JSON.parse(json) as { version?: string }).version
}

/** A version as a release has it: three numbers. It becomes part of tags and patterns, so nothing else passes. */
export function isVersion(text: string | undefined): text is string {
  return text !== undefined && /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(text)
}

function main(root: string, [command, ...given]: string[]): void {
  const version = given.at(-1)
  if (!isVersion(version)) throw new Error('State a version of three numbers, such as 1.2.3.')
  if (command === 'check' && given.length === 1) {
    const problems = problemsOf(candidateAt(root, version, npmRunBuild))
    if (problems.length > 0) throw new Error(`This commit cannot be v${version}:\n- ${problems.join('\n- ')}`)
    console.log(`This commit can be v${version}.`)
  } else if (command === 'notes' && given.length === 1) {
    const notes = notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version)
    if (notes === undefined) throw new Error(`CHANGELOG.md says nothing of ${version}.`)
    console.log(notes)
  } else if (command === 'pin' && given.length === 2 && /^[0-9a-f]{40}$/.test(given[0] ?? '')) {
    for (const file of pinFiles(root, given[0] ?? '', version)) console.log(file)
  } else throw new Error('State "check VERSION", "notes VERSION" or "pin FULL-SHA VERSION".')
}

if (import.meta.main) {
  try {
    main(process.cwd(), process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

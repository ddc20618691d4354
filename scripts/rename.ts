/**
 * Puts the real repository in place of the one that package.json names, everywhere it stands, dist/ among it.
 * The action's own name stays: reports, SARIF files and tracking issues are found again by it.
 *
 *   npm run rename -- OWNER/NAME
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesOf } from './git.ts'

/** OWNER/NAME by the URL in package.json. */
export function repositoryOf(packageJson: string): string {
  const { repository } = JSON.parse(packageJson) as { repository?: { url?: string } }
  const [, name] = /^git\+https:\/\/github\.com\/(.+)\.git$/.exec(repository?.url ?? '') ?? []
  if (name === undefined || !isRepository(name))
    throw new Error('package.json names no repository on GitHub.')
  return name
}

/** Whether GitHub could have a repository of this name: an owner without a path, and no URL. */
export function isRepository(name: string): boolean {
  const [owner = '', repository = '', ...more] = name.split('/')
  return (
    more.length === 0 &&
    /^[a-z\d](-?[a-z\d]){0,38}$/i.test(owner) &&
    owner.length <= 39 &&
    /^[\w.-]{1,100}$/.test(repository) &&
    !/^\.{1,2}$|\.git$/i.test(repository)
  )
}

/** A text with the new OWNER/NAME in place of the old. A longer name that contains the old is another name. */
export function renamed(text: string, from: string, to: string): string {
  return text.replace(new RegExp(`(?<![\\w-])${literal(from)}(?![\\w-])`, 'g'), () => to)
}

/** A name or a version as a pattern that finds nothing else. Of their characters only the dot means something. */
export function literal(text: string): string {
  return text.replaceAll('.', '\\.')
}

/** Renames in all files of the repository. Returns the files that it has changed. */
export function renameFiles(root: string, to: string): string[] {
  if (!isRepository(to)) throw new Error(`"${to}" is no repository on GitHub. State OWNER/NAME.`)
  const from = repositoryOf(readFileSync(join(root, 'package.json'), 'utf8'))
  return filesOf(root).filter((file) => {
    const before = readFileSync(join(root, file))
    // A picture is no text.
    if (before.includes(0)) return false
    const text = before.toString('utf8')
    const after = file === '.github/CODEOWNERS' ? withOwner(text, from, to) : renamed(text, from, to)
    if (after !== text) writeFileSync(join(root, file), after)
    return after !== text
  })
}

/** CODEOWNERS names the owner alone. */
function withOwner(text: string, from: string, to: string): string {
  const owner = (name: string): string => `@${name.split('/')[0]}`
  return text.replace(new RegExp(`${literal(owner(from))}(?![\\w-])`, 'g'), () => owner(to))
}

if (import.meta.main) {
  try {
    const [to = '', ...more] = process.argv.slice(2)
    if (more.length > 0) throw new Error('State one OWNER/NAME.')
    const changed = renameFiles(process.cwd(), to)
    for (const file of changed) console.log(file)
    // A longer name can make a line too long for the formatter, and the build keeps the lines of the sources.
    console.log(`${changed.length} files name ${to} now.`)
    console.log('Run "npm run format", "npm run build" and "npm test", and commit them.')
    const owner = to.split('/')[0]
    console.log(
      `CODEOWNERS names @${owner}. An organization is no owner there: name a team of it, as @${owner}/TEAM.`
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

/**
 * A `gh` for the scripts of release.yml. It keeps what GitHub has in the file GH_STATE, changes it as GitHub's API
 * would, and notes what was changed. Flags that it does not know are refused. `--jq` is done by jq.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

export interface GitHubState {
  environments: Record<string, { protection_rules: { type: string }[] }>
  /** What GitHub finds in CODEOWNERS. */
  ownerErrors: { message: string }[]
  releases: { id: number; tag_name: string; target_commitish: string; draft: boolean; assets: string[] }[]
  /** The commit of each tag. */
  tags: Record<string, string>
  /** The branches of the open pull requests. */
  pullRequests: string[]
  /** What was asked for that changes something. */
  changes: string[]
}

class NotFound extends Error {}

if (import.meta.main) {
  const file = process.env['GH_STATE'] ?? ''
  const state = JSON.parse(readFileSync(file, 'utf8')) as GitHubState
  try {
    const { answer, jq, silent } = run(state, process.argv.slice(2))
    if (!silent && answer !== undefined) {
      const options = { input: JSON.stringify(answer), stdio: ['pipe', 'inherit', 'inherit'] as const }
      process.exitCode =
        spawnSync('jq', ['--raw-output', jq ?? '.'], { ...options, stdio: [...options.stdio] }).status ?? 1
    }
    writeFileSync(file, JSON.stringify(state))
  } catch (error) {
    console.error(error instanceof NotFound ? 'gh: Not Found (HTTP 404)' : error)
    process.exitCode = 1
  }
}

function run(
  state: GitHubState,
  [command = '', ...given]: string[]
): { answer: unknown; jq?: string | undefined; silent?: boolean | undefined } {
  if (command === 'api') return api(state, given)
  const [what = '', ...rest] = given
  const flags = { draft: { type: 'boolean' } } as const
  const text = { type: 'string' } as const
  if (`${command} ${what}` === 'release create') {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: { ...flags, target: text, title: text, 'notes-file': text }
    })
    const [tag = '', ...assets] = positionals
    const { draft = false, target = '' } = values
    const id = Math.max(0, ...state.releases.map((release) => release.id)) + 1
    state.releases.unshift({ id, tag_name: tag, target_commitish: target, draft, assets })
    state.changes.push(`create ${id} ${JSON.stringify(values)}`)
    return { answer: undefined }
  }
  if (`${command} ${what}` === 'release view') {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: { json: text, jq: text }
    })
    const found = state.releases.find((release) => release.tag_name === positionals[0])
    if (found === undefined) throw new NotFound()
    return { answer: { [values.json ?? '']: { databaseId: found.id }[values.json ?? ''] }, jq: values.jq }
  }
  if (`${command} ${what}` === 'pr list') {
    const { values } = parseArgs({ args: rest, options: { head: text, json: text, jq: text } })
    const found = state.pullRequests.filter((branch) => branch === values.head)
    return { answer: found.map((_, at) => ({ number: at + 1 })), jq: values.jq }
  }
  if (`${command} ${what}` === 'pr create') {
    const { values } = parseArgs({ args: rest, options: { base: text, head: text, title: text, body: text } })
    state.pullRequests.push(values.head ?? '')
    state.changes.push(`pull request ${values.head} to ${values.base}`)
    return { answer: undefined }
  }
  if (`${command} ${what}` === 'auth setup-git') return { answer: undefined }
  throw new Error(`gh has no command ${command} ${what} here`)
}

function api(state: GitHubState, given: string[]) {
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: {
      method: { type: 'string', default: 'GET' },
      jq: { type: 'string' },
      silent: { type: 'boolean' },
      paginate: { type: 'boolean' },
      'raw-field': { type: 'string', short: 'f', multiple: true, default: [] },
      field: { type: 'string', short: 'F', multiple: true, default: [] }
    }
  })
  const fields = Object.fromEntries(
    [...values['raw-field'], ...values.field].map(
      (field) => field.split(/=(.*)/s).slice(0, 2) as [string, string]
    )
  )
  const path = (positionals[0] ?? '').replace(/^repos\/example-org\/gate\//, '')
  if (values.method !== 'GET') state.changes.push(`${values.method} ${path} ${JSON.stringify(fields)}`)
  return { answer: answerTo(state, values.method, path, fields), jq: values.jq, silent: values.silent }
}

function answerTo(state: GitHubState, method: string, path: string, fields: Record<string, string>): unknown {
  const [, kind = '', name = ''] =
    /^(environments|codeowners\/errors|releases|git\/ref\/tags|git\/refs\/tags|git\/matching-refs\/tags|git\/refs)\/?(.*)$/.exec(
      path
    ) ?? []
  const refOf = (tag: string) => ({ ref: `refs/tags/${tag}`, object: { sha: found(state.tags[tag]) } })
  switch (`${method} ${kind}`) {
    case 'GET environments':
      return found(state.environments[name])
    case 'GET codeowners/errors':
      return { errors: state.ownerErrors }
    case 'GET releases':
      return name === '' ? state.releases : found(state.releases.find(({ id }) => String(id) === name))
    case 'DELETE releases':
      state.releases = state.releases.filter(
        (release) => release !== found(state.releases.find(({ id }) => String(id) === name))
      )
      return undefined
    case 'PATCH releases': {
      const release = found(state.releases.find(({ id }) => String(id) === name))
      // Without its name GitHub takes the tag off the release.
      Object.assign(release, { tag_name: '', ...fields, draft: fields['draft'] === 'true' })
      if (!release.draft) state.tags[release.tag_name] ??= release.target_commitish
      return release
    }
    case 'GET git/ref/tags':
      return refOf(name)
    case 'GET git/matching-refs/tags':
      return Object.keys(state.tags)
        .filter((tag) => tag.startsWith(name))
        .map(refOf)
    case 'PATCH git/refs/tags':
      found(state.tags[name])
      state.tags[name] = fields['sha'] ?? ''
      return refOf(name)
    case 'POST git/refs': {
      const tag = (fields['ref'] ?? '').replace('refs/tags/', '')
      state.tags[tag] = fields['sha'] ?? ''
      return refOf(tag)
    }
    default:
      throw new Error(`GitHub has no ${method} ${path} here`)
  }
}

function found<T>(what: T | undefined): T {
  if (what === undefined) throw new NotFound()
  return what
}

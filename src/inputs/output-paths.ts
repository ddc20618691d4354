import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { actionName } from '../about.ts'
import type { PublishedFiles } from '../model/publishing.ts'
import { isSameFile } from '../same-file.ts'
import type { Environment } from './environment.ts'
import { type InputReader, quote } from './reader.ts'

/** The runner reads these files after the step, and obeys them. */
const runnerFiles = [
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_EVENT_PATH'
]

/** About the report of 60,000 accounts. A larger file is not ours. */
const maxOwnBytes = 64 * 2 ** 20

/**
 * The absolute paths of the report and the SARIF file. Relative ones begin in the workspace. Files of an earlier run of
 * this action are removed there, since this run may die and would leave an old verdict. A path that cannot be used is a
 * problem, and the report goes to a path of its own.
 */
export function readOutputPaths(reader: InputReader, environment: Environment): PublishedFiles {
  const reportFile = readPath(reader, 'report-file', environment)
  const sarifFile = readPath(reader, 'sarif-file', environment)
  if (reportFile !== undefined && reportFile === sarifFile) {
    const [report, sarif] = ['report-file', 'sarif-file'].map((name) => quote(reader.text(name)))
    reader.addProblem(
      `report-file ("${report}") and sarif-file ("${sarif}") are one file. They accept two paths.`
    )
    return { reportFile, sarifFile: undefined }
  }
  return { reportFile: reportFile ?? ownReport(environment), sarifFile }
}

/** A path for the report where no input states one. */
export function ownReport(environment: Environment): string {
  return resolve(environment['RUNNER_TEMP'] || tmpdir(), `enforced-tls-report-${randomUUID()}.json`)
}

function readPath(reader: InputReader, name: string, environment: Environment): string | undefined {
  const stated = reader.text(name)
  if (stated === '') return undefined
  const path = resolve(environment['GITHUB_WORKSPACE'] || '.', stated)
  const obstacle = runnerFileAt(path, environment) ?? obstacleAt(path)
  if (obstacle === undefined) return path
  reader.addProblem(`${name} is "${quote(stated)}", ${obstacle}. It accepts another path.`)
  return undefined
}

function runnerFileAt(path: string, environment: Environment): string | undefined {
  const taken = runnerFiles.find(
    (variable) => environment[variable] && isSameFile(path, environment[variable])
  )
  return taken && `the file of ${taken}, which the runner reads`
}

/** Removes the file of an earlier run. Returns why the path cannot be used. A file of somebody else stays for now. */
function obstacleAt(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return undefined
    if (!found.isFile()) return 'which is a folder or a device'
    if (found.size <= maxOwnBytes && isOwn(readFileSync(path, 'utf8'))) rmSync(path)
    return undefined
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    return `where this run could not remove the file of an earlier one (${code})`
  }
}

/** Whether a text is a report or a SARIF file of this action. */
function isOwn(text: string): boolean {
  try {
    const { action, runs } = JSON.parse(text) as {
      action?: { name: unknown }
      runs?: { tool: { driver: { name: unknown } } }[]
    }
    const names = runs?.map(({ tool }) => tool.driver.name) ?? [action?.name]
    return names.length > 0 && names.every((name) => name === actionName)
  } catch {
    return false
  }
}

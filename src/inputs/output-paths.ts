import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { actionName } from '../about.ts'
import type { PublishedFiles } from '../model/publishing.ts'
import { isSameFile } from '../same-file.ts'
import type { Environment } from './environment.ts'
import { type InputReader, quote } from './reader.ts'

/** The runner reads these after the step: what is written there is obeyed. */
const runnerFiles = [
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_EVENT_PATH'
]

/** About the report of 60,000 accounts. What is larger counts as a file of somebody else. */
const maxOwnBytes = 64 * 2 ** 20

/**
 * Where report and SARIF file go, as absolute paths: relative ones are in the workspace. What an earlier run of this
 * action left there is removed, so that a run that dies leaves no verdict of another. A path that cannot be used is a
 * problem, and then the report goes to a file of its own.
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

/** Where the report goes that no input names. */
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

/** Removes what an earlier run left, and says why it cannot. A file of somebody else stays until it is replaced. */
function obstacleAt(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return undefined
    if (!found.isFile()) return 'which is a folder or a device'
    if (found.size <= maxOwnBytes && isOwn(readFileSync(path, 'utf8'))) rmSync(path)
    return undefined
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    return `where a file of an earlier run could not be looked for and removed (${code})`
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

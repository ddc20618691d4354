import { randomUUID } from 'node:crypto'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { PublishedFiles } from '../report/publishing.ts'
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

/** The longest path that Linux takes. Its folders are made and followed one in the other, so their number is bounded too. */
const longestPath = 4_096

/**
 * Where report and SARIF file go, as absolute paths: relative ones are in the workspace. A path that must not be
 * written is a problem, and then the report goes to a file of its own.
 */
export function readFiles(reader: InputReader, environment: Environment): PublishedFiles {
  const reportFile = readPath(reader, 'report-file', environment)
  const sarifFile = readPath(reader, 'sarif-file', environment)
  if (reportFile !== undefined && sarifFile !== undefined && areOne(reportFile, sarifFile)) {
    const [report, sarif] = ['report-file', 'sarif-file'].map((name) => quote(reader.text(name)))
    reader.addProblem(
      `report-file ("${report}") and sarif-file ("${sarif}") are one file. They accept two paths that differ in more than their case.`
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
  if (path.length > longestPath) {
    reader.addProblem(
      `${name} is "${quote(stated)}", a path of ${path.length} characters. It accepts up to ${longestPath}.`
    )
    return undefined
  }
  const taken = runnerFiles.find((variable) => environment[variable] && areOne(path, environment[variable]))
  if (taken === undefined) return path
  reader.addProblem(
    `${name} is "${quote(stated)}", the file of ${taken}, which the runner reads. It accepts another path.`
  )
  return undefined
}

/** Whether two paths lead to one file: by a link, or in another letter case where the system minds none. */
function areOne(one: string, other: string): boolean {
  if (folded(one) === folded(other)) return true
  if (!existsSync(one) || !existsSync(other)) return false
  const [first, second] = [statSync(one), statSync(other)]
  return first.dev === second.dev && first.ino === second.ino
}

/** The real path as a system compares it that minds neither letter case nor how an accent is composed. */
function folded(path: string): string {
  return realPath(path).normalize().toLowerCase()
}

/** The path without links, also of a file that is not there yet, or has no path as a pipe at /dev/stdout. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(realPath(folder), basename(path))
  }
}

import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runStep, type Step } from '../sandbox/runner.ts'

export interface MeasuredStep extends Step {
  /** Wall time of the whole process. */
  readonly seconds: number
  readonly peakMiB: number
}

const probe = fileURLToPath(new URL('peak-memory.cjs', import.meta.url))

/** Runs dist/ as a step and measures the process from outside. */
export async function runMeasuredStep(inputs: Readonly<Record<string, string>>): Promise<MeasuredStep> {
  const memoryFile = join(tmpdir(), `peak-memory-${process.pid}`)
  const startMs = performance.now()
  const step = await runStep(inputs, {
    env: { NODE_OPTIONS: `--require ${JSON.stringify(probe)}`, PEAK_MEMORY_FILE: memoryFile }
  })
  const seconds = (performance.now() - startMs) / 1000
  const peakMiB = Number(await readFile(memoryFile, 'utf8')) / 1024
  await rm(memoryFile)
  return { ...step, seconds, peakMiB }
}

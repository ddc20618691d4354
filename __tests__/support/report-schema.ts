import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { readJson } from './github-run.ts'

const ajv = new Ajv2020({ allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(await readJson('schema/report.schema.json'))

/** Why the schema refuses a report; empty when it accepts it. */
export function schemaErrors(report: unknown): object[] {
  return validate(report) ? [] : (validate.errors ?? [])
}

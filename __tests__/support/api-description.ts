import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import type { Exchange } from '../../sandbox/sendgrid.ts'
import { parseJson } from '../../src/sendgrid/response.ts'

interface Parameter {
  readonly name: string
  readonly in: 'query' | 'header'
  readonly required: boolean
  readonly schema: object
}

interface Operation {
  readonly parameters: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } }
  readonly responses: Readonly<Record<string, object>>
}

interface Description {
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const file = new URL('../sendgrid.openapi.yaml', import.meta.url)
/** SendGrid's API, as far as it is used. */
export const description = parse(readFileSync(file, 'utf8')) as Description
// That its schemas are some is seen once, in api-description.test.ts, and not by each file that sends a request.
const ajv = new Ajv2020({ strict: false, allErrors: true, meta: false, validateSchema: false })
ajv.addSchema({ components: description.components }, 'api')
const validators = new Map<object, ValidateFunction>()
const anything = {}

/** What of an exchange is not as the description of the API has it. A gateway's own path is left out. */
export function violationsOf({ request, status, answer }: Exchange): string[] {
  const path = request.path.slice(Math.max(0, request.path.indexOf('/v3/')))
  const method = request.method.toLowerCase()
  const operation = description.paths[path]?.[method]
  if (operation === undefined) return [`${request.method} ${request.path} is not described`]
  return [
    ...parameterViolations(operation, request),
    ...bodyViolations(operation, request.body),
    ...(status === undefined ? [] : answerViolations(path, method, operation, status, answer))
  ].map((violation) => `${request.method} ${request.path}${request.query}: ${violation}`)
}

function parameterViolations(operation: Operation, request: Exchange['request']): string[] {
  const query = new URLSearchParams(request.query)
  const names = request.rawHeaders.filter((_, index) => index % 2 === 0)
  const described = operation.parameters.map((parameter) =>
    '$ref' in parameter ? (componentOf(parameter.$ref) as Parameter) : parameter
  )
  const violations = described.flatMap(({ name, in: place, required, schema }) => {
    const value =
      place === 'query' ? query.get(name) : (request.rawHeaders[request.rawHeaders.indexOf(name) + 1] ?? null)
    const isThere = place === 'query' ? query.has(name) : names.includes(name)
    if (!isThere) return required ? [`${name} is missing`] : []
    const isNumber = (schema as { type?: string }).type === 'integer' && /^\d+$/.test(value ?? '')
    return matches(schema, isNumber ? Number(value) : value) ? [] : [`${name} is ${value}`]
  })
  const known = new Set(described.map(({ name }) => name))
  const unknown = [...query.keys()]
    .filter((name) => !known.has(name))
    .map((name) => `${name} is not described`)
  const offset = Number(query.get('offset'))
  const limit = Number(query.get('limit'))
  const misplaced =
    query.has('offset') && offset % limit !== 0 ? [`offset ${offset} is no multiple of ${limit}`] : []
  // The case of a header's name makes no other header of it.
  const lowerNames = names.map((name) => name.toLowerCase())
  const all = [...lowerNames, ...[...query.keys()].map((name) => `${name}=`)]
  const repeated = all.filter((name, index) => all.indexOf(name) !== index)
  const hasKey = /^Bearer \S/.test(request.rawHeaders[2 * lowerNames.indexOf('authorization') + 1] ?? '')
  const behalf = names.filter((name) => name.toLowerCase() === 'on-behalf-of')
  const undescribed = behalf.length > 0 && !known.has('On-Behalf-Of') ? ['On-Behalf-Of is not described'] : []
  return [
    ...violations,
    ...unknown,
    ...misplaced,
    ...repeated.map((name) => `${name} comes twice`),
    ...undescribed,
    ...(hasKey ? [] : ['Authorization has no key'])
  ]
}

function bodyViolations({ requestBody }: Operation, body: string): string[] {
  if (requestBody === undefined) return body === '' ? [] : ['a body is not described']
  return matches(requestBody.content['application/json'].schema, parseJson(body) ?? null)
    ? []
    : [`the body is ${body}`]
}

function answerViolations(
  path: string,
  method: string,
  { responses }: Operation,
  status: number,
  answer: unknown
): string[] {
  const described = responses[String(status)]
  if (described === undefined) return [`${method} ${path} was answered ${status}, which is not described`]
  const response = described as { $ref?: string; content?: { 'application/json': { schema: object } } }
  const resolved = (
    response.$ref ? ajv.getSchema(`api${response.$ref}`)?.schema : response
  ) as typeof response
  const schema = resolved.content?.['application/json'].schema ?? anything
  return matches(schema, answer)
    ? []
    : [`${method} ${path} was answered ${status} with ${JSON.stringify(answer)}`]
}

/** `#/components/KIND/NAME`. */
function componentOf(reference: string): object {
  const [, , kind = '', name = ''] = reference.split('/')
  const component = description.components[kind]?.[name]
  if (component === undefined) throw new Error(`${reference} is not described`)
  return component
}

/** References are within the description. */
function matches(schema: object, value: unknown): boolean {
  const validator =
    validators.get(schema) ??
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object)
  validators.set(schema, validator)
  return validator(value)
}

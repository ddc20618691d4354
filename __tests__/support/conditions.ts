import { data, Evaluator, type Expr, Lexer, Parser } from '@actions/expressions'
import type { ContextAccess, FunctionCall, IndexAccess, Logical } from '@actions/expressions/ast'
import { TokenType } from '@actions/expressions/lexer'
import { falsy, truthy } from '@actions/expressions/result'

/** What a run decides: the status of steps, inputs, variables. */
class Unknown extends Error {}

const contexts = 'env github inputs job jobs matrix needs runner secrets steps strategy vars'.split(' ')
const statusFunctions = ['always', 'cancelled', 'failure', 'success', 'hashFiles']

/** Evaluates an expression as after a step that has died before it set an output: each output is an empty text. */
class WithoutOutputs extends Evaluator {
  override visitContextAccess(_context: ContextAccess): data.ExpressionData {
    throw new Unknown()
  }

  override visitIndexAccess(access: IndexAccess): data.ExpressionData {
    if (namesOutputs(access)) return new data.StringData('')
    throw new Unknown()
  }

  override visitFunctionCall(call: FunctionCall): data.ExpressionData {
    // What runs on red is meant for a step that has died, too: it has to be closed for the others.
    if (isOneOf(['failure'], call.functionName.lexeme)) return new data.BooleanData(false)
    if (isOneOf(statusFunctions, call.functionName.lexeme)) throw new Unknown()
    return super.visitFunctionCall(call)
  }

  /** One known operand can decide, whatever the others are. */
  override visitLogical(logical: Logical): data.ExpressionData {
    const decides = logical.operator.type === TokenType.AND ? falsy : truthy
    const values = logical.args.map((operand) => this.#valueOf(operand))
    const decisive = values.find((value) => value !== undefined && decides(value))
    const last = decisive ?? (values.includes(undefined) ? undefined : values.at(-1))
    if (last === undefined) throw new Unknown()
    return last
  }

  #valueOf(operand: Expr): data.ExpressionData | undefined {
    try {
      return this.eval(operand)
    } catch (error) {
      if (error instanceof Unknown) return undefined
      throw error
    }
  }
}

/** Whether an expression that reads outputs can be true when all of them are empty. */
export function isOpen(expression: string): boolean {
  if (!/\boutputs\b/i.test(expression)) return false
  const functions = statusFunctions.map((name) => ({ name, minArgs: 0, maxArgs: 255 }))
  const parsed = new Parser(new Lexer(expression).lex().tokens, contexts, functions).parse()
  try {
    return truthy(new WithoutOutputs(parsed, new data.Dictionary()).evaluate())
  } catch (error) {
    // An expression that cannot be evaluated ends its job red.
    return error instanceof Unknown
  }
}

/** Whether the value of an `if:` can be true when all outputs are empty. */
export function isOpenCondition(condition: string): boolean {
  const [, whole] = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(condition) ?? []
  // Text beside an expression makes a text of both, which is always true.
  if (whole === undefined && condition.includes('${{')) return /\boutputs\b/i.test(condition)
  return isOpen(whole ?? condition)
}

/** Each expression of a text that can be true when all outputs are empty. */
export function openExpressionsIn(text: string): string[] {
  const expressions = [...text.matchAll(/\$\{\{(.*?)\}\}/gs), ...text.matchAll(/`if: ([^`$]+)`/g)]
  return expressions.map(([, expression = '']) => expression.trim()).filter(isOpen)
}

/** Each `if:` of a parsed workflow that can be true when all outputs are empty. */
export function openConditionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'if' && isOpenCondition(String(value)) ? [String(value)] : openConditionsIn(value)
  )
}

function namesOutputs({ expr, index }: IndexAccess): boolean {
  const name = 'literal' in index ? String((index.literal as data.ExpressionData).coerceString()) : ''
  return isOneOf(['outputs'], name) || ('index' in expr && namesOutputs(expr as IndexAccess))
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase())
}

/** What an expression may read: steps with their outputs and outcomes, secrets and so on. */
export type Contexts = Readonly<Record<string, unknown>>

/** The value of one expression as a text. Whatever a context does not have is null, as in the runner. */
export function textOf(expression: string, known: Contexts, hasFailed = false): string {
  return resultOf(expression, known, hasFailed).coerceString()
}

/** Whether a step of a job that was not canceled runs: without a word on the status only while none has failed. */
export function holds(condition: string | undefined, known: Contexts, hasFailed: boolean): boolean {
  if (condition === undefined) return !hasFailed
  const expression = condition.replace(/^\s*\$\{\{|\}\}\s*$/g, '')
  const isOnStatus = /\b(always|cancelled|failure|success)\(/i.test(expression)
  return (isOnStatus || !hasFailed) && truthy(resultOf(expression, known, hasFailed))
}

function resultOf(expression: string, known: Contexts, hasFailed: boolean): data.ExpressionData {
  const statuses = { always: true, cancelled: false, failure: hasFailed, success: !hasFailed }
  const functions = Object.entries(statuses).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value)
  }))
  const parsed = new Parser(new Lexer(expression).lex().tokens, contexts, functions).parse()
  const context = JSON.parse(
    JSON.stringify({ ...Object.fromEntries(contexts.map((name) => [name, {}])), ...known }),
    data.reviver
  ) as data.Dictionary
  return new Evaluator(parsed, context, new Map(functions.map((one) => [one.name, one]))).evaluate()
}

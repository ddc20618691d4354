import type { FailureReason } from '../../model/failure.ts'
import type { JudgedAccount, Reason } from '../../model/outcome.ts'
import { accountsOf } from '../../model/result.ts'
import type { Judged, Run } from '../../model/run.ts'
import { isDefault } from '../../model/settings.ts'
import { count } from '../../text.ts'
import { describeAccount } from '../account-message.ts'
import { link } from '../markdown.ts'

/** What a person does where there is no verdict, or where a change has failed. */
const actions: Readonly<Record<FailureReason, string>> = {
  'invalid-input': 'Correct the inputs',
  unauthorized: 'Check the key',
  forbidden: 'Check what the key may do, and from where',
  'not-found': 'Check the address and the names',
  rejected: 'Look at why the request was refused',
  'rate-limited': 'Find out what uses up the rate limit',
  unavailable: 'Run again when SendGrid answers',
  'unexpected-response': 'Check what answered',
  'not-confirmed': 'Run a check later',
  cancelled: 'Run again, to its end',
  'wrong-account': 'Find out why On-Behalf-Of is not followed',
  bug: 'Report the bug'
}

/** What a person does about a 401, 403 or 404 for an account, since the key is answered for others. */
const checkName = 'Check the name of the account'

/** Deviations come first, and what was applied last. */
const order: readonly Reason[] = [
  'deviation',
  'change-limit',
  'loosening-refused',
  ...(Object.keys(actions) as FailureReason[]),
  ''
]

interface Step {
  /** Of the account. */
  readonly reason: Reason
  readonly action: string
}

/** The actions that a run asks for in one line, each with a link; for many accounts with how many it is about. */
export function nextSteps(run: Run, reasonsUrl: string): string[] {
  const steps =
    run.kind === 'judged'
      ? stepsOf(run)
      : [{ reason: run.failure.reason, action: actions[run.failure.reason] }]
  const isFleet = accountsOf(run).length > 1
  const alike = Map.groupBy(steps, ({ reason, action }) =>
    link(action, `${reasonsUrl}#${reason || 'deviation'}`)
  )
  const sentences = [...alike]
    .sort(([, [one]], [, [other]]) => order.indexOf(one?.reason ?? '') - order.indexOf(other?.reason ?? ''))
    .map(([linked, { length }]) => `${linked}${isFleet ? ` (${count(length, 'account')})` : ''}.`)
  return sentences.length > 0 ? [`**What to do next:** ${sentences.join(' ')}`] : []
}

function stepsOf(run: Judged): Step[] {
  return run.accounts.flatMap((judged) => {
    const { reason } = judged.outcome
    const action = actionFor(judged, run)
    return action === undefined ? [] : [{ reason, action }]
  })
}

function actionFor(judged: JudgedAccount, { job }: Judged): string | undefined {
  const { outcome } = judged
  // Where the settings were never touched, nobody has changed them.
  if (outcome.result === 'applied')
    return isDefault(outcome.before) ? undefined : 'Find out who changed the settings'
  if (outcome.reason === '') return undefined
  if ('about' in outcome && outcome.about === 'account') return checkName
  if ('message' in outcome) return actions[outcome.reason]
  return describeAccount(judged, job).cure.replace(/\.$/, '')
}

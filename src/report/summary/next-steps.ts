import type { Reason } from '../../model/outcome.ts'
import { accountsOf } from '../../model/result.ts'
import type { Run } from '../../model/run.ts'
import { count, countResults } from '../format.ts'

/** What a person does about each reason. The page of the action says how, under the reason's own name. */
const actions: Readonly<Record<Exclude<Reason, ''>, string>> = {
  deviation: 'Restore what deviates',
  'change-limit': 'Run again to change more accounts',
  'loosening-refused': 'Correct the policy, or allow it to loosen',
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

/** The actions that a run asks for in one line, each with a link; for many accounts with how many it is about. */
export function nextSteps(run: Run, actionUrl: string): string[] {
  const accounts = accountsOf(run)
  const reasons = run.kind === 'judged' ? accounts.map(({ outcome }) => outcome.reason) : [run.failure.reason]
  const misnamed = accounts.filter(({ outcome }) => 'about' in outcome && outcome.about === 'account')
  const scope = (number: number): string => (accounts.length > 1 ? ` (${count(number, 'account')})` : '')
  const steps = Object.entries(actions).flatMap(([reason, action]) => {
    const all = reasons.filter((one) => one === reason).length
    const ofAccounts = misnamed.filter(({ outcome }) => outcome.reason === reason).length
    return [
      { number: all - ofAccounts, step: action },
      { number: ofAccounts, step: checkName }
    ].flatMap(({ number, step }) =>
      number > 0 ? [`[${step}](${actionUrl}#${reason})${scope(number)}.`] : []
    )
  })
  const { applied } = countResults(accounts)
  if (applied > 0) steps.push(`Find out who changed the settings${scope(applied)}.`)
  return steps.length > 0 ? [`**What to do next:** ${steps.join(' ')}`] : []
}

import { actionRepository } from '../about.ts'
import { type Account, parentAccount } from '../model/account.ts'
import type { FailureValue } from '../model/failure.ts'
import { visibleName } from '../text.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import type { ScopeLookup } from './key-state.ts'
import type { Author } from './response.ts'

/** All that is known when a request is refused. */
export interface RefusalFacts {
  readonly status: 401 | 403 | 404
  readonly author: Author
  /** What the response says. */
  readonly words: string
  readonly endpoint: Endpoint
  readonly host: string
  readonly account: Account
  /** Whether SendGrid has answered another request for the account. */
  readonly isAnswered: boolean
  /** Where the key was accepted before, seen from the host. */
  readonly accepted: 'here' | 'elsewhere' | 'nowhere'
  /** Undefined when they were not looked up. */
  readonly lookup: ScopeLookup | undefined
  /** How the key differs from SendGrid's own, in a sentence; empty if it does not. */
  readonly keyHint: string
}

/** What a refusal means. */
export interface Explanation {
  readonly about: FailureValue['about']
  /** What is known of the cause and what a person can do, in sentences. */
  readonly advice: string
}

/** Whether SendGrid accepts the key and refuses one account. Then neither the key nor its scopes are the cause. */
export function isAboutAccount(facts: Omit<RefusalFacts, 'lookup' | 'keyHint'>): boolean {
  const { author, account, accepted, isAnswered, endpoint } = facts
  return (
    author === 'sendgrid' &&
    account.name !== parentAccount &&
    endpoint.method === 'GET' &&
    !endpoint.namesRecipients &&
    !isAnswered &&
    accepted !== 'nowhere'
  )
}

/** What a 401, 403 or 404 means, from all that is known. */
export function explainRefusal(facts: RefusalFacts): Explanation {
  const { status, author, words, host } = facts
  const say = (advice: string, about?: 'key' | 'scope' | 'account'): Explanation => ({ about, advice })
  // SendGrid's API sends no pages: something in front of it has answered.
  if (author === 'page')
    return say(
      `What answered at ${host} is not SendGrid's API: a proxy, a gateway or a firewall may be in between.`
    )
  // The words of IP Access Management (django-sendgrid-v5#11). They say nothing of the key.
  if (/not whitelisted/i.test(words))
    return say(
      'IP Access Management is on, and does not list the address of this runner: add the address, or use a ' +
        'runner whose address does not change.'
    )
  if (lacksScope(facts)) return say(adviceOnScope(facts), 'scope')
  if (facts.lookup?.kind !== 'unauthorized' && isAboutAccount(facts))
    return say(adviceOnAccount(facts), 'account')
  if (status === 404) return say(`${host} has no such resource${orNotAnAccount(facts)}. Check api-url.`)
  if (status === 403) return say(adviceOn403(facts))
  return facts.accepted === 'nowhere' ? say(adviceOnKey(facts), 'key') : say(adviceOn401(facts))
}

function lacksScope({ endpoint: { scope }, lookup }: RefusalFacts): boolean {
  return lookup?.kind === 'scopes' && scope !== undefined && !lookup.scopes.includes(scope)
}

function adviceOnScope({ endpoint: { scope }, lookup }: RefusalFacts): string {
  const scopes = lookup?.kind === 'scopes' ? lookup.scopes : []
  if (scopes.some((one) => one.startsWith('billing.')))
    return 'GET /v3/scopes answers for this key with scopes for billing, which exclude all others: create another key.'
  return `GET /v3/scopes answers for this key without the scope ${scope}: give the key this scope.${orByApi(scope)}`
}

/** What the console may not offer for a restricted key. */
const beyondConsole: readonly unknown[] = [endpoints.listSubusers.scope, endpoints.readUsername.scope]
const keyRecipe = `https://github.com/${actionRepository}/blob/HEAD/docs/recipes.md#create-a-key-by-its-scopes`

function orByApi(scope: Endpoint['scope']): string {
  if (!beyondConsole.includes(scope)) return ''
  return ` The console may not offer it: ${keyRecipe} has a command that creates such a key.`
}

function adviceOnAccount({ account, host }: RefusalFacts): string {
  const name = visibleName(account.name)
  if (account.isListed)
    return (
      `SendGrid lists ${name}, so its name is right: it may be under review or suspended. A waiver does not help, ` +
      'since it covers deviations alone. Ask SendGrid to clear the account, or delete it.'
    )
  return (
    `The key is accepted for other accounts, so this is about ${name}: the name is misspelled, it is not an ` +
    `account of this key, or it is not at ${host}.`
  )
}

/** SendGrid knows the key, or it would answer 401. */
function adviceOn403(facts: RefusalFacts): string {
  const {
    endpoint: { scope },
    lookup
  } = facts
  const seen = lookup?.kind === 'scopes'
  if (!seen)
    return `The key lacks the scope ${scope}, or IP Access Management does not list the address of this runner${orNotAnAccount(facts)}.${orByApi(scope)}`
  return (
    `GET /v3/scopes answers for this key with the scope ${scope}. First see whether IP Access Management lists the ` +
    `address of this runner, then whether the plan or the partner account has this feature${orNotAnAccount(facts)}.`
  )
}

function adviceOn401(facts: RefusalFacts): string {
  const { accepted, account, host } = facts
  if (accepted === 'elsewhere' && account.name === parentAccount)
    return `The key is accepted at another host, so this is about ${host}: a parent account is global.`
  return `The key was accepted before: it may have been revoked or suspended during the run${orNotAnAccount(facts)}.`
}

/** No host has accepted the key, not even for its own account. */
function adviceOnKey({ host, lookup, keyHint, endpoint: { scope } }: RefusalFacts): string {
  if (lookup?.kind === 'scopes')
    return (
      `GET /v3/scopes answers for this key with the scope ${scope}, as it does for minutes after a key is deleted: ` +
      `the key is deleted, or it belongs to another region than ${host}.`
    )
  const said = lookup?.kind === 'unauthorized' ? ['GET /v3/scopes does not answer for this key either.'] : []
  const hints = keyHint === '' ? said : [...said, keyHint]
  const wrong = `The key in api-key is wrong, expired or revoked, or it belongs to another region than ${host}.`
  return [wrong, ...hints].join(' ')
}

/** The account as a further cause, where it can be one. */
function orNotAnAccount({ account, isAnswered, endpoint }: RefusalFacts): string {
  if (account.name === parentAccount || isAnswered || endpoint.method === 'PATCH') return ''
  const name = visibleName(account.name)
  return account.isListed
    ? `, or ${name} is under review or suspended`
    : `, or ${name} is not an account of this key`
}

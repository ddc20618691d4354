import { describe, expect, test } from '@jest/globals'
import { endpoints } from '../../src/sendgrid/endpoints.ts'
import type { ScopeLookup } from '../../src/sendgrid/key-state.ts'
import { explainRefusal, type RefusalFacts } from '../../src/sendgrid/refusal.ts'
import { named } from '../support/session.ts'

const host = 'https://api.sendgrid.com'
const scope = 'user.settings.enforced_tls.read'
const scopes = (...names: string[]): ScopeLookup => ({ kind: 'scopes', scopes: names })
const listed = { ...named('child'), isListed: true }
const { readSettings, writeSettings, listSubusers, readUsername, listBlocks } = endpoints

/** SendGrid refuses the setting of the key's own account, and nothing else is known. */
const facts: RefusalFacts = {
  status: 403,
  author: 'sendgrid',
  words: 'access forbidden',
  endpoint: readSettings,
  host,
  account: named('@parent'),
  isAnswered: false,
  accepted: 'nowhere',
  lookup: undefined,
  keyHint: ''
}

const gateway = `What answered at ${host} is not SendGrid's API: a proxy, a gateway or a firewall may be in between.`
const addresses =
  'IP Access Management is on, and does not list the address of this runner: add the address, or use a runner whose address does not change.'
const without = (name: string) =>
  `GET /v3/scopes answers for this key without the scope ${name}: give the key this scope.`
const orByApi =
  ' The console may not offer it: https://github.com/enforced-tls/sendgrid-enforced-tls-action/blob/HEAD/docs/recipes.md#create-a-key-by-its-scopes has a command that creates such a key.'
const misspelled = `The key is accepted for other accounts, so this is about child: the name is misspelled, it is not an account of this key, or it is not at ${host}.`
const suspended =
  'SendGrid lists child, so its name is right: it may be under review or suspended. A waiver does not help, since it covers deviations alone. Ask SendGrid to clear the account, or delete it.'
const lacks = (name: string) =>
  `The key lacks the scope ${name}, or IP Access Management does not list the address of this runner`
const has = (name: string) =>
  `GET /v3/scopes answers for this key with the scope ${name}. First see whether IP Access Management lists the address of this runner, then whether the plan or the partner account has this feature`
const wrong = `The key in api-key is wrong, expired or revoked, or it belongs to another region than ${host}.`
const revoked = 'The key was accepted before: it may have been revoked or suspended during the run'

describe('what a refusal means', () => {
  test.each<[string, Partial<RefusalFacts>, 'key' | 'scope' | 'account' | undefined, string]>([
    ['a page answers', { author: 'page', words: '' }, undefined, gateway],
    [
      'a page answers for a subuser',
      { author: 'page', account: named('child'), accepted: 'here' },
      undefined,
      gateway
    ],
    ['a page answers 401', { author: 'page', status: 401, lookup: scopes() }, undefined, gateway],
    ['a page answers 404', { author: 'page', status: 404 }, undefined, gateway],

    [
      'the address is not listed, in 401',
      { status: 401, words: "The requestor's IP Address is not whitelisted" },
      undefined,
      addresses
    ],
    [
      'the address is not listed, in 403',
      { words: 'IP not whitelisted', lookup: scopes() },
      undefined,
      addresses
    ],
    [
      'the address is not listed, for a subuser',
      { status: 401, words: 'is not whitelisted', account: named('child'), accepted: 'here' },
      undefined,
      addresses
    ],

    ['the scope is missing', { lookup: scopes('mail.send') }, 'scope', without(scope)],
    ['the scope is missing, in 401', { status: 401, lookup: scopes() }, 'scope', without(scope)],
    [
      'the scope for the list is missing',
      { endpoint: listSubusers, lookup: scopes(scope) },
      'scope',
      `${without('subusers.read')}${orByApi}`
    ],
    [
      'the scope for names is missing',
      { endpoint: readUsername, lookup: scopes(scope) },
      'scope',
      `${without('user.username.read')}${orByApi}`
    ],
    [
      'the scope for the list may be missing',
      { endpoint: listSubusers, lookup: { kind: 'nothing' } },
      undefined,
      `${lacks('subusers.read')}.${orByApi}`
    ],
    [
      'the scope for the list is there',
      { endpoint: listSubusers, lookup: scopes('subusers.read') },
      undefined,
      `${has('subusers.read')}.`
    ],
    [
      'the scope for writing is missing',
      { endpoint: writeSettings, account: named('child'), accepted: 'here', lookup: scopes(scope) },
      'scope',
      without('user.settings.enforced_tls.update')
    ],
    [
      'the account has a name and no setting, since the scope is missing',
      { account: named('child'), accepted: 'here', isAnswered: true, lookup: scopes('user.username.read') },
      'scope',
      without(scope)
    ],
    [
      'the key is for billing',
      { lookup: scopes('billing.update') },
      'scope',
      'GET /v3/scopes answers for this key with scopes for billing, which exclude all others: create another key.'
    ],
    [
      'scopes for billing stand beside the one that is needed',
      { lookup: scopes('billing.update', scope) },
      undefined,
      `${has(scope)}.`
    ],

    ...([401, 403, 404] as const).flatMap((status): [string, Partial<RefusalFacts>, 'account', string][] => [
      [`${status} for a name`, { status, account: named('child'), accepted: 'here' }, 'account', misspelled],
      [
        `${status} for a name, where another host has accepted the key`,
        { status, account: named('child'), accepted: 'elsewhere' },
        'account',
        misspelled
      ],
      [`${status} for a listed name`, { status, account: listed, accepted: 'here' }, 'account', suspended]
    ]),
    [
      '403 to the username',
      { endpoint: readUsername, account: named('child'), accepted: 'here' },
      'account',
      misspelled
    ],
    [
      '403 from somebody unknown',
      { author: 'unknown', account: named('child'), accepted: 'here' },
      undefined,
      `${lacks(scope)}, or child is not an account of this key.`
    ],

    ['403, scopes unknown', {}, undefined, `${lacks(scope)}.`],
    ['403, scopes say nothing', { lookup: { kind: 'nothing' } }, undefined, `${lacks(scope)}.`],
    ['403, scopes refused', { lookup: { kind: 'unauthorized' } }, undefined, `${lacks(scope)}.`],
    [
      '403 for a first subuser',
      { account: named('child') },
      undefined,
      `${lacks(scope)}, or child is not an account of this key.`
    ],
    [
      '403 for a first listed subuser',
      { account: listed },
      undefined,
      `${lacks(scope)}, or child is under review or suspended.`
    ],
    ['403 with the scope', { lookup: scopes(scope) }, undefined, `${has(scope)}.`],
    [
      '403 with the scope, for a first subuser',
      { account: named('child'), lookup: scopes(scope) },
      undefined,
      `${has(scope)}, or child is not an account of this key.`
    ],
    [
      '403 to a write with the scope',
      {
        endpoint: writeSettings,
        account: named('child'),
        accepted: 'here',
        lookup: scopes('user.settings.enforced_tls.update')
      },
      undefined,
      `${has('user.settings.enforced_tls.update')}.`
    ],
    [
      '403 to blocks',
      { endpoint: listBlocks, account: named('child'), accepted: 'here', isAnswered: true },
      undefined,
      `${lacks('suppression.blocks.read')}.`
    ],

    ['404 for the own account', { status: 404 }, undefined, `${host} has no such resource. Check api-url.`],
    [
      '404 for a first subuser',
      { status: 404, account: named('child') },
      undefined,
      `${host} has no such resource, or child is not an account of this key. Check api-url.`
    ],

    ['401 and no host has accepted the key', { status: 401 }, 'key', wrong],
    [
      '401 for a key that looks wrong',
      { status: 401, keyHint: 'It is short.' },
      'key',
      `${wrong} It is short.`
    ],
    [
      '401 to the scopes too',
      { status: 401, lookup: { kind: 'unauthorized' } },
      'key',
      `${wrong} GET /v3/scopes does not answer for this key either.`
    ],
    [
      '401 although the scopes have the one that is needed',
      { status: 401, lookup: scopes(scope) },
      'key',
      `GET /v3/scopes answers for this key with the scope ${scope}, as it does for minutes after a key is deleted: the key is deleted, or it belongs to another region than ${host}.`
    ],
    [
      '401 for the own account at a further host',
      { status: 401, accepted: 'elsewhere' },
      undefined,
      `The key is accepted at another host, so this is about ${host}: a parent account is global.`
    ],
    [
      '401 for a subuser whose key is refused by the scopes too',
      { status: 401, accepted: 'here', account: named('child'), lookup: { kind: 'unauthorized' } },
      undefined,
      `${revoked}, or child is not an account of this key.`
    ],
    [
      '401 from somebody unknown, for a subuser at a further host',
      { status: 401, author: 'unknown', accepted: 'elsewhere', account: named('child') },
      undefined,
      `${revoked}, or child is not an account of this key.`
    ],
    ['401 for the own account after a verdict', { status: 401, accepted: 'here' }, undefined, `${revoked}.`],
    [
      '401 for an account that was answered',
      { status: 401, accepted: 'here', account: named('child'), isAnswered: true },
      undefined,
      `${revoked}.`
    ],
    [
      '401 to a write',
      { status: 401, accepted: 'here', endpoint: writeSettings, account: named('child') },
      undefined,
      `${revoked}.`
    ]
  ])('%s', (_, known, about, advice) => {
    expect(explainRefusal({ ...facts, ...known })).toEqual({ about, advice })
  })

  test('a name is shown as one that can be seen', () => {
    const { advice } = explainRefusal({ ...facts, account: named('\u200b'), accepted: 'here' })
    expect(advice).toContain('about U+200B:')
  })
})

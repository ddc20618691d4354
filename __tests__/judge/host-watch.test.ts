import { describe, expect, test } from '@jest/globals'
import { HostWatch } from '../../src/judge/host-watch.ts'
import type { FailureValue } from '../../src/model/failure.ts'
import type { JudgedAccount } from '../../src/model/outcome.ts'
import { unjudged } from '../../src/model/result.ts'
import { compliant, deviating, skipped } from '../support/outcomes.ts'
import { named } from '../support/session.ts'

const account = named('next')
const silence: FailureValue = { reason: 'unavailable', message: 'Silence.' }
const dead: FailureValue = { reason: 'unauthorized', message: 'Dead.', about: 'key' }
const noScope: FailureValue = { reason: 'forbidden', message: 'No scope.', about: 'scope' }
const ofAccount: FailureValue = { reason: 'forbidden', message: 'Not this one.', about: 'account' }
const unclear: FailureValue = { reason: 'forbidden', message: 'Why?' }
const odd: FailureValue = { reason: 'unexpected-response', message: 'Odd.' }
const proxy: FailureValue = { reason: 'rejected', message: 'Log in.', about: 'proxy' }

const ended = (failure: FailureValue, at: JudgedAccount['account'] = named('ended')): JudgedAccount =>
  unjudged(at, failure)
const stop = ({ reason, message, about }: FailureValue) => ({
  reason,
  message: `Not asked: ${message}`,
  about
})

/** Its read was answered. */
const unwritten: JudgedAccount = {
  ...deviating('ended'),
  outcome: { ...deviating('ended').outcome, ...dead } as JudgedAccount['outcome']
}

/** A watch that has seen these, and how often it has asked for the key's own account. */
function watchAfter(seen: readonly JudgedAccount[], own: FailureValue | undefined = undefined) {
  const asked: string[] = []
  const watch = new HostWatch((of) => {
    asked.push(of.name)
    return Promise.resolve(own)
  })
  for (const one of seen) watch.note(one)
  return { watch, asked }
}

describe('three accounts in a row without a verdict for one cause', () => {
  test.each<[string, FailureValue, FailureValue]>([
    ['a dead key', dead, dead],
    ['a missing scope', noScope, noScope],
    [
      'refusals whose cause is not known, and a dead key',
      unclear,
      { reason: 'unauthorized', message: 'Dead.' }
    ]
  ])('stop the host when the own account is refused too: %s', async (_, failure, own) => {
    const { watch, asked } = watchAfter([ended(failure), ended(failure), ended(failure)], own)
    expect(await watch.admit(account)).toEqual(stop(own))
    expect(await watch.admit(named('later'))).toEqual(stop(own))
    expect(asked).toEqual(['next'])
  })

  test.each<[string, FailureValue | undefined]>([
    ['is answered', undefined],
    ['is refused for itself', ofAccount],
    ['gets an odd answer', odd]
  ])('stop nothing when the own account %s, and the count starts anew', async (_, own) => {
    const { watch, asked } = watchAfter([ended(unclear), ended(unclear), ended(unclear)], own)
    expect(await watch.admit(account)).toBeUndefined()
    watch.note(ended(unclear))
    watch.note(ended(unclear))
    expect(await watch.admit(account)).toBeUndefined()
    expect(asked).toHaveLength(1)
    watch.note(ended(unclear))
    await watch.admit(account)
    expect(asked).toHaveLength(2)
  })

  test.each<[string, JudgedAccount[]]>([
    ['two alone', [ended(dead), ended(dead)]],
    ['one of another cause between', [ended(dead), ended(noScope), ended(dead), ended(dead)]],
    ['a verdict between', [ended(dead), ended(dead), compliant('fine'), ended(dead)]],
    ['a cause that is of the account alone', [ended(odd), ended(odd), ended(odd)]],
    ['deviations that are known, whose writes are refused', [unwritten, unwritten, unwritten]]
  ])('are not %s', async (_, seen) => {
    const { watch, asked } = watchAfter(seen, dead)
    expect(await watch.admit(account)).toBeUndefined()
    expect(asked).toEqual([])
  })

  test('stop the host for good, also when further ones that were under way are refused', async () => {
    const { watch, asked } = watchAfter([ended(dead), ended(dead), ended(dead)], dead)
    await watch.admit(account)
    for (let at = 0; at < 3; at++) watch.note(ended(dead))
    expect(await watch.admit(account)).toEqual(stop(dead))
    expect(asked).toHaveLength(1)
  })

  test('are counted past a skipped account, which says nothing of the others', async () => {
    const { watch } = watchAfter([ended(dead), ended(dead), skipped('off'), ended(dead)], dead)
    expect(await watch.admit(account)).toEqual(stop(dead))
  })
})

describe('after silence the next account is the probe', () => {
  const silent = [ended(silence), ended(silence), ended(silence)]

  test.each<[string, JudgedAccount, FailureValue | undefined]>([
    ['silence again stops the host', ended(silence, account), stop(silence)],
    ['a verdict does not', { ...compliant('next'), account }, undefined],
    ['nor does a refusal', ended(dead, account), undefined],
    ['nor does a skipped account', { ...skipped('next'), account }, undefined]
  ])('%s', async (_, probed, expected) => {
    const { watch, asked } = watchAfter(silent, dead)
    expect(await watch.admit(account)).toBeUndefined()
    const later = watch.admit(named('later'))
    let isWaiting = true
    void later.then(() => {
      isWaiting = false
    })
    watch.note(ended(silence, named('under way')))
    await Promise.resolve()
    expect(isWaiting).toBe(true)
    watch.note(probed)
    expect(await later).toEqual(expected)
    expect(asked).toEqual([])
  })
})

describe('where the own account is excluded, the next account is the probe after refusals too', () => {
  test.each<[string, JudgedAccount, FailureValue | undefined]>([
    ['a dead key stops the host', ended(dead, account), stop(dead)],
    ['a missing scope does', ended(noScope, account), stop(noScope)],
    ['a refusal of the account itself does not', ended(ofAccount, account), undefined],
    ['nor does one whose cause is not known', ended(unclear, account), undefined],
    ['nor one of the account that is a 401', ended({ ...dead, about: 'account' }, account), undefined],
    ['nor a verdict', { ...compliant('next'), account }, undefined]
  ])('%s', async (_, probed, expected) => {
    const watch = new HostWatch(undefined)
    for (let at = 0; at < 3; at++) watch.note(ended(unclear))
    expect(await watch.admit(account)).toBeUndefined()
    watch.note(probed)
    expect(await watch.admit(named('later'))).toEqual(expected)
  })
})

test('a proxy that refuses its login stops the host at once: further tries could lock the login', async () => {
  const { watch, asked } = watchAfter([ended(proxy)])
  expect(await watch.admit(account)).toEqual(stop(proxy))
  expect(asked).toEqual([])
})

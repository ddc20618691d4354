import { expect, test } from '@jest/globals'
import { KeyState, type ScopeLookup } from '../../src/sendgrid/key-state.ts'

const scopes = (...names: string[]): ScopeLookup => ({ kind: 'scopes', scopes: names })

test('a key is accepted nowhere, then at one host, and seen from another one elsewhere', () => {
  const key = new KeyState()
  expect(key.acceptedFrom('one')).toBe('nowhere')
  key.accept('one')
  expect({ one: key.acceptedFrom('one'), two: key.acceptedFrom('two') }).toEqual({
    one: 'here',
    two: 'elsewhere'
  })
})

test('its scopes are looked up once at each host, also by two at a time', async () => {
  const key = new KeyState()
  let asked = 0
  const ask = async (): Promise<ScopeLookup> => scopes(`scope-${++asked}`)
  const first = await Promise.all([key.lookUp('one', ask), key.lookUp('one', ask)])
  expect(first).toEqual([scopes('scope-1'), scopes('scope-1')])
  expect(await key.lookUp('two', ask)).toEqual(scopes('scope-2'))
  expect(asked).toBe(2)
  expect({ one: key.lookupAt('one'), other: key.lookupAt('three') }).toEqual({
    one: scopes('scope-1'),
    other: undefined
  })
  expect(key.seenScopes).toEqual(['scope-1', 'scope-2'])
})

test('a lookup that says nothing leaves no scopes, and a key lacks none by it', async () => {
  const key = new KeyState()
  await key.lookUp('one', async () => ({ kind: 'nothing' }))
  expect({ at: key.lookupAt('one'), seen: key.seenScopes, lacks: key.lacks('one', 'a') }).toEqual({
    at: undefined,
    seen: undefined,
    lacks: false
  })
})

test('a key lacks a scope where others were seen, and never one that is not needed', async () => {
  const key = new KeyState()
  await key.lookUp('one', async () => scopes('a'))
  const lacks = { a: key.lacks('one', 'a'), b: key.lacks('one', 'b'), none: key.lacks('one', undefined) }
  expect({ ...lacks, elsewhere: key.lacks('two', 'b') }).toEqual({
    a: false,
    b: true,
    none: false,
    elsewhere: false
  })
})

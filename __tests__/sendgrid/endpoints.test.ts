import { expect, test } from '@jest/globals'
import type { Job } from '../../src/model/job.ts'
import { scopesFor } from '../../src/sendgrid/endpoints.ts'
import { job } from '../support/outcomes.ts'

const check: Job = { ...job, mode: 'check', selection: ['@parent'] }
const [read, update] = ['user.settings.enforced_tls.read', 'user.settings.enforced_tls.update']

test.each<[string, Partial<Job>, string[]]>([
  ['a check', {}, [read]],
  ['an apply', { mode: 'apply' }, [read, update]],
  ['every subuser', { selection: 'all-subusers' }, [read, 'subusers.read']],
  ['names that are confirmed', { confirmIdentity: true }, [read, 'user.username.read']],
  ['a count of blocked recipients', { blockedRecipientsDays: 1 }, [read, 'suppression.blocks.read']],
  [
    'all of it',
    { mode: 'apply', selection: 'all-subusers', confirmIdentity: true, blockedRecipientsDays: 30 },
    [read, update, 'subusers.read', 'user.username.read', 'suppression.blocks.read']
  ]
])('the scopes for %s', (_, stated, scopes) => {
  expect(scopesFor({ ...check, ...stated })).toEqual(scopes)
})

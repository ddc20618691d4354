import type { Job } from '../model/job.ts'

/** A request that SendGrid documents (twilio/sendgrid-oai), with the limit of its response. */
export interface Endpoint {
  readonly method: 'GET' | 'PATCH'
  readonly path: string
  /** The scope that a key needs; undefined where every key may ask. */
  readonly scope: string | undefined
  readonly maxBodyBytes: number
  /** Whether its errors may quote addresses of recipients. */
  readonly namesRecipients: boolean
}

const usual = { method: 'GET', maxBodyBytes: 64 * 1024, namesRecipients: false } as const
const settings = { ...usual, path: '/v3/user/settings/enforced_tls' } as const

/** Every request of this action. The setting takes less than 100 bytes, and 64 KiB hold any error page. */
export const endpoints = {
  readSettings: { ...settings, scope: 'user.settings.enforced_tls.read' },
  writeSettings: { ...settings, method: 'PATCH', scope: 'user.settings.enforced_tls.update' },
  /** 500 subusers take about 75 KB. */
  listSubusers: { ...usual, path: '/v3/subusers', scope: 'subusers.read', maxBodyBytes: 1024 * 1024 },
  readUsername: { ...usual, path: '/v3/user/username', scope: 'user.username.read' },
  readScopes: { ...usual, path: '/v3/scopes', scope: undefined },
  /** 500 entries with the longest reasons seen take about 150 KB. */
  listBlocks: {
    ...usual,
    path: '/v3/suppression/blocks',
    scope: 'suppression.blocks.read',
    maxBodyBytes: 4 * 1024 * 1024,
    namesRecipients: true
  }
} as const satisfies Readonly<Record<string, Endpoint>>

/** The scopes that a key needs for a job. */
export function scopesFor({ mode, selection, confirmIdentity, blockedRecipientsDays }: Job): string[] {
  const { readSettings, writeSettings, listSubusers, readUsername, listBlocks } = endpoints
  return [
    readSettings.scope,
    ...(mode === 'apply' ? [writeSettings.scope] : []),
    ...(selection === 'all-subusers' ? [listSubusers.scope] : []),
    ...(confirmIdentity ? [readUsername.scope] : []),
    ...(blockedRecipientsDays === 0 ? [] : [listBlocks.scope])
  ]
}

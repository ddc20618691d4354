import { Failure } from '../failure.ts'
import {
  type Account,
  type AccountClient,
  parentAccount,
  type Settings,
  type TlsVersion
} from '../judge/types.ts'
import { oneLine } from '../text.ts'
import type { Request, Session } from './connection.ts'
import { quoteErrors } from './error-response.ts'
import { parseJson } from './json.ts'
import { send } from './request.ts'

const path = '/v3/user/settings/enforced_tls'

/** The Enforced TLS setting of one account, by SendGrid's v3 API (twilio/sendgrid-oai, tsg_enforced_tls_v3). */
export function accountClient(session: Session, account: Account): AccountClient {
  const { apiKey, apiUrls } = session.connection
  const requestCounts = { requests: 0, retries: 0 }
  const to = {
    apiUrl: apiUrls[account.region],
    path,
    onBehalfOf: account.name === parentAccount ? undefined : account.name,
    requestCounts
  }
  return {
    requestCounts,
    async read() {
      const request: Request = { method: 'GET', ...to, scope: 'user.settings.enforced_tls.read' }
      return asSettings(await send(session, request), apiKey)
    },
    async write(change) {
      const request: Request = {
        method: 'PATCH',
        ...to,
        scope: 'user.settings.enforced_tls.update',
        body: {
          require_tls: change.requireTls,
          require_valid_cert: change.requireValidCert,
          version: change.tlsVersion
        }
      }
      // What the answer shows is not judged, for the reads decide. An error in it is.
      refuseErrors(await send(session, request), apiKey)
    }
  }
}

/** The setting in a 200's body. Throws `unexpected-response` for whatever is not plainly the setting. */
function asSettings(body: string, apiKey: string): Settings {
  refuseErrors(body, apiKey)
  const value = parseJson(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unexpected('is not a JSON object')
  }
  const { require_tls, require_valid_cert, version } = value as Record<string, unknown>
  if (typeof require_tls !== 'boolean') throw unexpected('has no boolean require_tls')
  if (typeof require_valid_cert !== 'boolean') throw unexpected('has no boolean require_valid_cert')
  return {
    requireTls: require_tls,
    requireValidCert: require_valid_cert,
    tlsVersion: asTlsVersion(version, apiKey)
  }
}

/** SendGrid documents 1.1 as the default, and its own examples leave the version out. */
function asTlsVersion(version: unknown, apiKey: string): TlsVersion {
  if (version === undefined) return 1.1
  const number = typeof version === 'string' && /^\d\.\d$/.test(version) ? Number(version) : version
  const known = ([1.1, 1.2, 1.3] as const).find((candidate) => candidate === number)
  if (known === undefined) {
    // Cut last: a part of the key would be no longer masked.
    const shown = JSON.stringify(version).replaceAll(apiKey, '***')
    throw unexpected(`has the unknown version ${oneLine(shown, 40)}`)
  }
  return known
}

/** Some of SendGrid's answers carry errors in a 200. */
function refuseErrors(body: string, apiKey: string): void {
  const value = parseJson(body)
  if (typeof value !== 'object' || value === null || !('errors' in value || 'error' in value)) return
  throw unexpected(`has errors ("${quoteErrors(body, apiKey)}")`)
}

function unexpected(what: string): Failure {
  return new Failure(
    'unexpected-response',
    `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`
  )
}

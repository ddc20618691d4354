import { createRedaction, quotable, type Redact } from '../../redaction.ts'

/** A failure that another attempt would not change. */
export class FinalError extends Error {}

/** Removes the token from texts. */
export function redactionOf({ token }: { readonly token: string }): Redact {
  return createRedaction('', token)
}

/** GitHub's response is not what was asked for. With this status it does not prove that nothing was done. */
export function notUnderstood(): Error {
  return Object.assign(new Error("GitHub's answer is not understood"), { status: 502 })
}

/** The status of GitHub's response. Octokit states 500 where there is none. */
function statusOf(thrown: unknown): number | undefined {
  const status = (thrown as { status?: unknown } | null)?.status
  return typeof status === 'number' ? status : undefined
}

/** Whether GitHub may have done what was asked. */
export function isInDoubt(thrown: unknown): boolean {
  const isFinal = thrown instanceof Error && thrown.cause instanceof FinalError
  return !isFinal && (statusOf(thrown) ?? 0) >= 500
}

/** Whether GitHub may have refused the issue for a label or an assignee. */
export function isRefusedDetail(thrown: unknown): boolean {
  const status = statusOf(thrown)
  return status === 422 || (status === 403 && !/not accessible|rate limit/i.test(String(thrown)))
}

/** GitHub's own words without the token; its status where there are none. */
export function messageOf(thrown: unknown, redact: Redact): string {
  if (!(thrown instanceof Error)) return quotable(String(thrown), redact)
  const status = statusOf(thrown)
  const { response } = thrown as { response?: { data?: { message?: unknown } | null } }
  const isWordless = response !== undefined && !/[\p{L}\d]/u.test(String(response.data?.message ?? ''))
  const words = status !== undefined && isWordless ? `GitHub answered ${status}` : thrown.message
  return quotable(words, redact).replace(/[.\s]+$/, '')
}

/** What GitHub refused, and what a person can do. */
export function explainGitHubFailure(thrown: unknown, redact: Redact): string {
  return `The tracking issue could not be kept: ${messageOf(thrown, redact)}.${permissionHint(thrown)} The verdict is untouched.`
}

/** Only where GitHub names the permission: it answers 403 for archives, locks and rate limits too. */
export function permissionHint(thrown: unknown): string {
  const status = statusOf(thrown)
  const isPermission = status === 404 || (status === 403 && /not accessible by/i.test(String(thrown)))
  return isPermission ? ' The job needs the permission "issues: write" for github-token.' : ''
}

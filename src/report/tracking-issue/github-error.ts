import { createRedaction, quotable, type Redact } from '../../redaction.ts'

/** An end of which another attempt would change nothing. */
export class FinalError extends Error {}

/** Removes the token from what is said of GitHub. */
export function redactionOf({ token }: { readonly token: string }): Redact {
  return createRedaction('', token)
}

/** GitHub has answered, and not with what was asked for. */
export function notUnderstood(): Error {
  return new Error("GitHub's answer is not understood")
}

/** The status that GitHub has answered; octokit states 500 where no answer came. */
function statusOf(thrown: unknown): number | undefined {
  const status = (thrown as { status?: unknown } | null)?.status
  return typeof status === 'number' ? status : undefined
}

/** Whether GitHub may have done what was asked, although no answer says so. */
export function isInDoubt(thrown: unknown): boolean {
  const isFinal = thrown instanceof Error && thrown.cause instanceof FinalError
  return !isFinal && (statusOf(thrown) ?? 0) >= 500
}

/** Whether it may be a label or an assignee for which GitHub refuses the issue. */
export function isRefusedDetail(thrown: unknown): boolean {
  const status = statusOf(thrown)
  return status === 422 || (status === 403 && !/not accessible|rate limit/i.test(String(thrown)))
}

/** GitHub's own words, without the token and a full stop at their end; its status where it has none. */
export function messageOf(thrown: unknown, redact: Redact): string {
  if (!(thrown instanceof Error)) return quotable(String(thrown), redact)
  const status = statusOf(thrown)
  const { response } = thrown as { response?: { data?: { message?: unknown } | null } }
  const isWordless = response !== undefined && !/[\p{L}\d]/u.test(String(response.data?.message ?? ''))
  const words = status !== undefined && isWordless ? `GitHub answered ${status}` : thrown.message
  return quotable(words, redact).replace(/[.\s]+$/, '')
}

/** What GitHub answered, in words, with what a person can do. */
export function explainGitHubFailure(thrown: unknown, redact: Redact): string {
  return `The tracking issue could not be kept: ${messageOf(thrown, redact)}.${permissionHint(thrown)} The verdict is untouched.`
}

/** Only where GitHub says that it is the permission: it answers 403 for archives, locks and rate limits too. */
export function permissionHint(thrown: unknown): string {
  const status = statusOf(thrown)
  const isPermission = status === 404 || (status === 403 && /not accessible by/i.test(String(thrown)))
  return isPermission ? ' The job needs the permission "issues: write" for github-token.' : ''
}

import type { StoredIssue } from './github.ts'

/** A change to an issue as lines, with each text that is new. No lines where nothing has changed. */
export function formatIssueChange(before: StoredIssue | undefined, after: StoredIssue): string[] {
  const isNew = (part: keyof StoredIssue): boolean => String(before?.[part] ?? '') !== String(after[part])
  const isOpened = before === undefined
  const head = `Issue #${after.number}`
  return [
    ...(isOpened ? [`${head} is opened: ${after.title}`] : []),
    ...(!isOpened && isNew('title') ? [`${head} has a new title: ${after.title}`] : []),
    ...(!isOpened && isNew('body') ? [`${head} has a new body`] : []),
    ...(isNew('body') ? textOf(after.body) : []),
    ...(isNew('labels') ? [`${head} has the labels ${after.labels.join(', ')}`] : []),
    ...(isNew('assignees') ? [`${head} is assigned to ${after.assignees.join(', ')}`] : []),
    ...after.comments
      .slice(before?.comments.length ?? 0)
      .flatMap((comment) => [`${head} has a new comment`, ...textOf(comment)]),
    ...(!isOpened && isNew('state') ? [`${head} is ${after.state}`] : [])
  ]
}

/** The lines that GitHub shows, as Markdown. */
function textOf(markdown: string): string[] {
  return markdown
    .replaceAll(/<!--.*?-->\n*/gs, '')
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
}

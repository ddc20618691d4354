/** Where a run is published besides the log, the summary and the outputs. */
export interface Publishing extends PublishedFiles {
  /** What the tracking issue needs; undefined when none is wanted. */
  readonly tracking: TrackingInputs | undefined
}

/** Absolute paths. */
export interface PublishedFiles {
  readonly reportFile: string
  /** Undefined for none. */
  readonly sarifFile: string | undefined
}

/** How the tracking issue is kept. The token is a secret, and no other reporter gets it. */
export interface TrackingInputs {
  readonly token: string
  readonly labels: readonly string[]
  readonly assignees: readonly string[]
}

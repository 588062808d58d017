/**
 * The vocabulary of Shortline. A `Request` goes in, one `Outcome` comes out; the Outcome is at once
 * the answer, the label shown and the row that the panel reads. "Nothing shown" always has a reason.
 *
 * Units: times in milliseconds, offsets in UTF-16 code units, money in integer micro-dollars.
 */

/** A text file as the engine sees it: an open tab, an imported module, the file being edited. */
export interface TextFile {
  /** Relative to the workspace folder, forward slashes. */
  readonly path: string
  readonly content: string
}

export interface CompletionRequest {
  readonly kind: 'completion'
  readonly id: string
  /** VS Code language id: `typescript`, `typescriptreact`, `javascript`, `python`, … */
  readonly language: string
  readonly path: string
  /** Whole file text before the cursor. */
  readonly prefix: string
  /** Whole file text after the cursor (starts with the rest of the cursor's line). */
  readonly suffix: string
  readonly neighbours: readonly TextFile[]
  readonly trigger: 'automatic' | 'explicit'
}

export type Request = CompletionRequest

/** Where a suggestion's text came from. `both`: copied text that the model ranked first too. */
export type Source = 'model' | 'copy' | 'ngram' | 'both' | 'cache'

/** Why nothing is shown although the engine worked as it should. */
export type EmptyReason =
  | 'no-candidate'
  | 'below-threshold'
  | 'blank'
  | 'repeats-suffix'
  | 'repeats-itself'
  | 'unbalanced-brackets'
  | 'mid-line'
  | 'comment-or-string'
  | 'line-too-long'
  | 'unknown-language'

/** Why a request was not worked on at all. */
export type RefusedReason =
  | 'disabled'
  | 'language-off'
  | 'excluded-path'
  | 'secret-file'
  | 'file-too-large'
  | 'unsupported-document'
  | 'several-cursors'

/** Why the engine could not answer. Each has a message that says what to do. */
export type FailedReason = 'model-missing' | 'model-broken' | 'host-stopped' | 'internal'

/** Milliseconds spent, by stage; a stage that did not run is absent. */
export interface Timings {
  readonly total: number
  readonly copy?: number
  readonly prefill?: number
  readonly decode?: number
  readonly rank?: number
}

export type Outcome =
  | {
      readonly kind: 'done'
      /** Text to insert at the cursor. */
      readonly text: string
      /** Calibrated probability, 0 to 1, that `text` is a prefix of what the user would type. */
      readonly confidence: number
      readonly source: Source
      /** Model tokens generated for it; 0 when the model had no say. */
      readonly tokens: number
      readonly timings: Timings
    }
  | { readonly kind: 'empty'; readonly reason: EmptyReason; readonly timings: Timings }
  | { readonly kind: 'refused'; readonly reason: RefusedReason }
  | { readonly kind: 'cancelled'; readonly timings: Timings }
  | { readonly kind: 'failed'; readonly reason: FailedReason; readonly message: string }

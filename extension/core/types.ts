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

/** What the editor shows when an ask is made; each field that is absent is unknown. */
export interface AskContext {
  /** `inline`: asked at the cursor or on a selection; `panel`: asked without a place in mind. */
  readonly location?: 'inline' | 'panel'
  readonly selection?: boolean
  readonly language?: string
  readonly blankLine?: boolean
  /** Problems that the editor marks where the cursor stands. */
  readonly diagnostics?: number
}

/** 1-based, both ends included; paths are relative to the workspace, with forward slashes. */
export interface LineRange {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
}

export type Mode = 'auto' | 'local' | 'api' | 'compare'

export interface AskRequest {
  readonly kind: 'ask'
  readonly id: string
  readonly text: string
  readonly context: AskContext
  /** What it is about: the selection, or the lines around the cursor. */
  readonly file?: LineRange
  readonly mode: Mode
}

export type Request = CompletionRequest | AskRequest

export const labels = [
  'explain',
  'fix',
  'tests',
  'docs',
  'generate',
  'edit',
  'search',
  'editor',
  'terminal',
  'scaffold',
  'general',
  'out-of-scope',
] as const

export type Label = (typeof labels)[number]

/** What the encoder makes of an ask. Defined, with the tie-breaks, in `models/encoder/LABELS.md`. */
export interface Intent {
  readonly label: Label
  /** Calibrated probability of `label`. */
  readonly p: number
  /** Conformal set at 95 %, most likely first; empty counts as out of scope. */
  readonly set: readonly Label[]
  /** Milliseconds. */
  readonly ms: number
}

export const routes = ['command', 'cached', 'search', 'rag', 'code', 'plan', 'direct', 'refuse'] as const

export type Route = (typeof routes)[number]

/** A route that lost, and what it would have cost at most. */
export interface Alternative {
  readonly route: Route
  readonly model: string | null
  readonly estimateMicroUsd: number
}

/** The request, the label shown and the bill, decided before anything is sent. */
export interface Decision {
  readonly route: Route
  /** From the closed list in `core/routing/reasons.ts`. */
  readonly reason: string
  readonly intent: Intent
  readonly alternatives: readonly Alternative[]
  /** Model asked; null where nothing is sent. */
  readonly model: string | null
  /** Worst case, in integer micro-dollars. */
  readonly estimateMicroUsd: number
}

/** Tokens by component, as the ledger counts and prices them. `input` leaves out the cached ones. */
export interface Usage {
  readonly input: number
  readonly cachedInput: number
  readonly cacheWrite: number
  readonly output: number
  /** Part of what the model wrote that nobody reads; `output` leaves it out. */
  readonly reasoning: number
}

/** Where a suggestion's text came from. `both`: copied text that the model ranked first too. */
export type Source = 'model' | 'copy' | 'both' | 'cache'

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
  /** The person dismissed it here before. */
  | 'dismissed'

/** Why a request was not worked on at all. */
export type RefusedReason =
  | 'disabled'
  | 'language-off'
  | 'excluded-path'
  | 'secret-file'
  | 'file-too-large'
  | 'unsupported-document'
  | 'several-cursors'
  | 'snoozed'
  /** Another extension suggests, and the setting leaves it to that. */
  | 'other-provider'

/** Why the engine could not answer. Each has a message that says what to do. */
export type FailedReason = 'model-missing' | 'model-broken' | 'host-stopped' | 'internal'

/** A line of an open document. */
export interface TextPlace {
  readonly uri: string
  /** From 1. */
  readonly line: number
}

/** The best line there was, although it was not shown. */
export interface Hidden {
  readonly source: Source
  readonly confidence: number
  readonly places?: readonly TextPlace[]
}

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
      /** Lines that it was copied from; absent when it was not. */
      readonly places?: readonly TextPlace[]
      /** Model tokens generated for it; 0 when the model had no say. */
      readonly tokens: number
      readonly timings: Timings
    }
  | {
      readonly kind: 'empty'
      readonly reason: EmptyReason
      readonly timings: Timings
      /** Absent where there was no line at all. */
      readonly hidden?: Hidden
    }
  | { readonly kind: 'refused'; readonly reason: RefusedReason }
  | { readonly kind: 'cancelled'; readonly timings: Timings }
  | { readonly kind: 'failed'; readonly reason: FailedReason; readonly message: string }

/** What was spent; a failed or cancelled ask has it too. */
export interface Spent {
  readonly usage: Usage
  readonly costMicroUsd: number
  /** The server never said how much; counted from the text. */
  readonly estimated: boolean
  /** Model that answered, as the server named it. */
  readonly model: string | null
  /** Milliseconds from the ask. */
  readonly firstTokenMs: number | null
  readonly ms: number
}

export type AskRefusedReason =
  | 'no-key'
  | 'unknown-price'
  | 'query-cap'
  | 'hour-cap'
  | 'day-cap'
  | 'too-long'
  | 'empty-text'
  | 'local-mode'
  | 'api-share'
  | 'secret-file'
  | 'ledger-unavailable'
  | 'untrusted-workspace'
  | 'out-of-scope'

export type AskFailedReason =
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'server-error'
  | 'network'
  | 'tls'
  | 'timeout'
  | 'stream-cut'
  | 'malformed'
  | 'too-large'
  | 'internal'

/** The answer, the row in the panel and the header row in the ledger. Messages say what to do. */
export type AskOutcome =
  | { readonly kind: 'done'; readonly text: string; readonly citations: readonly LineRange[]; readonly spent: Spent }
  | {
      readonly kind: 'empty'
      /** `no-index`: a folder is open, and not to be searched. */
      readonly reason: 'nothing-found' | 'no-index' | 'no-workspace' | 'needs-choice'
      readonly spent: Spent
    }
  | { readonly kind: 'refused'; readonly reason: AskRefusedReason; readonly message: string; readonly spent: Spent }
  | { readonly kind: 'cancelled'; readonly text: string; readonly spent: Spent }
  | {
      readonly kind: 'failed'
      readonly reason: AskFailedReason
      readonly message: string
      readonly text: string
      readonly spent: Spent
    }

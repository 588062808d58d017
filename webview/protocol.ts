/**
 * The contract between the extension host and the panel (a webview view).
 *
 * The host posts what the panel shows, at most once a frame and only while it is visible: the first message
 * after `ready` holds the whole `PanelState`, later ones only the sections that changed. The answer's text is
 * the exception: it only grows, so it travels as what was added. The panel decides nothing and formats all:
 * numbers come as numbers. It posts what the user wants; what a message may do is up to the host.
 *
 * Units: times in milliseconds, moments as milliseconds since 1970, money in integer micro-dollars,
 * lines 1-based with both ends included, paths relative to the workspace.
 */

export interface ToPanel {
  readonly type: 'state'
  readonly state: Partial<PanelState>
  readonly text?: AnswerText
  /** Brings this part to the front. */
  readonly show?: Tab
}

export type Tab = 'answer' | 'usage' | 'routing' | 'compare'

/** Characters of the answer from offset `from` on; 0 begins anew. */
export interface AnswerText {
  readonly answerId: string
  readonly from: number
  readonly text: string
}

export interface PanelState {
  readonly answer: Answer | null
  /** Why the ledger can't be read, with what to do about it; null when it can. */
  readonly trouble: string | null
  readonly decisions: Decisions
  /** Null until the ledger was read. */
  readonly usage: Usage | null
  readonly routing: Routing
  readonly compare: Compare
}

export interface Lines {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
}

export type Route = 'command' | 'cached' | 'search' | 'rag' | 'code' | 'plan' | 'direct' | 'refuse'

export type Mode = 'auto' | 'local' | 'api' | 'compare'

export type Ending = 'done' | 'empty' | 'refused' | 'cancelled' | 'failed'

export type LeftOut = { readonly path: string; readonly why: 'secret-file' | 'excluded-path' | 'weak' | 'no-room' }

/** The ask that runs, or the last one. */
export interface Answer {
  readonly id: string
  readonly question: string
  /** What was asked about. */
  readonly place: Lines | null
  readonly mode: Mode
  readonly otherMode: 'local' | 'api'
  readonly phase: 'deciding' | 'answering' | Ending
  /** Why it ended as it did, with what to do about it; null when it went well. */
  readonly message: string | null
  /** Title of the button for the one step that mends it; the host knows the step. */
  readonly fix: string | null
  readonly steps: readonly { readonly number: number; readonly of: number; readonly title: string }[]
  /** Labels to choose from when the question is ambiguous. */
  readonly choices: readonly { readonly label: string; readonly title: string }[]
  /** A command of VS Code that does what was asked. */
  readonly command: { readonly id: string; readonly title: string } | null
  readonly sources: readonly (Lines & { readonly number: number; readonly score: number })[]
  readonly leftOut: readonly LeftOut[]
  readonly edits: readonly (Lines & { readonly text: string })[]
  /** Age of an answer from the cache. */
  readonly cachedAgeMs: number | null
  /** Characters of its text so far. */
  readonly length: number
  readonly decision: AskDecision | null
}

export interface Alternative {
  readonly route: Route
  readonly model: string | null
  /** At most. */
  readonly estimateMicroUsd: number
}

export interface Component {
  /** `label`, `embed`, `retrieve`, `rerank`, `input`, `cached input`, `cache write`, `reasoning`, `output`. */
  readonly name: string
  readonly tokens: number | null
  readonly ms: number | null
  readonly costMicroUsd: number
}

/** Why this route, what else was possible, how long, how much. */
export interface AskDecision {
  readonly kind: 'ask'
  readonly id: string
  readonly at: number
  /** What was asked, as long as the window remembers it; the ledger does not. */
  readonly title: string | null
  readonly route: Route
  /** One sentence. */
  readonly reason: string
  readonly label: string
  /** Calibrated probability of `label`; null in rows from the ledger that lack it. */
  readonly p: number | null
  readonly labels: readonly string[]
  readonly alternatives: readonly Alternative[]
  readonly modelAsked: string | null
  readonly modelAnswered: string | null
  readonly components: readonly Component[]
  readonly estimateMicroUsd: number
  /** Null while it runs. */
  readonly costMicroUsd: number | null
  /** The server never said how much; counted from the text. */
  readonly estimated: boolean
  readonly firstTokenMs: number | null
  readonly ms: number | null
  readonly outcome: Ending | 'running'
  readonly outcomeReason: string | null
  /** As in `Answer`: title of the button for the step that mends it. */
  readonly fix: string | null
}

/** A minute's completions. */
export interface CompletionMinute {
  readonly kind: 'completions'
  readonly id: string
  readonly at: number
  readonly shown: number
  readonly accepted: number
  readonly characters: number
  /** Requests that ended without a suggestion, with their reason. */
  readonly hidden: number
  readonly p50: number
}

export type DecisionRow = AskDecision | CompletionMinute

export interface Decisions {
  /** Newest first. */
  readonly rows: readonly DecisionRow[]
  /** There are older ones that `older` asks for. */
  readonly hasOlder: boolean
}

export type Range = 'day' | 'week' | 'month' | 'all'

export interface Gauge {
  readonly name: 'day' | 'month' | 'hour' | 'query'
  readonly used: number
  /** Null: no cap. */
  readonly cap: number | null
  readonly unit: 'microUsd' | 'queries' | 'tokens'
}

export interface RouteUsage {
  readonly route: Route
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly costMicroUsd: number
}

export interface Histogram {
  readonly stage: 'model' | 'copy' | 'cache' | 'both'
  /** `counts[i]` requests took at most `limits[i]` ms; one count more for the slower ones. */
  readonly limits: readonly number[]
  readonly counts: readonly number[]
  readonly p50: number
  readonly p99: number
}

export interface CompletionUsage {
  readonly shown: number
  readonly accepted: number
  readonly charactersAccepted: number
  readonly stages: readonly Histogram[]
}

export interface Usage {
  readonly range: Range
  readonly gauges: readonly Gauge[]
  readonly asks: number
  readonly costMicroUsd: number
  /** What the same asks would have cost, had each gone to the flagship. */
  readonly flagshipMicroUsd: number
  /** Parts of what was saved. */
  readonly saved: { readonly local: number; readonly cache: number; readonly cheaper: number }
  readonly routes: readonly RouteUsage[]
  readonly components: readonly Component[]
  /** One point a bucket, oldest first. */
  readonly series: {
    readonly bucket: 'hour' | 'day' | 'month'
    readonly at: readonly number[]
    readonly spentMicroUsd: readonly number[]
    readonly savedMicroUsd: readonly number[]
  }
  readonly completions: CompletionUsage
}

export interface Rule {
  readonly id: string
  /** What must hold, in words. */
  readonly when: string
  readonly route: Route
  readonly reason: string
  /** From the ledger; null where nothing was measured yet. */
  readonly typicalMs: number | null
  readonly typicalMicroUsd: number | null
}

export interface WhatIf {
  readonly text: string
  readonly label: string
  readonly p: number
  readonly labels: readonly string[]
  readonly route: Route
  readonly reason: string
  readonly fix: string | null
  readonly ruleId: string | null
  readonly model: string | null
  readonly estimateMicroUsd: number
  readonly alternatives: readonly Alternative[]
  readonly ms: number
}

export interface Routing {
  readonly rules: readonly Rule[]
  readonly whatIf: WhatIf | { readonly error: string } | null
}

export interface Side {
  readonly text: string
  readonly model: string | null
  readonly ms: number
  readonly tokens: number
  readonly costMicroUsd: number
  /** Why there is no text. */
  readonly message: string | null
}

export type Vote = 'local' | 'same' | 'api'

export interface Comparison {
  readonly id: string
  readonly at: number
  readonly kind: 'completion' | 'ask'
  /** What was asked, or the place of a completion. */
  readonly question: string
  /** Of a completion: the line up to the cursor. */
  readonly before?: string
  /** A side that still runs is null. */
  readonly local: Side | null
  readonly api: Side | null
  readonly vote: Vote | null
}

export interface Compare {
  /** Newest first. */
  readonly comparisons: readonly Comparison[]
  readonly agreed: number
  readonly total: number
  readonly votes: Readonly<Record<Vote, number>>
  /** What the API's side has cost. */
  readonly apiMicroUsd: number
}

/** Where an empty part may lead; the host knows the command behind each. */
export type Link = 'ask' | 'set-key' | 'caps' | 'walkthrough' | 'compare' | 'compare-completion' | 'log' | 'exclude'

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'stop' }
  | { readonly type: 'again'; readonly mode?: Mode }
  | { readonly type: 'choose'; readonly label: string }
  | { readonly type: 'run-command' }
  /** Mends what the ask of this id ended with, or with `what-if` what stands in the way of that. */
  | { readonly type: 'fix'; readonly of: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'copy-answer' }
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'diff'; readonly text: string }
  | { readonly type: 'edit'; readonly index: number }
  | { readonly type: 'open'; readonly lines: Lines }
  | { readonly type: 'open-answer' }
  | { readonly type: 'browse'; readonly url: string }
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'older' }
  /** Reads the ledger again after trouble. */
  | { readonly type: 'retry' }
  | { readonly type: 'range'; readonly range: Range }
  | { readonly type: 'export'; readonly format: 'csv' | 'json' }
  | { readonly type: 'reset' }
  | { readonly type: 'what-if'; readonly text: string }
  | { readonly type: 'vote'; readonly id: string; readonly vote: Vote }

/**
 * What the ledger keeps: a header for each Outcome and below it a row for each component. No text of the user's.
 * An entry's cost is the sum of its components.
 */
import type { AskOutcome, Label, Mode, Route } from '../types.ts'
import type { TokenComponent } from './cost.ts'

/** The first four are done here and cost nothing but time. */
export type Component = 'label' | 'embed' | 'retrieve' | 'rerank' | TokenComponent

export const components: readonly Component[] = [
  'label',
  'embed',
  'retrieve',
  'rerank',
  'input',
  'cachedInput',
  'cacheWrite',
  'reasoning',
  'output',
]

export interface ComponentRow {
  /** 1 for the first call of an ask; a plan has one for each step. 0: before any call. */
  readonly call: number
  readonly component: Component
  readonly tokens: number
  readonly costMicroUsd: number
  /** Milliseconds, where the component has its own. */
  readonly ms: number | null
}

/** `open`: under way. `swept`: its process died before the bill came; the worst case was counted. */
export type EntryState = AskOutcome['kind'] | 'open' | 'swept'

export interface EntryStart {
  readonly id: string
  /** `background`: a call that nobody asked for at that moment. */
  readonly kind: 'ask' | 'completion' | 'background'
  readonly route: Route
  /** The decision's. */
  readonly reason: string
  readonly label: Label | null
  readonly p: number | null
  readonly mode: Mode
  /** Asked; null where nothing is sent. */
  readonly model: string | null
  /** Name and version of the prompt, `rag@1`. */
  readonly prompt: string | null
  /** The price row that it is billed by. */
  readonly priceRow: string | null
}

export interface EntryEnd {
  readonly state: Exclude<EntryState, 'open' | 'swept'>
  /** Why it is not `done`. */
  readonly why: string | null
  /** Model that answered, as the server named it. */
  readonly billedModel: string | null
  /** Requests sent, retries included. */
  readonly attempts: number
  readonly firstTokenMs: number | null
  readonly ms: number
  /** What the flagship would have cost with the same prompt: what local answers and cheaper models save is against it. */
  readonly flagshipMicroUsd: number
}

export interface Entry extends EntryStart, Omit<EntryEnd, 'state'> {
  /** Milliseconds since 1970. */
  readonly at: number
  /** `YYYY-MM-DD`, the day whose cap it counts against. */
  readonly day: string
  readonly state: EntryState
  readonly costMicroUsd: number
  /** Tokens were counted from the text, or are the worst case, because no usage came. */
  readonly estimated: boolean
  readonly components: readonly ComponentRow[]
}

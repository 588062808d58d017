/** One call of a model behind an endpoint, whatever dialect the server speaks. */
import type { AskFailedReason, Usage } from '../types.ts'

export interface Message {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

/** What the answer must be, where a machine reads it. */
export interface OutputSchema {
  readonly name: string
  readonly schema: Readonly<Record<string, unknown>>
}

export interface Call {
  readonly model: string
  readonly system: string
  readonly messages: readonly Message[]
  /** Reasoning included. Always sent: it is what makes the worst case finite. */
  readonly maxOutputTokens: number
  readonly schema?: OutputSchema
}

export type CallEvent =
  /** A request goes out; the second and later ones after a failure that billed nothing. */
  | { readonly kind: 'attempt'; readonly number: number }
  | { readonly kind: 'text'; readonly delta: string }
  /** Last, and only of an answer that came to its end. */
  | (End & { readonly kind: 'end' })

interface End {
  /** Null: the server never said. */
  readonly usage: Usage | null
  /** As the server names it; null when it did not. */
  readonly model: string | null
  /** Service tier that it was billed by. */
  readonly tier: string
  /** `length`: it was cut at `maxOutputTokens`. `filter`: the server withheld the rest. */
  readonly stop: 'complete' | 'length' | 'filter'
}

/** An answer that did not come as a stream. */
export interface WholeAnswer extends Omit<End, 'tier'> {
  readonly text: string
}

export interface CallFailure {
  readonly reason: AskFailedReason
  /** Says what to do. */
  readonly message: string
  /** The server may have worked, and will charge for that. */
  readonly mayBeBilled: boolean
  /** Trying again may help. */
  readonly passing: boolean
  /** Milliseconds that the server asked to wait. */
  readonly retryAfterMs: number | null
  /** What the server said it used before it failed. */
  readonly usage: Usage | null
}

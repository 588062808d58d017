/** The contract between what shows asks (command, chat, panel, command line) and what answers them. */
import type { AskOutcome, AskRequest, Decision, LineRange } from './types.ts'

/** A retrieved passage, numbered from 1 as the prompt and the answer's citations name it. */
export interface Source extends LineRange {
  readonly number: number
  readonly text: string
  /** SHA-256 of `text`, hexadecimal: an answer is served from the cache only while it is unchanged. */
  readonly hash: string
  readonly score: number
}

/** What was kept from the prompt, and why. */
export interface LeftOut {
  readonly path: string
  readonly why: 'secret-file' | 'excluded-path' | 'weak' | 'no-room'
}

export interface Replacement extends LineRange {
  /** New text of these lines, without a final line break. */
  readonly text: string
  /** SHA-256 of the whole file as it was sent: a document that has changed since is not written to. */
  readonly fileHash: string
}

/** In this order: decision, then what applies, then exactly one outcome, which ends the stream. */
export type AskEvent =
  | { readonly kind: 'decision'; readonly decision: Decision }
  /** The label is not sure: these are offered; asking again with `/label` in front settles it. Ends with outcome `empty`. */
  | { readonly kind: 'choice'; readonly labels: readonly string[] }
  | { readonly kind: 'command'; readonly command: string; readonly title: string; readonly args: readonly unknown[] }
  | { readonly kind: 'sources'; readonly sources: readonly Source[]; readonly leftOut: readonly LeftOut[] }
  | { readonly kind: 'step'; readonly number: number; readonly of: number; readonly title: string }
  | { readonly kind: 'text'; readonly delta: string }
  | { readonly kind: 'edit'; readonly replacement: Replacement }
  | { readonly kind: 'cached'; readonly ageMs: number }
  | { readonly kind: 'outcome'; readonly outcome: AskOutcome }

export interface AskService {
  /** Leaving the loop, or the signal, cancels down to the socket. Never throws: a failure is an outcome. */
  ask(request: AskRequest, signal: AbortSignal): AsyncIterable<AskEvent>
}

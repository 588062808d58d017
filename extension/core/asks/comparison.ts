/** Both answers to the same question, side by side, and what the votes on them add up to. */
import type { AskOutcome } from '../types.ts'
import type { AskSession } from './session.ts'

/** A completion that the endpoint is asked for, too. */
export interface CompletionQuestion {
  readonly id: string
  /** Relative to the workspace, forward slashes. */
  readonly path: string
  /** Text before the cursor, as much as one likes. */
  readonly prefix: string
  readonly suffix: string
  /** Nobody asked for it at that moment. */
  readonly isSampled: boolean
}

export interface Side {
  readonly text: string
  readonly model: string | null
  /** Milliseconds. */
  readonly ms: number
  readonly tokens: number
  readonly costMicroUsd: number
  /** Why there is no text. */
  readonly message: string | null
}

export type Vote = 'local' | 'same' | 'api'

export interface Comparison {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: 'completion' | 'ask'
  /** The question, or the place at which a completion was compared. */
  readonly question: string
  /** Of a completion: the line up to the cursor. */
  readonly before?: string
  /** Null while it runs. */
  readonly local: Side | null
  readonly api: Side | null
  readonly vote: Vote | null
}

export interface Agreement {
  readonly agreed: number
  readonly total: number
  readonly votes: Readonly<Record<Vote, number>>
  /** What the API's side of all that ended has cost; the local side costs nothing. */
  readonly apiMicroUsd: number
}

export const noAgreement: Agreement = { agreed: 0, total: 0, votes: { local: 0, same: 0, api: 0 }, apiMicroUsd: 0 }

/** Blanks at the ends and between words do not tell answers apart. */
const normalised = (text: string): string => text.trim().replace(/\s+/g, ' ')

/**
 * Agreed by a vote that says that one is as good as the other or the local one better; without a vote when the API's
 * text begins with the local one, which ends where the model is no longer sure.
 */
function isAgreed({ local, api, vote }: Comparison): boolean {
  if (vote) return vote !== 'api'
  return local !== null && api !== null && normalised(api.text).startsWith(normalised(local.text))
}

/** Two texts that stand for completions can be judged, and whatever was voted on: prose is never the same. */
function isJudged({ local, api, vote, kind }: Comparison): boolean {
  return vote !== null || (kind === 'completion' && local?.message === null && api?.message === null)
}

/** @param before of comparisons that are no longer kept */
export function agreementOf(comparisons: readonly Comparison[], before = noAgreement): Agreement {
  const judged = comparisons.filter(isJudged)
  const votes = (vote: Vote): number => before.votes[vote] + comparisons.filter((one) => one.vote === vote).length
  return {
    agreed: before.agreed + judged.filter(isAgreed).length,
    total: before.total + judged.length,
    votes: { local: votes('local'), same: votes('same'), api: votes('api') },
    apiMicroUsd: comparisons.reduce((sum, { api }) => sum + (api?.costMicroUsd ?? 0), before.apiMicroUsd),
  }
}

/** An ended ask as one side; an answer without words is the places that it found. */
export function sideOf({ text, sources, command, outcome }: AskSession): Side {
  const places = sources.map(({ path, startLine, endLine }) => `${path}:${startLine}–${endLine}`)
  const said = text.trim() || command?.title || places.join('\n')
  if (!outcome) return { text: said, model: null, ms: 0, tokens: 0, costMicroUsd: 0, message: null }
  return { text: said, ...figuresOf(outcome) }
}

/** What the API made of a completion. @param nothing says that it had nothing to add */
export function apiSideOf(outcome: AskOutcome, nothing: string): Side {
  const text = outcome.kind === 'done' ? outcome.text : ''
  const side = { text, ...figuresOf(outcome) }
  return { ...side, message: side.message ?? (text.trim() === '' ? nothing : null) }
}

function figuresOf(outcome: AskOutcome): Omit<Side, 'text'> {
  const { usage, model, ms, costMicroUsd } = outcome.spent
  const tokens = usage.input + usage.cachedInput + usage.cacheWrite + usage.output + usage.reasoning
  return { model, ms, tokens, costMicroUsd, message: 'message' in outcome ? outcome.message : null }
}

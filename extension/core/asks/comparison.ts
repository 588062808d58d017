/** Both answers to the same question, side by side, and what the votes on them add up to. */

import type { AskSession } from './session.ts'

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
  /** The question, or the line in which a completion was compared. */
  readonly question: string
  /** Null while it runs. */
  readonly local: Side | null
  readonly api: Side | null
  readonly vote: Vote | null
}

export interface Agreement {
  readonly agreed: number
  readonly total: number
  readonly votes: Readonly<Record<Vote, number>>
}

/** Blanks at the ends and between words do not tell answers apart. */
const normalised = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** Agreed: the same text, or a vote that says that one is as good as the other or the local one better. */
function isAgreed({ local, api, vote }: Comparison): boolean {
  if (vote) return vote !== 'api'
  return local !== null && api !== null && normalised(local.text) === normalised(api.text)
}

/** Counts what can be judged: two texts that stand for completions, a vote for asks (prose is never the same). */
export function agreementOf(comparisons: readonly Comparison[]): Agreement {
  const votes = { local: 0, same: 0, api: 0 }
  let agreed = 0
  let total = 0
  for (const comparison of comparisons) {
    const { local, api, vote, kind } = comparison
    if (vote) votes[vote]++
    else if (kind === 'ask' || !local || !api || local.message !== null || api.message !== null) continue
    total++
    if (isAgreed(comparison)) agreed++
  }
  return { agreed, total, votes }
}

/** An ended ask as one side; an answer without words is the places that it found. */
export function sideOf({ text, sources, command, outcome }: AskSession): Side {
  const places = sources.map(({ path, startLine, endLine }) => `${path}:${startLine}–${endLine}`)
  const said = text.trim() || command?.title || places.join('\n')
  if (!outcome) return { text: said, model: null, ms: 0, tokens: 0, costMicroUsd: 0, message: null }
  const { usage, model, ms, costMicroUsd } = outcome.spent
  const tokens = usage.input + usage.cachedInput + usage.cacheWrite + usage.output + usage.reasoning
  const message = 'message' in outcome ? outcome.message : null
  return { text: said, model, ms, tokens, costMicroUsd, message }
}

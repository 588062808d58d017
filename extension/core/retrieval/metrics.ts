/** How good ranked answers are, with the uncertainty that so many questions leave. */

export interface RankedScores {
  readonly queries: number
  /** Share of the questions with a right answer among the first ten. */
  readonly recall: Estimate
  /** Mean of one over the rank of the first right answer, 0 beyond the first ten. */
  readonly mrr: Estimate
}

export interface Estimate {
  readonly mean: number
  /** 95 % interval, by bootstrap over the questions. */
  readonly low: number
  readonly high: number
}

const rounds = 2000
const depth = 10

/** @param ranks of the first right answer to each question, 1-based; undefined: none */
export function scoreRanks(ranks: readonly (number | undefined)[]): RankedScores {
  const within = ranks.map((rank) => (rank !== undefined && rank <= depth ? rank : undefined))
  return {
    queries: ranks.length,
    recall: estimate(within.map((rank) => (rank === undefined ? 0 : 1))),
    mrr: estimate(within.map((rank) => (rank === undefined ? 0 : 1 / rank))),
  }
}

function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const random = generator(values.length)
  const means = Array.from({ length: rounds }, () => {
    let sum = 0
    for (let drawn = 0; drawn < values.length; drawn++) sum += values[Math.floor(random() * values.length)]!
    return sum / values.length
  }).sort((a, b) => a - b)
  return { mean, low: means[Math.floor(rounds * 0.025)]!, high: means[Math.floor(rounds * 0.975)]! }
}

/** The same numbers every time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Place {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
}

/** Rank of the first hit that has a line in common with the place looked for. */
export function rankOf(place: Place, hits: readonly Place[]): number | undefined {
  const index = hits.findIndex(
    (hit) => hit.path === place.path && hit.startLine <= place.endLine && hit.endLine >= place.startLine,
  )
  return index < 0 ? undefined : index + 1
}

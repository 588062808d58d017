/**
 * The share of asks that may go to the API. The threshold is the quantile of the user's own recent scores, as RouteLLM
 * calibrates its router: with a share of 0.3, an ask goes out when its score is among the highest 30 %.
 */
import type { Intent, Label } from '../types.ts'
import { thresholds } from './matrix.ts'

const answeredHere: ReadonlySet<Label> = new Set<Label>(['search', 'editor'])

/** Estimated probability, 0 to 1, that what is on this machine does not answer the ask. */
export function flagshipNeed({ label, p }: Intent): number {
  return answeredHere.has(label) ? 1 - p : p
}

/**
 * The least score that may go to the API.
 * @param recentScores `flagshipNeed` of recent asks, in any order; while there are few, they are taken for evenly spread
 * @param share 0 (nothing goes out) to 1 (everything may)
 */
export function apiThreshold(recentScores: readonly number[], share: number): number {
  if (share >= 1) return 0
  if (!(share > 0)) return Infinity
  if (recentScores.length < thresholds.enoughScores) return 1 - share
  const highestFirst = [...recentScores].sort((a, b) => b - a)
  return highestFirst[Math.max(0, Math.floor(share * highestFirst.length) - 1)]!
}

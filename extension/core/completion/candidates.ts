/** All lines that could stand at the cursor, whatever they came from, with everything a ranker may look at. */
import type { Candidate, CopySearch } from './copies.ts'
import { otherCandidate } from './copies.ts'
import type { DecodedLine } from './decode.ts'
import { FEATURE_NAMES } from './features.ts'
import type { LineScore } from './line-scores.ts'

/** What the model adds to `FEATURE_NAMES`; a ranker for copies alone goes without. */
export const MODEL_FEATURES = [
  'modelSum',
  'modelMean',
  'modelLeast',
  'modelEnd',
  'modelGap',
  'modelRank',
  'isModelLine',
  'modelLineProbability',
  'modelLineAgrees',
] as const

export interface JudgedLine {
  readonly candidate: Candidate
  readonly score: LineScore | undefined
  /** `FEATURE_NAMES`, then `MODEL_FEATURES` when there is a model. */
  readonly features: Float32Array
}

export const rankFeatures = { full: [...FEATURE_NAMES, ...MODEL_FEATURES], copies: [...FEATURE_NAMES] }

/** Copies, best prior first, then the model's own line. */
export function gather(search: CopySearch, decoded: DecodedLine | undefined, most: number): Candidate[] {
  const lines = search.candidates.slice(0, most)
  const own = decoded?.text.trimEnd()
  if (own && decoded?.ended === 'line') {
    const candidate = otherCandidate(search, own, 'model')
    if (!lines.includes(candidate)) lines.push(candidate)
  }
  return lines
}

/** `scores` belongs to `lines`, entry by entry; without a model it is left out. */
export function readFeatures(
  lines: readonly Candidate[],
  basic: (candidate: Candidate) => Float32Array,
  model?: { readonly scores: readonly (LineScore | undefined)[]; readonly decoded: DecodedLine },
): JudgedLine[] {
  if (!model) return lines.map((candidate) => ({ candidate, score: undefined, features: basic(candidate) }))
  const sums = model.scores.map(total)
  const highest = Math.max(...sums)
  const order = [...sums].sort((a, b) => b - a)
  const own = model.decoded.text.trimEnd()
  const ownProbability = model.decoded.probabilities.reduce((product, p) => product * p, 1)
  return lines.map((candidate, index) => {
    const score = model.scores[index]
    const sum = sums[index] as number
    const logs = score?.logProbabilities ?? [-20]
    const extra = [
      sum,
      sum / (logs.length + 1),
      Math.min(...logs),
      score?.end ?? -20,
      sum - highest,
      order.indexOf(sum),
      candidate.text === own ? 1 : 0,
      ownProbability,
      commonStart(candidate.text, own) / Math.max(1, candidate.text.length),
    ]
    return { candidate, score, features: Float32Array.from([...basic(candidate), ...extra]) }
  })
}

function total(score: LineScore | undefined): number {
  return score
    ? Math.max(
        -60,
        score.logProbabilities.reduce((sum, p) => sum + p, score.end),
      )
    : -60
}

export function commonStart(a: string, b: string): number {
  const limit = Math.min(a.length, b.length)
  let at = 0
  while (at < limit && a[at] === b[at]) at++
  return at
}

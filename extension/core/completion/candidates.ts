/** All lines that could stand at the cursor, whatever they came from, with everything a ranker may look at. */
import { evaluateTrees, probabilityOf } from './boosted-trees.ts'
import type { BoostedTrees } from './boosted-trees.ts'
import type { Candidate, CopySearch } from './copies.ts'
import { otherCandidate } from './copies.ts'
import { FEATURE_NAMES } from './features.ts'
import type { LineScore } from './line-scores.ts'
import type { ModelLines } from './model-lines.ts'

/** What the model adds to `FEATURE_NAMES`; a ranker for copies alone goes without. `beamRank` and `beamMass` are -1 before there is a beam, `belowSum` is 1 where no text follows. */
export const MODEL_FEATURES = [
  'modelSum',
  'modelMean',
  'modelLeast',
  'modelEnd',
  'modelGap',
  'modelRank',
  'belowSum',
  'belowGap',
  'isModelLine',
  'modelLineProbability',
  'modelLineAgrees',
  'beamRank',
  'beamScore',
  'beamMass',
] as const

export interface JudgedLine {
  readonly candidate: Candidate
  readonly score: LineScore | undefined
  /** `FEATURE_NAMES`, then `MODEL_FEATURES` when there is a model. */
  readonly features: Float32Array
}

export const rankFeatures = { full: [...FEATURE_NAMES, ...MODEL_FEATURES], copies: [...FEATURE_NAMES] }

const nothing = -20

/** How many copies the model is asked about. */
export interface CopyLimits {
  readonly most: number
  /** Others than the two best need this probability, by the ranker for copies. */
  readonly least: number
}

/** For what reaches a threshold: a fifth of the tokens, and what is left out would hardly have been shown. */
export const likelyCopies: CopyLimits = { most: 6, least: 0.01 }

/** The copies worth the model's time, best first: by the ranker for copies, else by their prior. */
export function bestCopies(
  candidates: readonly Candidate[],
  basic: (candidate: Candidate) => Float32Array,
  ranker: BoostedTrees | undefined,
  { most, least }: CopyLimits,
): Candidate[] {
  if (!ranker || (candidates.length <= most && least <= 0)) return candidates.slice(0, most)
  return candidates
    .map((candidate) => ({ candidate, probability: probabilityOf(evaluateTrees(ranker, basic(candidate))) }))
    .sort((a, b) => b.probability - a.probability)
    .filter(({ probability }, at) => at < 2 || probability >= least)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** The copies, then the model's own lines that are not among them. */
export function gather(search: CopySearch, copies: readonly Candidate[], model: ModelLines | undefined): Candidate[] {
  const lines = [...copies]
  if (!model) return lines
  const { decoded, beam } = model
  // A line that was left in doubt is one as far as it goes: its beginning may be sure.
  const own = decoded.ended === 'line' || decoded.ended === 'doubt' ? [decoded.text.trimEnd()] : []
  for (const text of [...own, ...(beam ?? []).map((line) => line.text)]) {
    if (text === '' || lines.some((line) => line.text === text)) continue
    lines.push(otherCandidate(search, text))
  }
  return lines
}

/** `scores` belongs to `lines`, entry by entry; without a model it is left out. */
export function readFeatures(
  lines: readonly Candidate[],
  basic: (candidate: Candidate) => Float32Array,
  model?: ModelLines & { readonly scores: readonly (LineScore | undefined)[] },
): JudgedLine[] {
  if (!model) return lines.map((candidate) => ({ candidate, score: undefined, features: basic(candidate) }))
  const { decoded, beam } = model
  const beamMass = beam ? beam.reduce((mass, { score }) => mass + Math.exp(score), 0) : -1
  const sums = model.scores.map(total)
  const highest = Math.max(...sums)
  const order = [...sums].sort((a, b) => b - a)
  const highestBelow = Math.max(...model.scores.map((score) => score?.below ?? -Infinity))
  const own = decoded.text.trimEnd()
  const ownProbability = decoded.probabilities.reduce((product, p) => product * p, 1)
  return lines.map((candidate, index) => {
    const score = model.scores[index]
    const sum = sums[index] as number
    const logs = score?.logProbabilities ?? [nothing]
    const beamRank = beam?.findIndex(({ text }) => text === candidate.text) ?? -1
    const extra: Record<(typeof MODEL_FEATURES)[number], number> = {
      modelSum: sum,
      modelMean: sum / (logs.length + 1),
      modelLeast: Math.min(...logs),
      modelEnd: score?.end ?? nothing,
      modelGap: sum - highest,
      modelRank: order.indexOf(sum),
      belowSum: score?.below ?? 1,
      belowGap: score?.below === undefined ? 0 : score.below - highestBelow,
      isModelLine: candidate.text === own ? 1 : 0,
      modelLineProbability: ownProbability,
      modelLineAgrees: commonStart(candidate.text, own) / Math.max(1, candidate.text.length),
      beamRank: beam && beamRank < 0 ? beam.length : beamRank,
      beamScore: beam?.[beamRank]?.score ?? nothing,
      beamMass,
    }
    const features = new Float32Array(rankFeatures.full.length)
    features.set(basic(candidate))
    features.set(
      MODEL_FEATURES.map((name) => extra[name]),
      FEATURE_NAMES.length,
    )
    return { candidate, score, features }
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

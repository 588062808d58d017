/**
 * How far a line can be trusted: for each place where it could end, the probability that the text up to there is
 * what the user would type. The suggestion ends at the last place that reaches the threshold.
 */
import type { JudgedLine } from './candidates.ts'
import type { CopySearch } from './copies.ts'
import { afterDot, classOf } from './features.ts'
import { isNamePart } from './lexer.ts'
import type { ModelLines } from './model-lines.ts'
import type { Situation } from './situation.ts'

export const cutFeatures = [
  'lineProbability',
  'share',
  'agreeing',
  'modelSum',
  'modelLeast',
  'modelMass',
  'fraction',
  'length',
  'isWhole',
  'matchLength',
  'halfLength',
  'alignedLength',
  'votesAgreeing',
  'lineEndShare',
  'ownAgrees',
  'beamAgreeing',
  'lastClass',
  'afterDot',
  'atLineStart',
] as const

export interface Cut {
  /** Characters of the line. */
  readonly end: number
  readonly features: Float32Array
}

export interface RankedLine extends JudgedLine {
  /** Probability that it is the whole rest of the line. */
  readonly probability: number
}

/** What else is known at the cursor. */
export interface CutContext {
  readonly situation: Situation
  readonly search: CopySearch
  readonly model: ModelLines | undefined
  /** Log-probabilities of the characters of the best line, cumulative; undefined without a model. */
  readonly characters: readonly number[] | undefined
}

/**
 * The places where `best` could end: behind each token, never within a name.
 * @param ranked all lines, `best` among them
 */
export function cutsOf(
  best: RankedLine,
  ranked: readonly RankedLine[],
  { situation, search, model, characters }: CutContext,
): Cut[] {
  const { text } = best.candidate
  const beam = model?.beam?.map((line) => ({ text: line.text, mass: Math.exp(line.score) }))
  const around = {
    lineProbability: best.probability,
    matchLength: best.candidate.matchLength,
    alignedLength: best.candidate.alignedLength,
    halfLength: situation.half.length,
    lineEndShare: search.lineEnds / Math.max(1, search.places),
    afterDot: afterDot(situation) ? 1 : 0,
    atLineStart: situation.atLineStart ? 1 : 0,
  }
  const all = ranked.reduce((sum, { probability }) => sum + probability, 1e-6)
  const lines = ranked.map(({ candidate, probability, score }) => ({
    ...{ text: candidate.text, votes: candidate.votes, probability },
    mass: score ? Math.exp(score.logProbabilities.reduce((a, b) => a + b, 0)) : 0,
  }))
  const cuts: Cut[] = []
  for (let end = 1; end <= text.length; end++) {
    const whole = end === text.length
    if (!whole && !isBoundary(text, end)) continue
    const start = text.slice(0, end)
    const agreeing = lines.filter((line) => line.text.startsWith(start))
    const share = agreeing.reduce((sum, { probability }) => sum + probability, 0)
    const values: Record<(typeof cutFeatures)[number], number> = {
      ...around,
      share: share / all,
      agreeing: share,
      modelSum: characters?.[end - 1] ?? 0,
      modelLeast: least(best, characters?.[end - 1]),
      modelMass: Math.log(1e-6 + agreeing.reduce((sum, { mass }) => sum + mass, 0)),
      fraction: end / text.length,
      length: Math.log2(1 + end),
      isWhole: whole ? 1 : 0,
      votesAgreeing: agreeing.reduce((sum, { votes }) => sum + votes, 0) / Math.max(1, search.votes),
      ownAgrees: model?.decoded.text.startsWith(start) ? 1 : 0,
      beamAgreeing: beam?.reduce((sum, line) => sum + (line.text.startsWith(start) ? line.mass : 0), 0) ?? -1,
      lastClass: classOf(text[end - 1]),
    }
    cuts.push({ end, features: Float32Array.from(cutFeatures, (name) => values[name]) })
  }
  return cuts
}

function isBoundary(text: string, end: number): boolean {
  const before = text.charCodeAt(end - 1)
  const after = text.charCodeAt(end)
  if (/\s/.test(text[end - 1] as string)) return false
  return !(isNamePart(before) && isNamePart(after))
}

/** The least probable token up to the place where the cumulative log-probability is `upTo`. */
function least({ score }: RankedLine, upTo: number | undefined): number {
  if (!score || upTo === undefined) return 0
  let sum = 0
  let lowest = 0
  for (const p of score.logProbabilities) {
    sum += p
    if (sum < upTo - 1e-6) break
    lowest = Math.min(lowest, p)
  }
  return lowest
}

/** Cumulative log-probability behind each character of the candidate, from its tokens (byte alphabet) and their scores. */
export function byCharacter(
  tokenTexts: readonly string[],
  logProbabilities: readonly number[],
  typedLength: number,
  length: number,
): number[] {
  const out: number[] = []
  let sum = 0
  let at = -typedLength
  tokenTexts.forEach((token, index) => {
    sum += logProbabilities[index] ?? 0
    for (let k = 0; k < token.length; k++, at++) if (at >= 0 && at < length) out[at] = sum
  })
  while (out.length < length) out.push(sum)
  return out
}

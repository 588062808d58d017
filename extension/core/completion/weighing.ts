/** All lines for one cursor, ranked, and how far the best of them can be trusted. */
import { evaluateTrees, probabilityOf } from './boosted-trees.ts'
import { gather, readFeatures } from './candidates.ts'
import type { Candidate, CopySearch } from './copies.ts'
import type { BeamLimits, JudgeModels } from './card.ts'
import { byCharacter, cutsOf } from './confidence.ts'
import type { Cut, RankedLine } from './confidence.ts'
import { isKnownMember } from './members.ts'
import { scoreLines } from './model-lines.ts'
import type { ModelLines, ModelOptions } from './model-lines.ts'
import { encodeBehind } from './reading.ts'
import type { Reading } from './reading.ts'
import type { Situation } from './situation.ts'

/** What is known at a cursor before anything is ranked. */
export interface Gathered {
  readonly situation: Situation
  readonly search: CopySearch
  /** The copies worth judging. */
  readonly copies: readonly Candidate[]
  readonly features: (candidate: Candidate) => Float32Array
  /** Absent without a model. */
  readonly reading: Reading | undefined
  readonly options: ModelOptions
  /** Absent without a fitted one: then lines are ranked by the copy search alone and never shortened. */
  readonly judge: JudgeModels | undefined
  /** See `Query`. */
  readonly members?: readonly string[] | undefined
}

export interface Weighed {
  /** Best first; empty when there is no line at all. */
  readonly ranked: readonly RankedLine[]
  /** Of the best line. */
  readonly cuts: readonly Cut[]
  /** Calibrated probability that the line is right up to each cut. */
  readonly confidences: readonly number[]
}

/** Scores what has no score yet, in one run of the model, and ranks. */
export async function weigh(gathered: Gathered, model: ModelLines | undefined): Promise<Weighed> {
  const { situation, search, copies, features, reading, options, judge, members } = gathered
  const lines = gather(search, copies, model).filter(({ text }) => isKnownMember(situation.typed, text, members))
  if (lines.length === 0) return { ranked: [], cuts: [], confidences: [] }
  const texts = lines.map(({ text }) => text)
  const scores = reading && (await scoreLines(reading, situation.typed, texts, options))
  const ranked = readFeatures(lines, features, model && scores && { ...model, scores })
    .map((line) => ({
      ...line,
      probability: probabilityOf(judge ? evaluateTrees(judge.rank, line.features) : plainOdds(line.candidate)),
    }))
    .sort((a, b) => b.probability - a.probability)
  const best = ranked[0] as RankedLine
  const characters = reading && charactersOf(reading, situation.typed, best)
  const cuts = judge ? cutsOf(best, ranked, { situation, search, model, characters }) : []
  const confidences = cuts.map((cut) => (judge ? probabilityOf(evaluateTrees(judge.cut, cut.features)) : 0))
  return { ranked, cuts, confidences: givenStart(cuts, confidences, options.mustStartWith.length) }
}

/** A selected item that was taken for less likely than this says that nothing is known, not that the rest is sure. */
const leastGiven = 0.02

/**
 * The confidences when the first `given` characters are what the person has selected: what they say of the rest. Where
 * the line goes on within the name, nothing is known of that part alone.
 */
function givenStart(cuts: readonly Cut[], confidences: readonly number[], given: number): readonly number[] {
  const start = given > 0 ? confidences[cuts.findIndex(({ end }) => end === given)] : undefined
  if (start === undefined) return confidences
  return confidences.map((confidence) => Math.min(1, confidence / Math.max(leastGiven, start)))
}

/**
 * Whether other lines of the model could still change what is shown. They cost more runs than all the rest of a
 * keystroke; not when the best line is as good as sure, nor when nothing comes near the threshold.
 */
export function beamPays({ ranked, confidences }: Weighed, limits: BeamLimits | undefined, threshold: number): boolean {
  if (!limits) return true
  if ((ranked[0]?.probability ?? 0) >= limits.sure) return false
  return threshold <= 0 || Math.max(0, ...confidences) >= threshold * limits.hope
}

/** Characters to show and the confidence in them; 0 when nothing reaches the threshold. */
export function shorten(
  { ranked, cuts, confidences }: Weighed,
  threshold: number,
): { readonly end: number; readonly confidence: number } {
  const best = ranked[0] as RankedLine
  if (cuts.length === 0) {
    const shown = threshold <= 0 || best.probability >= threshold
    return { end: shown ? best.candidate.text.length : 0, confidence: best.probability }
  }
  const at = threshold <= 0 ? cuts.length - 1 : confidences.findLastIndex((confidence) => confidence >= threshold)
  return { end: cuts[at]?.end ?? 0, confidence: confidences[at] ?? 0 }
}

/** Log-probability of a line up to each of its characters. */
function charactersOf(reading: Reading, typed: string, { candidate, score }: RankedLine): number[] | undefined {
  if (!score) return undefined
  const { tokenizer } = reading.loaded
  const ids = encodeBehind(reading, typed, candidate.text)
  return byCharacter(
    ids.map((id) => tokenizer.tokens[id] ?? ''),
    score.logProbabilities,
    typed.length - reading.kept,
    candidate.text.length,
  )
}

/** Without a fitted ranker: what the copy search thinks, which knows nothing of other lines. */
function plainOdds({ prior, origin }: Candidate): number {
  return origin === 'copy' ? prior / 4 - 4 : -2
}

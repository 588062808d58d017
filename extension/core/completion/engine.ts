/**
 * The completion engine: one request in, one Outcome out. Gathers candidate lines (copies, the model's own), has the
 * model score all of them, ranks, ends the best before its first doubtful token, and cleans up.
 *
 * It keeps what survives between keystrokes: the live index, the encoded lines, the KV caches.
 */
import type { Effort } from '../governor.ts'
import type { EmptyReason, Outcome, Timings } from '../types.ts'
import { bestCopies, gather, readFeatures } from './candidates.ts'
import type { Candidate, CopySearch } from './copies.ts'
import { findCopies } from './copies.ts'
import type { Judge, JudgeModels } from './card.ts'
import { byCharacter, cutsOf } from './confidence.ts'
import type { Cut, RankedLine } from './confidence.ts'
import { evaluateTrees, probabilityOf } from './boosted-trees.ts'
import { featureReader } from './features.ts'
import type { Edit } from './line-text.ts'
import { LiveIndex, maxLineChars } from './live-index.ts'
import { originsOf } from './origins.ts'
import { readLines, scoreLines, writeLines } from './model-lines.ts'
import type { ModelLines } from './model-lines.ts'
import { Readings, encodeBehind } from './reading.ts'
import type { LoadedModel, Reading } from './reading.ts'
import { readScene } from './rules/rule.ts'
import { cleanUp } from './rules.ts'
import { readSituation } from './situation.ts'
import type { Situation } from './situation.ts'

export type { LoadedModel } from './reading.ts'

export const engineParts = [
  'model',
  'copy',
  'ngram',
  'ranker',
  'neighbours',
  'near',
  'suffix',
  'beam',
  'draft',
] as const
export type EnginePart = (typeof engineParts)[number]

/** What the engine works with; it works, worse, without either. */
export interface EngineModels {
  readonly loaded?: LoadedModel | undefined
  /** Without it lines are ranked by the copy search alone and never shortened. */
  readonly judge?: Judge | undefined
}

export interface Query {
  readonly uri: string
  /** UTF-16 offset of the cursor. */
  readonly offset: number
  /** Least confidence to show; 0 shows whole lines, whatever the confidence. */
  readonly threshold: number
  readonly mustStartWith?: string
  /** How much of the engine runs; all of it unless something else is said. */
  readonly effort?: Effort
}

/** Everything that led to an outcome: for fitting the rankers and for explaining a suggestion. */
export interface Verdict {
  readonly outcome: Outcome
  readonly ranked: readonly RankedLine[]
  readonly cuts: readonly Cut[]
  /** In each of the cuts, whatever was asked for. */
  readonly confidences?: readonly number[]
}

const sceneChars = 2_000
const scoredCopies = 16

export class CompletionEngine {
  readonly index = new LiveIndex()
  private readonly judges: Judge | undefined
  private readonly off: ReadonlySet<EnginePart>
  private readonly now: () => number
  private readonly readings: Readings | undefined

  /** @param now clock in milliseconds, for the timings */
  constructor({ loaded, judge }: EngineModels, now: () => number, off: ReadonlySet<EnginePart> = new Set()) {
    this.judges = judge
    this.off = off
    this.now = now
    const parts = {
      neighbours: !off.has('neighbours'),
      near: !off.has('near'),
      suffix: !off.has('suffix'),
      ngram: !off.has('ngram'),
    }
    this.readings = loaded && !off.has('model') ? new Readings(loaded, this.index, parts) : undefined
  }

  open(uri: string, language: string, text: string): void {
    this.index.open(uri, language, text)
    this.readings?.changed(uri)
  }

  change(uri: string, edits: readonly Edit[]): void {
    this.index.change(uri, edits)
    this.readings?.changed(uri)
  }

  close(uri: string): void {
    this.index.close(uri)
    this.readings?.closed(uri)
  }

  /** Encodes the neighbours of a document ahead of a request: what an editor does when a tab is opened. */
  prepare(uri: string): void {
    this.readings?.prepare(uri)
  }

  /** Reads the prompt for a cursor ahead of the first keystroke there. */
  async warm(path: string, uri: string, offset: number): Promise<void> {
    const { text } = this.index.document(uri)
    if (text.inBlocks || text.find(offset).line.text.length > maxLineChars) return
    const situation = readSituation(this.index, uri, offset)
    const reading = this.knows(situation) ? this.readings?.begin(path, uri, offset) : undefined
    await reading?.tree.read(reading.tip)
  }

  /** Forgets the KV caches: the next request is a cold one. */
  forget(): void {
    this.readings?.forget()
  }

  /** Runs of the model for a document so far. */
  runs(uri: string): number {
    return this.readings?.runs(uri) ?? 0
  }

  async complete(path: string, query: Query, cancelled: () => boolean): Promise<Outcome> {
    return (await this.judge(path, query, cancelled)).outcome
  }

  async judge(path: string, query: Query, cancelled: () => boolean): Promise<Verdict> {
    const begun = this.now()
    const spent: { copy?: number; prefill?: number; decode?: number; rank?: number } = {}
    const sinceBegun = (): number => this.now() - begun - Object.values(spent).reduce((sum, ms) => sum + ms, 0)
    const timings = (): Timings => ({ total: this.now() - begun, ...spent })
    const without = (outcome: Outcome): Verdict => ({ outcome, ranked: [], cuts: [] })
    const nothing = (reason: EmptyReason): Verdict => without({ kind: 'empty', reason, timings: timings() })
    const stopped = (): Verdict => without({ kind: 'cancelled', timings: timings() })
    const { text: source } = this.index.document(query.uri)
    if (source.inBlocks) return without({ kind: 'refused', reason: 'file-too-large' })
    if (source.find(query.offset).line.text.length > maxLineChars) return nothing('line-too-long')
    const situation = readSituation(this.index, query.uri, query.offset)
    const search = this.copies(situation, query.mustStartWith ?? '')
    const features = featureReader(situation, search)
    const copies = bestCopies(search.candidates, features, this.judgeModels(false)?.rank, scoredCopies)
    spent.copy = sinceBegun()
    const knows = query.effort !== 'ngram' && this.knows(situation)
    const reading = knows ? this.readings?.begin(path, query.uri, query.offset) : undefined
    let model: ModelLines | undefined
    if (reading) {
      await readLines(
        reading,
        situation.typed,
        copies.map(({ text }) => text),
      )
      spent.prefill = sinceBegun()
      if (cancelled()) return stopped()
      model = await writeLines(reading, {
        mustStartWith: query.mustStartWith ?? '',
        draft: !this.off.has('draft'),
        beam: !this.off.has('beam') && query.effort !== 'greedy',
        cancelled,
      })
      spent.decode = sinceBegun()
      if (cancelled()) return stopped()
    }
    const lines = gather(search, copies, model)
    if (lines.length === 0) return nothing('no-candidate')
    const scores =
      reading &&
      (await scoreLines(
        reading,
        situation.typed,
        lines.map(({ text }) => text),
      ))
    if (cancelled()) return stopped()
    const judge = this.judgeModels(reading !== undefined)
    const ranked = readFeatures(lines, features, model && scores && { ...model, scores })
      .map((line) => ({
        ...line,
        probability: probabilityOf(judge ? evaluateTrees(judge.rank, line.features) : plainOdds(line.candidate)),
      }))
      .sort((a, b) => b.probability - a.probability)
    const best = ranked[0] as RankedLine
    const characters = reading && charactersOf(reading, situation.typed, best)
    const cuts = judge ? cutsOf(best, ranked, { situation, search, model, characters }) : []
    const { end, confidence, confidences } = shorten(best, cuts, judge, query.threshold)
    const cleaned = this.clean(query, situation, best.candidate.text.slice(0, end))
    spent.rank = sinceBegun()
    const isOwn = model?.decoded.text.trimEnd() === best.candidate.text
    const origin = best.candidate.origin === 'copy' ? (isOwn ? 'both' : 'copy') : 'model'
    const places = originsOf(this.index, best.candidate)
    const about = { source: origin, confidence, ...(places.length > 0 && { places }) } as const
    const hide = (reason: EmptyReason): Verdict => {
      return { outcome: { kind: 'empty', reason, hidden: about, timings: timings() }, ranked, cuts, confidences }
    }
    if ('reason' in cleaned) return hide(cleaned.reason)
    // An editor would drop what contradicts the selected item.
    if (!cleaned.text.startsWith(query.mustStartWith ?? '')) return hide('below-threshold')
    const tokens = model?.decoded.tokens.length ?? 0
    const outcome = { kind: 'done', text: cleaned.text, ...about, tokens, timings: timings() } as const
    return { outcome, ranked, cuts, confidences }
  }

  private copies(situation: Situation, mustStartWith: string): CopySearch {
    const search = findCopies(situation, { neighbours: !this.off.has('neighbours'), suffix: !this.off.has('suffix') })
    const wanted = this.off.has('copy') ? [] : search.candidates.filter(({ text }) => text.startsWith(mustStartWith))
    return { ...search, candidates: wanted }
  }

  private knows({ document }: Situation): boolean {
    return this.readings?.loaded.card.languages.includes(document.language) ?? false
  }

  private clean({ uri, offset, threshold }: Query, { document }: Situation, text: string): ReturnType<typeof cleanUp> {
    if (threshold <= 0) return { text }
    if (text === '') return { reason: 'below-threshold' }
    const before = this.index.linesBefore(uri, offset, sceneChars)
    const after = this.index.linesAfter(uri, offset, sceneChars)
    return cleanUp(text, readScene(before, after, document.language))
  }

  private judgeModels(hasModel: boolean): JudgeModels | undefined {
    if (this.off.has('ranker')) return undefined
    return hasModel ? this.judges?.full : this.judges?.copies
  }
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

/** Characters to show and the confidence in them; 0, with the confidence in the best cut, when none reaches the threshold. */
function shorten(
  best: RankedLine,
  cuts: readonly Cut[],
  judge: JudgeModels | undefined,
  threshold: number,
): { end: number; confidence: number; confidences: readonly number[] } {
  if (!judge) {
    const shown = threshold <= 0 || best.probability >= threshold
    return { end: shown ? best.candidate.text.length : 0, confidence: best.probability, confidences: [] }
  }
  const confidences = cuts.map(({ features }) => probabilityOf(evaluateTrees(judge.cut, features)))
  const at = threshold <= 0 ? cuts.length - 1 : confidences.findLastIndex((confidence) => confidence >= threshold)
  return { end: cuts[at]?.end ?? 0, confidence: confidences[at] ?? Math.max(0, ...confidences), confidences }
}

/** Without a fitted ranker: what the copy search thinks, which knows nothing of other lines. */
function plainOdds({ prior, origin }: Candidate): number {
  return origin === 'copy' ? prior / 4 - 4 : -2
}

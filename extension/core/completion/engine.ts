/**
 * The completion engine: one request in, one Outcome out. Gathers candidate lines (copies, the model's own), has the
 * model score all of them in one run, ranks, ends the best before its first doubtful token, and cleans up.
 *
 * It keeps what survives between keystrokes: the live index, the encoded lines, the KV cache and its anchor.
 */
import type { EmptyReason, Outcome, Timings } from '../types.ts'
import { gather, readFeatures } from './candidates.ts'
import type { Candidate, CopySearch } from './copies.ts'
import { findCopies } from './copies.ts'
import type { Card, Judge, JudgeModels } from './card.ts'
import { byCharacter, cutsOf } from './confidence.ts'
import type { Cut, RankedLine } from './confidence.ts'
import { decodeLine } from './decode.ts'
import type { DecodedLine } from './decode.ts'
import { evaluateTrees, probabilityOf } from './boosted-trees.ts'
import { EncodedTexts } from './encoded-texts.ts'
import { featureReader } from './features.ts'
import { KvPrefix } from './kv-prefix.ts'
import type { LanguageModel } from './language-model.ts'
import { scoreLines } from './line-scores.ts'
import type { Edit } from './line-text.ts'
import { LiveIndex, maxLineChars } from './live-index.ts'
import { tellingTokens } from './near.ts'
import { buildPrompt } from './prompt.ts'
import type { PromptAnchor } from './prompt.ts'
import { readScene } from './rules/rule.ts'
import { cleanUp } from './rules.ts'
import { readSituation } from './situation.ts'
import type { Situation } from './situation.ts'
import { bytesOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

export const engineParts = ['model', 'copy', 'ngram', 'ranker', 'neighbours', 'near', 'suffix'] as const
export type EnginePart = (typeof engineParts)[number]

export interface LoadedModel {
  readonly card: Card
  readonly tokenizer: Tokenizer
  readonly model: LanguageModel
}

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
}

/** Everything that led to an outcome: for fitting the rankers and for explaining a suggestion. */
export interface Verdict {
  readonly outcome: Outcome
  readonly ranked: readonly RankedLine[]
  readonly cuts: readonly Cut[]
}

const sceneChars = 2_000
const scoredCopies = 16
const treeNodes = 128
const maxTokens = 40

export class CompletionEngine {
  readonly index = new LiveIndex()
  private readonly loaded: LoadedModel | undefined
  private readonly judges: Judge | undefined
  private readonly off: ReadonlySet<EnginePart>
  private readonly now: () => number
  private readonly kv: KvPrefix | undefined
  private readonly texts: EncodedTexts | undefined
  private readonly telling: Uint8Array
  private anchor: PromptAnchor | undefined

  /** @param now clock in milliseconds, for the timings */
  constructor({ loaded, judge }: EngineModels, now: () => number, off: ReadonlySet<EnginePart> = new Set()) {
    this.judges = judge
    this.loaded = off.has('model') ? undefined : loaded
    this.off = off
    this.now = now
    this.kv = this.loaded && new KvPrefix(this.loaded.model)
    this.texts = this.loaded && new EncodedTexts(this.index, this.loaded.tokenizer)
    this.telling = this.loaded ? tellingTokens(this.loaded.tokenizer) : new Uint8Array(0)
  }

  open(uri: string, language: string, text: string): void {
    this.index.open(uri, language, text)
    this.texts?.forget(uri)
  }

  change(uri: string, edits: readonly Edit[]): void {
    this.index.change(uri, edits)
    this.texts?.forget(uri)
  }

  close(uri: string): void {
    this.index.close(uri)
    this.texts?.forget(uri)
  }

  /** Encodes the neighbours of a document ahead of a request: what an editor does when a tab is opened. */
  prepare(uri: string): void {
    this.texts?.neighbours(uri)
  }

  /** Forgets the KV cache: the next request is a cold one. */
  forget(): void {
    this.kv?.forget()
    this.anchor = undefined
  }

  async complete(path: string, query: Query, cancelled: () => boolean): Promise<Outcome> {
    return (await this.judge(path, query, cancelled)).outcome
  }

  async judge(path: string, query: Query, cancelled: () => boolean): Promise<Verdict> {
    const begun = this.now()
    const spent: { copy?: number; prefill?: number; decode?: number; rank?: number } = {}
    const timings = (): Timings => ({ total: this.now() - begun, ...spent })
    const without = (outcome: Outcome): Verdict => ({ outcome, ranked: [], cuts: [] })
    const nothing = (reason: EmptyReason): Verdict => without({ kind: 'empty', reason, timings: timings() })
    const { text: source } = this.index.document(query.uri)
    if (source.inBlocks) return without({ kind: 'refused', reason: 'file-too-large' })
    if (source.find(query.offset).line.text.length > maxLineChars) return nothing('line-too-long')
    const situation = readSituation(this.index, query.uri, query.offset)
    const search = this.copies(situation, query.mustStartWith ?? '')
    spent.copy = this.now() - begun
    const generated = await this.generate(path, situation, query, cancelled)
    if (cancelled()) return without({ kind: 'cancelled', timings: timings() })
    spent.decode = this.now() - begun - spent.copy
    const lines = gather(search, generated?.decoded, scoredCopies)
    if (lines.length === 0) return nothing('no-candidate')
    const ranked = await this.rank(situation, search, lines, generated)
    if (cancelled()) return without({ kind: 'cancelled', timings: timings() })
    spent.rank = this.now() - begun - spent.copy - spent.decode
    const best = ranked[0] as RankedLine
    const judge = this.judgeModels(generated !== undefined)
    const cuts = judge ? cutsOf(best, ranked, situation.half.length, this.characters(situation, best, generated)) : []
    const { end, confidence } = this.shorten(best, cuts, judge, query.threshold)
    const text = best.candidate.text.slice(0, end)
    const cleaned = this.clean(query, situation, text)
    if ('reason' in cleaned) return { ...nothing(cleaned.reason), ranked, cuts }
    // An editor would drop what contradicts the selected item.
    if (!cleaned.text.startsWith(query.mustStartWith ?? '')) return { ...nothing('below-threshold'), ranked, cuts }
    const isOwn = generated?.decoded.text.trimEnd() === best.candidate.text
    const origin = best.candidate.origin === 'copy' ? (isOwn ? 'both' : 'copy') : 'model'
    const tokens = generated?.decoded.tokens.length ?? 0
    return {
      outcome: { kind: 'done', text: cleaned.text, confidence, source: origin, tokens, timings: timings() },
      ranked,
      cuts,
    }
  }

  private copies(situation: Situation, mustStartWith: string): CopySearch {
    const search = findCopies(situation, { neighbours: !this.off.has('neighbours'), suffix: !this.off.has('suffix') })
    const wanted = this.off.has('copy') ? [] : search.candidates.filter(({ text }) => text.startsWith(mustStartWith))
    return { ...search, candidates: wanted }
  }

  private async generate(
    path: string,
    situation: Situation,
    query: Query,
    cancelled: () => boolean,
  ): Promise<Generated | undefined> {
    const { loaded, kv, texts } = this
    if (!loaded || !kv || !texts || !loaded.card.languages.includes(situation.document.language)) return undefined
    const neighbours = this.off.has('neighbours') ? [] : texts.neighbours(query.uri)
    const window = texts.window(query.uri, query.offset)
    const parts = { near: !this.off.has('near'), suffix: !this.off.has('suffix') }
    const prompt = buildPrompt(loaded.tokenizer, this.telling, { path, ...window, neighbours }, this.anchor, parts)
    this.anchor = prompt.anchor
    const around = this.off.has('ngram') ? [] : [...neighbours, ...texts.around(query.uri, query.offset, parts.suffix)]
    const decoded = await decodeLine(kv, loaded.tokenizer, prompt.tokens, prompt.forced.length, {
      maxTokens,
      texts: around,
      mixture: loaded.card.mixture,
      forced: prompt.forced + bytesOf(query.mustStartWith ?? ''),
      cancelled,
    })
    return {
      decoded,
      promptTokens: prompt.tokens.length,
      kept: window.typed.length - typedBack(prompt.forced, window.typed),
      kv,
      loaded,
    }
  }

  /** Best first. */
  private async rank(
    situation: Situation,
    search: CopySearch,
    lines: Candidate[],
    generated: Generated | undefined,
  ): Promise<RankedLine[]> {
    const read = featureReader(situation, search)
    const scored = generated && {
      decoded: generated.decoded,
      scores: await scoreLines(
        generated.kv,
        generated.loaded.tokenizer,
        lines.map(({ text }) => encodeBehind(generated, situation.typed, text)),
        generated.decoded.first,
        generated.promptTokens,
        treeNodes,
      ),
    }
    const models = this.judgeModels(generated !== undefined)
    const judged = readFeatures(lines, read, scored)
    const odds = judged.map((line) => (models ? evaluateTrees(models.rank, line.features) : plainOdds(line.candidate)))
    return judged
      .map((line, index) => ({ ...line, probability: probabilityOf(odds[index] as number) }))
      .sort((a, b) => b.probability - a.probability)
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

  private characters(situation: Situation, best: RankedLine, generated: Generated | undefined): number[] | undefined {
    if (!generated || !best.score) return undefined
    const { tokenizer } = generated.loaded
    const ids = encodeBehind(generated, situation.typed, best.candidate.text)
    const typed = situation.typed.length - generated.kept
    return byCharacter(
      ids.map((id) => tokenizer.tokens[id] ?? ''),
      best.score.logProbabilities,
      typed,
      best.candidate.text.length,
    )
  }

  /** Characters to show and the confidence in them; 0 when nothing reaches the threshold. */
  private shorten(
    best: RankedLine,
    cuts: readonly Cut[],
    judge: JudgeModels | undefined,
    threshold: number,
  ): { end: number; confidence: number } {
    if (!judge) {
      const shown = threshold <= 0 || best.probability >= threshold
      return { end: shown ? best.candidate.text.length : 0, confidence: best.probability }
    }
    const confidences = cuts.map(({ features }) => probabilityOf(evaluateTrees(judge.cut, features)))
    const at = threshold <= 0 ? cuts.length - 1 : confidences.findLastIndex((confidence) => confidence >= threshold)
    return { end: cuts[at]?.end ?? 0, confidence: confidences[at] ?? 0 }
  }
}

interface Generated {
  readonly decoded: DecodedLine
  readonly promptTokens: number
  /** Characters of the typed text that are in the prompt; the rest was taken back for healing. */
  readonly kept: number
  readonly kv: KvPrefix
  readonly loaded: LoadedModel
}

/** Characters that healing took back. */
function typedBack(forced: string, typed: string): number {
  for (let length = 0; length <= typed.length; length++)
    if (bytesOf(typed.slice(typed.length - length)).length === forced.length) return length
  return 0
}

/** Tokens behind the prompt of the typed rest and `text`, split as they would be in the whole line. */
function encodeBehind({ kept, loaded: { tokenizer } }: Generated, typed: string, text: string): number[] {
  const before = tokenizer.split(typed.slice(0, kept)).length
  return tokenizer.encodePieces(tokenizer.split(typed + text).slice(before))
}

/** Without a fitted ranker: what the copy search thinks, which knows nothing of other lines. */
function plainOdds({ prior, origin }: Candidate): number {
  return origin === 'copy' ? prior / 4 - 4 : -2
}

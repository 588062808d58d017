/**
 * The completion engine: one request in, one Outcome out. Gathers candidate lines (copies, the model's own), has the
 * model score all of them, ranks, ends the best before its first doubtful token, and cleans up.
 *
 * It keeps what survives between keystrokes: the live index, the encoded lines, the KV caches.
 */
import type { Effort } from '../governor.ts'
import type { EmptyReason, Outcome, Timings } from '../types.ts'
import { bestCopies, likelyCopies } from './candidates.ts'
import type { CopyLimits } from './candidates.ts'
import type { CopySearch } from './copies.ts'
import { findCopies } from './copies.ts'
import type { Judge, JudgeModels } from './card.ts'
import type { Learning } from './drift.ts'
import { featureReader } from './features.ts'
import type { Edit } from './line-text.ts'
import { furtherLines } from './further-lines.ts'
import { LiveIndex, maxLineChars } from './live-index.ts'
import { originsOf } from './origins.ts'
import { MemberNames } from './member-names.ts'
import { isKnownMember } from './members.ts'
import { readLines, writeBeam, writeLine } from './model-lines.ts'
import type { ModelLines, ModelOptions } from './model-lines.ts'
import { Readings } from './reading.ts'
import type { LoadedModel } from './reading.ts'
import { readScene } from './rules/rule.ts'
import { cleanUp } from './rules.ts'
import { readSituation } from './situation.ts'
import type { Situation } from './situation.ts'
import { beamPays, shorten, weigh } from './weighing.ts'
import type { Gathered, Weighed } from './weighing.ts'

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
  /** What is learned of the text that is written. */
  readonly learning?: Learning | undefined
}

export interface Query {
  readonly uri: string
  /** UTF-16 offset of the cursor. */
  readonly offset: number
  /** Least confidence to show; 0 shows whole lines, whatever the confidence. */
  readonly threshold: number
  readonly mustStartWith?: string
  /** Names behind the dot before the cursor, as the language server has them; absent: not known. */
  readonly members?: readonly string[]
  /** Somebody has typed the text before the cursor, which can be learned from. */
  readonly isWritten?: boolean
  /** How much of the engine runs; all of it unless something else is said. */
  readonly effort?: Effort
}

/** After a suggestion that goes to the end of its line. */
export interface FurtherQuery extends Pick<Query, 'uri' | 'offset' | 'threshold' | 'effort'> {
  readonly text: string
  readonly confidence: number
  /** `sure`: what is copied and the model would write itself; `asked`: someone wants to see more. */
  readonly lines: 'sure' | 'asked'
}

/** Everything that led to an outcome: for fitting the rankers and for explaining a suggestion. */
export interface Verdict extends Weighed {
  readonly outcome: Outcome
  /** Before there was a beam, where there is one. */
  readonly early?: Weighed | undefined
}

const sceneChars = 2_000
/** For a whole line, whatever its confidence: one in fifteen right copies is not among the six best. */
const allCopies: CopyLimits = { most: 16, least: 0 }

export class CompletionEngine {
  readonly index = new LiveIndex()
  private readonly judges: Judge | undefined
  private readonly off: ReadonlySet<EnginePart>
  private readonly now: () => number
  private readonly readings: Readings | undefined

  /** @param now clock in milliseconds, for the timings */
  constructor({ loaded, judge, learning }: EngineModels, now: () => number, off: ReadonlySet<EnginePart> = new Set()) {
    this.judges = judge
    this.off = off
    this.now = now
    const parts = {
      neighbours: !off.has('neighbours'),
      near: !off.has('near'),
      suffix: !off.has('suffix'),
      ngram: !off.has('ngram'),
    }
    this.readings = loaded && !off.has('model') ? new Readings(loaded, this.index, parts, learning) : undefined
  }

  /** @param background see `Document` */
  open(uri: string, language: string, text: string, background = false): void {
    this.index.open(uri, language, text, background)
    this.readings?.changed(uri)
  }

  change(uri: string, edits: readonly Edit[]): void {
    this.index.use(uri)
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
    this.index.use(uri)
    const { text } = this.index.document(uri)
    if (text.inBlocks || text.find(offset).line.text.length > maxLineChars) return
    const situation = readSituation(this.index, uri, offset)
    const reading = this.knows(situation) ? this.readings?.begin(path, uri, offset, false) : undefined
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
    return (await this.judge(path, query, cancelled, false)).outcome
  }

  /**
   * What follows a suggestion on the lines below it: text that starts with a line break, `''` for nothing, and how sure
   * the whole is then.
   */
  async goOn(
    path: string,
    query: FurtherQuery,
    cancelled: () => boolean,
  ): Promise<{ text: string; confidence: number }> {
    const { uri, offset, text, confidence, threshold, effort = 'full' } = query
    const nothing = { text: '', confidence }
    const situation = readSituation(this.index, uri, offset)
    const agreeing = query.lines === 'sure'
    const mayRun = effort === 'full' || (effort === 'greedy' && !agreeing)
    if (!mayRun || situation.rest.trim() !== '' || !this.knows(situation)) return nothing
    const reading = this.readings?.begin(path, uri, offset)
    if (!reading) return nothing
    await reading.tree.read(reading.tip)
    const before = this.index.linesBefore(uri, offset, sceneChars)
    const after = this.index.linesAfter(uri, offset, sceneChars)
    const { above, below } = readScene(before, after, situation.document.language)
    const search = (ahead: Situation): CopySearch => this.copies(ahead, '')
    const start = { situation, reading, judge: this.judgeModels(true), search, above, below }
    const beam = !this.off.has('beam') && effort === 'full'
    const found = await furtherLines(start, { text, confidence, threshold, agreeing, beam, cancelled })
    return { text: found.lines.map((line) => `\n${line}`).join(''), confidence: found.confidence }
  }

  /** @param comparesBeam weighs before a beam in any case; else only where the card says what a beam is worth */
  async judge(path: string, query: Query, cancelled: () => boolean, comparesBeam = true): Promise<Verdict> {
    const begun = this.now()
    const spent: { copy?: number; prefill?: number; decode?: number; rank?: number } = {}
    const sinceBegun = (): number => this.now() - begun - Object.values(spent).reduce((sum, ms) => sum + ms, 0)
    const timings = (): Timings => ({ total: this.now() - begun, ...spent })
    const without = (outcome: Outcome): Verdict => ({ outcome, ranked: [], cuts: [], confidences: [] })
    const nothing = (reason: EmptyReason): Verdict => without({ kind: 'empty', reason, timings: timings() })
    const stopped = (): Verdict => without({ kind: 'cancelled', timings: timings() })
    this.index.use(query.uri)
    const { text: source } = this.index.document(query.uri)
    if (source.inBlocks) return without({ kind: 'refused', reason: 'file-too-large' })
    if (source.find(query.offset).line.text.length > maxLineChars) return nothing('line-too-long')
    const read = readSituation(this.index, query.uri, query.offset)
    const situation = this.off.has('suffix') ? { ...read, lineAfter: '', seesBelow: false } : read
    const search = this.copies(situation, query.mustStartWith ?? '', query.members)
    const features = featureReader(situation, search)
    const copies = bestCopies(
      search.candidates,
      features,
      this.judgeModels(false)?.rank,
      query.threshold > 0 ? likelyCopies : allCopies,
    )
    spent.copy = sinceBegun()
    const knows = query.effort !== 'ngram' && this.knows(situation)
    const reading = knows ? this.readings?.begin(path, query.uri, query.offset, query.isWritten) : undefined
    const names = reading && MemberNames.behind(situation.typed, query.members, reading)
    const options: ModelOptions = {
      names: query.mustStartWith ? undefined : names,
      ...{ mustStartWith: query.mustStartWith ?? '', threshold: query.threshold, cancelled },
      ...{ drafts: !this.off.has('draft'), beam: !this.off.has('beam') && query.effort !== 'greedy' },
    }
    const gathered: Gathered = {
      ...{ situation, search, copies, features, reading, options, members: query.members },
      judge: this.judgeModels(reading !== undefined),
    }
    let model: ModelLines | undefined
    let weighed: Weighed
    let early: Weighed | undefined
    if (reading) {
      await readLines(
        reading,
        situation.typed,
        copies.map(({ text }) => text),
        options,
      )
      spent.prefill = sinceBegun()
      if (cancelled()) return stopped()
      const own = await writeLine(reading, options)
      model = { decoded: own.decoded, beam: undefined }
      if (cancelled()) return stopped()
      const limits = gathered.judge?.beam
      const before = !options.beam || limits || comparesBeam ? await weigh(gathered, model) : undefined
      if (cancelled()) return stopped()
      if (before && !(options.beam && beamPays(before, limits, query.threshold))) weighed = before
      else {
        early = before
        model = { ...model, beam: await writeBeam(reading, own.options) }
        if (cancelled()) return stopped()
        weighed = await weigh(gathered, model)
      }
      spent.decode = sinceBegun()
      if (cancelled()) return stopped()
    } else weighed = await weigh(gathered, undefined)
    const best = weighed.ranked[0]
    if (!best) return nothing('no-candidate')
    const { end, confidence } = shorten(weighed, query.threshold)
    const cleaned = this.clean(query, situation, best.candidate.text.slice(0, end))
    spent.rank = sinceBegun()
    const isOwn = model?.decoded.text.trimEnd() === best.candidate.text
    const origin = best.candidate.origin === 'copy' ? (isOwn ? 'both' : 'copy') : 'model'
    const places = originsOf(this.index, best.candidate)
    const about = { source: origin, confidence, ...(places.length > 0 && { places }) } as const
    const hide = (reason: EmptyReason): Verdict => {
      return { outcome: { kind: 'empty', reason, hidden: about, timings: timings() }, ...weighed, early }
    }
    if ('reason' in cleaned) return hide(cleaned.reason)
    // An editor would drop what contradicts the selected item.
    if (!cleaned.text.startsWith(query.mustStartWith ?? '')) return hide('below-threshold')
    const tokens = model?.decoded.tokens.length ?? 0
    const outcome = { kind: 'done', text: cleaned.text, ...about, tokens, timings: timings() } as const
    return { outcome, ...weighed, early }
  }

  private copies(situation: Situation, mustStartWith: string, members?: readonly string[]): CopySearch {
    const search = findCopies(situation, { neighbours: !this.off.has('neighbours'), suffix: !this.off.has('suffix') })
    const wanted = this.off.has('copy')
      ? []
      : search.candidates.filter(
          ({ text }) => text.startsWith(mustStartWith) && isKnownMember(situation.typed, text, members),
        )
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

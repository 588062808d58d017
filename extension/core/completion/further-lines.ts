/**
 * Lines that follow a suggestion: each is found and judged as if the ones before it stood in the file, and they end
 * where the whole is no longer sure. Nothing is written ahead into the index: the token tree goes on behind the line.
 */
import { bestCopies, likelyCopies } from './candidates.ts'
import type { JudgeModels } from './card.ts'
import type { CopySearch } from './copies.ts'
import { featureReader } from './features.ts'
import type { Block } from './further/rule.ts'
import { endOf, finish } from './further/rules.ts'
import { readLines, writeBeam, writeLine } from './model-lines.ts'
import { encodeBehind } from './reading.ts'
import type { Reading } from './reading.ts'
import { cleanUp } from './rules.ts'
import { situationAhead } from './situation.ts'
import type { Situation } from './situation.ts'
import type { Node } from './token-tree.ts'
import { textOf } from './tokenizer.ts'
import { beamPays, weigh } from './weighing.ts'
import type { Gathered, Weighed } from './weighing.ts'

/** What is known where the first line begins. */
export interface Start {
  readonly situation: Situation
  readonly reading: Reading
  readonly judge: JudgeModels | undefined
  readonly search: (situation: Situation) => CopySearch
  /** Written lines around, see `Block`. */
  readonly above: readonly string[]
  readonly below: readonly string[]
}

export interface FurtherOptions {
  /** The suggestion's first line, to the end of the cursor's line. */
  readonly text: string
  /** In that line. */
  readonly confidence: number
  readonly threshold: number
  /** Only lines that are copied and that the model would write itself. */
  readonly agreeing: boolean
  readonly beam: boolean
  readonly cancelled: () => boolean
}

export interface FurtherLines {
  /** With their indentation. */
  readonly lines: readonly string[]
  /** Probability that all of it is right, the first line included. */
  readonly confidence: number
}

/** A screen is full of lines; nobody reads that many grey ones. */
const mostLines = { agreeing: 6, asked: 12 }
/** Indentation is one token as a rule. */
const indentationTokens = 3

interface Ahead {
  readonly situation: Situation
  readonly reading: Reading
}

/** None where the text after the cursor stands in the way, or where nothing is sure enough. */
export async function furtherLines(start: Start, options: FurtherOptions): Promise<FurtherLines> {
  const { situation, reading } = start
  const block: Block = { first: situation.typed + options.text, above: start.above, below: start.below }
  let sure: number[] = []
  let lines: string[] = []
  let confidence = options.confidence
  let last = await behind(reading, encodeBehind(reading, situation.typed, options.text))
  const most = options.agreeing ? mostLines.agreeing : mostLines.asked
  while (lines.length < most && !options.cancelled()) {
    const next = await indent(reading, last)
    if (!next || options.cancelled()) break
    const { typed } = next
    const ahead = {
      situation: situationAhead(situation, [block.first, ...lines], typed),
      reading: { ...reading, tip: next.tip, forced: '', kept: typed.length },
    }
    const best = await bestLine(ahead, start, options)
    if (!best) break
    confidence *= next.probability * best.confidence
    const line = typed + best.text
    const scene = { typed, rest: '', above: [...lines.toReversed(), block.first, ...block.above], below: block.below }
    const verdict = cleanUp(best.text, { ...scene, language: situation.document.language })
    if (confidence < options.threshold || !('text' in verdict) || verdict.text !== best.text) break
    if (endOf([...lines, line], block) <= lines.length) break
    lines = [...lines, line]
    sure = [...sure, confidence]
    last = await behind(ahead.reading, encodeBehind(ahead.reading, typed, best.text))
  }
  const shown = options.cancelled() ? [] : finish(lines, block)
  return { lines: shown, confidence: sure[shown.length - 1] ?? options.confidence }
}

/** The node behind tokens that follow the prompt; mostly they have been read already. */
async function behind({ tree, tip }: Reading, tokens: readonly number[]): Promise<Node> {
  const node = tokens.reduce((at, token) => tree.add(at, token), tip)
  await tree.read()
  return node
}

/** How deep the next line begins, and how sure it is that there is one; undefined when the text ends there. */
async function indent(
  { tree, mixture, loaded: { tokenizer } }: Reading,
  last: Node,
): Promise<{ readonly typed: string; readonly tip: Node; readonly probability: number } | undefined> {
  let tip = tree.add(last, tokenizer.newline)
  let bytes = ''
  let probability = mixture.probability(last, tokenizer.newline)
  for (let count = 0; ; count++) {
    await tree.read()
    const [next] = mixture.best(tip, '', 1)
    if (!next || tokenizer.endsLine(next.id)) return undefined
    const token = tokenizer.tokens[next.id] ?? ''
    if (count >= indentationTokens || textOf(token).trim() !== '') return { typed: textOf(bytes), tip, probability }
    probability *= next.probability
    bytes += token
    tip = tree.add(tip, next.id)
  }
}

/** The likeliest whole line and how sure it is; undefined when it is not agreed upon where it must be. */
async function bestLine(
  { situation, reading }: Ahead,
  { judge, search: searchAt }: Start,
  { agreeing, beam, threshold, cancelled }: FurtherOptions,
): Promise<{ readonly text: string; readonly confidence: number } | undefined> {
  const search = searchAt(situation)
  const features = featureReader(situation, search)
  const copies = bestCopies(search.candidates, features, judge?.rank, likelyCopies)
  if (agreeing && copies.length === 0) return undefined
  const options = { mustStartWith: '', threshold, drafts: true, beam, cancelled }
  const gathered: Gathered = { situation, search, copies, features, reading, options, judge }
  await readLines(
    reading,
    situation.typed,
    copies.map(({ text }) => text),
    options,
  )
  if (cancelled()) return undefined
  const { decoded } = await writeLine(reading, options)
  const written = decoded.text.trimEnd()
  if (cancelled() || decoded.ended !== 'line' || written === '') return undefined
  if (agreeing && !copies.some(({ text }) => text === written)) return undefined
  let model = { decoded, beam: undefined } as Parameters<typeof weigh>[1]
  let weighed: Weighed = await weigh(gathered, model)
  if (beam && !cancelled() && beamPays(weighed, judge?.beam, threshold)) {
    model = { decoded, beam: await writeBeam(reading, options) }
    if (!cancelled()) weighed = await weigh(gathered, model)
  }
  const [best] = weighed.ranked
  if (!best || cancelled() || (agreeing && best.candidate.text !== written)) return undefined
  return { text: best.candidate.text, confidence: weighed.confidences.at(-1) ?? best.probability }
}

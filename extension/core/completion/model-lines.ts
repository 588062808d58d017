/** The model's part in a request: its own lines, and what it thinks of everybody else's. */
import { beamLines } from './beam.ts'
import type { BeamLine } from './beam.ts'
import { decodeLine } from './decode.ts'
import type { DecodedLine, DecodeOptions } from './decode.ts'
import { draftAhead } from './drafts.ts'
import { hangBelow, hangLines, scoreBelow, scoreOf } from './line-scores.ts'
import type { LineScore } from './line-scores.ts'
import type { MemberNames } from './member-names.ts'
import { encodeBehind } from './reading.ts'
import type { Reading } from './reading.ts'
import { bytesOf } from './tokenizer.ts'

export interface ModelLines {
  readonly decoded: DecodedLine
  /** Likeliest first; the decoded line is mostly the first of them. Undefined: not looked for. */
  readonly beam: readonly BeamLine[] | undefined
}

export interface ModelOptions {
  readonly mustStartWith: string
  /** Least confidence to show; 0: whole lines, whatever the confidence. */
  readonly threshold: number
  /** Runs read ahead what is likely; else each does what it must and no more. */
  readonly drafts: boolean
  /** Other lines than the likeliest may be looked for. */
  readonly beam: boolean
  /** Behind a dot; absent: not known. */
  readonly names?: MemberNames | undefined
  readonly cancelled: () => boolean
}

/** The model's line, and the options under which it was written: those of the beam. */
export interface OwnLine {
  readonly decoded: DecodedLine
  readonly options: ModelOptions
}

const maxTokens = 40
const draftTokens = 5
const beamWidth = 3
const beamRuns = 14
/** Lines less likely than this share of the threshold are left where they are: what is shown of them ends before. */
const hopeless = 0.03
/** Tokens of copied lines that are read with the prompt, and of other lines that are scored after. */
const treeNodes = 96
const moreNodes = 48

/** Hangs the lines behind the prompt and reads both in one run; where the prompt has been read, in the next run. */
export async function readLines(
  reading: Reading,
  typed: string,
  lines: readonly string[],
  options: ModelOptions,
): Promise<void> {
  const { tree, tip } = reading
  // Into an empty cache the prompt is read by itself in any case.
  if (tree.size === 0) await tree.read(tip)
  const most = tree.pending + treeNodes
  hangBelow(tree, hangLines(tree, tip, encoded(reading, typed, lines), most), reading.below, most)
  if (tip.logits && options.drafts) return
  readAhead(reading, options)
  await tree.read(tip)
}

/** What the model would write itself; with the likeliest name that exists where it would write another. */
export async function writeLine(reading: Reading, options: ModelOptions): Promise<OwnLine> {
  const decoded = await decode(reading, options)
  const { names, cancelled } = options
  if (!names || names.allow(decoded.text)) return { decoded, options }
  const name = await names.choose(reading.tree, reading.tip, reading.mixture, cancelled)
  if (name === undefined) return { decoded, options }
  const named = { ...options, mustStartWith: name }
  const other = await decode(reading, named)
  return names.allow(other.text) ? { decoded: other, options: named } : { decoded, options }
}

async function decode(reading: Reading, options: ModelOptions): Promise<DecodedLine> {
  const { tree, tip, mixture, loaded } = reading
  return await decodeLine(tree, tip, loaded.tokenizer, mixture, reading.forced.length, {
    ...lineOptions(reading, options),
    beamFollows: options.beam,
  })
}

/** What else it could write. */
export async function writeBeam(reading: Reading, options: ModelOptions): Promise<BeamLine[]> {
  const { tree, tip, mixture, loaded } = reading
  // A beam drops what it doesn't need itself.
  await tree.read()
  return await beamLines(tree, tip, loaded.tokenizer, mixture, reading.forced.length, {
    ...lineOptions(reading, options),
    width: beamWidth,
    maxRuns: beamRuns,
  })
}

function lineOptions(
  reading: Reading,
  { mustStartWith, threshold, drafts, cancelled }: ModelOptions,
): DecodeOptions & Required<Pick<DecodeOptions, 'leastProbability' | 'below'>> {
  const forced = reading.forced + bytesOf(mustStartWith)
  const least = threshold * hopeless
  const { below } = reading
  return { maxTokens, forced, draftTokens: drafts ? draftTokens : 0, leastProbability: least, below, cancelled }
}

/** @returns one score per line, undefined for those that there was no room for */
export async function scoreLines(
  reading: Reading,
  typed: string,
  lines: readonly string[],
  options: ModelOptions,
): Promise<(LineScore | undefined)[]> {
  const { tree, tip, loaded, below } = reading
  const most = tree.pending + moreNodes
  const ends = hangLines(tree, tip, encoded(reading, typed, lines), most)
  hangBelow(tree, ends, below, most)
  if (tree.pending > 0) readAhead(reading, options)
  await tree.read()
  return ends.map((end) => end && { ...scoreOf(loaded.tokenizer, tip, end), below: scoreBelow(tree, end, below) })
}

/** For the run that comes next. */
function readAhead(reading: Reading, options: ModelOptions): void {
  const { tree, tip, mixture, loaded } = reading
  const { forced, draftTokens: most, leastProbability, below } = lineOptions(reading, options)
  draftAhead(tree, tip, loaded.tokenizer, mixture, { forced, most, leastProbability, below })
}

function encoded(reading: Reading, typed: string, lines: readonly string[]): number[][] {
  return lines.map((text) => encodeBehind(reading, typed, text))
}

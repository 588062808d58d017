/** The model's part in a request: its own lines, and what it thinks of everybody else's. */
import { beamLines } from './beam.ts'
import type { BeamLine } from './beam.ts'
import { decodeLine } from './decode.ts'
import type { DecodedLine } from './decode.ts'
import { hangLines, scoreOf } from './line-scores.ts'
import type { LineScore } from './line-scores.ts'
import { encodeBehind } from './reading.ts'
import type { Reading } from './reading.ts'
import type { Node } from './token-tree.ts'
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
  readonly cancelled: () => boolean
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

/** Hangs the lines behind the prompt and reads both in one run. */
export async function readLines(reading: Reading, typed: string, lines: readonly string[]): Promise<void> {
  const { tree, tip } = reading
  const begun = tree.pending
  hangLines(tree, tip, encoded(reading, typed, lines), begun + treeNodes)
  await tree.read(tip)
}

/** What the model would write itself. */
export async function writeLine(reading: Reading, options: ModelOptions, draft: boolean): Promise<DecodedLine> {
  const { tree, tip, mixture, loaded } = reading
  return await decodeLine(tree, tip, loaded.tokenizer, mixture, reading.forced.length, {
    ...lineOptions(reading, options),
    draftTokens: draft ? draftTokens : 0,
  })
}

/** What else it could write. */
export async function writeBeam(reading: Reading, options: ModelOptions): Promise<BeamLine[]> {
  const { tree, tip, mixture, loaded } = reading
  return await beamLines(tree, tip, loaded.tokenizer, mixture, reading.forced.length, {
    ...lineOptions(reading, options),
    width: beamWidth,
    maxRuns: beamRuns,
  })
}

function lineOptions(
  reading: Reading,
  { mustStartWith, threshold, cancelled }: ModelOptions,
): { maxTokens: number; forced: string; leastProbability: number; cancelled: () => boolean } {
  const forced = reading.forced + bytesOf(mustStartWith)
  return { maxTokens, forced, leastProbability: threshold * hopeless, cancelled }
}

/** @returns one score per line, undefined for those that there was no room for */
export async function scoreLines(
  reading: Reading,
  typed: string,
  lines: readonly string[],
): Promise<(LineScore | undefined)[]> {
  const { tree, tip, loaded } = reading
  const ends: (Node | undefined)[] = hangLines(tree, tip, encoded(reading, typed, lines), moreNodes)
  await tree.read()
  return ends.map((end) => end && scoreOf(loaded.tokenizer, tip, end))
}

function encoded(reading: Reading, typed: string, lines: readonly string[]): number[][] {
  return lines.map((text) => encodeBehind(reading, typed, text))
}

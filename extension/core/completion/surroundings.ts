/**
 * What the lines around the cursor say of a line that could stand there: a block that the next line needs open, names
 * that are used below and come from nowhere yet, lines that look alike. Read once per request; the model sees the same
 * text, but as small as it is it often does not see this.
 */
import { indentation, isNameStart, tokensIn } from './lexer.ts'
import type { Line } from './line-text.ts'
import type { Situation } from './situation.ts'

/** Lines with text that are looked at, above and below. */
const reach = 10
/** Of these, the ones that a line is compared with as a whole. */
const alike = 3
/** Lines of a common name that are looked at for one above the cursor. */
const mostLines = 200

export interface Surroundings {
  /** Tokens of the lines with text, the nearest first. */
  readonly above: readonly (readonly string[])[]
  readonly below: readonly (readonly string[])[]
  /** Columns that the next line with text is indented deeper than the cursor's, at most 12 either way; 0 at the end. */
  readonly nextIndentation: number
  /** First character of that line, and of the first one below that is not deeper than the cursor's. */
  readonly nextStart: string | undefined
  readonly outerStart: string | undefined
  /** Names below that stand nowhere above in the file. */
  readonly missing: ReadonlySet<string>
}

/** What `Surroundings` say of one line. */
export interface Fit {
  /** 1: opens a block and the next line is deeper, or neither; 0: one of both; -1: there is no next line. */
  readonly fitsBelow: number
  /** Of `missing`. */
  readonly bringsMissing: number
  /** Share of its names that stand in the lines around, 0 without a name. */
  readonly namesAbove: number
  readonly namesBelow: number
  /** Lines up to the nearest use above of the name that was used longest ago, `reach` + 1 where that is further. */
  readonly farthestName: number
  /** Share of tokens in common with the most alike of the nearest lines. */
  readonly likeAbove: number
  readonly likeBelow: number
}

export function readSurroundings(situation: Situation): Surroundings {
  const { document, index, line, indentation: own, written = [], seesBelow = true } = situation
  document.text.renumber()
  const { lines } = document.text
  const { number } = line
  const fresh = written.toReversed().map((text) => tokensIn(text))
  const above = [...fresh.filter((tokens) => tokens.length > 0), ...near(lines, number, -1).map(textsOf)].slice(
    0,
    reach,
  )
  const below = seesBelow ? near(lines, number, 1) : []
  const next = below[0]
  const names = new Set(below.flatMap(textsOf).filter(isName))
  const missing = new Set<string>()
  for (const name of names) {
    const isAbove = stands(index.token(name)?.lines ?? [], (at) => at.owner === line.owner && at.number < number)
    if (!isAbove && !fresh.some((tokens) => tokens.includes(name))) missing.add(name)
  }
  const deeper = next ? indentation(next.text) - own : 0
  return {
    above,
    below: below.map(textsOf),
    nextIndentation: Math.max(-12, Math.min(12, deeper)),
    nextStart: next?.text.trimStart()[0],
    outerStart: below.find(({ text }) => indentation(text) <= own)?.text.trimStart()[0],
    missing,
  }
}

/**
 * @param whole tokens of the line with its typed part
 * @param added tokens of what would be inserted, from the half-typed name on
 * @param opens the line leaves a block open
 */
export function fitOf(around: Surroundings, whole: readonly string[], added: readonly string[], opens: boolean): Fit {
  const names = [...new Set(added.filter(isName))]
  const share = (of: readonly string[]): number => of.length / Math.max(1, names.length)
  const { above, below, missing, nextIndentation, nextStart } = around
  const distances = names
    .map((name) => above.findIndex((line) => line.includes(name)))
    .map((at) => (at < 0 ? reach : at))
  return {
    fitsBelow: nextStart === undefined ? -1 : opens === nextIndentation > 0 ? 1 : 0,
    bringsMissing: names.filter((name) => missing.has(name)).length,
    namesAbove: share(names.filter((_, at) => distances[at]! < reach)),
    namesBelow: share(names.filter((name) => below.some((line) => line.includes(name)))),
    farthestName: 1 + Math.max(-1, ...distances),
    likeAbove: Math.max(0, ...above.slice(0, alike).map((line) => likeness(whole, line))),
    likeBelow: Math.max(0, ...below.slice(0, alike).map((line) => likeness(whole, line))),
  }
}

function near(lines: readonly Line[], from: number, step: 1 | -1): Line[] {
  const found: Line[] = []
  for (let at = from + step; at >= 0 && at < lines.length && found.length < reach; at += step) {
    const line = lines[at] as Line
    if (line.tokens.length > 0) found.push(line)
  }
  return found
}

function stands(lines: Iterable<Line>, wanted: (line: Line) => boolean): boolean {
  let left = mostLines
  for (const line of lines) {
    if (wanted(line)) return true
    if (left-- <= 0) return true
  }
  return false
}

/** Shared tokens, each as often as it stands in both, over those of the longer one. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const left = [...b]
  let shared = 0
  for (const token of a) {
    const at = left.indexOf(token)
    if (at < 0) continue
    shared++
    left.splice(at, 1)
  }
  return shared / Math.max(1, a.length, b.length)
}

function textsOf(line: Line): string[] {
  return line.tokens.map(({ text }) => text)
}

function isName(token: string): boolean {
  return isNameStart(token.charCodeAt(0))
}

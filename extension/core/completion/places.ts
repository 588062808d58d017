/** Where the tokens before the cursor stand as well: the search that copies come from. */
import type { Line, LineText } from './line-text.ts'
import type { Token } from './live-index.ts'
import { lineBreak, maxContext } from './situation.ts'
import type { Situation } from './situation.ts'

export interface Place {
  readonly line: Line
  /** Index of the token that `half` or the last token before the cursor stands for; -1: before the line's first token. */
  readonly token: number
}

export interface PlaceOptions {
  readonly neighbours?: boolean
  /** Text after the cursor. */
  readonly suffix?: boolean
}

/** A token on at most so many lines is looked up; then no place of a match that holds it is missed. */
const rare = 800
/** Otherwise lines are walked through, the nearest first: so many of this file, and of each neighbour. */
const ownLines = 1_500
const neighbourLines = 900
const allLines = 4_000
/** Names that may differ between a place and the cursor. */
const maxRenames = 3
/** Context tokens among which a rare one is looked for. */
const anchorDepth = 8

/** Files of one family hold lines worth copying into each other. */
function family(language: string): string {
  return isScript(language) ? 'script' : language
}

/** JavaScript, or what holds it. */
export function isScript(language: string): boolean {
  return /^(typescript|javascript)(react)?$|^(vue|svelte|astro)$/.test(language)
}

/**
 * Places by the number of equal tokens that end there, at most `most` of each length.
 * With a half-typed name: where a name stands that starts with it; at a line's start: where another line starts.
 * Every match that holds a rare token is found, shorter ones only nearby: single commas stand everywhere.
 */
export function placesByLength(situation: Situation, options: PlaceOptions, most: number): Place[][] {
  const { index, half, context, document } = situation
  const byLength: Place[][] = Array.from({ length: maxContext + 2 }, () => [])
  const last = context[0]
  const ends = half ? index.namesStartingWith(half) : last && last !== lineBreak ? [last] : []
  if (ends.length === 0 && (half || last !== lineBreak)) return byLength
  for (const { text } of index.all()) text.renumber()
  const allowed = allowedTexts(situation, options)
  const lastLine = options.suffix === false ? situation.line.number : Infinity
  /** Keeps the place when its match is longer than `above` and no longer than `upTo`. */
  const look = (line: Line, token: number, above: number, upTo: number): void => {
    if (line === situation.line || !allowed.has(line.owner)) return
    if (line.number > lastLine && line.owner === document.text) return
    const length = matchLength(situation, line, token)
    const places = byLength[length]!
    if (length > above && length <= upTo && places.length < most) places.push({ line, token })
  }
  const lines = lookUp(ends)
  if (lines) {
    for (const line of lines) eachEnd(line, ends, (token) => look(line, token, 0, Infinity))
    return byLength
  }
  const anchor = rarest(context)
  for (const line of anchor?.token.lines ?? []) {
    for (let at = line.tokens.indexOf(anchor!.token); at >= 0; at = line.tokens.indexOf(anchor!.token, at + 1)) {
      const place = stepForward({ line, token: at }, half ? anchor!.depth + 1 : anchor!.depth)
      if (place) look(place.line, place.token, half ? anchor!.depth + 1 : anchor!.depth, Infinity)
    }
  }
  const upTo = anchor ? anchor.depth + (half ? 1 : 0) : Infinity
  for (const line of linesByDistance(situation, allowed)) eachEnd(line, ends, (token) => look(line, token, 0, upTo))
  return byLength
}

/** Calls back for every token of the line that is one of `ends`; with none, for the start of a line that is not blank. */
function eachEnd({ tokens }: Line, ends: readonly Token[], found: (token: number) => void): void {
  if (ends.length === 0) {
    if (tokens.length > 0) found(-1)
    return
  }
  for (let token = 0; token < tokens.length; token++) if (ends.includes(tokens[token]!)) found(token)
}

/** The rarest name or number among the nearest context tokens, undefined when none is rare. */
function rarest(context: Situation['context']): { readonly token: Token; readonly depth: number } | undefined {
  let best: { token: Token; depth: number } | undefined
  for (let depth = 0; depth < Math.min(anchorDepth, context.length); depth++) {
    const token = context[depth]
    if (!token || token === lineBreak || !token.lines || token.uses > rare) continue
    if (!best || token.uses < best.token.uses) best = { token, depth }
  }
  return best
}

/** The place `steps` tokens further on, a line break counted as one; undefined at the end of the text. */
function stepForward({ line, token }: Place, steps: number): Place | undefined {
  const { lines } = line.owner
  let at = token
  let here = line
  for (let step = 0; step < steps; step++) {
    if (++at <= here.tokens.length) continue
    const next = nextWritten(lines, here.number)
    if (!next) return undefined
    here = next
    at = 0
  }
  if (at < here.tokens.length) return { line: here, token: at }
  const next = nextWritten(lines, here.number)
  return next && { line: next, token: -1 }
}

function nextWritten(lines: readonly Line[], number: number): Line | undefined {
  for (let next = number + 1; next < lines.length; next++) if (lines[next]!.tokens.length > 0) return lines[next]
  return undefined
}

/**
 * Equal tokens that end at the place, at most `maxContext` beside a half-typed name. With `renames` the walk goes on
 * past a name that differs, as long as the same name always stands for the same other one: `a.set(x, x)` before the
 * place and `a.set(y, y)` before the cursor. Names that differ do not count; `renames` is filled, place to cursor.
 */
export function matchLength(situation: Situation, line: Line, token: number, renames?: Map<Token, Token>): number {
  const { context, half, line: cursorLine } = situation
  const { lines } = line.owner
  let tokens = line.tokens
  let number = line.number
  let at = half ? token - 1 : token
  let equal = half ? 1 : 0
  for (const wanted of context) {
    if (at >= 0) {
      const found = tokens[at--]!
      if (found !== wanted) {
        if (renames && rename(renames, found, wanted)) continue
        break
      }
    } else {
      // Past the cursor's line the context would be compared with itself.
      if (wanted !== lineBreak || number <= 0 || lines[number] === cursorLine) break
      do tokens = lines[--number]?.tokens ?? []
      while (number > 0 && tokens.length === 0 && lines[number] !== cursorLine)
      at = lines[number] === cursorLine ? -1 : tokens.length - 1
    }
    equal++
  }
  return equal
}

/** Whether `wanted` may stand for `found`; remembers it. Only names and numbers change from line to line. */
function rename(renames: Map<Token, Token>, found: Token, wanted: Situation['context'][number]): boolean {
  if (!wanted || wanted === lineBreak || !found.lines || !wanted.lines) return false
  const known = renames.get(found)
  if (known || renames.size >= maxRenames) return known === wanted
  renames.set(found, wanted)
  return true
}

/** The lines that hold one of `tokens`, where the index knows them and they are few. */
function lookUp(tokens: readonly Token[]): Set<Line> | undefined {
  if (tokens.length === 0) return undefined
  const lines = new Set<Line>()
  for (const token of tokens) {
    if (!token.lines || lines.size + token.lines.size > rare) return undefined
    for (const line of token.lines) lines.add(line)
  }
  return lines
}

function allowedTexts({ index, document }: Situation, options: PlaceOptions): Set<LineText> {
  const texts = new Set([document.text])
  if (options.neighbours === false) return texts
  for (const { language, indexed, text } of index.neighboursOf(document.uri)) {
    if (indexed && family(language) === family(document.language)) texts.add(text)
  }
  return texts
}

/** The lines of this file, the nearest first, then the first ones of the other files. */
function linesByDistance({ document, line }: Situation, texts: ReadonlySet<LineText>): Line[] {
  const { lines } = document.text
  const ordered: Line[] = []
  for (let away = 1; away <= lines.length && ordered.length < ownLines; away++) {
    const above = lines[line.number - away]
    const below = lines[line.number + away]
    if (above) ordered.push(above)
    if (below) ordered.push(below)
  }
  for (const text of texts) {
    if (ordered.length >= allLines) break
    if (text !== document.text) ordered.push(...text.lines.slice(0, neighbourLines))
  }
  return ordered
}

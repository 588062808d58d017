/** What stands around the cursor: read once per request, shared by everything that looks for or judges a line. */
import { indentation, isNameStart, lexLine } from './lexer.ts'
import { withoutEnd } from './line-text.ts'
import type { Line } from './line-text.ts'
import type { Document, LiveIndex, Token } from './live-index.ts'

/** Stands for the line break between two lines that hold tokens; blank lines between them do not count. */
export const lineBreak = 'line break'

export type ContextToken = Token | typeof lineBreak | undefined

export interface Situation {
  readonly index: LiveIndex
  readonly document: Document
  readonly line: Line
  /** The cursor's line up to the cursor. */
  readonly typed: string
  /** The cursor's line from the cursor on, without line break. */
  readonly rest: string
  /** The name that ends at the cursor, `''` when there is none. It may be complete, or half of a longer one. */
  readonly half: string
  /** Tokens before the cursor (before `half`), the nearest first; undefined: stands nowhere in the index. */
  readonly context: readonly ContextToken[]
  /** Columns, see `indentation()`. */
  readonly indentation: number
  /** Only blanks stand before the cursor on its line. */
  readonly atLineStart: boolean
  readonly blankBefore: boolean
  /** The neighbouring lines that are not blank, without indentation; `''` at the ends of the file. */
  readonly lineBefore: string
  readonly lineAfter: string
  /** False: as if the text ended at the cursor. */
  readonly seesBelow?: boolean
  /** Finished lines that are not in the document yet, the cursor's own first, see `situationAhead`. */
  readonly written?: readonly string[]
}

/** No match counts longer than this: what follows 24 equal tokens follows more of them as well. */
export const maxContext = 24

/** Reads the situation at `offset` of an open document. Error when it is not open, RangeError outside of its text. */
export function readSituation(index: LiveIndex, uri: string, offset: number): Situation {
  const document = index.document(uri)
  const { line, number, column } = document.text.find(offset)
  const { lines } = document.text
  const typed = line.text.slice(0, column)
  const spans = lexLine(typed)
  const lastStart = spans.at(-2) ?? 0
  const half =
    spans.at(-1) === column && column > 0 && isNameStart(typed.charCodeAt(lastStart)) ? typed.slice(lastStart) : ''
  const context: ContextToken[] = []
  for (let at = spans.length - (half ? 4 : 2); at >= 0 && context.length < maxContext; at -= 2) {
    context.push(index.token(typed.slice(spans[at], spans[at + 1])))
  }
  pushLinesAbove(context, lines, number)
  return {
    index,
    document,
    line,
    typed,
    rest: withoutEnd(line.text.slice(column)),
    half,
    context,
    indentation: indentation(typed),
    atLineStart: spans.length === 0,
    blankBefore: /\s$/.test(typed),
    lineBefore: nearestText(lines, number, -1),
    lineAfter: nearestText(lines, number, 1),
  }
}

/**
 * The situation on a line that is not written yet: `written` are the cursor's line, finished, and those that follow it;
 * `typed` is the indentation of the one to come.
 */
export function situationAhead(now: Situation, written: readonly string[], typed: string): Situation {
  const { index, document } = now
  const context: ContextToken[] = []
  for (const text of written.toReversed()) {
    const spans = lexLine(text)
    if (spans.length > 0) context.push(lineBreak)
    for (let at = spans.length - 2; at >= 0; at -= 2) context.push(index.token(text.slice(spans[at], spans[at + 1])))
  }
  document.text.renumber()
  pushLinesAbove(context, document.text.lines, now.line.number)
  return {
    ...now,
    written,
    typed,
    rest: '',
    half: '',
    context: context.slice(0, maxContext),
    indentation: indentation(typed),
    atLineStart: true,
    blankBefore: typed !== '',
    lineBefore: written.findLast((line) => line.trim() !== '')?.trim() ?? now.lineBefore,
  }
}

function pushLinesAbove(context: ContextToken[], lines: readonly Line[], number: number): void {
  for (let above = number - 1; above >= 0 && context.length < maxContext; above--) {
    const { tokens } = lines[above] as Line
    if (tokens.length === 0) continue
    context.push(lineBreak)
    for (let at = tokens.length - 1; at >= 0 && context.length < maxContext; at--) context.push(tokens[at])
  }
}

function nearestText(lines: readonly Line[], from: number, step: 1 | -1): string {
  for (let number = from + step; number >= 0 && number < lines.length; number += step) {
    const text = (lines[number] as Line).text.trim()
    if (text) return text
  }
  return ''
}

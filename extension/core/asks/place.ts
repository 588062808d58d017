/** What an ask is about, in lines: the selection, or what stands around the cursor. */

export interface Position {
  /** From 0. */
  readonly line: number
  readonly character: number
}

export interface Lines {
  /** From 1, both ends included. */
  readonly startLine: number
  readonly endLine: number
}

/** Lines above and below the cursor that belong to it when nothing is selected. */
const around = 30

/** @param lineCount at least 1 */
export function linesOf(start: Position, end: Position, lineCount: number): Lines {
  const isEmpty = start.line === end.line && start.character === end.character
  if (isEmpty) {
    return { startLine: Math.max(1, start.line + 1 - around), endLine: Math.min(lineCount, start.line + 1 + around) }
  }
  // A selection that ends at the start of a line has nothing of that line in it.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line
  return { startLine: start.line + 1, endLine: last + 1 }
}

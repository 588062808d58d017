/** What a document most likely looks like after a suggestion was accepted, when the next one is asked for. */

export interface Accepted {
  /** The cursor's line up to the cursor. */
  readonly typed: string
  /** Behind the cursor. */
  readonly rest: string
  /** The suggestion. */
  readonly text: string
  /** It goes to the end of its line. */
  readonly isWhole: boolean
  /** VS Code language id. */
  readonly language: string
  /** Lines above, the nearest last. */
  readonly above: readonly string[]
}

/**
 * The text that is inserted by then: the suggestion and, where it finishes its line, a line break with the indentation
 * that an editor gives. Undefined where nobody can know: in front of other text.
 */
export function afterAcceptance({ typed, rest, text, isWhole, language, above }: Accepted): string | undefined {
  if (rest.trim() !== '' || text.includes('\n')) return undefined
  if (!isWhole) return text
  const line = typed + text
  const indentation = /^\s*/.exec(line)![0]
  const opens = language === 'python' ? /:\s*(#.*)?$|[([{]\s*$/ : /[([{]\s*$/
  return `${text}\n${indentation}${opens.test(line) ? unitOf(language, [...above, line]) : ''}`
}

/**
 * How much of a suggestion was typed since it was made; undefined when it was not that.
 * @param line as it is now
 * @param column where the suggestion was made
 * @param grown characters that the document is longer by
 */
export function typedSince(text: string, line: string, column: number, grown: number): number | undefined {
  const isTyped = grown >= 0 && grown < text.length && line.startsWith(text.slice(0, grown), column)
  return isTyped ? grown : undefined
}

/** One step of indentation, as the lines have it. */
function unitOf(language: string, lines: readonly string[]): string {
  if (lines.some((line) => line.startsWith('\t'))) return '\t'
  const depths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length)
  const steps = depths.slice(1).map((depth, at) => Math.abs(depth - depths[at]!))
  const least = Math.min(...steps.filter((step) => step > 1))
  return ' '.repeat(Number.isFinite(least) ? least : language === 'python' ? 4 : 2)
}

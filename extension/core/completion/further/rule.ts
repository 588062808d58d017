/** What a rule about further lines is given, and what it may answer. */

/** The line that the suggestion finishes, and what stands around it. */
export interface Block {
  /** The cursor's line, finished by the suggestion's first line. */
  readonly first: string
  /** Written lines above and below the cursor's, nearest first, blank ones left out, with their indentation. */
  readonly above: readonly string[]
  readonly below: readonly string[]
}

/** How many of the lines that would follow the first may stay. */
export type FurtherRule = (lines: readonly string[], block: Block) => number

/** The number of lines before the first one that `ends` it; all of them when none does. */
export function upTo(lines: readonly string[], ends: (line: string, at: number) => boolean): number {
  const at = lines.findIndex(ends)
  return at < 0 ? lines.length : at
}

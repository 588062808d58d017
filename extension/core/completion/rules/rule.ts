/** What a clean-up rule is given and what it may answer. */
import type { EmptyReason } from '../../types.ts'

/** The text around the cursor. Windows of a few lines are enough; all without carriage returns. */
export interface Scene {
  /** The cursor's line up to the cursor. */
  readonly typed: string
  /** The cursor's line from the cursor on. */
  readonly rest: string
  /** Lines above and below the cursor's, nearest first, blank ones left out, with their indentation. */
  readonly above: readonly string[]
  readonly below: readonly string[]
  /** VS Code language id. */
  readonly language: string
}

/** The suggestion as it was or shortened, or why nothing is shown. */
export type Verdict = { readonly text: string } | { readonly reason: EmptyReason }

export type Rule = (text: string, scene: Scene) => Verdict

/** Reads the scene from the text before and after the cursor (windows that need not reach the ends of the file). */
export function readScene(before: string, after: string, language: string): Scene {
  const above = before.split(/\r?\n/)
  const below = after.split(/\r?\n/)
  const written = (line: string): boolean => line.trim() !== ''
  const typed = above.pop() ?? ''
  const rest = below.shift() ?? ''
  return { typed, rest, above: above.reverse().filter(written), below: below.filter(written), language }
}

/** How far a suggestion of several lines goes: one rule, one file, golden cases in `test/cases/further`. */
import { blankLine } from './blank-line.ts'
import { closedBrackets } from './closed-brackets.ts'
import { goesInCircles } from './goes-in-circles.ts'
import { repeatsBelow } from './repeats-below.ts'
import type { Block, FurtherRule } from './rule.ts'
import { sameScope } from './same-scope.ts'

/** Where nothing more may follow, whatever it is: asked after each line. */
const ends: readonly FurtherRule[] = [blankLine, sameScope, repeatsBelow, goesInCircles]

/** How many lines may stay so far; less than there are: no more is to be written. */
export function endOf(lines: readonly string[], block: Block): number {
  return Math.min(...ends.map((rule) => rule(lines, block)))
}

/** The lines that are shown. */
export function finish(lines: readonly string[], block: Block): readonly string[] {
  const kept = lines.slice(0, endOf(lines, block))
  return kept.slice(0, closedBrackets(kept, block))
}

/** What every suggestion goes through before it is shown, whoever made it. The order is the specification. */
import { balancedBrackets } from './rules/balanced-brackets.ts'
import { blank } from './rules/blank.ts'
import { comment } from './rules/comment.ts'
import { firstLine } from './rules/first-line.ts'
import { lineTooLong } from './rules/line-too-long.ts'
import { midLine } from './rules/mid-line.ts'
import { outerBlanks } from './rules/outer-blanks.ts'
import { repeatsItself } from './rules/repeats-itself.ts'
import { repeatsNextLine } from './rules/repeats-next-line.ts'
import { restOfLine } from './rules/rest-of-line.ts'
import type { Rule, Scene, Verdict } from './rules/rule.ts'

export const rules: readonly Rule[] = [
  // Where: these look at the cursor only.
  midLine,
  comment,
  // How much: these shorten.
  firstLine,
  outerBlanks,
  blank,
  restOfLine,
  // Whether: these refuse.
  balancedBrackets,
  lineTooLong,
  repeatsItself,
  repeatsNextLine,
]

/** Applies the rules in order; the first reason ends it. */
export function cleanUp(suggestion: string, scene: Scene): Verdict {
  let text = suggestion
  for (const rule of rules) {
    const verdict = rule(text, scene)
    if ('reason' in verdict) return verdict
    text = verdict.text
  }
  return { text }
}

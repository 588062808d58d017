import { countBrackets } from '../brackets.ts'
import { indentation } from '../lexer.ts'
import type { FurtherRule } from './rule.ts'

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Ends behind a line where all is closed that was opened, by itself or by what stands below; closes nothing else. */
export const closedBrackets: FurtherRule = (lines, { first, below }) => {
  const outer = countBrackets(first).closed
  for (let count = lines.length; count > 0; count--) {
    const { opened, closed, mismatched } = countBrackets([first, ...lines.slice(0, count)].join('\n'))
    if (mismatched || closed !== outer) continue
    if (opened === '' || isClosedBelow(opened, first, below[0])) return count
  }
  return 0
}

/** The next line is the block's own end: what the editor typed when the bracket was opened. */
function isClosedBelow(opened: string, first: string, next: string | undefined): boolean {
  if (next === undefined || indentation(next) !== indentation(first)) return false
  const closing = Array.from(opened, (bracket) => pairs[bracket]).reverse()
  return countBrackets(next).closed.startsWith(closing.join(''))
}

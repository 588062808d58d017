import { isNameStart, tokensIn } from '../lexer.ts'
import type { Rule } from './rule.ts'

const longestPeriod = 8
/** Three alike stand in real code (`string, string, string`), four rarely do. */
const maxRepeats = 3

/** No text that goes round in circles, and no third line in a row that says the same. */
export const repeatsItself: Rule = (text, { typed, above }) => {
  const line = (typed + text).trim()
  const thirdAlike = /\w/.test(line) && above.length >= 2 && above.slice(0, 2).every((other) => other.trim() === line)
  return thirdAlike || hasCycle(text) ? { reason: 'repeats-itself' } : { text }
}

/** The text ends with more than `maxRepeats` times the same tokens, a name among them. */
function hasCycle(text: string): boolean {
  const tokens = tokensIn(text)
  for (let period = 1; period <= longestPeriod; period++) {
    let equal = 0
    while (equal + period < tokens.length && tokens.at(-1 - equal) === tokens.at(-1 - equal - period)) equal++
    const hasName = tokens.slice(-period).some((token) => isNameStart(token.charCodeAt(0)))
    // The last round of `a, a, a, a` has no comma.
    const needed = period * maxRepeats - (period > 1 ? 1 : 0)
    if (hasName && equal >= needed) return true
  }
  return false
}

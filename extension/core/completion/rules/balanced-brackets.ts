import { countBrackets } from '../brackets.ts'
import type { Rule } from './rule.ts'

/** No bracket that closes one of another kind, neither in the text nor in the rest of the line behind it. */
export const balancedBrackets: Rule = (text, { typed, rest }) => {
  const already = countBrackets(typed + rest).mismatched
  const then = countBrackets(typed + text).mismatched || countBrackets(typed + text + rest).mismatched
  return then && !already ? { reason: 'unbalanced-brackets' } : { text }
}

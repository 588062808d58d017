import { countBrackets, openQuote } from '../brackets.ts'
import type { Rule } from './rule.ts'

/** Ends the text where the rest of the line takes over: `f(║├a, b);┤)` becomes `f(║├a, b┤)`. */
export const restOfLine: Rule = (text, { typed, rest }) => {
  const following = rest.trim()
  if (!following) return { text }
  const kept = text.slice(0, takenOver(text, typed, following)).trimEnd()
  return kept ? { text: kept } : { reason: 'repeats-suffix' }
}

/** Offset in `text` from which `rest` already holds what the text would say. */
function takenOver(text: string, typed: string, rest: string): number {
  const quote = openQuote(typed)
  if (quote && rest.startsWith(quote)) {
    const end = text.indexOf(quote)
    return end < 0 ? text.length : end
  }
  for (let at = 0; at < text.length; at++) {
    if (text[at] === rest[0] && closesOutside(text.slice(0, at + 1))) return at
  }
  // Separators: the end of the text is the start of the rest.
  for (let at = 0; at < text.length; at++)
    if (rest.startsWith(text.slice(at))) return closesInside(text, at) ? text.length : at
  return text.length
}

/** The last character is a closing bracket whose opening one the text does not hold. */
function closesOutside(text: string): boolean {
  return /[)\]}]$/.test(text) && countBrackets(text).closed.length === 1
}

/** The bracket at `at` closes one that the text itself opened, so the text needs it. */
function closesInside(text: string, at: number): boolean {
  return /[)\]}]/.test(text[at]!) && countBrackets(text.slice(0, at)).opened !== ''
}

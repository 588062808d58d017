/**
 * Bracket counting on a piece of a line. Light: quoted text is skipped, comments are not known, and a quote
 * that does not close is taken as an apostrophe or as the tail of a longer string.
 */

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
const quotes = '"\'`'

export interface BracketCount {
  /** Opening brackets without their closing one, in order, e.g. `({`. */
  readonly opened: string
  /** Closing brackets whose opening one stands before the text, in order, e.g. `})`. */
  readonly closed: string
  /** A closing bracket met an opening one of another kind. */
  readonly mismatched: boolean
}

/** Where the quoted text that starts at `start` ends (offset behind the closing quote), -1 when it does not end. */
function endOfQuote(text: string, start: number): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote) return at + 1
  }
  return -1
}

export function countBrackets(text: string): BracketCount {
  let opened = ''
  let closed = ''
  let mismatched = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (quotes.includes(char)) {
      const end = endOfQuote(text, at)
      if (end > 0) at = end - 1
    } else if (char === '(' || char === '[' || char === '{') opened += char
    else if (char in closers) {
      if (!opened) closed += char
      else {
        if (opened.at(-1) !== closers[char]) mismatched = true
        opened = opened.slice(0, -1)
      }
    }
  }
  return { opened, closed, mismatched }
}

/** The quote of the string that is still open at the end of `text`, a line up to the cursor; `''` outside of strings. */
export function openQuote(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (!quotes.includes(char)) continue
    const end = endOfQuote(text, at)
    if (end < 0) return char
    at = end - 1
  }
  return ''
}

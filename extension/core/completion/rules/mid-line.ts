import type { Rule } from './rule.ts'

const closing = /^[\s)\]}>"'`;,:]*$/
const opensBlock = /^[\s)\]}>"'`;,]*(=>)?\s*[{(:]\s*$/

/** Whether a suggestion can stand before `rest`: only brackets, quotes and separators may follow, or a block's start. */
export function allowsCompletion(rest: string): boolean {
  return closing.test(rest) || opensBlock.test(rest)
}

/** Nothing in the middle of a line: what follows would have to be known to be continued well. */
export const midLine: Rule = (text, { rest }) => (allowsCompletion(rest) ? { text } : { reason: 'mid-line' })

import { countBrackets } from '../brackets.ts'
import { indentation } from '../lexer.ts'
import { upTo } from './rule.ts'
import type { FurtherRule } from './rule.ts'

const closesFirst = /^\s*[)\]}]/

/**
 * Nothing less indented than the line where it began. When that line opens a block, the block is the suggestion: its
 * closing line is the last, and one equally deep that closes nothing is not in it.
 */
export const sameScope: FurtherRule = (lines, { first }) => {
  const base = indentation(first)
  const opens = opensBlock(first)
  const end = upTo(lines, (line) => {
    const depth = indentation(line)
    return depth < base || (opens && depth === base && !closesFirst.test(line))
  })
  if (!opens) return end
  const closing = lines.findIndex((line) => indentation(line) === base && closesFirst.test(line) && !opensBlock(line))
  return closing < 0 ? end : Math.min(end, closing + 1)
}

function opensBlock(line: string): boolean {
  return countBrackets(line).opened !== '' || /:\s*$/.test(line)
}

import { lexLine } from '../lexer.ts'
import { upTo } from './rule.ts'
import type { FurtherRule } from './rule.ts'

/** Written lines among which a repetition is looked for. */
const linesBelow = 3
/** Fewer tokens (`return`, `} else {`) stand in one file again and again. */
const tellingTokens = 4

/** Not what stands below already: neither the very next line, nor a telling one that follows soon. */
export const repeatsBelow: FurtherRule = (lines, { below }) => {
  const [next] = below
  const soon = below.slice(0, linesBelow).map((line) => line.trim())
  return upTo(lines, (line) => {
    if (line.trimEnd() === next?.trimEnd()) return true
    return lexLine(line).length / 2 >= tellingTokens && soon.includes(line.trim())
  })
}

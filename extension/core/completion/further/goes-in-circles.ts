import { upTo } from './rule.ts'
import type { FurtherRule } from './rule.ts'

const longestRound = 3
/** Two rounds alike stand in real code; the third is not written. */
const mostRounds = 2

/** No third time round the same lines, those above counted in. Lone brackets may repeat. */
export const goesInCircles: FurtherRule = (lines, { first, above }) => {
  const before = [...above.toReversed(), first]
  return upTo(lines, (_, at) => {
    const all = [...before, ...lines.slice(0, at + 1)].map((line) => line.trim())
    for (let round = 1; round <= longestRound; round++) {
      const last = all.slice(-round)
      if (last.some((line) => /\w/.test(line)) && repeats(all, last) > mostRounds) return true
    }
    return false
  })
}

/** How many times in a row `all` ends with `last`. */
function repeats(all: readonly string[], last: readonly string[]): number {
  let times = 0
  for (let end = all.length; end >= last.length; end -= last.length, times++)
    if (last.some((line, at) => all[end - last.length + at] !== line)) break
  return times
}

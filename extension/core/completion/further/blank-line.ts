import { upTo } from './rule.ts'
import type { FurtherRule } from './rule.ts'

/** A blank line is where a thought ends. */
export const blankLine: FurtherRule = (lines) => upTo(lines, (line) => line.trim() === '')

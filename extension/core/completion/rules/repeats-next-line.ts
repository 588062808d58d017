import type { Rule } from './rule.ts'

/** Not what the next line says already. Lone brackets may repeat, unless they stand equally deep. */
export const repeatsNextLine: Rule = (text, { typed, rest, below }) => {
  const next = below[0]
  const line = (typed + text + rest).trimEnd()
  if (next === undefined || line.trim() !== next.trim()) return { text }
  const isBrackets = !/[\p{L}\p{N}]/u.test(line)
  return isBrackets && line !== next.trimEnd() ? { text } : { reason: 'repeats-suffix' }
}

import type { Rule } from './rule.ts'

/** One line only: the text ends at its first line break. */
export const firstLine: Rule = (text) => ({ text: text.split(/\r?\n|\r/, 1)[0] ?? '' })

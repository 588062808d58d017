import type { Rule } from './rule.ts'

/** Characters of a suggestion. Longer lines are data or prose; nobody reads that much grey text. */
export const maxSuggestion = 200

export const lineTooLong: Rule = (text) => (text.length > maxSuggestion ? { reason: 'line-too-long' } : { text })

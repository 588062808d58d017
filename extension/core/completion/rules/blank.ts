import type { Rule } from './rule.ts'

/** Something must be left to show. */
export const blank: Rule = (text) => (text.trim() === '' ? { reason: 'blank' } : { text })

import type { Rule } from './rule.ts'

/** No blanks at the end, and none at the start where the typed text ends with one (indentation is left alone). */
export const outerBlanks: Rule = (text, { typed }) => {
  const end = text.trimEnd()
  return { text: /\S\s+$/.test(typed) ? end.trimStart() : end }
}

import { openQuote } from '../brackets.ts'
import type { Rule } from './rule.ts'

const hashComments =
  /^(python|ruby|shellscript|yaml|toml|makefile|dockerfile|r|perl|elixir|julia|coffeescript|powershell)$/

/** Nothing in comments: prose can't be copied, and a wrong sentence costs more than a wrong call. */
export const comment: Rule = (text, { typed, language }) => {
  const marks = hashComments.test(language) ? /#|^\s*"""/g : /(?<!:)\/\/|\/\*(?!.*\*\/)|^\s*\*(?=\s|$)/g
  const inComment = [...typed.matchAll(marks)].some(({ index }) => openQuote(typed.slice(0, index)) === '')
  return inComment ? { reason: 'comment-or-string' } : { text }
}

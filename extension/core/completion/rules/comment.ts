import { openQuote } from '../brackets.ts'
import type { Rule, Scene } from './rule.ts'

const hashComments =
  /^(python|ruby|shellscript|yaml|toml|makefile|dockerfile|r|perl|elixir|julia|coffeescript|powershell)$/

/** Nothing in comments: prose can't be copied, and a wrong sentence costs more than a wrong call. */
export const comment: Rule = (text, scene) => {
  const { typed, language } = scene
  // A slash behind a backslash is part of a regular expression.
  const marks = hashComments.test(language) ? /#|^\s*[rbuf]?"""/gi : /(?<![:\\])\/\/|(?<![[\\])\/\*(?!.*\*\/)/g
  const inComment = [...typed.matchAll(marks)].some(({ index }) => openQuote(typed.slice(0, index)) === '')
  const inBlock = language === 'python' ? isInTripleQuotes(scene) : !hashComments.test(language) && isInBlock(scene)
  return inComment || inBlock ? { reason: 'comment-or-string' } : { text }
}

/** Block comments of several lines begin a line, or an expression of JSX. */
function isInBlock({ typed, above }: Scene): boolean {
  if (typed.includes('*/')) return false
  for (const line of above) {
    if (line.includes('*/')) return false
    if (/^\s*\{?\/\*/.test(line)) return true
  }
  // It may have begun far above.
  return [typed, ...above].every((line) => /^\s*\*(\s|$)/.test(line))
}

/** Whether the nearest triple quotes above open a text. Where they stand alone, the line above them tells. */
function isInTripleQuotes({ typed, above }: Scene): boolean {
  if (/"""|'''/.test(typed)) return false
  const at = above.findIndex((line) => /"""|'''/.test(line))
  const line = above[at]
  if (line === undefined) return false
  const [, before = '', behind = ''] = /^(.*?)(?:"""|''')(.*)$/.exec(line) ?? []
  if (/"""|'''/.test(behind)) return false
  if (behind.trim() !== '' && !/^\s*[),\].]/.test(behind)) return /^\s*[rbuf]{0,2}$|[=(,[]\s*[rbuf]{0,2}$/i.test(before)
  if (before.trim() !== '') return /(?:^\s*|(?:[=(,[]|\breturn)\s*)[rbuf]{0,2}$/i.test(before)
  const beforeThat = above[at + 1]
  return behind.trim() === '' && (beforeThat === undefined || /:\s*(#.*)?$/.test(beforeThat))
}

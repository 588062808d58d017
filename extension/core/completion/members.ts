/**
 * What the language server knows about the name behind a dot, held against a line that would write one there. It
 * forbids and never proposes: a line that goes on with a name that no member has is no candidate.
 */
import { isNamePart, isNameStart } from './lexer.ts'

/**
 * Column behind the dot whose member is written at the end of `typed` (a line up to the cursor); what follows that
 * column is the half-typed name. Undefined elsewhere, and where a list of members can't be trusted or placed: behind a
 * number, a spread, a dot that begins its line, and behind the environment, whose names are hardly ever all declared.
 */
export function memberColumn(typed: string): number | undefined {
  let column = typed.length
  while (column > 0 && isNamePart(typed.charCodeAt(column - 1))) column--
  if (typed[column - 1] !== '.') return undefined
  const receiver = typed.slice(0, column - 1).replace(/[?!]$/, '')
  let start = receiver.length
  while (start > 0 && isNamePart(receiver.charCodeAt(start - 1))) start--
  const name = receiver.slice(start)
  if (name === '') return /[)\]'"`]$/.test(receiver) ? column : undefined
  return isNameStart(name.charCodeAt(0)) && name !== 'env' ? column : undefined
}

/**
 * Whether `text` may follow `typed`, the members behind its dot being `members`: undefined or empty says nothing.
 * @param isWhole the text goes to the end of its line; else its last name may have been cut
 */
export function isKnownMember(
  typed: string,
  text: string,
  members: readonly string[] | undefined,
  isWhole = true,
): boolean {
  if (!members || members.length === 0) return true
  const column = memberColumn(typed)
  if (column === undefined) return true
  let end = 0
  while (end < text.length && isNamePart(text.charCodeAt(end))) end++
  // A name that has been typed in full is the user's own.
  if (end === 0 || isAssigned(text.slice(end))) return true
  const name = typed.slice(column) + text.slice(0, end)
  const isCut = !isWhole && end === text.length
  return members.some((member) => (isCut ? member.startsWith(name) : member === name))
}

/** Whoever assigns to a member may be declaring it, as constructors do in JavaScript and Python. */
function isAssigned(rest: string): boolean {
  return /^\s*(?::[^=]+)?=(?![=>])/.test(rest)
}

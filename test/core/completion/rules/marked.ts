/**
 * Golden cases as text: `║` is the cursor, `├…┤` behind it what is about to be inserted, the other lines the file.
 * An expectation is the same text with what is left of the insertion, or the reason why nothing is.
 */
import assert from 'node:assert/strict'
import { readScene } from '../../../../extension/core/completion/rules/rule.ts'
import type { Rule, Scene } from '../../../../extension/core/completion/rules/rule.ts'

interface Marked {
  readonly before: string
  readonly inserted: string
  readonly after: string
}

export function readMarked(text: string): Marked {
  const match = /^([^]*)║├([^]*?)┤([^]*)$/.exec(text)
  assert.ok(match, `No ║├…┤ in: ${text}`)
  return { before: match[1]!, inserted: match[2]!, after: match[3]! }
}

export function scene(text: string, language = 'typescript'): Scene {
  const { before, after } = readMarked(text)
  return readScene(before, after, language)
}

/** Checks what a rule makes of a marked text. */
export function check(rule: Rule, given: string, expected: string, language = 'typescript'): void {
  const { before, inserted, after } = readMarked(given)
  const verdict = rule(inserted, readScene(before, after, language))
  assert.equal('reason' in verdict ? verdict.reason : `${before}║├${verdict.text}┤${after}`, expected)
}

import assert from 'node:assert/strict'
import { allowsCompletion, midLine } from '../../../../extension/core/completion/rules/mid-line.ts'
import { check } from './marked.ts'

describe('rule: nothing in the middle of a line', () => {
  it('completes at the end of a line', () => check(midLine, 'const a = ║├f()┤', 'const a = ║├f()┤'))
  it('completes before closing brackets and separators', () => check(midLine, 'call(a, ║├b┤);', 'call(a, ║├b┤);'))
  it('completes inside quotes', () => check(midLine, "from '║├./a.ts┤'", "from '║├./a.ts┤'"))
  it('completes before the start of a block', () => check(midLine, 'if (║├ready┤) {', 'if (║├ready┤) {'))
  it('stays away before code', () => check(midLine, 'const ║├b = ┤a = 1', 'mid-line'))
  it('stays away before an argument', () => check(midLine, 'call(║├a, ┤b)', 'mid-line'))
  it('knows what may follow', () => {
    for (const rest of ['', '  ', ')', '})', '");', '],', ') => {', '):', '>']) assert.ok(allowsCompletion(rest), rest)
    for (const rest of ['a', ' = 1', '.b)', '+ 1', ') + 1']) assert.ok(!allowsCompletion(rest), rest)
  })
  // Known to be wrong: an argument in front of another one is missed, as most of what would be shown there is wrong.
  it('wrong: a right argument in front of another one', () => check(midLine, 'f(║├a, ┤b)', 'mid-line'))
})

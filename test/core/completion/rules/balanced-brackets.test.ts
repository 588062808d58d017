import { balancedBrackets } from '../../../../extension/core/completion/rules/balanced-brackets.ts'
import { check } from './marked.ts'

describe('rule: brackets fit', () => {
  it('closes what the line opened', () => check(balancedBrackets, 'f(║├a[0])┤', 'f(║├a[0])┤'))
  it('may open for the next line', () => check(balancedBrackets, 'f(║├() => {┤', 'f(║├() => {┤'))
  it('may close what an earlier line opened', () => check(balancedBrackets, 'f(\n  a║├)┤', 'f(\n  a║├)┤'))
  it('does not close another kind', () => check(balancedBrackets, 'f(║├a]┤', 'unbalanced-brackets'))
  it('does not open another kind before the rest', () => check(balancedBrackets, 'f(║├[a┤)', 'unbalanced-brackets'))
  it('does not look into strings', () => check(balancedBrackets, "f(║├':]')┤", "f(║├':]')┤"))
  it('does not blame the text for what was wrong before', () => check(balancedBrackets, 'f(a] ║├+ b┤', 'f(a] ║├+ b┤'))
  // Known to be wrong: regular expressions are not known.
  it('wrong: a bracket in a regular expression', () =>
    check(balancedBrackets, 'const end = ║├/[)]/┤', 'unbalanced-brackets'))
})

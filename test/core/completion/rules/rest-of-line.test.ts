import { restOfLine } from '../../../../extension/core/completion/rules/rest-of-line.ts'
import { check } from './marked.ts'

describe('rule: ends where the rest of the line takes over', () => {
  it('nothing follows', () => check(restOfLine, 'f(║├a, b);┤', 'f(║├a, b);┤'))
  it('a closing bracket follows', () => check(restOfLine, 'f(║├a, b);┤)', 'f(║├a, b┤)'))
  it('a bracket of its own stays', () => check(restOfLine, 'f(║├g(a)┤)', 'f(║├g(a)┤)'))
  it('only the outer bracket goes', () => check(restOfLine, 'f(║├g(a), [b])┤)', 'f(║├g(a), [b]┤)'))
  it('two brackets follow', () => check(restOfLine, 'f({║├ a: 1 });┤})', 'f({║├ a: 1┤})'))
  it('a separator follows', () => check(restOfLine, '  a: ║├b,┤,', '  a: ║├b┤,'))
  it('a semicolon follows', () => check(restOfLine, 'return ║├a.b;┤;', 'return ║├a.b┤;'))
  it('the closing quote follows', () => check(restOfLine, "from '║├./a.ts';┤'", "from '║├./a.ts┤'"))
  it('a quote and a bracket follow', () => check(restOfLine, 'f("║├abc");┤")', 'f("║├abc┤")'))
  it('the start of a block follows', () => check(restOfLine, 'if (║├a > b) {┤) {', 'if (║├a > b┤) {'))
  it('a type before the block stays', () => check(restOfLine, 'function f()║├: void {┤ {', 'function f()║├: void┤ {'))
  it('the rest says it all', () => check(restOfLine, 'f(║├)┤)', 'repeats-suffix'))
  // Known to be wrong: regular expressions are not known.
  it('wrong: a bracket in a regular expression', () => check(restOfLine, 'f(║├/\\)/┤)', 'f(║├/\\┤)'))
})

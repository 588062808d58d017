import { blank } from '../../../../extension/core/completion/rules/blank.ts'
import { check } from './marked.ts'

describe('rule: something to show', () => {
  it('refuses the empty text', () => check(blank, 'a║├┤', 'blank'))
  it('refuses blanks', () => check(blank, 'a║├ \t┤', 'blank'))
  it('shows a bracket', () => check(blank, 'f(║├)┤', 'f(║├)┤'))
})

import { outerBlanks } from '../../../../extension/core/completion/rules/outer-blanks.ts'
import { check } from './marked.ts'

describe('rule: no blanks around', () => {
  it('drops trailing blanks', () => check(outerBlanks, 'a = ║├b;  \t┤', 'a = ║├b;┤'))
  it('drops a second blank', () => check(outerBlanks, 'a = ║├ b┤', 'a = ║├b┤'))
  it('keeps the first blank', () => check(outerBlanks, 'a =║├ b┤', 'a =║├ b┤'))
  it('keeps indentation', () => check(outerBlanks, 'def f():\n║├    return 1┤', 'def f():\n║├    return 1┤'))
})

import { firstLine } from '../../../../extension/core/completion/rules/first-line.ts'
import { check } from './marked.ts'

describe('rule: one line', () => {
  it('leaves a single line alone', () => check(firstLine, 'a = ║├b + c┤', 'a = ║├b + c┤'))
  it('ends at a line break', () => check(firstLine, 'if (a) ║├{\n  b()\n}┤', 'if (a) ║├{┤'))
  it('ends at a Windows line break', () => check(firstLine, 'a = ║├b\r\nc┤', 'a = ║├b┤'))
  it('ends before a lone carriage return', () => check(firstLine, 'a = ║├b\rc┤', 'a = ║├b┤'))
  it('is empty when the text starts with a line break', () => check(firstLine, 'a()║├\nb()┤', 'a()║├┤'))
})

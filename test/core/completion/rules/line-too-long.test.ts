import { lineTooLong, maxSuggestion } from '../../../../extension/core/completion/rules/line-too-long.ts'
import { check } from './marked.ts'

describe('rule: no overlong line', () => {
  const fits = 'x'.repeat(maxSuggestion)
  it('shows what can be read', () => check(lineTooLong, `a = ║├${fits}┤`, `a = ║├${fits}┤`))
  it('refuses more', () => check(lineTooLong, `a = ║├${fits}x┤`, 'line-too-long'))
})

import { repeatsNextLine } from '../../../../extension/core/completion/rules/repeats-next-line.ts'
import { check } from './marked.ts'

describe('rule: not what the next line says', () => {
  it('the whole line', () => check(repeatsNextLine, '  ║├return a┤\n  return a\n', 'repeats-suffix'))
  it('typed text and suggestion together', () => check(repeatsNextLine, 'ret║├urn a┤\n\n  return a', 'repeats-suffix'))
  it('Windows line ends', () => check(repeatsNextLine, 'ret║├urn a┤\r\nreturn a\r\n', 'repeats-suffix'))
  it('another line', () => check(repeatsNextLine, 'ret║├urn a┤\nreturn b', 'ret║├urn a┤\nreturn b'))
  it('brackets less deep', () => check(repeatsNextLine, '  ║├}┤\n}', '  ║├}┤\n}'))
  it('brackets equally deep', () => check(repeatsNextLine, '  ║├})┤\n  })', 'repeats-suffix'))
  it('the end of the file', () => check(repeatsNextLine, 'ret║├urn a┤', 'ret║├urn a┤'))
  // Known to be wrong: now and then the same line stands there twice.
  it('wrong: a line that is meant to stand twice', () =>
    check(repeatsNextLine, 'await ║├tick()┤\nawait tick()', 'repeats-suffix'))
})

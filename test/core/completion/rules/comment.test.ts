import { comment } from '../../../../extension/core/completion/rules/comment.ts'
import { check } from './marked.ts'

const reason = 'comment-or-string'

describe('rule: nothing in comments', () => {
  it('line comment', () => check(comment, '// adds ║├the two┤', reason))
  it('behind code', () => check(comment, 'const a = 1 // is ║├one┤', reason))
  it('block comment', () => check(comment, '/* adds ║├the two┤', reason))
  it('inside a documentation block', () => check(comment, ' * @param ║├name┤', reason))
  it('Python comment', () => check(comment, 'x = 1  # is ║├one┤', reason, 'python'))
  it('Python documentation string', () => check(comment, '    """Adds ║├the two┤', reason, 'python'))
  it('not behind a closed block comment', () => check(comment, 'f(/* a */ ║├b)┤', 'f(/* a */ ║├b)┤'))
  it('not for an address in a string', () =>
    check(comment, "const a = 'https://║├example.org'┤", "const a = 'https://║├example.org'┤"))
  it('not for two slashes in a string', () => check(comment, "join('//', ║├a)┤", "join('//', ║├a)┤"))
  it('not for a colour in a Python string', () =>
    check(comment, 'color = "#fff", ║├size=1┤', 'color = "#fff", ║├size=1┤', 'python'))
  it('not for integer division in Python', () => check(comment, 'a = b // ║├c┤', 'a = b // ║├c┤', 'python'))
  it('not for a private name', () => check(comment, 'this.#║├count++┤', 'this.#║├count++┤'))
})

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
  it('documentation block that began far above', () => check(comment, ' * one\n * two\n * ║├three┤', reason))
  it('block without stars', () => check(comment, '/*\n  Adds\n  ║├the two┤', reason))
  it('comment in JSX', () => check(comment, '  {/* adds\n  ║├the two┤', reason, 'typescriptreact'))
  it('not behind a block', () => check(comment, '/**\n * Adds.\n */\n║├add()┤', '/**\n * Adds.\n */\n║├add()┤'))
  it('not for a factor on a line of its own', () =>
    check(comment, 'const a = b\n  * ║├factor┤', 'const a = b\n  * ║├factor┤'))
  it('not for slashes in a regular expression', () =>
    check(comment, 'name.replace(/\\//g, ║├"")┤', 'name.replace(/\\//g, ║├"")┤'))
  it('not below a glob', () =>
    check(comment, "const all = 'src/**/*.ts'\n║├read(all)┤", "const all = 'src/**/*.ts'\n║├read(all)┤"))
  it('within a documentation string', () =>
    check(comment, 'def f():\n    """Adds.\n\n    It ║├adds┤', reason, 'python'))
  it('within one whose quotes stand alone', () => check(comment, 'def f():\n    """\n    It ║├adds┤', reason, 'python'))
  it('within a text of several lines', () => check(comment, 'x = """\nselect ║├a┤', reason, 'python'))
  for (const end of ['"""', 'It adds."""', '"""Adds."""', '"""), a)'])
    it(`not behind a documentation string that ends in ${end}`, () => {
      const code = `def f():\n    """Adds.\n    Two.\n    ${end}\n    return ║├a┤`
      check(comment, code, code, 'python')
    })
  // Known to be wrong: what is no more than likely to be prose is hidden too.
  it('wrong: code in a template of Python is taken for prose', () =>
    check(comment, 'code = f"""\nreturn {║├name}┤', reason, 'python'))
  // Known to be wrong: nobody reads the whole file to find where a comment without stars began.
  it('wrong: a block without stars that began out of sight is taken for code', () =>
    check(comment, 'and so on\nwith ║├it┤', 'and so on\nwith ║├it┤'))
})

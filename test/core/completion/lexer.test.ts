import assert from 'node:assert/strict'
import { indentation, lexLine } from '../../../extension/core/completion/lexer.ts'

function tokens(line: string): string[] {
  const spans = lexLine(line)
  const texts: string[] = []
  for (let at = 0; at < spans.length; at += 2) texts.push(line.slice(spans[at], spans[at + 1]))
  return texts
}

describe('lexer', () => {
  it('splits names, numbers and single punctuation', () =>
    assert.deepEqual(tokens('const a1 = b?.c ?? 0x1f;'), [
      'const',
      'a1',
      '=',
      'b',
      '?',
      '.',
      'c',
      '?',
      '?',
      '0x1f',
      ';',
    ]))
  it('keeps $ and _ in names', () => assert.deepEqual(tokens('$el._id__ = _'), ['$el', '.', '_id__', '=', '_']))
  it('keeps numbers with dots, exponents and separators together', () =>
    assert.deepEqual(tokens('1.5e3 1_000 2.0rc1 3.'), ['1.5e3', '1_000', '2.0rc1', '3', '.']))
  it('ends a number before a range or a member', () =>
    assert.deepEqual(tokens('0..5 1.toFixed'), ['0', '.', '.', '5', '1', '.', 'toFixed']))
  it('takes letters beyond ASCII as names, combining characters and surrogate pairs whole', () =>
    assert.deepEqual(tokens('größe = e\u0301t\u00e9 + 変数 - 𝑥'), ['größe', '=', 'e\u0301té', '+', '変数', '-', '𝑥']))
  it('takes typographic quotes and arrows as punctuation', () =>
    assert.deepEqual(tokens('“a”→b…'), ['“', 'a', '”', '→', 'b', '…']))
  it('knows indentation and line ends as blanks', () => {
    assert.deepEqual(tokens('\t  a\u00a0b\r\n'), ['a', 'b'])
    assert.deepEqual(tokens(''), [])
    assert.deepEqual(tokens(' \t\r\n'), [])
  })
  it('never fails on any code unit', () => {
    for (let code = 0; code < 0x10000; code += 7) lexLine(`a${String.fromCharCode(code)}`)
  })
  it('counts a tab as four columns', () => {
    assert.equal(indentation('\t  a'), 6)
    assert.equal(indentation('a'), 0)
    assert.equal(indentation('   '), 3)
  })
})

import assert from 'node:assert/strict'
import { glossary } from '../../extension/core/glossary.ts'
import { inEnglish } from '../../extension/core/in-english.ts'

describe('a question in English', () => {
  it('is put into English from languages with and without blanks', () => {
    const pairs: readonly (readonly [string, string])[] = [
      ['wo wird der Puffer gelöscht', 'where buffer delete'],
      ['¿dónde se valida la contraseña?', '¿where validate password?'],
      ['où est définie la taille du cache', 'where define size cache'],
      ['onde é calculada a senha do usuário', 'where compute a password user'],
      ['缓存在哪里过期？', 'cache where expire ？'],
      ['セッションの有効期限はどこで確認されますか', 'session expire where check'],
    ]
    for (const [said, english] of pairs) assert.equal(inEnglish(said), english)
  })

  it('keeps names of code, and what is in English already', () => {
    assert.equal(
      inEnglish('wo wird parseHeader in der Datei http_1.ts aufgerufen'),
      'where parseHeader file http_1.ts call',
    )
    assert.equal(inEnglish('解析 parseHeader 的错误'), 'parse parseHeader error')
    for (const text of ['where is the cache cleared?', 'toggle activity bar', 'die on error', 'import cycle', '', '  '])
      assert.equal(inEnglish(text), text)
  })

  it('takes the longest term, and ends in time on whatever is pasted', () => {
    assert.equal(inEnglish('自动保存'), 'auto save')
    assert.equal(inEnglish('保存'), 'save')
    for (const piece of ['閉', 'ä', 'der ', '的 ', 'é_'])
      for (const length of [999, 300_000]) inEnglish(piece.repeat(length))
  })

  it('stands on a glossary in which a term means one thing', () => {
    const terms = glossary
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .flatMap((line) =>
        line
          .slice(line.indexOf(':') + 1)
          .trim()
          .split(' '),
      )
    const twice = terms.filter((term, index) => terms.indexOf(term) !== index)
    assert.deepEqual([...new Set(twice)], [])
  })
})

import assert from 'node:assert/strict'
import { TypedThrough } from '../../../extension/core/completion/typed-through.ts'

const before = 'import a\n\nconst value = '
const after = '\nnext()\n'

describe('typed-through cache', () => {
  it('serves what is left while the suggestion is typed', () => {
    const cache = new TypedThrough<number>()
    cache.put('f', before, after, 'read(file)', 0.8)
    assert.deepEqual(cache.get('f', before, after), { text: 'read(file)', value: 0.8 })
    assert.deepEqual(cache.get('f', `${before}re`, after), { text: 'ad(file)', value: 0.8 })
    assert.deepEqual(cache.get('f', `${before}read(file`, after), { text: ')', value: 0.8 })
  })

  it('is gone once all of it is typed, or the text differs', () => {
    const cache = new TypedThrough<number>()
    cache.put('f', before, after, 'read(file)', 1)
    assert.equal(cache.get('f', `${before}read(file)`, after), undefined)
    assert.equal(cache.get('f', `${before}read(file);`, after), undefined)
    assert.equal(cache.get('f', `${before}rea `, after), undefined)
    assert.equal(cache.get('f', `${before}x`, after), undefined)
  })

  it('does not serve where the user has taken something back', () => {
    const cache = new TypedThrough<number>()
    cache.put('f', `${before}re`, after, 'ad()', 1)
    assert.equal(cache.get('f', `${before}r`, after), undefined)
    assert.equal(cache.get('f', before, after), undefined)
    assert.deepEqual(cache.get('f', `${before}re`, after)?.text, 'ad()')
  })

  it('checks the text after the cursor, the document and the lines above', () => {
    const cache = new TypedThrough<number>()
    cache.put('f', before, after, 'read()', 1)
    assert.equal(cache.get('f', before, ')\nnext()\n'), undefined)
    assert.equal(cache.get('g', before, after), undefined)
    assert.equal(cache.get('f', before.replace('import a', 'import b'), after), undefined)
  })

  it('keeps answering when the window before the cursor moves', () => {
    const cache = new TypedThrough<number>()
    const above = 'line of text\n'.repeat(20)
    cache.put('f', `${above}a = `, after, 'b + c', 1)
    assert.equal(cache.get('f', `${above.slice(13)}a = b `, after)?.text, '+ c')
  })

  it('goes on over several lines, whatever stands above', () => {
    const cache = new TypedThrough<number>()
    const above = 'one\ntwo\nthree\nfour\nfive\n'
    cache.put('f', `${above}if (`, after, 'a) {\n  b()\n  c()\n}', 1)
    assert.equal(cache.get('f', `${above}if (a) {`, after)?.text, '\n  b()\n  c()\n}')
    assert.equal(cache.get('f', `${above}if (a) {\n  `, after)?.text, 'b()\n  c()\n}')
    assert.equal(cache.get('f', `${above}if (a) {\n  b()\n  c`, after)?.text, '()\n}')
    assert.equal(cache.get('f', `${above}if (a) {\n  b()\n  c()\n`, after)?.text, '}')
    assert.equal(cache.get('f', `${above}if (a) {\n  x`, after), undefined)
  })

  it('prefers the newer of two suggestions that both fit', () => {
    const cache = new TypedThrough<string>()
    cache.put('f', before, after, 'read(one)', 'old')
    cache.put('f', `${before}read`, after, '(two)', 'new')
    assert.deepEqual(cache.get('f', `${before}read`, after), { text: '(two)', value: 'new' })
    assert.deepEqual(cache.get('f', `${before}read(o`, after), { text: 'ne)', value: 'old' })
    assert.deepEqual(cache.get('f', before, after), { text: 'read(one)', value: 'old' })
  })

  it('replaces a suggestion that ends in the same text', () => {
    const cache = new TypedThrough<number>()
    cache.put('f', before, after, 'read()', 1)
    cache.put('f', `${before}re`, after, 'ad()', 2)
    assert.equal(cache.size, 1)
    assert.equal(cache.get('f', `${before}rea`, after)?.value, 2)
  })

  it('keeps at most as many as it may, the ones used last', () => {
    const cache = new TypedThrough<number>(3)
    for (const [at, name] of ['aa', 'ab', 'b'].entries()) cache.put('f', before, after, name, at)
    assert.equal(cache.get('f', `${before}a`, after)?.text, 'b')
    assert.equal(cache.get('f', before, after)?.text, 'b')
    cache.put('f', before, after, 'c', 3)
    assert.equal(cache.size, 3)
    assert.equal(cache.get('f', `${before}a`, after)?.text, 'b')
    cache.clear()
    assert.equal(cache.get('f', `${before}a`, after), undefined)
  })

  it('stays small and right over many entries', () => {
    const cache = new TypedThrough<number>(50)
    for (let at = 0; at < 500; at++) {
      cache.put('f', `${before}${at % 97}`, after, `${at}.tail(${at % 13})`, at)
      assert.equal(cache.get('f', `${before}${at % 97}${at}`, after)?.value, at)
    }
    assert.equal(cache.size, 50)
  })

  it('ignores empty suggestions and endless lines', () => {
    const cache = new TypedThrough<number>()
    cache.put('f', before, after, '', 1)
    cache.put('f', 'x'.repeat(5_000), after, 'y', 1)
    assert.equal(cache.size, 0)
    assert.equal(cache.get('f', 'x'.repeat(5_000), after), undefined)
  })
})

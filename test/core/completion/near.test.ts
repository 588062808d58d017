import assert from 'node:assert/strict'
import { nearWindow, tellingTokens } from '../../../extension/core/completion/near.ts'
import { readTokenizer, shippedTokenizer } from './tiny.ts'

const tokenizer = readTokenizer(shippedTokenizer)
const telling = tellingTokens(tokenizer)
const { special } = tokenizer

describe('near window', () => {
  const ids = (text: string): Int32Array => Int32Array.from(tokenizer.encode(text))
  const window = (query: string, ...neighbours: string[]): string =>
    tokenizer.decode(nearWindow(tokenizer.encode(query), neighbours.map(ids), telling, tokenizer.newline, 32))

  it('is where most names are shared', () =>
    assert.equal(
      window('value = source.length', 'other(thing)\nelse()\n', 'let value = source.index\nvalue(source.length)\n'),
      'let value = source.index\nvalue(source.length)\n',
    ))

  it('is empty when fewer than two are shared, or nothing is asked', () => {
    assert.equal(window('value = 1', 'value(other)\n'), '')
    assert.equal(window('', 'value(other)\n'), '')
    assert.equal(window('{ ( ; a b', '{ ( ; a b\n'), '')
  })

  it('holds whole lines, at most its size', () => {
    const text = Array.from({ length: 30 }, (_, line) => `line${line} filler filler\n`).join('')
    const found = window('const value = source', `${text}value(source)\n${text}`)
    assert.ok(found.includes('value(source)\n'))
    assert.ok(tokenizer.encode(found).length <= 32)
    assert.ok(`\n${text}value(source)\n${text}`.includes(`\n${found}`))
    assert.ok(found.endsWith('\n'))
  })

  it('counts names of three letters and more only, whatever their script', () => {
    const isTelling = (text: string): boolean => {
      const [id, ...more] = tokenizer.encode(text)
      return more.length === 0 && telling[id as number] === 1
    }
    for (const text of ['value', 'source', 'map', '_id'])
      if (tokenizer.encode(text).length === 1) assert.ok(isTelling(text), text)
    for (const text of ['ab', '(', ');', 'const ', '123', '\n', '    ']) assert.ok(!isTelling(text), text)
    for (const id of Object.values(special)) assert.equal(telling[id], 0)
  })
})

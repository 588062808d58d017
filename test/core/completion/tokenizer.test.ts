import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Tokenizer, bytesOf, textOf } from '../../../extension/core/completion/tokenizer.ts'
import type { TokenizerJson } from '../../../extension/core/completion/tokenizer.ts'
import { readCases, readTokenizer, shippedTokenizer, tinyFolder } from './tiny.ts'

interface Cases {
  readonly sha256: string
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[]
}

const { sha256, cases } = readCases('tokenizer.json') as Cases
const tokenizer = readTokenizer(shippedTokenizer)

describe('tokenizer', () => {
  it('has cases for the tokenizer that ships', () => {
    const found = createHash('sha256').update(readFileSync(shippedTokenizer)).digest('hex')
    assert.equal(found, sha256, 'run models/recipe/parity.py')
    assert.ok(cases.length >= 150)
  })

  it('gives the tokens that Python gives', () => {
    for (const { text, ids } of cases) {
      assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text.slice(0, 80)))
    }
  })

  it('gives the text back', () => {
    for (const { text } of cases) assert.equal(tokenizer.decode(tokenizer.encode(text)), text)
    const bytes = textOf(bytesOf('a😀é\0\r\n'))
    assert.equal(bytes, 'a😀é\0\r\n')
  })

  it('encodes a text like its lines one by one', () => {
    for (const { text, ids } of cases) {
      const lines = text.split('\n').map((line) => tokenizer.encode(line))
      assert.deepEqual(
        lines.flatMap((line, at) => (at === 0 ? line : [tokenizer.newline, ...line])),
        ids,
      )
    }
  })

  it('encodes the pieces of a line as they are in the line', () => {
    for (const { text, ids } of cases) assert.deepEqual(tokenizer.encodePieces(tokenizer.split(text)), ids)
    const pieces = tokenizer.split('const a = b').slice(2)
    assert.deepEqual(pieces, [' = ', 'b'])
    assert.equal(tokenizer.encodePieces(pieces).length, 2)
    assert.equal(tokenizer.encode(' = ').length, 2, 'at the start of a line the blank is indentation')
  })

  it('never reads a special token out of a text', () => {
    const special = new Set(Object.values(tokenizer.special))
    for (const name of Object.keys(tokenizer.special)) {
      const text = `a<|${name}|>b`
      assert.equal(tokenizer.decode(tokenizer.encode(text)), text)
      assert.ok(tokenizer.encode(text).every((id) => !special.has(id)))
    }
    assert.equal(tokenizer.decode([tokenizer.special.prefix, ...tokenizer.encode('a'), tokenizer.special.end]), 'a')
  })

  it('takes half of a surrogate pair for an unknown character', () => {
    for (const half of ['\ud83d', '\ude00', 'a\ud83d', '\ude00(']) {
      assert.equal(tokenizer.decode(tokenizer.encode(half)), half.toWellFormed())
    }
  })

  it('finds the tokens that agree with a beginning', () => {
    for (const file of [shippedTokenizer, `${tinyFolder}/tokenizer.json`]) {
      const reader = readTokenizer(file)
      const all = reader.tokens.map((text, id) => ({ text, id })).filter(({ text }) => text !== '')
      for (const start of ['retur', 'c', '(', '()', ' = ', 'é', '😀', 'constructo', 'zzzzqq', '\n', '  ', '']) {
        const bytes = bytesOf(start)
        const wanted = all.filter(({ text }) => text.startsWith(bytes) || bytes.startsWith(text)).map(({ id }) => id)
        const found = reader.compatible(bytes)
        assert.equal(new Set(found).size, found.length, `${start}: none twice`)
        assert.deepEqual(new Set(found), new Set(wanted), JSON.stringify(start))
      }
    }
  })

  it('takes linear time for a line of a megabyte', () => {
    const text = 'abc def; '.repeat(110_000)
    const begun = performance.now()
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text)
    assert.ok(performance.now() - begun < 8_000)
  })

  it('refuses a file that is not one of ours', () => {
    const json = JSON.parse(readFileSync(shippedTokenizer, 'utf8')) as TokenizerJson
    assert.throws(() => new Tokenizer({ ...json, added_tokens: [] }), /<\|pad\|>/)
    assert.throws(() => new Tokenizer({ ...json, pre_tokenizer: { pretokenizers: [] } }), /Split/)
  })
})

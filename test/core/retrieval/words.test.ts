import assert from 'node:assert/strict'
import { withSynonyms } from '../../../extension/core/retrieval/synonyms.ts'
import { queryWords, wordsOf } from '../../../extension/core/retrieval/words.ts'

describe('words', () => {
  it('split identifiers, keep them whole too, and drop a plural s', () => {
    assert.deepEqual(wordsOf('getUserNames'), ['get', 'user', 'name', 'getusernames'])
    assert.deepEqual(wordsOf('parse_HTTP_URLs'), ['parse', 'http', 'url'])
    assert.deepEqual(wordsOf('XMLHttpRequest'), ['xml', 'http', 'request', 'xmlhttprequest'])
    assert.deepEqual(wordsOf('sha256 of class Größe'), ['sha', '256', 'sha256', 'of', 'class', 'größe'])
    assert.deepEqual(wordsOf('!?'), [])
  })

  it('of a question leave out what says nothing, unless nothing else is there', () => {
    assert.deepEqual(queryWords('Where is the list of the users sorted?'), ['list', 'user', 'sorted'])
    assert.deepEqual(queryWords('what is this'), ['what', 'is', 'thi'])
  })

  it('are safe in a query whatever stands in them', () => {
    for (const word of wordsOf('"a" OR b* NEAR(c) {d}: -e ^f \0')) assert.match(word, /^[\p{L}\p{N}]+$/u)
  })

  it('are called otherwise in names', () => {
    assert.deepEqual(withSynonyms(['configuration', 'sort']), ['configuration', 'config', 'conf', 'cfg', 'sort'])
  })
})

import assert from 'node:assert/strict'
import type { Source } from '../../../extension/core/ask-service.ts'
import { readCitations } from '../../../extension/core/asks/citations.ts'

const sources = [1, 2, 3, 12].map((number): Source => {
  return { number, path: `src/${number}.ts`, startLine: 1, endLine: 9, text: '', hash: '', score: 1 }
})
const cited = (text: string): number[] => readCitations(text, sources).cited.map(({ number }) => number)

describe('citations', () => {
  it('are numbers in brackets, in the order of first mention, each once', () => {
    assert.deepEqual(cited('It retries [2]. Then [1, 12] and again [2].'), [2, 1, 12])
    assert.deepEqual(cited('[3 ,1]'), [3, 1])
    assert.deepEqual(cited('nothing'), [])
  })

  it('of sources that were never given are invented', () => {
    assert.deepEqual(readCitations('See [1], [4] and [4, 0].', sources).invented, [4, 0])
    assert.deepEqual(cited('See [4].'), [])
  })

  it('are not read from code', () => {
    assert.deepEqual(cited('Use `list[1]` as in [2].\n```ts\nconst [3] = x\n```\n'), [2])
    assert.deepEqual(cited('A fence that is still open:\n```\nlist[1]'), [])
    assert.deepEqual(cited('[x], [1a], [-1], [], [1234]'), [])
  })
})

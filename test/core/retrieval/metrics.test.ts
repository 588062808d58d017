import assert from 'node:assert/strict'
import { rankOf, scoreRanks } from '../../../extension/core/retrieval/metrics.ts'

describe('retrieval metrics', () => {
  it('count the first hit that has a line in common with the place', () => {
    const place = { path: 'a.ts', startLine: 10, endLine: 20 }
    const hit = (path: string, startLine: number, endLine: number) => ({ path, startLine, endLine })
    assert.equal(rankOf(place, [hit('b.ts', 10, 20), hit('a.ts', 1, 9), hit('a.ts', 20, 30)]), 3)
    assert.equal(rankOf(place, [hit('a.ts', 21, 30)]), undefined)
  })

  it('are means over the questions, with an interval around them', () => {
    const { queries, recall, mrr } = scoreRanks([1, 2, undefined, 11, 4, 1, 1, 1])
    assert.deepEqual([queries, recall.mean, mrr.mean], [8, 0.75, (4 + 0.5 + 0.25) / 8])
    assert.ok(recall.low < recall.mean && recall.mean < recall.high)
  })
})

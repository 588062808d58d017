import assert from 'node:assert/strict'
import { linesOf } from '../../../extension/core/asks/place.ts'

const at = (line: number, character = 0) => ({ line, character })

describe('the place of an ask', () => {
  it('is the selection’s lines, without a last one that only its start belongs to', () => {
    assert.deepEqual(linesOf(at(2, 4), at(5, 1), 10), { startLine: 3, endLine: 6 })
    assert.deepEqual(linesOf(at(2), at(5), 10), { startLine: 3, endLine: 5 })
    assert.deepEqual(linesOf(at(2), at(2, 3), 10), { startLine: 3, endLine: 3 })
  })

  it('is what stands around the cursor without a selection, within the file', () => {
    assert.deepEqual(linesOf(at(0), at(0), 1), { startLine: 1, endLine: 1 })
    assert.deepEqual(linesOf(at(99), at(99), 110), { startLine: 70, endLine: 110 })
  })
})

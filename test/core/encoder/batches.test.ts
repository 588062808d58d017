import assert from 'node:assert/strict'
import { batchesByLength } from '../../../extension/core/encoder/batches.ts'

describe('batches', () => {
  const lengths = [250, 10, 90, 12, 600, 11, 80, 250]

  it('hold every row once, the shortest first', () => {
    const order = batchesByLength(lengths, 256).flat()
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      [...lengths.keys()],
    )
    assert.deepEqual(
      order.map((index) => lengths[index]),
      [...lengths].sort((a, b) => a - b),
    )
  })

  it('keep to the budget, padding included, but for a row that is longer alone', () => {
    for (const batch of batchesByLength(lengths, 256)) {
      const size = batch.length * Math.max(...batch.map((index) => lengths[index]!))
      assert.ok(size <= 256 || batch.length === 1)
    }
    assert.equal(batchesByLength(lengths, 256)[0]!.length, 3)
  })

  it('of nothing are none', () => {
    assert.deepEqual(batchesByLength([], 256), [])
  })
})

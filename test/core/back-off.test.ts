import assert from 'node:assert/strict'
import { mostDeaths, restartDelay } from '../../extension/core/back-off.ts'

describe('back-off', () => {
  it('starts again at once, then waits twice as long each time, then gives up', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6].map(restartDelay), [0, 1000, 2000, 4000, undefined, undefined])
    assert.equal(mostDeaths, 5)
  })
})

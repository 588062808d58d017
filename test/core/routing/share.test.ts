import assert from 'node:assert/strict'
import { thresholds } from '../../../extension/core/routing/matrix.ts'
import { apiThreshold, flagshipNeed } from '../../../extension/core/routing/share.ts'
import { sure } from './inputs.ts'

describe('the share for the API', () => {
  const scores = Array.from({ length: 200 }, (_, index) => ((index * 37) % 200) / 200)

  it('lets the wanted share of recent asks through', () => {
    for (const share of [0.05, 0.3, 0.5, 0.9]) {
      const threshold = apiThreshold(scores, share)
      assert.equal(scores.filter((score) => score >= threshold).length, Math.round(share * scores.length))
    }
  })

  it('lets everything or nothing through at its ends', () => {
    assert.ok(scores.every((score) => score >= apiThreshold(scores, 1)))
    for (const share of [0, -1, NaN]) assert.ok(scores.every((score) => score < apiThreshold(scores, share)))
  })

  it('takes few scores for evenly spread', () => {
    assert.equal(apiThreshold(scores.slice(0, thresholds.enoughScores - 1), 0.25), 0.75)
    assert.notEqual(apiThreshold(scores.slice(0, thresholds.enoughScores), 0.25), 0.75)
  })

  it('moves with what the user asks', () => {
    const hard = scores.map((score) => 0.9 + score / 10)
    assert.ok(apiThreshold(hard, 0.5) > apiThreshold(scores, 0.5))
  })

  it('scores an ask by the chance that this machine does not answer it', () => {
    assert.equal(flagshipNeed({ ...sure('explain'), p: 0.8 }), 0.8)
    assert.ok(Math.abs(flagshipNeed({ ...sure('search'), p: 0.8 }) - 0.2) < 1e-9)
  })
})

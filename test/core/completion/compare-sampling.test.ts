import assert from 'node:assert/strict'
import { isSampled, leastMsApart } from '../../../extension/core/completion/compare-sampling.ts'

describe('sampling suggestions to compare', () => {
  it('takes none by default, whatever chance says', () => {
    assert.equal(isSampled({ share: 0, random: 0, now: 0, lastAt: undefined }), false)
  })

  it('takes the share that is wanted', () => {
    const taken = Array.from({ length: 1000 }, (_, n) =>
      isSampled({ share: 0.05, random: n / 1000, now: 0, lastAt: undefined }),
    )
    assert.equal(taken.filter(Boolean).length, 50)
  })

  it('takes none soon after another', () => {
    const chance = { share: 1, random: 0.5, lastAt: 1000 }
    assert.equal(isSampled({ ...chance, now: 1000 + leastMsApart - 1 }), false)
    assert.equal(isSampled({ ...chance, now: 1000 + leastMsApart }), true)
  })
})

import assert from 'node:assert/strict'
import { checkMixing, mixingFeatures, readMixing, shareOf } from '../../../extension/core/completion/mixing.ts'
import type { NgramPrediction } from '../../../extension/core/completion/ngram.ts'
import type { Node } from '../../../extension/core/completion/token-tree.ts'

const node: Node = {
  ...{ token: 0, parent: undefined, position: 0, children: new Map(), slot: 0 },
  logits: Float32Array.of(9, 1, 3, 2),
  highest: [],
  logSumExp: Math.log(Math.exp(1) + Math.exp(3) + Math.exp(2)),
}
const seen = (order: number): NgramPrediction => ({
  next: new Map([
    [3, 0.75],
    [1, 0.25],
  ]),
  ...{ order, count: 4, best: 3, place: { text: Int32Array.of(1), at: 0 } },
})

describe('share of the n-gram', () => {
  it('is by match length where the card has a list, the last one for all longer matches', () => {
    assert.equal(shareOf([0, 0.1, 0.3], undefined, node), 0)
    assert.deepEqual(
      [1, 2, 3, 12].map((order) => shareOf([0, 0.1, 0.3], seen(order), node)),
      [0.1, 0.3, 0.3, 0.3],
    )
    assert.equal(shareOf([], seen(3), node), 0)
  })

  it('is fitted to what both say', () => {
    const log = (value: number): number => Number(Math.log(value).toFixed(4))
    const values = readMixing(seen(2), node).map(
      (value, at) => [mixingFeatures[at]!, Number(value.toFixed(4))] as const,
    )
    assert.deepEqual(
      new Map(values),
      new Map(
        Object.entries({
          ...{ one: 1, order: 2, logOrder: log(2), logCount: log(4), logTokens: log(2), ngramBest: log(0.75) },
          // Padding has the highest logit and is none of the tokens.
          ...{ modelTop: log(Math.exp(3 - node.logSumExp)), modelBest: log(Math.exp(2 - node.logSumExp)) },
        }),
      ),
    )
    const weights = mixingFeatures.map((name) => (name === 'logOrder' ? 2 : name === 'one' ? -1 : 0))
    const share = shareOf({ features: mixingFeatures, weights }, seen(2), node)
    assert.ok(Math.abs(share - 1 / (1 + Math.exp(1 - 2 * Math.log(2)))) < 1e-9)
  })

  it('is refused where it was fitted to something else', () => {
    checkMixing([0, 0.5])
    checkMixing({ features: mixingFeatures, weights: mixingFeatures.map(() => 0) })
    for (const wrong of [undefined, 'a', ['a'], {}, { weights: [1] }, { features: ['one'], weights: [1] }])
      assert.throws(() => checkMixing(wrong), /"mixture"/)
    assert.throws(() => checkMixing({ features: mixingFeatures, weights: [1] }), /other features/)
  })
})

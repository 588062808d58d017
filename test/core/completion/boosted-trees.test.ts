import assert from 'node:assert/strict'
import { evaluateTrees, parseBoostedTrees, probabilityOf } from '../../../extension/core/completion/boosted-trees.ts'

const names = ['length', 'votes', 'rank']

/** Two trees: one on votes and length, one leaf alone. */
const model = () => ({
  features: ['votes', 'length'],
  bias: -1,
  trees: [
    {
      feature: [0, -1, 1, -1, -1],
      threshold: [2.5, 0, 10, 0, 0],
      left: [1, -1, 3, -1, -1],
      right: [2, -1, 4, -1, -1],
      value: [0, 0.5, 0, 2, -3],
    },
    { feature: [-1], threshold: [0], left: [-1], right: [-1], value: [0.25] },
  ],
})

const row = (length: number, votes: number): Float32Array => Float32Array.of(length, votes, 0)

describe('boosted trees', () => {
  it('adds the bias and one leaf per tree, whatever the order of the features', () => {
    const trees = parseBoostedTrees(model(), names)
    assert.equal(evaluateTrees(trees, row(99, 2.5)), -1 + 0.5 + 0.25)
    assert.equal(evaluateTrees(trees, row(10, 3)), -1 + 2 + 0.25)
    assert.equal(evaluateTrees(trees, row(11, 3)), -1 - 3 + 0.25)
    assert.equal(evaluateTrees(trees, row(0, NaN)), -1 + 0.5 + 0.25)
  })

  it('turns log-odds into a probability', () => {
    assert.equal(probabilityOf(0), 0.5)
    assert.ok(Math.abs(probabilityOf(2) + probabilityOf(-2) - 1) < 1e-12)
    assert.equal(probabilityOf(-1_000), 0)
  })

  it('says what is wrong with a model', () => {
    type Json = ReturnType<typeof model>
    const broken = (change: (json: Json) => unknown): (() => unknown) => {
      const json = model()
      const other = change(json)
      return () => parseBoostedTrees(other ?? json, names)
    }
    assert.throws(() => parseBoostedTrees(null, names), /ranker: not an object/)
    assert.throws(() => parseBoostedTrees({}, names), /ranker.features: not a list/)
    assert.throws(
      broken((json) => ({ ...json, features: ['votes', 'age'] })),
      /"age" is not a feature/,
    )
    assert.throws(
      broken((json) => ({ ...json, bias: null })),
      /bias: not a number/,
    )
    assert.throws(
      broken((json) => ({ ...json, trees: [7] })),
      /trees\[0\]: not an object/,
    )
    assert.throws(
      broken((json) => void json.trees[0]!.left.pop()),
      /trees\[0\]: arrays of different lengths/,
    )
    assert.throws(
      broken((json) => void (json.trees[1]!.feature = [])),
      /trees\[1\]: 0 nodes/,
    )
    assert.throws(
      broken((json) => void (json.trees[0]!.feature[2] = 5)),
      /feature\[2\]: 5 is not a position/,
    )
    assert.throws(
      broken((json) => void (json.trees[0]!.left[2] = 0)),
      /node 2 has no child 0/,
    )
    assert.throws(
      broken((json) => void (json.trees[0]!.right[0] = 9)),
      /node 0 has no child 9/,
    )
    assert.throws(
      broken((json) => void (json.trees[0]!.value[1] = Infinity)),
      /value\[1\]: not a number/,
    )
  })
})

import assert from 'node:assert/strict'
import { mixtureWeight, predictNext } from '../../../extension/core/completion/ngram.ts'
import type { NgramPrediction } from '../../../extension/core/completion/ngram.ts'

const texts = (...all: number[][]): Int32Array[] => all.map((ids) => Int32Array.from(ids))

function predict(all: number[][], context: number[]): NgramPrediction {
  const found = predictNext(texts(...all), context)
  assert.ok(found)
  const sum = [...found.next.values()].reduce((a, b) => a + b, 0)
  assert.ok(Math.abs(sum - 1) < 1e-9)
  return found
}

describe('live n-gram', () => {
  it('knows what followed the last token', () => {
    const { next, order, count } = predict([[1, 2, 3, 1, 2, 4]], [9, 2])
    assert.deepEqual([...next.keys()], [3, 4])
    assert.equal(next.get(3), next.get(4))
    assert.deepEqual([order, count], [1, 2])
  })

  it('trusts the longer match more, and counts the places with the longest', () => {
    const { next, order, count } = predict([[1, 2, 3, 7, 2, 4, 1, 2, 3]], [8, 1, 2])
    assert.deepEqual([order, count], [2, 2])
    assert.equal(next.get(3), (2 * 9) / (2 * 9 + 3))
    assert.equal(next.get(4), 3 / (2 * 9 + 3))
  })

  it('adds up the places of all texts', () => {
    const { next } = predict(
      [
        [1, 2],
        [1, 2],
        [1, 3],
      ],
      [1],
    )
    assert.equal(next.get(2), 2 / 3)
  })

  it('never matches across the start of a text', () =>
    assert.equal(
      predict(
        [
          [1, 2, 5],
          [2, 6],
        ],
        [1, 2],
      ).next.get(5),
      0.75,
    ))

  it('says nothing about what it has not seen, or what stands last', () => {
    assert.equal(predictNext(texts([1, 2, 3]), [4]), undefined)
    assert.equal(predictNext(texts([1, 2, 3]), [3]), undefined)
    assert.equal(predictNext(texts([1, 2, 3]), []), undefined)
    assert.equal(predictNext([], [1]), undefined)
  })

  it('knows the last of the best places, and what follows there', () => {
    const { place } = predict([[1, 2, 3, 9, 1, 2, 4, 5]], [7, 1, 2])
    assert.deepEqual([...place.text.subarray(place.at)], [4, 5])
  })

  it('compares no more than twelve tokens', () => {
    const long = Array.from({ length: 40 }, (_, at) => at)
    assert.equal(predict([long], long.slice(0, 30)).order, 12)
  })

  it('has a share by match length, the last one for all longer matches', () => {
    const of = (order: number): NgramPrediction => ({
      next: new Map(),
      order,
      count: 1,
      place: { text: Int32Array.of(1), at: 0 },
    })
    assert.equal(mixtureWeight([0, 0.1, 0.3], undefined), 0)
    assert.deepEqual(
      [1, 2, 3, 12].map((order) => mixtureWeight([0, 0.1, 0.3], of(order))),
      [0.1, 0.3, 0.3, 0.3],
    )
    assert.equal(mixtureWeight([], of(3)), 0)
  })
})

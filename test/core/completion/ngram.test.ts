import assert from 'node:assert/strict'
import { predictNext } from '../../../extension/core/completion/ngram.ts'
import type { NgramPrediction, TextAround } from '../../../extension/core/completion/ngram.ts'

const texts = (...all: number[][]): TextAround[] => all.map((ids) => ({ ids: Int32Array.from(ids) }))

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
    assert.equal(next.get(3), (2 * 25) / (2 * 25 + 5))
    assert.equal(next.get(4), 5 / (2 * 25 + 5))
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
      25 / 30,
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

  it('trusts the same file more, and most what is beside the cursor', () => {
    const far = Array.from({ length: 3_000 }, (_, at) => 100 + at)
    const above = { ids: Int32Array.from([1, 2, ...far, 1, 3, 9]), cursor: 'end' } as const
    const below = { ids: Int32Array.from([9, 1, 4, ...far, 1, 5, 9]), cursor: 'start' } as const
    const found = predictNext([{ ids: Int32Array.from([1, 6, 9]) }, above, below], [1])!
    const by = (id: number): number => found.next.get(id)!
    assert.ok(by(3) > by(2) && by(4) > by(5))
    assert.ok(by(2) > by(6) && by(5) > by(6))
    assert.equal(found.best, 4)
  })
})

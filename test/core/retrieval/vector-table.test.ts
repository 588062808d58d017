import assert from 'node:assert/strict'
import { VectorTable, quantise } from '../../../extension/core/retrieval/vector-table.ts'

/** Numbers between -1 and 1, the same every time. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    yield state / 2 ** 31
  }
}
const source = numbers()
const vector = (dimensions: number): Float32Array =>
  Float32Array.from({ length: dimensions }, () => source.next().value)

describe('the vector table', () => {
  it('gives the nearest by cosine, as an exact scan of all numbers does', () => {
    const centres = Array.from({ length: 50 }, () => vector(96))
    const near = (centre: Float32Array): Float32Array => centre.map((value) => value + 0.5 * source.next().value)
    const table = new VectorTable(96)
    for (let id = 0; id < 3000; id++) table.set(id, quantise(near(centres[id % 50]!)))
    for (const centre of centres.slice(0, 10)) {
      const query = near(centre)
      const found = new Set(table.nearest(query, 20).map(({ id }) => id))
      const exact = table.nearestExact(query, 20)
      assert.ok(exact.filter(({ id }) => found.has(id)).length >= 19)
      assert.deepEqual(table.nearest(query, 1), exact.slice(0, 1))
    }
  })

  it('eight bits keep the cosine to a hundredth', () => {
    const [a, b] = [vector(384), vector(384)]
    const table = new VectorTable(384)
    table.set(7, quantise(b))
    const dot = a.reduce((sum, value, at) => sum + value * b[at]!, 0)
    const exact = dot / Math.hypot(...a) / Math.hypot(...b)
    assert.ok(Math.abs(table.nearest(a, 1)[0]!.score - exact) < 0.01)
  })

  it('rows can be replaced and deleted, the last one and any other', () => {
    const table = new VectorTable(32)
    const axis = (at: number): Float32Array =>
      Float32Array.from({ length: 32 }, (_, index) => (index === at ? 1 : -0.01))
    for (let id = 0; id < 5; id++) table.set(id, quantise(axis(id)))
    table.delete(4)
    table.delete(1)
    table.delete(99)
    table.set(0, quantise(axis(10)))
    assert.equal(table.size, 3)
    assert.equal(table.nearest(axis(3), 1)[0]!.id, 3)
    assert.equal(table.nearest(axis(10), 1)[0]!.id, 0)
    assert.ok(!table.nearest(axis(1), 5).some(({ id }) => id === 1 || id === 4))
  })

  it('is empty at first, and a vector of zeros is near nothing', () => {
    const table = new VectorTable(8)
    assert.deepEqual(table.nearest(vector(8), 5), [])
    table.set(1, quantise(new Float32Array(8)))
    assert.equal(table.nearest(vector(8), 5)[0]!.score, 0)
  })
})

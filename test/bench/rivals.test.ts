/** The benches' own arithmetic and their rivals: a figure is worth what its measure is. */
import assert from 'node:assert/strict'
import { quantile, sequence } from './report.ts'
import { suffixCopy } from './suffix-copy.ts'

describe('benches', () => {
  it('give the number that the share does not exceed', () => {
    const numbers = Array.from({ length: 100 }, (_, at) => 100 - at)
    assert.deepEqual(
      [0, 0.5, 0.95, 0.99, 1].map((share) => quantile(numbers, share)),
      [1, 50, 95, 99, 100],
    )
    assert.deepEqual([quantile([3], 0.5), quantile([2, 1], 0.99)], [3, 2])
  })

  it('draw the same numbers each time', () => {
    const [one, other] = [sequence(1), sequence(1)]
    const numbers = Array.from({ length: 1000 }, one)
    assert.deepEqual(Array.from({ length: 1000 }, other), numbers)
    assert.ok(numbers.every((number) => number >= 0 && number < 1))
    assert.ok(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 1000 - 0.5) < 0.05)
  })

  it('copy what stood behind the longest equal text, the latest of equals, up to the line’s end', () => {
    assert.equal(suffixCopy('a = one()\na = two()\na = ', []), 'two()')
    assert.equal(suffixCopy('let b = 1\nb = ', ['x\nlet b = 2\n', '1\nb = 3; ']), '3;')
    assert.equal(suffixCopy('', []), '')
    assert.equal(suffixCopy('q', ['zzz']), '')
  })
})

import assert from 'node:assert/strict'
import { halfOf } from '../../../extension/engines/checkpoint/half.ts'

describe('half precision', () => {
  it('is written as the format has it, of two as near the even one', () => {
    const cases: [number, number][] = [
      [0, 0x0000],
      [1, 0x3c00],
      [-2, 0xc000],
      [0.1, 0x2e66],
      [65504, 0x7bff],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [2049, 0x6800],
      [2051, 0x6802],
      [1e6, 0x7c00],
      [3 * 2 ** -26, 0x0001],
      [2 ** -25, 0x0000],
      [1e-9, 0x0000],
    ]
    for (const [value, bits] of cases) assert.equal(halfOf(value), bits, String(value))
  })
})

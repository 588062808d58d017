import { block } from './config.ts'

const zero = 128
const most = 127

/**
 * Weights as unsigned bytes around 128, each 32 that follow each other with a scale of their own. In single precision and
 * with halves rounded to even, so that the bytes are those of `models/recipe/export.py`.
 * @param weights their number is a multiple of 32
 */
export function quantise(weights: Float32Array): { readonly bytes: Uint8Array; readonly scales: Float32Array } {
  const bytes = new Uint8Array(weights.length)
  const scales = new Float32Array(weights.length / block)
  for (let at = 0; at < scales.length; at++) {
    let largest = 0
    for (let each = at * block; each < (at + 1) * block; each++) largest = Math.max(largest, Math.abs(weights[each]!))
    scales[at] = largest / most
    const scale = scales[at] === 0 ? 1 : scales[at]!
    for (let each = at * block; each < (at + 1) * block; each++)
      bytes[each] = roundToEven(Math.fround(weights[each]! / scale)) + zero
  }
  return { bytes, scales }
}

function roundToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

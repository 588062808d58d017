/** The encoder that ships, loaded once for all tests. */
import { loadEncoder } from '../../../extension/engines/encoder/load-encoder.ts'
import type { Encoder } from '../../../extension/engines/encoder/encoder.ts'

export const encoderFolder = 'models/encoder'

let loaded: Promise<Encoder> | undefined

export function shippedEncoder(): Promise<Encoder> {
  return (loaded ??= loadEncoder(encoderFolder, 'native', 1, 2))
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, lengthA, lengthB] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    product += a[at]! * b[at]!
    lengthA += a[at]! ** 2
    lengthB += b[at]! ** 2
  }
  return product / Math.sqrt(lengthA * lengthB)
}

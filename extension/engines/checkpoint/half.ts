const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

/** Bits of the nearest half-precision number (of two as near the even one); beyond its range infinity. */
export function halfOf(value: number): number {
  float[0] = value
  const all = bits[0] as number
  const sign = (all >>> 16) & 0x8000
  const exponent = ((all >>> 23) & 0xff) - 127
  const mantissa = (all & 0x7fffff) | 0x800000
  if (exponent > 15) return sign | 0x7c00
  // Below 2^-14 the step stays the same.
  const shift = exponent >= -14 ? 13 : 13 + (-14 - exponent)
  if (shift > 24) return sign
  const even = (mantissa >>> shift) & 1
  const rounded = (mantissa + (1 << (shift - 1)) - 1 + even) >>> shift
  // Rounding up to the next power of two carries into the exponent by itself.
  return sign | (exponent >= -14 ? ((exponent + 14) << 10) + rounded : rounded)
}

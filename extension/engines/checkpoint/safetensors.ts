/** The weights in a safetensors file, the format in which Hugging Face folders hold them. */

export interface Weights {
  /** As in the checkpoint: [out, in] of a matrix. */
  readonly shape: readonly number[]
  readonly values: Float32Array
}

interface Stored {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

const lengthBytes = 8
const bytesOf: Readonly<Record<string, number>> = { BF16: 2, F16: 2, F32: 4 }

/**
 * @param file 8 bytes with the length of the header, the header as JSON, then the numbers of each tensor
 * @returns by name; Error where the file is cut off, is none, or holds numbers of other types than these three
 */
export function readSafetensors(file: Buffer): Map<string, Weights> {
  if (file.length < lengthBytes) throw new Error('it is cut off or no safetensors file')
  const headerBytes = Number(file.readBigUInt64LE(0))
  if (headerBytes > file.length - lengthBytes) throw new Error('it is cut off or no safetensors file')
  const header = JSON.parse(file.toString('utf8', lengthBytes, lengthBytes + headerBytes)) as Record<string, unknown>
  const data = file.subarray(lengthBytes + headerBytes)
  const out = new Map<string, Weights>()
  for (const [name, stored] of Object.entries(header)) {
    if (name === '__metadata__') continue
    if (!isStored(stored)) throw new Error(`its header does not say what ${name} is`)
    const { dtype, shape, data_offsets } = stored
    const size = bytesOf[dtype]
    if (size === undefined)
      throw new Error(`${name} is ${dtype}; ${Object.keys(bytesOf).join(', ')} are what can be read`)
    const [from, to] = data_offsets
    const count = shape.reduce((product, each) => product * each, 1)
    if (to > data.length) throw new Error(`it is cut off in ${name}`)
    if (to - from !== count * size) throw new Error(`${name} has ${to - from} bytes, not ${count * size}`)
    out.set(name, { shape, values: numbers(dtype, data.subarray(from, to)) })
  }
  return out
}

function isStored(entry: unknown): entry is Stored {
  const { dtype, shape, data_offsets } = (entry ?? {}) as Partial<Record<keyof Stored, unknown>>
  const isCounts = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((each) => Number.isSafeInteger(each) && each >= 0)
  return typeof dtype === 'string' && isCounts(shape) && isCounts(data_offsets) && data_offsets.length === 2
}

function numbers(dtype: string, bytes: Buffer): Float32Array {
  if (dtype === 'F32') return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at))
  const out = new Float32Array(bytes.length / 2)
  if (dtype === 'F16') return out.map((_, at) => fromHalf(bytes.readUInt16LE(2 * at)))
  const bits = new Uint32Array(out.buffer)
  for (let at = 0; at < bits.length; at++) bits[at] = bytes.readUInt16LE(2 * at) << 16
  return out
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const mantissa = bits & 1023
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN
  return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1024) * 2 ** (exponent - 15))
}

/**
 * Vectors of all chunks in memory, eight bits a number, with an exact scan behind a scan of their signs. 25,000 of
 * 384 dimensions are 10 MB and a fraction of a millisecond; below about 100,000 an approximate index is no gain.
 */
import type { Match } from './store.ts'

/** As many times more candidates as asked for come through the scan of signs. */
const candidateFactor = 10
const leastCandidates = 200

export class VectorTable {
  readonly dimensions: number
  private readonly words: number
  private rows = 0
  private values: Int8Array
  private signs: Int32Array
  /** One over the length of the row's vector as it is stored. */
  private scales: Float32Array
  private ids: Int32Array
  private readonly rowOf = new Map<number, number>()

  constructor(dimensions: number) {
    this.dimensions = dimensions
    this.words = Math.ceil(dimensions / 32)
    this.values = new Int8Array(0)
    this.signs = new Int32Array(0)
    this.scales = new Float32Array(0)
    this.ids = new Int32Array(0)
  }

  get size(): number {
    return this.rows
  }

  has(id: number): boolean {
    return this.rowOf.has(id)
  }

  /** @param vector as `quantise` gives it */
  set(id: number, vector: Int8Array): void {
    let row = this.rowOf.get(id)
    if (row === undefined) {
      row = this.rows++
      if (row >= this.ids.length) this.grow()
      this.rowOf.set(id, row)
      this.ids[row] = id
    }
    this.values.set(vector, row * this.dimensions)
    this.scales[row] = 1 / (length(vector) || 1)
    this.signs.set(signsOf(vector, this.words), row * this.words)
  }

  delete(id: number): void {
    const row = this.rowOf.get(id)
    if (row === undefined) return
    this.rowOf.delete(id)
    const last = --this.rows
    if (row === last) return
    const { dimensions, words } = this
    this.values.copyWithin(row * dimensions, last * dimensions, (last + 1) * dimensions)
    this.signs.copyWithin(row * words, last * words, (last + 1) * words)
    this.scales[row] = this.scales[last]!
    this.ids[row] = this.ids[last]!
    this.rowOf.set(this.ids[row], row)
  }

  /** Best first, by cosine. */
  nearest(query: Float32Array, limit: number): Match[] {
    const candidates = this.bySigns(query, Math.max(limit * candidateFactor, leastCandidates))
    const scale = 1 / (length(query) || 1)
    const matches: Match[] = []
    for (const row of candidates) matches.push({ id: this.ids[row]!, score: this.dot(row, query) * scale })
    return matches.sort((a, b) => b.score - a.score).slice(0, limit)
  }

  /** All rows, without the scan of signs: what `nearest` is measured against. */
  nearestExact(query: Float32Array, limit: number): Match[] {
    const scale = 1 / (length(query) || 1)
    const matches: Match[] = []
    for (let row = 0; row < this.rows; row++) matches.push({ id: this.ids[row]!, score: this.dot(row, query) * scale })
    return matches.sort((a, b) => b.score - a.score).slice(0, limit)
  }

  /** Rows whose signs differ least from the query's; all that differ as little as the last one taken. */
  private bySigns(query: Float32Array, most: number): number[] {
    const { rows, words, signs } = this
    const wanted = signsOf(query, words)
    const distances = new Uint16Array(rows)
    const histogram = new Uint32Array(words * 32 + 1)
    for (let row = 0, at = 0; row < rows; row++) {
      let distance = 0
      for (let word = 0; word < words; word++, at++) distance += bitCount(signs[at]! ^ wanted[word]!)
      distances[row] = distance
      histogram[distance]!++
    }
    let furthest = 0
    for (let taken = 0; furthest < histogram.length - 1; furthest++) {
      taken += histogram[furthest]!
      if (taken >= most) break
    }
    const candidates: number[] = []
    for (let row = 0; row < rows; row++) if (distances[row]! <= furthest) candidates.push(row)
    return candidates
  }

  private dot(row: number, query: Float32Array): number {
    const { values, dimensions } = this
    let sum = 0
    for (let at = row * dimensions, from = 0; from < dimensions; from++, at++) sum += values[at]! * query[from]!
    return sum * this.scales[row]!
  }

  private grow(): void {
    const capacity = Math.max(1024, this.ids.length * 2)
    const { values, signs, scales, ids } = this
    this.values = new Int8Array(capacity * this.dimensions)
    this.signs = new Int32Array(capacity * this.words)
    this.scales = new Float32Array(capacity)
    this.ids = new Int32Array(capacity)
    this.values.set(values)
    this.signs.set(signs)
    this.scales.set(scales)
    this.ids.set(ids)
  }
}

/** Eight bits a number, the largest of them ±127; only the direction is kept. */
export function quantise(vector: Float32Array): Int8Array {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const scale = largest > 0 ? 127 / largest : 0
  return Int8Array.from(vector, (value) => Math.round(value * scale))
}

function length(vector: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < vector.length; at++) sum += vector[at]! ** 2
  return Math.sqrt(sum)
}

function signsOf(vector: ArrayLike<number>, words: number): Int32Array {
  const signs = new Int32Array(words)
  for (let at = 0; at < vector.length; at++) if (vector[at]! > 0) signs[at >> 5]! |= 1 << (at & 31)
  return signs
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

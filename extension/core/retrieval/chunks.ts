/**
 * Cuts a file into passages that can be found: one a function where it is small enough, a class as a skeleton and its
 * members, windows of lines for what no grammar knows. Every chunk is whole lines of the file; together they cover
 * all lines that are not blank, each once.
 */
import type { Definition } from './definitions.ts'
import { leanLength } from './lean-length.ts'

export interface Chunk {
  /** 1-based, both ends included. */
  readonly startLine: number
  readonly endLine: number
  /** The lines as they stand in the file, joined by `\n`. */
  readonly text: string
  readonly kind: 'function' | 'class' | 'type' | 'lines'
  /** Names of the definitions around it and its own, outermost first, separated by dots; '' outside of any. */
  readonly name: string
  /** Head of the definition it belongs to, on one line; '' outside of any. */
  readonly signature: string
  /** Members of a class that are chunks of their own: their signatures, one a line; '' without. */
  readonly outline: string
  /** Chunks of one file with the same number are parts of one definition. */
  readonly unit: number
}

export interface ChunkSizes {
  /** Characters, blanks not counted, of a chunk. */
  readonly most: number
  /** A class up to this size is one chunk with all its members. */
  readonly smallClass: number
  /** Pieces below this size join their neighbour. */
  readonly least: number
}

/** About 250 tokens of code are 700 to 900 characters that are not blank. */
export const defaultSizes: ChunkSizes = { most: 800, smallClass: 250, least: 60 }

export function chunksOf(text: string, definitions: readonly Definition[], sizes: ChunkSizes = defaultSizes): Chunk[] {
  const lines = text.split(/\r\n|\r|\n/)
  return new Cutter(lines, sizes).file(definitions)
}

interface Owner {
  readonly kind: Chunk['kind']
  readonly name: string
  readonly signature: string
  readonly outline: string
  readonly unit: number
}

class Cutter {
  private readonly lines: readonly string[]
  private readonly sizes: ChunkSizes
  private readonly chunks: Chunk[] = []
  private units = 0

  constructor(lines: readonly string[], sizes: ChunkSizes) {
    this.lines = lines
    this.sizes = sizes
  }

  file(definitions: readonly Definition[]): Chunk[] {
    const outside = (): Owner => ({ kind: 'lines', name: '', signature: '', outline: '', unit: this.units++ })
    this.around(definitions, 0, this.lines.length - 1, '', outside)
    return this.chunks.sort((a, b) => a.startLine - b.startLine)
  }

  /** Emits the definitions, and the lines between them for whoever owns these. */
  private around(
    definitions: readonly Definition[],
    start: number,
    end: number,
    path: string,
    owner: () => Owner,
  ): void {
    let next = start
    for (const definition of definitions) {
      this.cut(next, definition.start - 1, owner)
      this.define(definition, path)
      next = definition.end + 1
    }
    this.cut(next, end, owner)
  }

  private define(definition: Definition, path: string): void {
    const { kind, start, end, inner, signature } = definition
    const name = [path, definition.name].filter((part) => part !== '').join('.')
    const unit = this.units++
    const size = this.size(start, end)
    const isWhole = kind === 'class' && inner.length > 0 ? size <= this.sizes.smallClass : size <= this.sizes.most
    if (isWhole || inner.length === 0) {
      this.cut(start, end, () => ({ kind, name, signature, outline: '', unit }))
      return
    }
    // Small functions in a function are part of it; only the large ones are found by themselves.
    const apart =
      kind === 'class' ? inner : inner.filter((one) => this.size(one.start, one.end) >= this.sizes.smallClass)
    const outline = apart.map((one) => one.signature).join('\n')
    let first = true
    this.around(apart, start, end, name, () => {
      const owner = { kind, name, signature, outline: first ? outline : '', unit }
      first = false
      return owner
    })
  }

  /** Chunks of the lines from `start` to `end`, none larger than may be, cut where the indentation is least. */
  private cut(start: number, end: number, owner: () => Owner): void {
    while (start <= end && this.isBlank(start)) start++
    while (end >= start && this.isBlank(end)) end--
    if (start > end) return
    if (this.size(start, end) <= this.sizes.most || start === end) {
      this.emit(start, end, owner())
      return
    }
    const parts = owner()
    // What is no definition is not one thing because it stands together.
    for (const [from, to] of this.pieces(start, end))
      this.emit(from, to, parts.kind === 'lines' ? { ...parts, unit: this.units++ } : parts)
  }

  private pieces(start: number, end: number): [number, number][] {
    const { most, least } = this.sizes
    const pieces: [number, number][] = []
    let from = start
    while (from <= end) {
      let to = from
      let size = this.size(from, from)
      while (to < end && size + this.size(to + 1, to + 1) <= most) size += this.size(++to, to)
      if (to < end) to = this.seam(from, to)
      pieces.push([from, to])
      from = to + 1
    }
    const [lastFrom, lastTo] = pieces.at(-1)!
    if (pieces.length > 1 && this.size(lastFrom, lastTo) < least) {
      pieces.pop()
      pieces.at(-1)![1] = lastTo
    }
    return pieces
  }

  /** Last row of a piece that could reach to `to`: in its second half, before the line that is indented least. */
  private seam(from: number, to: number): number {
    let best = to
    let bestDepth = Infinity
    for (let row = to; row > from + (to - from) / 2; row--) {
      const next = this.lines[row + 1]!
      const depth = this.isBlank(row + 1)
        ? Infinity
        : next.length - next.trimStart().length - (this.isBlank(row) ? 1 : 0)
      if (depth < bestDepth && !/^\s*[)\]}]/.test(next)) {
        best = row
        bestDepth = depth
      }
    }
    return best
  }

  private emit(start: number, end: number, owner: Owner): void {
    while (end > start && this.isBlank(end)) end--
    while (start < end && this.isBlank(start)) start++
    const text = this.lines.slice(start, end + 1).join('\n')
    if (!/[\p{L}\p{N}]/u.test(text)) return
    this.chunks.push({ startLine: start + 1, endLine: end + 1, text, ...owner })
  }

  private isBlank(row: number): boolean {
    return this.lines[row]!.trim() === ''
  }

  private size(start: number, end: number): number {
    let size = 0
    for (let row = start; row <= end; row++) size += leanLength(this.lines[row]!)
    return size
  }
}

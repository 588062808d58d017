/** The open documents as token ids, line by line, encoded once: for the live n-gram and the neighbouring lines. */
import { detached } from './detached.ts'
import { maxLineChars } from './live-index.ts'
import type { LiveIndex } from './live-index.ts'
import type { TextAround } from './ngram.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Characters of the current file that are read on each side of the cursor. */
const aroundChars = 100_000
const windowChars = 6_000
const neighbourTokens = 6_000
const neighbourChars = 24_000
const maxNeighbours = 8
const maxCachedLines = 20_000

export class EncodedTexts {
  private readonly index: LiveIndex
  private readonly tokenizer: Tokenizer
  private readonly lines = new Map<string, readonly number[]>()
  private readonly documents = new Map<string, Int32Array>()

  constructor(index: LiveIndex, tokenizer: Tokenizer) {
    this.index = index
    this.tokenizer = tokenizer
  }

  forget(uri: string): void {
    this.documents.delete(uri)
  }

  /** The beginnings of the other documents, the likeliest to be of use first. */
  neighbours(uri: string): Int32Array[] {
    const out: Int32Array[] = []
    for (const other of this.index.neighboursOf(uri)) {
      if (!other.indexed) continue
      let ids = this.documents.get(other.uri)
      if (!ids) {
        ids = this.encode(this.index.linesAfter(other.uri, 0, neighbourChars)).subarray(0, neighbourTokens)
        this.documents.set(other.uri, ids)
      }
      out.push(ids)
      if (out.length === maxNeighbours) break
    }
    return out
  }

  /** The current file before the cursor's line and, when wanted, behind it. */
  around(uri: string, offset: number, after: boolean): TextAround[] {
    const before = this.index.linesBefore(uri, offset, aroundChars)
    const lineStart = before.lastIndexOf('\n') + 1
    const out: TextAround[] = [{ ids: this.encode(before.slice(0, lineStart)), cursor: 'end' }]
    if (!after) return out
    const behind = this.index.linesAfter(uri, offset, aroundChars)
    const lineEnd = behind.indexOf('\n')
    if (lineEnd >= 0) out.push({ ids: this.encode(behind.slice(lineEnd + 1)), cursor: 'start' })
    return out
  }

  /** What `buildPrompt` reads of the current file. */
  window(uri: string, offset: number): { linesBefore: string[]; firstLine: number; typed: string; after: string } {
    const lines = this.index.linesBefore(uri, offset, windowChars).split('\n')
    const typed = lines.pop() ?? ''
    const linesBefore = lines.map((line) => line.replace(/\r$/, ''))
    const { number } = this.index.document(uri).text.find(offset)
    return {
      linesBefore,
      firstLine: number - linesBefore.length,
      typed,
      after: this.index.linesAfter(uri, offset, 1_000),
    }
  }

  private encode(text: string): Int32Array {
    const ids: number[] = []
    const lines = text.split('\n')
    lines.forEach((line, at) => {
      ids.push(...this.encodeLine(line.replace(/\r$/, '')))
      if (at < lines.length - 1) ids.push(this.tokenizer.newline)
    })
    return Int32Array.from(ids)
  }

  private encodeLine(line: string): readonly number[] {
    if (line.length > maxLineChars) return []
    const cached = this.lines.get(line)
    if (cached) return cached
    const ids = this.tokenizer.encode(line)
    if (this.lines.size >= maxCachedLines) this.lines.clear()
    this.lines.set(detached(line), ids)
    return ids
  }
}

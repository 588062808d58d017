/**
 * The text of one document as an array of lines, so that a keystroke in a file of 20,000 lines costs
 * microseconds: an edit replaces only the lines it touches, and nothing joins the whole text again.
 *
 * Invariants: joining all `text` gives the document; every line but the last ends with `\n`
 * (so `\r\n` needs no care); the last line holds no `\n` and may be empty. Documents that are too large to
 * index are cut into blocks of at most `blockChars` instead, with the same operations.
 */
import type { Token } from './live-index.ts'

/** Offsets are UTF-16 code units, in the text as it is before the edit. */
export interface Edit {
  readonly offset: number
  readonly deleted: number
  readonly inserted: string
}

export interface Line {
  text: string
  /** Tokens in order, `starts[i]` is the offset of `tokens[i]` in `text`; empty when the line is not indexed. */
  tokens: readonly Token[]
  starts: readonly number[]
  /** Position in the document's array. Valid after `renumber()`. */
  number: number
  readonly owner: LineText
}

export interface Place {
  readonly line: Line
  readonly number: number
  /** Offset inside `line.text`. */
  readonly column: number
}

const blockChars = 32_768
const none: readonly never[] = []

/** Lines of `text`, each with its line break; in blocks when `byBlock`. Always at least one. */
function split(text: string, byBlock: boolean): string[] {
  const parts: string[] = []
  let start = 0
  if (byBlock) {
    for (; text.length - start > blockChars; start += blockChars) parts.push(text.slice(start, start + blockChars))
  } else {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
      parts.push(text.slice(start, at + 1))
      start = at + 1
    }
  }
  parts.push(start === 0 ? text : text.slice(start))
  return parts
}

export class LineText {
  lines: Line[]
  length: number
  readonly inBlocks: boolean
  /** A line whose offset is known: edits stay close together, so the next look-up starts from here. */
  private anchor = { number: 0, offset: 0 }
  private numberedUpTo = 0

  constructor(text: string, inBlocks: boolean) {
    this.inBlocks = inBlocks
    this.length = text.length
    this.lines = split(text, inBlocks).map((part) => this.line(part))
  }

  toString(): string {
    return this.lines.map((line) => line.text).join('')
  }

  /** The line that holds `offset`; the offset at a line's end belongs to the next line. RangeError outside the text. */
  find(offset: number): Place {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.length) {
      throw new RangeError(`Offset ${offset} is outside the document (length ${this.length})`)
    }
    const last = this.lines.length - 1
    let { number, offset: start } = this.anchor
    if (offset < start / 2) number = start = 0
    while (start > offset) start -= this.at(--number).text.length
    while (number < last && start + this.at(number).text.length <= offset) start += this.at(number++).text.length
    this.anchor = { number, offset: start }
    return { line: this.at(number), number, column: offset - start }
  }

  /** Applies one edit; returns the lines that left and the lines that came. RangeError when it does not fit. */
  edit({ offset, deleted, inserted }: Edit): { removed: Line[]; added: Line[] } {
    if (!(deleted >= 0)) throw new RangeError(`Cannot delete ${deleted} characters`)
    const to = this.find(offset + deleted)
    const from = this.find(offset) // second, so that the anchor stands on a line that survives in place
    const text = from.line.text.slice(0, from.column) + inserted + to.line.text.slice(to.column)
    const parts = split(text, this.inBlocks)
    // The empty line behind the last line break exists at the end of the document only.
    if (parts.at(-1) === '' && to.number < this.lines.length - 1) parts.pop()
    const added = parts.map((part) => this.line(part))
    const count = to.number - from.number + 1
    const removed = this.lines.slice(from.number, from.number + count)
    if (count === added.length) added.forEach((line, index) => (this.lines[from.number + index] = line))
    else if (added.length < 10_000) this.lines.splice(from.number, count, ...added)
    else this.lines = [...this.lines.slice(0, from.number), ...added, ...this.lines.slice(from.number + count)]
    if (removed.length !== added.length) this.numberedUpTo = Math.min(this.numberedUpTo, from.number)
    added.forEach((line, index) => (line.number = from.number + index))
    this.length += inserted.length - deleted
    return { removed, added }
  }

  /** Makes every `line.number` valid; costs nothing unless lines came or went. */
  renumber(): void {
    for (let number = this.numberedUpTo; number < this.lines.length; number++) this.at(number).number = number
    this.numberedUpTo = this.lines.length
  }

  /** At most `maxChars` characters that end at `offset`, from a line's start where a whole line fits. */
  before(offset: number, maxChars: number): string {
    const place = this.find(offset)
    const parts = [place.line.text.slice(Math.max(0, place.column - maxChars), place.column)]
    let left = maxChars - place.column
    for (let number = place.number - 1; number >= 0 && left > 0; number--) {
      const { text } = this.at(number)
      if (text.length > left) {
        if (this.inBlocks) parts.push(text.slice(text.length - left))
        break
      }
      parts.push(text)
      left -= text.length
    }
    return parts.reverse().join('')
  }

  /** At most `maxChars` characters from `offset` on, up to a line's end where a whole line fits. */
  after(offset: number, maxChars: number): string {
    const place = this.find(offset)
    let parts = place.line.text.slice(place.column, place.column + maxChars)
    for (let number = place.number + 1; number < this.lines.length; number++) {
      const { text } = this.at(number)
      const left = maxChars - parts.length
      if (text.length > left) return this.inBlocks ? parts + text.slice(0, left) : parts
      parts += text
    }
    return parts
  }

  private line(text: string): Line {
    return { text, tokens: none, starts: none, number: -1, owner: this }
  }

  private at(number: number): Line {
    return this.lines[number] as Line
  }
}

/** A line's text without its line break. */
export function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}

/**
 * Remembers what could have been suggested on the line that is being written, until the line is left; then compares it
 * with the line. Only lengths, confidences and verdicts come out.
 */
import type { Shade, Shades } from '../shadow.ts'
import { withoutEnd } from './line-text.ts'
import type { Edit, LineText } from './line-text.ts'

export interface Possible {
  /** The line up to the cursor, and behind it, at the request. */
  readonly typed: string
  readonly after: string
  /** The best line, from the cursor on. */
  readonly text: string
  /** Where it could have ended, the shortest first, with the confidence in it. */
  readonly ends: readonly { readonly length: number; readonly confidence: number }[]
}

interface Writing {
  readonly uri: string
  readonly line: number
  readonly requests: Possible[]
  isEdited: boolean
}

/** Of one line; who types more than that in it has told enough. */
const mostRequests = 40

export class ShadowLines {
  private writing: Writing | undefined
  private readonly lineOf: (uri: string, line: number) => string | undefined
  private readonly written: (uri: string, requests: readonly Shades[]) => void

  /**
   * @param lineOf the line as it is now, without its end
   * @param written called when a line has been left
   */
  constructor(lineOf: ShadowLines['lineOf'], written: ShadowLines['written']) {
    this.lineOf = lineOf
    this.written = written
  }

  asked(uri: string, line: number, possible: Possible): void {
    if (this.writing?.uri !== uri || this.writing.line !== line) {
      this.leave()
      this.writing = { uri, line, requests: [], isEdited: false }
    }
    if (this.writing.requests.length < mostRequests) this.writing.requests.push(possible)
  }

  /** Before the edits are made. */
  changing(uri: string, text: LineText, edits: readonly Edit[]): void {
    for (const { offset, deleted, inserted } of edits) {
      const { writing } = this
      if (writing?.uri !== uri) return
      // The places are those before all edits: one that builds on another can't be followed.
      if (offset + deleted > text.length) {
        this.writing = undefined
        return
      }
      const { line, number, column } = text.find(offset)
      const end = withoutEnd(line.text).length
      if (number !== writing.line || column + deleted > end) this.leave()
      else {
        writing.isEdited = true
        // The line ends here: what a new line or an accepted block puts in front of its end belongs to it.
        if (inserted.includes('\n')) this.leave(line.text.slice(0, column) + inserted.split(/\r?\n/, 1)[0]!)
      }
    }
  }

  closed(uri: string): void {
    if (this.writing?.uri === uri) this.writing = undefined
  }

  private leave(line?: string): void {
    const { writing } = this
    this.writing = undefined
    // Who only looks at a line says nothing about it.
    if (!writing?.isEdited) return
    const now = line ?? this.lineOf(writing.uri, writing.line)
    if (now === undefined) return
    const isFinished = line !== undefined
    const requests = writing.requests.flatMap((possible) => judged(possible, now, isFinished) ?? [])
    if (requests.length > 0) this.written(writing.uri, requests)
  }
}

/**
 * In an array, so that nothing can be said of a line that was begun anew, nor of one that was left half written and may
 * still go on as was suggested.
 */
function judged({ typed, after, text, ends }: Possible, line: string, isFinished: boolean): [Shades] | undefined {
  if (!line.startsWith(typed)) return undefined
  const rest = line.slice(typed.length)
  const truth = after !== '' && rest.endsWith(after) ? rest.slice(0, -after.length) : rest
  if (!isFinished && truth.length < text.trimEnd().length && text.startsWith(truth)) return undefined
  return [
    ends.map(({ length, confidence }): Shade => {
      return { confidence, length, clean: truth.startsWith(text.slice(0, length).trimEnd()) }
    }),
  ]
}

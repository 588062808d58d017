/**
 * Text of the answer between its arrival and its being drawn: passed on in pieces, as many as fit into a frame, up to
 * a length beyond which nobody reads on without saying so.
 */

/** Characters. */
const piece = 2048
const mostPieces = 64
/** Whoever asked for all of it waits for it: on a busy machine, single pieces would take minutes for what is folded. */
const fewestAsked = 3
/** Milliseconds of script in a frame; its layout costs about as much again. */
const budgetMs = 6
/** Characters that are shown unasked: about a hundred pages. */
export const foldAt = 256 * 1024

export class Intake {
  private received = 0
  /** Its end: what was not passed on yet. */
  private waiting = ''
  private limit = foldAt
  /** What the next frame gets: more as long as frames are short, half as much after a long one. */
  private pieces = 4
  private fewest = 1

  /** @param from where it stands in the whole; a part that arrives twice is taken once */
  receive(from: number, text: string): void {
    const added = text.slice(Math.max(0, this.received - from))
    this.received += added.length
    this.waiting += added
  }

  /** There is more for the next frame. */
  get isWaiting(): boolean {
    return this.waiting.length > this.folded
  }

  /** All that arrived is drawn. */
  get isCaughtUp(): boolean {
    return this.waiting === ''
  }

  /** Characters that wait for `unfold`. */
  get folded(): number {
    return Math.max(0, this.received - this.limit)
  }

  unfold(): void {
    this.limit = Infinity
    this.fewest = fewestAsked
  }

  /** A frame's worth. */
  pass(): string {
    const length = Math.min(this.pieces * piece, this.waiting.length - this.folded)
    const passed = this.waiting.slice(0, length)
    this.waiting = this.waiting.slice(length)
    return passed
  }

  /** @param ms that the frame took to draw what was passed */
  took(ms: number): void {
    this.pieces = ms > budgetMs ? Math.max(this.fewest, this.pieces >> 1) : Math.min(mostPieces, this.pieces + 2)
  }
}

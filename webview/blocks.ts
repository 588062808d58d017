/**
 * Cuts a growing answer into blocks, so that each frame parses only the last one. What stands before the last
 * block never changes again. A block is bounded: past `longest` characters it is cut, so that neither
 * a line of 5 MB nor a hostile nesting makes a frame long.
 */

export type Block =
  | { readonly kind: 'markdown'; readonly text: string }
  /** A fenced code block, or a part of one: the parts together are its text, line breaks and all. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string; readonly part: number }
  /** Part of a line that is too long for Markdown. */
  | { readonly kind: 'plain'; readonly text: string }

export const longest = 8192

interface Fence {
  readonly mark: string
  readonly indent: number
  readonly language: string
  part: number
}

export class Blocks {
  /** All but the last, which `open` gives. */
  readonly settled: Block[] = []
  private fence: Fence | undefined
  /** Complete lines of the last block. */
  private lines = ''
  /** The line that has not ended. */
  private rest = ''
  /** Part of the current line went into a block of its own already. */
  private midLine = false
  private blankBefore = false

  /** The last block as it is now. */
  get open(): Block | undefined {
    const text = this.lines + this.rest
    if (this.fence) return this.code(this.fence, withoutFinalBreak(text))
    if (this.midLine && this.lines === '') return text === '' ? undefined : { kind: 'plain', text }
    return text.trim() === '' ? undefined : { kind: 'markdown', text }
  }

  append(delta: string): void {
    let from = 0
    while (from < delta.length) {
      const lineBreak = delta.indexOf('\n', from)
      const end = lineBreak < 0 ? delta.length : lineBreak + 1
      // A piece at a time: a line may be longer than all that memory should hold twice.
      const to = Math.min(end, from + longest - this.rest.length)
      this.rest += delta.slice(from, to)
      from = to
      if (to === end && lineBreak >= 0) this.endLine()
      else if (this.rest.length >= longest) this.cutLine()
    }
  }

  private endLine(): void {
    const line = this.rest
    this.rest = ''
    if (this.midLine) {
      this.midLine = false
      if (this.fence) this.addLine(line)
      else this.settled.push({ kind: 'plain', text: line.slice(0, -1) })
      return
    }
    if (this.fence) {
      if (closes(this.fence, line)) this.settle()
      else this.addLine(dedent(line, this.fence.indent))
      return
    }
    const fence = opens(line)
    if (fence) {
      this.settle()
      this.fence = fence
      return
    }
    const blank = line.trim() === ''
    // A list goes on over blank lines, and so does what is indented.
    if (this.blankBefore && !blank && !/^(\s|[-*+]\s|\d{1,9}[.)]\s)/.test(line)) this.settle()
    this.blankBefore = blank
    this.addLine(line)
  }

  private addLine(line: string): void {
    if (this.lines.length + line.length > longest) this.settle(true)
    this.lines += line
  }

  private cutLine(): void {
    const piece = this.rest
    if (this.lines !== '') this.settle(true)
    this.rest = ''
    if (this.fence) {
      this.settled.push(this.code(this.fence, piece))
      this.fence.part++
    } else this.settled.push({ kind: 'plain', text: piece })
    this.midLine = true
  }

  /** @param goesOn the block is only cut, because it is long */
  private settle(goesOn = false): void {
    const { fence, lines } = this
    this.lines = ''
    this.blankBefore = false
    if (!fence) {
      if (lines.trim() !== '') this.settled.push({ kind: 'markdown', text: lines })
      return
    }
    if (lines !== '' || fence.part === 0) this.settled.push(this.code(fence, goesOn ? lines : withoutFinalBreak(lines)))
    if (goesOn) fence.part++
    else this.fence = undefined
  }

  private code({ language, part }: Fence, text: string): Block {
    return { kind: 'code', language, text, part }
  }
}

function opens(line: string): Fence | undefined {
  const match = /^(\s*)(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/.exec(line.trimEnd())
  if (!match) return undefined
  return { mark: match[2]!, indent: match[1]!.length, language: match[3]!, part: 0 }
}

function closes({ mark }: Fence, line: string): boolean {
  const trimmed = line.trim()
  return trimmed.length >= mark.length && trimmed === mark[0]!.repeat(trimmed.length)
}

/** Code in a list is indented with the list. */
function dedent(line: string, indent: number): string {
  let skipped = 0
  while (skipped < indent && line[skipped] === ' ') skipped++
  return line.slice(skipped)
}

const withoutFinalBreak = (text: string): string => (text.endsWith('\n') ? text.slice(0, -1) : text)

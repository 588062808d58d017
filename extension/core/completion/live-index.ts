/**
 * The live index of every document that the host knows: which lines hold which token. It follows the
 * keystrokes (an edit lexes only the lines it touches), so a query finds text typed a moment ago.
 *
 * All documents are alike; a query says which one is the current file, the others are its neighbours.
 * Memory is bounded: documents over `maxDocumentChars`, lines over `maxLineChars` and whatever exceeds
 * `maxIndexedChars` in total are kept as text, but their lines are not indexed.
 */
import { detached } from './detached.ts'
import { isNameStart, lexLine } from './lexer.ts'
import { LineText } from './line-text.ts'
import type { Edit, Line } from './line-text.ts'

export interface Token {
  readonly text: string
  /** Names and numbers know their lines. Punctuation stands on every other line: a scan finds it as fast. */
  readonly lines: Set<Line> | undefined
  /** Number of indexed lines that hold the token, a line counted once per occurrence for punctuation. */
  uses: number
}

export interface Document {
  readonly uri: string
  /** VS Code language id. */
  readonly language: string
  readonly text: LineText
  /** From the disk: not open in the editor, and a neighbour only where there are too few of those that are. */
  readonly background: boolean
  indexed: boolean
}

export const maxDocumentChars = 2_000_000
export const maxLineChars = 2_000
export const maxIndexedChars = 16_000_000

export class LiveIndex {
  private readonly documents = new Map<string, Document>()
  private readonly vocabulary = new Map<string, Token>()
  /** Names by first character, so that a half-typed name finds its continuations without a scan of all names. */
  private readonly byInitial = new Map<number, Set<Token>>()
  private indexedChars = 0

  /** Adds a document, or replaces it. `text` may have any line ends. */
  open(uri: string, language: string, text: string, background = false): void {
    this.close(uri)
    const fits = text.length <= maxDocumentChars
    const document: Document = {
      uri,
      language,
      text: new LineText(text, !fits),
      background,
      indexed: fits && this.hasRoom(text.length),
    }
    this.documents.set(uri, document)
    if (!document.indexed) return
    this.indexedChars += text.length
    document.text.lines.forEach((line) => this.add(line))
    document.text.renumber()
  }

  /** Applies the edits in order. Error when the document is unknown, RangeError when an edit lies outside of it. */
  change(uri: string, edits: readonly Edit[]): void {
    const document = this.document(uri)
    for (const edit of edits) {
      const { removed, added } = document.text.edit(edit)
      if (!document.indexed) continue
      this.indexedChars += edit.inserted.length - edit.deleted
      removed.forEach((line) => this.remove(line))
      added.forEach((line) => this.add(line))
      if (document.text.length > maxDocumentChars || !this.hasRoom(0)) this.unindex(document)
    }
  }

  /** Forgets the document; an unknown one is ignored. */
  close(uri: string): void {
    const document = this.documents.get(uri)
    if (!document) return
    this.unindex(document)
    this.documents.delete(uri)
  }

  has(uri: string): boolean {
    return this.documents.has(uri)
  }

  /** The one that was opened or used last comes last. */
  all(): IterableIterator<Document> {
    return this.documents.values()
  }

  /** Others than `uri`, the likeliest to be of use first: the open ones before those of the disk, the one used last before others. */
  neighboursOf(uri: string): Document[] {
    const recent = [...this.documents.values()].reverse().filter((document) => document.uri !== uri)
    return [...recent.filter(({ background }) => !background), ...recent.filter(({ background }) => background)]
  }

  /** Somebody writes or reads there; an unknown one is ignored. */
  use(uri: string): void {
    const document = this.documents.get(uri)
    if (!document) return
    this.documents.delete(uri)
    this.documents.set(uri, document)
  }

  /** Error when the document is unknown. */
  document(uri: string): Document {
    const document = this.documents.get(uri)
    if (!document) throw new Error(`Document ${uri} is not open`)
    return document
  }

  /** The whole text: copies it, so not for every keystroke. */
  text(uri: string): string {
    return this.document(uri).text.toString()
  }

  /** At most `maxChars` UTF-16 units that end at `offset`, starting at a line's start where a whole line fits. */
  linesBefore(uri: string, offset: number, maxChars: number): string {
    return this.document(uri).text.before(offset, maxChars)
  }

  /** At most `maxChars` UTF-16 units from `offset` on, ending at a line's end where a whole line fits. */
  linesAfter(uri: string, offset: number, maxChars: number): string {
    return this.document(uri).text.after(offset, maxChars)
  }

  token(text: string): Token | undefined {
    return this.vocabulary.get(text)
  }

  /** Names that start with `start` (itself included when it is one), in no particular order. */
  namesStartingWith(start: string): Token[] {
    const names: Token[] = []
    for (const token of this.byInitial.get(start.charCodeAt(0)) ?? [])
      if (token.text.startsWith(start)) names.push(token)
    return names
  }

  private hasRoom(chars: number): boolean {
    return this.indexedChars + chars <= maxIndexedChars
  }

  private unindex(document: Document): void {
    if (!document.indexed) return
    document.indexed = false
    this.indexedChars -= document.text.length
    document.text.lines.forEach((line) => this.remove(line))
  }

  private add(line: Line): void {
    const { text } = line
    if (text.length > maxLineChars) return
    const spans = lexLine(text)
    const tokens: Token[] = []
    const starts: number[] = []
    for (let at = 0; at < spans.length; at += 2) {
      const start = spans[at] as number
      const token = this.intern(text.slice(start, spans[at + 1]))
      if (token.lines) token.uses = token.lines.add(line).size
      else token.uses++
      tokens.push(token)
      starts.push(start)
    }
    line.tokens = tokens
    line.starts = starts
  }

  private remove(line: Line): void {
    for (const token of line.tokens) {
      if (token.lines) {
        token.lines.delete(line)
        token.uses = token.lines.size
      } else token.uses--
      if (token.uses > 0) continue
      this.vocabulary.delete(token.text)
      this.byInitial.get(token.text.charCodeAt(0))?.delete(token)
    }
    line.tokens = []
    line.starts = []
  }

  private intern(text: string): Token {
    const known = this.vocabulary.get(text)
    if (known) return known
    const initial = text.charCodeAt(0)
    const isName = isNameStart(initial)
    const hasLines = isName || text.length > 1 || /\d/.test(text)
    const token: Token = { text: detached(text), lines: hasLines ? new Set() : undefined, uses: 0 }
    this.vocabulary.set(token.text, token)
    if (!isName) return token
    const names = this.byInitial.get(initial)
    if (names) names.add(token)
    else this.byInitial.set(initial, new Set([token]))
    return token
  }
}

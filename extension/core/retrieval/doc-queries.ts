/**
 * Questions whose answer is known: the first sentence of a doc comment asks for its function, and the comment is taken
 * out of the code. Only for measuring.
 */
import type { Definition } from './definitions.ts'
import { queryWords } from './words.ts'

export interface DocQuery {
  readonly query: string
  /** 1-based lines of the function in the text without its comment. */
  readonly startLine: number
  readonly endLine: number
}

interface Documented {
  readonly definition: Definition
  readonly sentence: string
  /** Rows of the comment, both ends included. */
  readonly from: number
  readonly to: number
}

const leastWords = 4
const mostWords = 40
/** A function of less is hardly more than its name. */
const leastRows = 3

/** Functions of a file with a doc comment that says something. */
export function documented(text: string, definitions: readonly Definition[], isPython: boolean): Documented[] {
  const lines = text.split('\n')
  const find = isPython ? docstring : docComment
  return all(definitions).flatMap((definition) => {
    const comment = definition.kind === 'function' ? find(lines, definition) : undefined
    if (!comment) return []
    const sentence = firstSentence(comment.text)
    const words = sentence.split(/\s+/).length
    const rows = definition.end - definition.head + 1 - (isPython ? comment.to - comment.from + 1 : 0)
    const tells = words >= leastWords && words <= mostWords && queryWords(sentence).length >= 3
    return tells && rows >= leastRows ? [{ definition, sentence, from: comment.from, to: comment.to }] : []
  })
}

/** The text without the comments of the chosen functions, and where these functions then stand. */
export function withoutComments(text: string, chosen: readonly Documented[]): { text: string; queries: DocQuery[] } {
  const gone = new Set<number>()
  for (const { from, to } of chosen) for (let row = from; row <= to; row++) gone.add(row)
  const lines = text.split('\n')
  const now = (row: number): number => {
    let before = 0
    for (const other of gone) if (other < row) before++
    return row - before + 1
  }
  return {
    text: lines.filter((_, row) => !gone.has(row)).join('\n'),
    queries: chosen.map(({ definition, sentence, to, from }) => ({
      query: sentence,
      startLine: now(Math.max(definition.head, from <= definition.head ? to + 1 : 0)),
      endLine: now(definition.end),
    })),
  }
}

function all(definitions: readonly Definition[]): Definition[] {
  return definitions.flatMap((definition) => [definition, ...all(definition.inner)])
}

interface Comment {
  readonly text: string
  readonly from: number
  readonly to: number
}

function docComment(lines: readonly string[], { start, head }: Definition): Comment | undefined {
  const from = lines.findIndex((line, row) => row >= start && row < head && line.trim().startsWith('/**'))
  if (from < 0) return undefined
  const to = lines.findIndex((line, row) => row >= from && row < head && line.trimEnd().endsWith('*/'))
  if (to < 0) return undefined
  const text = lines
    .slice(from, to + 1)
    .map((line) => line.replace(/^\s*\/?\*+\/?/, '').replace(/\*+\/\s*$/, ''))
    .join('\n')
  return { text, from, to }
}

function docstring(lines: readonly string[], { head, end }: Definition): Comment | undefined {
  let from = head
  while (from <= end && !/^\s*[rRuU]?("""|''')/.test(lines[from]!)) {
    // The first statement of the body, after a head that may take several lines.
    if (from > head && /:\s*(#.*)?$/.test(lines[from - 1]!) && lines[from]!.trim() !== '') return undefined
    from++
  }
  if (from > end) return undefined
  const mark = /("""|''')/.exec(lines[from]!)![1]!
  const begin = lines[from]!.slice(lines[from]!.indexOf(mark) + 3)
  if (begin.trimEnd().endsWith(mark)) return { text: begin.trimEnd().slice(0, -3), from, to: from }
  const to = lines.findIndex((line, row) => row > from && row <= end && line.trimEnd().endsWith(mark))
  if (to < 0) return undefined
  return { text: [begin, ...lines.slice(from + 1, to), lines[to]!.trimEnd().slice(0, -3)].join('\n'), from, to }
}

function firstSentence(comment: string): string {
  const paragraph = comment.trim().split(/\n\s*(?:\n|@|:\w+|Args:|Parameters\b|Returns:)/)[0]!
  if (/^[@{:]|inheritdoc/i.test(paragraph)) return ''
  const flat = paragraph.replace(/\s+/g, ' ').trim()
  return (/^.*?[.!?](?=\s|$)/.exec(flat)?.[0] ?? flat).replace(/[.!?:]+$/, '')
}

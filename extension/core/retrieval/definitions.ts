/** Reads a syntax tree as nested definitions: which function or class stands on which lines. */
import type { Syntax } from './languages.ts'

/** As much of a tree-sitter node as is needed. */
export interface SyntaxNode {
  readonly type: string
  readonly text: string
  readonly startIndex: number
  readonly startPosition: { readonly row: number }
  readonly endPosition: { readonly row: number; readonly column: number }
  readonly namedChildren: readonly (SyntaxNode | null)[]
  childForFieldName(name: string): SyntaxNode | null
}

/** Rows are 0-based, both ends included. */
export interface Definition {
  readonly kind: 'function' | 'class' | 'type'
  /** Its own name; '' for one without. */
  readonly name: string
  /** From its first word to its body, on one line. */
  readonly signature: string
  /** First row, comments and decorators before it included. */
  readonly start: number
  /** Row of its first word. */
  readonly head: number
  readonly end: number
  readonly inner: readonly Definition[]
}

const mostSignatureChars = 300
/** Trees can be deep enough to overflow the stack (generated code); what is below is part of what is above. */
const mostDepth = 200

export function definitionsIn(root: SyntaxNode, syntax: Syntax): Definition[] {
  const reader = new Reader(syntax)
  return reader.inside(root, 0)
}

class Reader {
  private readonly syntax: Syntax

  constructor(syntax: Syntax) {
    this.syntax = syntax
  }

  /** Definitions among the children of a node and below, in the order of their lines, none overlapping another. */
  inside(node: SyntaxNode, depth: number): Definition[] {
    const { leading } = this.syntax
    const found: Definition[] = []
    let trivia: { start: number; end: number; name?: string } | undefined
    let last = -1
    for (const child of node.namedChildren) {
      if (!child) continue
      const start = child.startPosition.row
      const end = endRow(child)
      // A comment at the end of a line belongs to that line.
      if (leading.has(child.type)) {
        if (start > last) trivia = trivia && start <= trivia.end + 1 ? { ...trivia, end } : { start, end }
        last = Math.max(last, end)
        continue
      }
      const overload = this.overloadName(child)
      if (overload !== undefined) {
        const belongs = trivia && start <= trivia.end + 1 && (trivia.name ?? overload) === overload
        trivia = { start: belongs ? trivia!.start : start, end, name: overload }
        last = end
        continue
      }
      const inner = this.definitions(child, undefined, depth + 1)
      inner.forEach((definition, index) => {
        const before =
          index === 0 && trivia && definition.start === start && start <= trivia.end + 1 ? trivia : undefined
        const belongs = before && (before.name === undefined || before.name === definition.name)
        const from = Math.max(belongs ? before.start : definition.start, (found.at(-1)?.end ?? -1) + 1)
        if (from <= definition.end) found.push({ ...definition, start: from })
      })
      trivia = undefined
      last = Math.max(last, end)
    }
    return found
  }

  private overloadName(node: SyntaxNode): string | undefined {
    const { overloads, wrappers } = this.syntax
    const inner = wrappers.has(node.type)
      ? node.namedChildren.find((child) => child && overloads.has(child.type))
      : node
    return inner && overloads.has(inner.type) ? (inner.childForFieldName('name')?.text ?? '') : undefined
  }

  /** The definition that a node is, or those inside of it. `outer`: what wraps it and begins before it. */
  private definitions(node: SyntaxNode, outer: SyntaxNode | undefined, depth: number): Definition[] {
    if (depth > mostDepth) return []
    const { functions, classes, types, bindings, values, wrappers } = this.syntax
    const from = outer ?? node
    const { type } = node
    if (functions.has(type)) return [this.define('function', from, node, node, depth)]
    if (classes.has(type)) return [this.define('class', from, node, node, depth)]
    if (types.has(type)) return [this.define('type', from, node, node, depth)]
    const fields = bindings.get(type)
    if (fields) {
      const value = node.childForFieldName(fields[1])
      if (value && values.has(value.type)) {
        const kind = value.type === 'class' ? 'class' : 'function'
        return [this.define(kind, from, node, value, depth, node.childForFieldName(fields[0]))]
      }
    }
    // `export default function () {}`
    if (outer && values.has(type))
      return [this.define(type === 'class' ? 'class' : 'function', from, node, node, depth)]
    if (wrappers.has(type)) {
      return node.namedChildren.flatMap((child) => (child ? this.definitions(child, from, depth + 1) : []))
    }
    return this.inside(node, depth)
  }

  private define(
    kind: Definition['kind'],
    from: SyntaxNode,
    node: SyntaxNode,
    value: SyntaxNode,
    depth: number,
    named = node.childForFieldName('name') ?? node.childForFieldName('type'),
  ): Definition {
    const body = value.childForFieldName('body')
    const start = from.startPosition.row
    const head = body ? from.text.slice(0, Math.max(0, body.startIndex - from.startIndex)) : firstLine(from.text)
    return {
      kind,
      name: (named?.text ?? '').replace(/\s+/g, ' ').slice(0, 120),
      signature: head.replace(/\s+/g, ' ').trim().slice(0, mostSignatureChars),
      start,
      head: node.startPosition.row,
      end: endRow(from),
      inner: kind === 'type' ? [] : this.inside(body ?? value, depth),
    }
  }
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}

/** A node that ends with a line break has nothing on the row after it. */
function endRow({ startPosition, endPosition }: SyntaxNode): number {
  const { row, column } = endPosition
  return column === 0 && row > startPosition.row ? row - 1 : row
}

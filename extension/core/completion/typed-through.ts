/**
 * Suggestions already made, so that one is served at once while the user types it, and is gone as soon as the
 * text differs. A radix trie over the text before the cursor followed by the suggestion: whoever has typed a
 * path in it is offered what is left of the path. The text after the cursor must be the same as it was.
 */

interface Entry<T> {
  readonly path: string
  /** Length of the part of `path` that stood before the cursor when the suggestion was made. */
  readonly known: number
  readonly after: string
  readonly value: T
  /** Position in time, larger is newer. */
  used: number
}

interface Node<T> {
  label: string
  /** By first character of their label. */
  readonly children: Map<string, Node<T>>
  /** Entries whose path ends here, by the text after the cursor. */
  readonly entries: Map<string, Entry<T>>
}

export interface Served<T> {
  /** What is left of the suggestion. */
  readonly text: string
  readonly value: T
}

const linesAbove = 3
const maxLine = 1_000
const afterChars = 200

export class TypedThrough<T> {
  private readonly root: Node<T> = emptyNode('')
  private readonly byAge = new Map<Entry<T>, true>()
  private readonly capacity: number
  private clock = 0

  constructor(capacity = 256) {
    this.capacity = capacity
  }

  get size(): number {
    return this.byAge.size
  }

  /** Keeps a suggestion for the cursor between `before` and `after` (windows of the document `uri`; any length). */
  put(uri: string, before: string, after: string, text: string, value: T): void {
    this.keep(uri, before, after, text, value)
    // The lines by which a place is known again move on with each line that is typed through.
    for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', end) + 1)
      this.keep(uri, before + text.slice(0, end), after, text.slice(end), value)
  }

  private keep(uri: string, before: string, after: string, text: string, value: T): void {
    const key = keyOf(uri, before)
    if (key === undefined || text === '') return
    const node = this.grow(key + text)
    const following = after.slice(0, afterChars)
    const old = node.entries.get(following)
    if (old) this.byAge.delete(old)
    const entry: Entry<T> = { path: key + text, known: key.length, after: following, value, used: this.clock++ }
    node.entries.set(following, entry)
    this.byAge.set(entry, true)
    const oldest = this.byAge.size > this.capacity ? this.byAge.keys().next().value : undefined
    if (oldest) this.drop(oldest)
  }

  /** The newest suggestion that was made here or earlier on this line and goes on from here; undefined: none. */
  get(uri: string, before: string, after: string): Served<T> | undefined {
    const key = keyOf(uri, before)
    if (key === undefined) return undefined
    let node: Node<T> | undefined = this.root
    let depth = 0
    while (node && depth < key.length) {
      const child: Node<T> | undefined = node.children.get(key[depth]!)
      const left: string = key.slice(depth)
      if (child && !child.label.startsWith(left) && !left.startsWith(child.label)) return undefined
      depth += child?.label.length ?? 0
      node = child
    }
    const found = node && newest(node, key.length, after.slice(0, afterChars))
    if (!found) return undefined
    this.byAge.delete(found)
    this.byAge.set(found, true)
    return { text: found.path.slice(key.length), value: found.value }
  }

  clear(): void {
    this.root.children.clear()
    this.byAge.clear()
  }

  /** The node at the end of `path`; makes it where there is none. */
  private grow(path: string): Node<T> {
    let node = this.root
    let left = path
    while (left !== '') {
      let child = node.children.get(left[0]!)
      if (!child) {
        child = emptyNode(left)
        node.children.set(left[0]!, child)
        return child
      }
      const common = commonLength(child.label, left)
      if (common < child.label.length) child = split(node, child, common)
      left = left.slice(common)
      node = child
    }
    return node
  }

  private drop(entry: Entry<T>): void {
    this.byAge.delete(entry)
    const way: Node<T>[] = [this.root]
    for (let depth = 0; depth < entry.path.length; depth += way.at(-1)!.label.length) {
      way.push(way.at(-1)!.children.get(entry.path[depth]!)!)
    }
    way.at(-1)!.entries.delete(entry.after)
    // Nodes that lead nowhere go too; a node with one child stays, which costs little.
    for (let at = way.length - 1; at > 0; at--) {
      const node = way[at]!
      if (node.entries.size > 0 || node.children.size > 0) break
      way[at - 1]!.children.delete(node.label[0]!)
    }
  }
}

function emptyNode<T>(label: string): Node<T> {
  return { label, children: new Map(), entries: new Map() }
}

/** Puts a node with the first `length` characters of the child's label between the two. */
function split<T>(parent: Node<T>, child: Node<T>, length: number): Node<T> {
  const middle: Node<T> = emptyNode(child.label.slice(0, length))
  child.label = child.label.slice(length)
  middle.children.set(child.label[0]!, child)
  parent.children.set(middle.label[0]!, middle)
  return middle
}

function commonLength(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

/** Newest entry below `node` with something left to type, made at or before `depth`. */
function newest<T>(node: Node<T>, depth: number, after: string): Entry<T> | undefined {
  let best: Entry<T> | undefined
  const entry = node.entries.get(after)
  if (entry && entry.path.length > depth && entry.known <= depth) best = entry
  for (const child of node.children.values()) {
    const found = newest(child, depth, after)
    if (found && (!best || found.used > best.used)) best = found
  }
  return best
}

/**
 * The cursor's line and a few above it: starts at a line's start, so that typing only appends to it.
 * Undefined for lines too long to be worth it.
 */
function keyOf(uri: string, before: string): string | undefined {
  let start = before.lastIndexOf('\n') + 1
  if (before.length - start > maxLine) return undefined
  for (let line = 0; line < linesAbove && start > 0; line++) {
    const above = before.lastIndexOf('\n', start - 2) + 1
    if (start - above > maxLine) break
    start = above
  }
  return `${uri}\n${before.slice(start)}`
}

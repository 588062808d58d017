/**
 * All that the model has read of one document, as a tree of tokens over one KV cache: the prompt is a path from the
 * root, candidate lines and drafts branch off behind it. Nothing is read twice: what the last keystroke scored is there
 * for the next one, and a draft that comes true has been verified already.
 *
 * Invariants: a node's slot in the cache is larger than its parent's; it sees its ancestors only; slots that no path
 * leads to any more are dropped once there are `maxSpare` of them.
 */
import { unseen } from './language-model.ts'
import type { KvCache, LanguageModel, Placement } from './language-model.ts'

export interface Node {
  readonly token: number
  readonly parent: Node | undefined
  /** Tokens before it; -1 for the root, which is no token. */
  readonly position: number
  readonly children: Map<number, Node>
  /** Place in the cache; -1: not read yet. */
  slot: number
  /** Logits behind it, Float32Array[vocabulary]; undefined where nobody asked for them. */
  logits: Float32Array | undefined
  logSumExp: number
  /** Ids of the largest logits, as far as somebody has asked for them. */
  highest: readonly number[]
}

/** Slots beside the prompt's: each makes every run a little slower, dropping them costs a copy of the cache. */
const maxSpare = 224

export class TokenTree {
  private readonly model: LanguageModel
  private root = newNode(-1, undefined)
  private cache: KvCache | undefined
  private slots: Node[] = []
  /** Leading slots that follow each other: a causal run needs no mask. */
  private chain = 0
  private waiting: Node[] = []
  private isRunning = false
  /** Runs of the model so far. */
  runs = 0

  constructor(model: LanguageModel) {
    this.model = model
  }

  /** Nodes that `read` will feed. */
  get pending(): number {
    return this.waiting.length
  }

  /** Tokens in the cache. */
  get size(): number {
    return this.slots.length
  }

  /** Tokens of the prompt that are in the cache. */
  shared(prompt: readonly number[]): number {
    return Math.max(0, this.known(prompt).position + 1)
  }

  /** The end of the prompt; `read` feeds what is not there yet. What hangs behind other texts may be dropped. */
  begin(prompt: readonly number[]): Node {
    this.dropWaiting()
    let node = this.known(prompt)
    if (this.slots.length - node.position - 1 > maxSpare) this.prune(node)
    const rest = prompt.slice(node.position + 1)
    if (rest.length === 0 && !node.logits && node.parent) {
      // Read, but nobody wanted to know what follows: read again.
      node = node.parent
      node.children.delete(prompt.at(-1) as number)
      rest.push(prompt.at(-1) as number)
    }
    for (const token of rest) node = this.add(node, token)
    return node
  }

  /** The child for a token, when what follows it is known or about to be. */
  find(parent: Node, token: number): Node | undefined {
    const child = parent.children.get(token)
    return child && (child.slot < 0 || child.logits) ? child : undefined
  }

  /** The same; a new one waits for `read`. */
  add(parent: Node, token: number): Node {
    const known = this.find(parent, token)
    if (known) return known
    const node = newNode(token, parent)
    parent.children.set(token, node)
    this.waiting.push(node)
    return node
  }

  /** Of what waits only these nodes, all children of nodes that are read. */
  waitFor(nodes: readonly Node[]): void {
    for (const node of this.waiting) if (!nodes.includes(node)) node.parent?.children.delete(node.token)
    this.waiting = this.waiting.filter((node) => nodes.includes(node))
  }

  /**
   * Runs the model on all that waits, in one go.
   * @param tip from here on the logits are kept: the end of the prompt, or undefined for all
   */
  async read(tip?: Node): Promise<void> {
    const batch = this.waiting
    if (batch.length === 0) return
    const first = tip ? Math.max(0, batch.indexOf(tip)) : 0
    try {
      // An empty cache takes no placement: the prompt is read before what branches off behind it.
      if (this.slots.length === 0 && !follows(batch, -1)) {
        await this.run(batch.slice(0, first + 1), first)
        await this.run(batch.slice(first + 1), 0)
      } else await this.run(batch, first)
      this.waiting = []
    } catch (error) {
      this.dropWaiting()
      throw error
    }
  }

  /** @param first logits are kept from this one on */
  private async run(batch: readonly Node[], first: number): Promise<void> {
    const length = this.slots.length
    const keep = batch.length - first
    batch.forEach((node, at) => (node.slot = length + at))
    const placement = this.placement(batch, length)
    const tokens = batch.map(({ token }) => token)
    this.runs++
    this.isRunning = true
    const step = await this.model
      .run(tokens, this.cache, length, keep, placement)
      .finally(() => (this.isRunning = false))
    this.replace(step.cache)
    const size = this.model.vocabulary
    batch.forEach((node, at) => {
      const row = at - first
      if (row >= 0) {
        node.logits = step.logits.subarray(row * size, (row + 1) * size)
        node.logSumExp = step.logSumExp[row]!
      }
      this.slots.push(node)
      if (this.chain === node.slot && (node.parent?.slot ?? -1) === node.slot - 1) this.chain++
    })
  }

  /** Keeps the way to `node` only, without logits: little memory for a document that nobody types in. */
  rest(node: Node): void {
    this.dropWaiting()
    const last = node.slot < 0 ? this.root : node
    this.prune(last)
    forgetLogits(last)
  }

  private dropWaiting(): void {
    for (const { parent, token } of this.waiting) parent?.children.delete(token)
    this.waiting = []
  }

  forget(): void {
    this.root = newNode(-1, undefined)
    this.replace(undefined)
    this.slots = []
    this.waiting = []
    this.chain = 0
  }

  /** The deepest node on the way of the prompt that has been read. */
  private known(prompt: readonly number[]): Node {
    let node = this.root
    for (const token of prompt) {
      const child = node.children.get(token)
      if (!child || child.slot < 0) break
      node = child
    }
    return node
  }

  private prune(node: Node): void {
    const path: Node[] = []
    for (let at = node; at.parent; at = at.parent) path.unshift(at)
    if (!this.cache || path.length === 0) {
      this.forget()
      return
    }
    this.replace(
      this.model.select(
        this.cache,
        path.map(({ slot }) => slot),
      ),
    )
    this.root.children.clear()
    path.forEach((kept, at) => {
      kept.slot = at
      if (at < path.length - 1) forgetLogits(kept)
      kept.children.clear()
      kept.parent?.children.set(kept.token, kept)
    })
    this.slots = path
    this.chain = path.length
  }

  private replace(cache: KvCache | undefined): void {
    // What a run reads at this moment is left to the garbage collector.
    if (this.cache && !this.isRunning) this.model.release(this.cache)
    this.cache = cache
  }

  private placement(batch: readonly Node[], length: number): Placement | undefined {
    if (this.chain === length && follows(batch, length - 1)) return undefined
    const width = length + batch.length
    const bias = new Float32Array(batch.length * width).fill(unseen)
    batch.forEach((node, row) => {
      let at: Node | undefined = node
      for (; at && at.slot >= this.chain; at = at.parent) bias[row * width + at.slot] = 0
      if (at) bias.fill(0, row * width, row * width + at.slot + 1)
    })
    return { positions: batch.map(({ position }) => position), bias }
  }
}

/** Each is the child of the one before it, the first one of the node in slot `last`. */
function follows(batch: readonly Node[], last: number): boolean {
  return batch.every(({ parent }, at) => (at === 0 ? (parent?.slot ?? -1) === last : parent === batch[at - 1]))
}

function newNode(token: number, parent: Node | undefined): Node {
  const position = parent ? parent.position + 1 : -1
  return { token, parent, position, children: new Map(), slot: -1, logits: undefined, logSumExp: 0, highest: [] }
}

function forgetLogits(node: Node): void {
  node.logits = undefined
  node.highest = []
}

/** Log-probability of a token behind a node that has logits. */
export function logProbability({ logits, logSumExp }: Node, token: number): number {
  return (logits?.[token] ?? -Infinity) - logSumExp
}

/** Whoever asks for the largest one asks for some more of them a moment later. */
const leastHighest = 4

/** Ids of the `count` largest logits behind a node that has some, the largest first; looked for once. */
export function highestBehind(node: Node, count: number): readonly number[] {
  if (node.highest.length < count) node.highest = highest(node.logits!, Math.max(count, leastHighest))
  return node.highest.slice(0, count)
}

/** Ids of the `count` largest values, the largest first; id 0 is padding and never among them. */
function highest(logits: Float32Array, count: number): number[] {
  const ids: number[] = []
  let least = -Infinity
  for (let id = 1; id < logits.length; id++) {
    const value = logits[id]!
    if (ids.length === count && value <= least) continue
    let at = ids.length
    while (at > 0 && logits[ids[at - 1]!]! < value) at--
    ids.splice(at, 0, id)
    if (ids.length > count) ids.pop()
    least = logits[ids.at(-1)!]!
  }
  return ids
}

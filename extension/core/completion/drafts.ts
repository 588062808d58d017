/**
 * Speculation: a run of the model costs far more than a token in it. So what will probably be asked for next is read
 * in a run that is needed anyway: the likeliest ways on, by the model where it has been read and by the text around
 * behind that. They serve the model's line, its beam and the next keystrokes alike, and what nobody asks for changes
 * nothing.
 */
import { hangBelow } from './line-scores.ts'
import type { Mixture } from './mixture.ts'
import type { Node, TokenTree } from './token-tree.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface DraftOptions {
  /** What the text behind the node must start with (byte alphabet). */
  readonly forced: string
  /** Tokens at most; 0: no drafts. */
  readonly most: number
  /** Nobody will ask for ways less likely than this. */
  readonly leastProbability: number
  /** What is read behind the end of a line as well, see `tokensBelow`. */
  readonly below?: readonly number[] | undefined
}

/** Ways on from each node. */
const width = 3
/** A way less likely than this is asked for too seldom to be worth its place in a run. */
const unlikely = 0.02

interface Way {
  readonly parent: Node
  readonly id: number
  readonly bytes: string
  readonly probability: number
}

/** Hangs the likeliest ways on behind a node, to be read with what waits already. */
export function draftAhead(
  tree: TokenTree,
  from: Node,
  tokenizer: Tokenizer,
  mixture: Mixture,
  { forced, most, leastProbability, below = [] }: DraftOptions,
): void {
  if (most <= 0) return
  const limit = tree.pending + most
  const least = Math.max(unlikely, leastProbability)
  const ways: Way[] = []
  const goOn = (parent: Node, before: string, likely: number): void => {
    const left = forced.slice(before.length)
    for (const { id, probability } of mixture.guess(parent, left, width)) {
      const way = { parent, id, bytes: before + (tokenizer.tokens[id] ?? ''), probability: likely * probability }
      if (way.probability < least) continue
      if (left !== '' || !tokenizer.endsLine(id)) ways.push(way)
      else if (parent.parent) hangBelow(tree, [parent], below, limit)
    }
  }
  goOn(from, '', 1)
  while (ways.length > 0 && tree.pending < limit) {
    const best = ways.reduce((a, b) => (b.probability > a.probability ? b : a))
    ways.splice(ways.indexOf(best), 1)
    goOn(tree.add(best.parent, best.id), best.bytes, best.probability)
  }
}

/** A few lines that the model finds likely, not only its likeliest: what the ranker can choose from. */
import { draftAhead } from './drafts.ts'
import { hangBelow } from './line-scores.ts'
import type { Mixture } from './mixture.ts'
import type { Node, TokenTree } from './token-tree.ts'
import { textOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface BeamOptions {
  /** Lines kept at each token. */
  readonly width: number
  readonly maxTokens: number
  /** See `DecodeOptions`. */
  readonly forced: string
  /** Runs of the model at most; tokens that the tree holds cost none. */
  readonly maxRuns: number
  /** Lines that fall below it are given up; absent: none. */
  readonly leastProbability?: number
  /** See `DecodeOptions`; absent: 0. */
  readonly draftTokens?: number
  /** See `DraftOptions`. */
  readonly below?: readonly number[]
  readonly cancelled: () => boolean
}

export interface BeamLine {
  /** Text behind the typed part, without the line break. */
  readonly text: string
  /** Log-probability in the mixture, the line's end included. */
  readonly score: number
}

interface Hypothesis {
  readonly node: Node
  readonly bytes: string
  readonly tokens: number
  readonly score: number
}

/**
 * Lines that came to their end, likeliest first.
 * @param tip end of the prompt, read
 */
export async function beamLines(
  tree: TokenTree,
  tip: Node,
  tokenizer: Tokenizer,
  mixture: Mixture,
  typedBytes: number,
  { width, maxTokens, forced, maxRuns, leastProbability = 0, draftTokens = 0, below = [], cancelled }: BeamOptions,
): Promise<BeamLine[]> {
  let live: Hypothesis[] = [{ node: tip, bytes: '', tokens: 0, score: 0 }]
  const finished = new Map<string, number>()
  const ends = new Set<Node>()
  const last = tree.runs + maxRuns
  const least = Math.log(leastProbability)
  while (live.length > 0 && !cancelled()) {
    const next: Hypothesis[] = []
    for (const { node, bytes, tokens, score } of live) {
      const left = forced.slice(bytes.length)
      for (const { id, probability } of mixture.best(node, left, width)) {
        const sum = score + Math.log(probability)
        if (left === '' && tokenizer.endsLine(id)) {
          const text = textOf(bytes.slice(typedBytes)).trimEnd()
          finished.set(text, Math.max(finished.get(text) ?? -Infinity, sum))
          ends.add(node)
        } else if (tokens < maxTokens) {
          next.push({
            node: tree.add(node, id),
            bytes: bytes + (tokenizer.tokens[id] ?? ''),
            tokens: tokens + 1,
            score: sum,
          })
        }
      }
    }
    // One that is less likely than enough finished ones can't come in any more.
    const bar = Math.max(least, [...finished.values()].sort((a, b) => b - a)[width - 1] ?? -Infinity)
    live = next
      .filter(({ score }) => score > bar)
      .sort((a, b) => b.score - a.score)
      .slice(0, width)
    tree.waitFor(live.map(({ node }) => node))
    if (tree.pending > 0) {
      if (tree.runs >= last) {
        tree.waitFor([])
        break
      }
      if (draftTokens > 0) hangBelow(tree, [...ends], below, Infinity)
      draftAhead(tree, tip, tokenizer, mixture, { forced, most: draftTokens, leastProbability: Math.exp(bar), below })
      await tree.read()
    }
  }
  return [...finished]
    .map(([text, score]) => ({ text, score }))
    .sort((a, b) => b.score - a.score)
    .slice(0, width)
}

/** What the model thinks of whole lines, each token seeing only its own line. */
import { logProbability } from './token-tree.ts'
import type { Node, TokenTree } from './token-tree.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface LineScore {
  /** Log-probability of each token; of tokens that only spell out typed text too. */
  readonly logProbabilities: readonly number[]
  /** Log-probability that the line ends behind it. */
  readonly end: number
}

/**
 * Hangs lines behind a node, to be read together.
 * @param lines token ids of each line, none empty
 * @param maxNodes lines that would make more nodes wait are left out, the first ones are kept
 * @returns the last node of each line, undefined for those left out
 */
export function hangLines(
  tree: TokenTree,
  tip: Node,
  lines: readonly (readonly number[])[],
  maxNodes: number,
): (Node | undefined)[] {
  return lines.map((line) => {
    let known: Node | undefined = tip
    let depth = 0
    while (depth < line.length && (known = tree.find(known, line[depth]!))) depth++
    if (tree.pending + line.length - depth > maxNodes) return undefined
    return line.reduce((node, token) => tree.add(node, token), tip)
  })
}

/** The score of a line that has been read, from its last node. */
export function scoreOf(tokenizer: Tokenizer, tip: Node, last: Node): LineScore {
  const logProbabilities: number[] = []
  for (let node = last; node !== tip && node.parent; node = node.parent)
    logProbabilities.unshift(logProbability(node.parent, node.token))
  const end = Math.log(
    Math.exp(logProbability(last, tokenizer.newline)) + Math.exp(logProbability(last, tokenizer.special.end)),
  )
  return { logProbabilities, end }
}
